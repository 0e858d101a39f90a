package dev.muster.bolt.status;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The {@code statuses} of a summary since Bolt 5.6: one that says how the statement ended, among its notifications. */
public final class SummaryStatus {
    private static final String NO_DATA = "02";
    private static final String WARNING = "01";
    private static final String INFORMATION = "03";

    private SummaryStatus() {}

    /**
     * All statuses in the order of what GQL puts first: no data, warnings, success, and what is only informative.
     *
     * @param columns whether the statement has columns (an explained one counts as having none)
     * @param rows whether it had rows
     */
    public static List<Map<String, Object>> of(boolean columns, boolean rows, List<Notification> notifications) {
        List<Map<String, Object>> statuses = new ArrayList<>();
        statuses.add(outcome(columns, rows));
        notifications.forEach(notification -> statuses.add(notification.status()));
        statuses.sort(Comparator.comparingInt(SummaryStatus::rank)); // stable: notifications keep their order
        return statuses;
    }

    private static int rank(Map<String, Object> status) {
        String code = (String) status.get("gql_status");
        if (code.startsWith(NO_DATA)) {
            return 0;
        } else if (code.startsWith(WARNING)) {
            return 1;
        }
        return code.startsWith(INFORMATION) ? 3 : 2;
    }

    private static Map<String, Object> outcome(boolean columns, boolean rows) {
        if (!columns) {
            return status("00001", "note: successful completion - omitted result");
        }
        return rows ? status("00000", "note: successful completion") : status("02000", "note: no data");
    }

    private static Map<String, Object> status(String gqlStatus, String description) {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("gql_status", gqlStatus);
        status.put("status_description", description);
        return status;
    }
}

package dev.muster.cypher.engine;

import dev.muster.cypher.ServerView;
import java.util.ArrayList;
import java.util.List;

/** The table of SHOW SETTINGS. */
final class SettingTable {
    private static final List<String> COLUMNS = List.of(
            "name",
            "value",
            "isDynamic",
            "defaultValue",
            "description",
            "startupValue",
            "isExplicitlySet",
            "validValues",
            "isDeprecated");

    /** As Neo4j says it. */
    private static final String NOTHING = "No Value";

    private SettingTable() {}

    /** {@code names}: of which; null for all. */
    static PreparedListing.Table shown(ServerView server, List<String> names) {
        List<Object[]> rows = new ArrayList<>();
        for (ServerView.Setting setting : server.settings()) {
            if (names == null || names.contains(setting.name())) {
                rows.add(row(setting));
            }
        }
        return new PreparedListing.Table(COLUMNS, COLUMNS.subList(0, 5), rows);
    }

    private static Object[] row(ServerView.Setting setting) {
        String value = text(setting.value());
        return new Object[] {
            setting.name(),
            value,
            false,
            text(setting.defaultValue()),
            setting.description(),
            value,
            setting.isExplicitlySet(),
            setting.validValues(),
            false
        };
    }

    private static String text(String value) {
        return value == null ? NOTHING : value;
    }
}

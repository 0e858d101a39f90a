package dev.muster.node.query;

import dev.muster.bolt.QueryService.Client;
import dev.muster.bolt.QueryService.TransactionRequest;
import dev.muster.store.value.DurationValue;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/** What SHOW TRANSACTIONS tells of one. Pure. */
final class ShownTransaction {
    private static final long SECOND = 1_000_000_000;

    private ShownTransaction() {}

    /** {@code query} null: none runs. Columns that are not here are not known. */
    static Map<String, Object> columns(
            TransactionRequest request,
            OpenTransactions.Moment begun,
            OpenTransactions.Query query,
            OpenTransactions.Moment now) {
        Map<String, Object> columns = new HashMap<>();
        Client client = request.client();
        columns.put("connectionId", client == null ? "" : client.connectionId());
        columns.put("clientAddress", client == null ? "" : client.address());
        columns.put("protocol", client == null ? "" : "bolt");
        columns.put("outerTransactionId", "");
        columns.put("metaData", request.metadata() == null ? Map.of() : request.metadata());
        columns.put("startTime", time(begun));
        columns.put("elapsedTime", between(begun, now));
        columns.put("currentQueryId", query == null ? "" : query.id());
        columns.put("currentQuery", query == null ? "" : query.text());
        columns.put("currentQueryStartTime", query == null ? "" : time(query.begun()));
        columns.put("currentQueryStatus", query == null ? "" : "running");
        columns.put("currentQueryElapsedTime", query == null ? null : between(query.begun(), now));
        columns.put("statusDetails", "");
        return columns;
    }

    private static String time(OpenTransactions.Moment moment) {
        return Instant.ofEpochMilli(moment.wallMillis())
                .atOffset(ZoneOffset.UTC)
                .toString();
    }

    private static DurationValue between(OpenTransactions.Moment from, OpenTransactions.Moment to) {
        long nanos = Math.max(0, to.nanos() - from.nanos());
        return new DurationValue(0, 0, nanos / SECOND, (int) (nanos % SECOND));
    }
}

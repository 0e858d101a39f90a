package dev.muster.cypher.engine;

import dev.muster.cypher.ServerView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The tables of SHOW TRANSACTIONS and TERMINATE TRANSACTIONS. */
final class TransactionTable {
    private static final List<String> COLUMNS = List.of(
            "database",
            "transactionId",
            "currentQueryId",
            "outerTransactionId",
            "connectionId",
            "clientAddress",
            "username",
            "metaData",
            "currentQuery",
            "parameters",
            "planner",
            "runtime",
            "indexes",
            "startTime",
            "currentQueryStartTime",
            "protocol",
            "requestUri",
            "status",
            "currentQueryStatus",
            "statusDetails",
            "resourceInformation",
            "activeLockCount",
            "currentQueryActiveLockCount",
            "elapsedTime",
            "cpuTime",
            "waitTime",
            "idleTime",
            "currentQueryElapsedTime",
            "currentQueryCpuTime",
            "currentQueryWaitTime",
            "currentQueryIdleTime",
            "currentQueryAllocatedBytes",
            "allocatedDirectBytes",
            "estimatedUsedHeapMemory",
            "pageHits",
            "pageFaults",
            "currentQueryPageHits",
            "currentQueryPageFaults",
            "initializationStackTrace");
    private static final List<String> SHOWN = List.of(
            "database",
            "transactionId",
            "currentQueryId",
            "connectionId",
            "clientAddress",
            "username",
            "currentQuery",
            "startTime",
            "status",
            "elapsedTime");
    private static final List<String> ENDED_COLUMNS = List.of("transactionId", "username", "message");

    private TransactionTable() {}

    /** {@code ids}: of which; null for all. What is not known of a transaction is null. */
    static PreparedListing.Table shown(ServerView server, List<String> ids) {
        List<Object[]> rows = new ArrayList<>();
        for (Map<String, Object> transaction : server.transactions()) {
            if (ids == null || ids.contains(transaction.get("transactionId"))) {
                rows.add(COLUMNS.stream().map(transaction::get).toArray());
            }
        }
        return new PreparedListing.Table(COLUMNS, SHOWN, rows);
    }

    /** Ends them; an id that is there twice is ended once. */
    static PreparedListing.Table ended(ServerView server, List<String> ids) {
        List<Object[]> rows = new ArrayList<>();
        for (String id : ids.stream().distinct().toList()) {
            ServerView.Ended ended = server.terminate(id);
            rows.add(new Object[] {id, ended.username(), ended.message()});
        }
        return new PreparedListing.Table(ENDED_COLUMNS, ENDED_COLUMNS, rows);
    }
}

package dev.muster.node.query;

import dev.muster.bolt.BoltFailure;
import dev.muster.bolt.status.ErrorDetail;
import java.util.Arrays;
import java.util.List;

/**
 * Every error a client can meet that comes from running transactions on a cluster. The codes decide what drivers do
 * (facts/bolt.md 7.2): NotALeader and DatabaseUnavailable are retried elsewhere, TransientErrors are retried, all others
 * reach the user.
 */
enum QueryError {
    INVALID_BOOKMARK(
            "Neo.ClientError.Transaction.InvalidBookmark",
            "'%s' is not a bookmark of this cluster. Use bookmarks as the driver handed them out."),
    BOOKMARK_TIMEOUT(
            "Neo.TransientError.Transaction.BookmarkTimeout",
            "Database '%s' has not reached transaction %s on this server in time; it is at %s. Try again, or another server.",
            "08N13"),
    DATABASE_NOT_FOUND("Neo.ClientError.Database.DatabaseNotFound", "Graph not found: %s", "22N51"),
    NO_ROUTE(
            "Neo.ClientError.Database.DatabaseNotFound",
            "Unable to get a routing table for database '%s' because this database does not exist",
            "22N51"),
    DATABASE_UNAVAILABLE("Neo.TransientError.General.DatabaseUnavailable", "%s"),
    READ_ONLY(
            "Neo.ClientError.General.WriteOnReadOnlyAccessDatabase",
            "No write operations are allowed on this database. The database is in read-only mode on this Neo4j instance.",
            "42N18"),
    NOT_A_LEADER(
            "Neo.ClientError.Cluster.NotALeader",
            "No write operations are allowed on this server: it does not lead database '%s'%s."),
    CONFLICT(
            "Neo.TransientError.Transaction.Outdated",
            "The transaction was based on data that another transaction has changed meanwhile: %s. Nothing was changed; run it again."),
    NOT_REPLICATED(
            "Neo.TransientError.Cluster.ReplicationFailure",
            "The transaction was not accepted and nothing was changed: %s. Try again."),
    OUTCOME_UNKNOWN(
            "Neo.DatabaseError.Transaction.TransactionCommitFailed",
            "It is unknown whether the transaction was committed: %s. Read before you run it again."),
    TOO_LARGE(
            "Neo.ClientError.Transaction.TransactionHookFailed",
            "The transaction's changes take %s bytes, more than the %s that one transaction may have. Split it, for instance into batches of 10,000 rows."),
    TRANSACTION_MEMORY(
            "Neo.ClientError.General.TransactionOutOfMemoryError",
            "The allocation of an extra %s would use more than the limit %s. Currently using %s. %s threshold reached. Split the query, or raise the limit."),
    MEMORY_POOL(
            "Neo.TransientError.General.MemoryPoolOutOfMemoryError",
            "The allocation of an extra %s would use more than the limit %s. Currently using %s. %s threshold reached. Run it again when other queries are done, split it, or raise the limit."),
    IDS_USED_UP(
            "Neo.TransientError.Transaction.Outdated",
            "The transaction creates more than the %s nodes or relationships that the leader has set aside for this server. Nothing was changed; run it again, or on the leader."),
    TLS_NOT_RELOADED(
            "Neo.ClientError.Procedure.ProcedureCallFailed",
            "Failed to invoke procedure `dbms.security.reloadTLS`: %s. The certificates in use remain in use."),
    TERMINATED("Neo.ClientError.Transaction.Terminated", "The transaction has been terminated: %s.", "25N14"),
    TIMED_OUT(
            "Neo.ClientError.Transaction.TransactionTimedOut",
            "The transaction has not completed within %s ms and was rolled back. Raise db.transaction.timeout or the client's timeout if it needs longer."),
    TIMED_OUT_BY_CLIENT(
            "Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration",
            "The transaction has not completed within the %s ms that its client gave it, and was rolled back. Give it more time if it needs longer."),
    SYSTEM_HOLDS_NO_DATA(
            "Neo.ClientError.Statement.SemanticError",
            "Data cannot be written to the system database; use the administration commands, or another database.",
            "42NA9"),
    ADMIN_NOT_COMBINED(
            "Neo.ClientError.Transaction.ForbiddenDueToTransactionType",
            "%s cannot follow a change of data in the same transaction. Run it in a transaction of its own."),
    WRITES_ELSEWHERE(
            "Neo.ClientError.Statement.AccessMode",
            "Writing to more than one database per transaction is not allowed. Attempted write to %s, currently writing to %s",
            "42N03"),
    USE_IN_TRANSACTION(
            "Neo.ClientError.Statement.NotSupported",
            "not supported yet: USE %s in a transaction on database '%s'. Open the session on that database.",
            "42NA5"),
    SEVERAL_GRAPHS(
            "Neo.ClientError.Statement.SemanticError",
            "Multiple graphs in the same query not allowed here. This feature is only available on composite databases.\n"
                    + "Attempted to access graph %s",
            "42NA5"),
    DUMP_FAILED(
            "Neo.DatabaseError.Database.Unknown",
            "Failed to delete the specified database '%s': it could not be dumped on %s. Nothing was destroyed; mend that and drop it again, or drop it without DUMP DATA.",
            "51N41"),
    DUMP_PENDING(
            "Neo.DatabaseError.Database.Unknown",
            "The specified database '%s' is not deleted yet: not all of its servers have dumped it (%s). It goes once they have; look at SHOW DATABASES.",
            "51N41"),
    QUARANTINE(
            "Neo.ClientError.Procedure.ProcedureCallFailed",
            "Setting/removing the quarantine marker failed: %s",
            "52N17"),
    NO_SECONDARY(
            "Neo.ClientError.Procedure.ProcedureCallFailed",
            "Cannot invoke procedure on this member because it is not a secondary for the database %s.",
            "52N05"),
    UNKNOWN_PROCEDURE(
            "Neo.ClientError.Procedure.ProcedureNotFound",
            "There is no procedure with the name `%s` registered for this database instance. Please ensure you've spelled the procedure name correctly and that the procedure is properly deployed.",
            "42N08");

    private final String code;
    private final String text;
    /** The GQLSTATUS that says more than that of the code, or whose text our arguments fill; or null. */
    private final String gqlStatus;

    QueryError(String code, String text) {
        this(code, text, null);
    }

    QueryError(String code, String text, String gqlStatus) {
        this.code = code;
        this.text = text;
        this.gqlStatus = gqlStatus;
    }

    String code() {
        return code;
    }

    String gqlStatus() {
        return gqlStatus;
    }

    BoltFailure failure(Object... details) {
        List<String> arguments = Arrays.stream(details).map(String::valueOf).toList();
        return new BoltFailure(code, text.formatted(details), new ErrorDetail(gqlStatus, arguments, null));
    }
}

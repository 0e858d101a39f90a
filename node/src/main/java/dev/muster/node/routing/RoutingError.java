package dev.muster.node.routing;

import dev.muster.bolt.BoltFailure;

/** What a client is told when its work could not be done on another server. */
enum RoutingError {
    UNREACHABLE(
            "Neo.TransientError.General.DatabaseUnavailable",
            "Server '%s', which has database '%s', cannot be reached from here: %s. Run it again."),
    LOST(
            "Neo.TransientError.General.DatabaseUnavailable",
            "The transaction was on server '%s', which was lost on the way: %s. Nothing was changed; run it again."),
    OUTCOME_UNKNOWN(
            "Neo.DatabaseError.Transaction.TransactionCommitFailed",
            "It is unknown whether the transaction was committed: server '%s', where it was, was lost on the way (%s). Read before you run it again."),
    GONE(
            "Neo.TransientError.General.DatabaseUnavailable",
            "The transaction is not open any more: this server heard nothing for too long of the one that its client is connected to. Nothing was changed; run it again."),
    SILENT("Neo.ClientError.Transaction.Terminated", "The server that the client is connected to has gone."),
    TOO_LARGE(
            "Neo.ClientError.Statement.ArgumentError",
            "%s takes %d bytes, more than the %d that one server hands to another. Ask for less at once, or connect to a server that has the database."),
    UNKNOWN(
            "Neo.DatabaseError.General.UnknownError",
            "The server that has the database failed unexpectedly; its log has the details.");

    private final String code;
    private final String text;

    RoutingError(String code, String text) {
        this.code = code;
        this.text = text;
    }

    BoltFailure failure(Object... details) {
        return new BoltFailure(code, text.formatted(details));
    }
}

package dev.muster.bolt;

import dev.muster.bolt.status.ErrorDetail;
import java.util.Arrays;
import java.util.List;

/** Everything that Bolt itself, apart from the query service, tells a client or an operator when something fails. */
enum BoltError {
    UNEXPECTED_MESSAGE(
            "Neo.ClientError.Request.Invalid",
            "Message of type %s cannot be handled by a session in the %s state.",
            "08N10"),
    UNKNOWN_MESSAGE("Neo.ClientError.Request.Invalid", "Bolt %s has no message that begins with these bytes: %s"),
    INVALID_FIELD("Neo.ClientError.Request.Invalid", "%s"),
    UNKNOWN_QUERY("Neo.ClientError.Request.Invalid", "No open result with qid %d in this transaction."),
    MALFORMED("Neo.ClientError.Request.InvalidFormat", "Unable to read the message: %s"),
    TOO_LARGE(
            "Neo.ClientError.Request.Invalid",
            "The message is larger than %d bytes. Send less at once, or ask for a larger limit.",
            "22N56"),
    TERMINATED(
            "Neo.ClientError.Transaction.Terminated",
            "The transaction has been terminated because the client reset the connection."),
    CONNECTION_LOST("Neo.ClientError.Transaction.Terminated", "The client has gone."),
    CREDENTIALS_EXPIRED(
            "Neo.ClientError.Security.CredentialsExpired",
            "The password must be changed before anything else: run ALTER CURRENT USER SET PASSWORD FROM 'current' TO"
                    + " 'new' against the system database, then connect again."),
    UNKNOWN(
            "Neo.DatabaseError.General.UnknownError",
            "The server failed unexpectedly on connection %s; its log has the details."),
    ADDRESS("Muster.Bolt.Address", "Bolt cannot listen on %s: %s");

    private final String code;
    private final String text;
    /** The GQLSTATUS that says more than that of the code, or null. */
    private final String gqlStatus;

    BoltError(String code, String text) {
        this(code, text, null);
    }

    BoltError(String code, String text, String gqlStatus) {
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

    String text(Object... args) {
        return String.format(java.util.Locale.ROOT, text, args);
    }

    BoltFailure failure(Object... args) {
        List<String> arguments = Arrays.stream(args).map(String::valueOf).toList();
        return new BoltFailure(code, text(args), new ErrorDetail(gqlStatus, arguments, null));
    }
}

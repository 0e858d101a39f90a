package dev.muster.node.access;

import dev.muster.bolt.BoltFailure;
import java.util.Locale;

/** Everything that a client can be refused for because of who it is: status code and text. */
public enum AccessError {
    UNAUTHORIZED(Codes.UNAUTHORIZED, "The client is unauthorized due to authentication failure."),
    SCHEME_MISSING(
            Codes.UNAUTHORIZED,
            "Unsupported authentication token, missing key `%s`. Log in with a user name and a password (scheme 'basic')."),
    SCHEME(
            Codes.UNAUTHORIZED,
            "Unsupported authentication token, scheme '%s' is not supported%s. Log in with a user name and a password"
                    + " (scheme 'basic')."),
    TOO_MANY_ATTEMPTS(
            "Neo.ClientError.Security.AuthenticationRateLimit",
            "The client has provided incorrect authentication details too many times in a row."),
    NO_USERS_YET(
            "Neo.TransientError.General.DatabaseUnavailable",
            "This server cannot tell yet who may log in: its system database has no contents. Try again in a moment."),

    DATABASE(Codes.FORBIDDEN, "Database access is not allowed for %s. See GRANT ACCESS ON DATABASE %s."),
    READ(
            Codes.FORBIDDEN,
            "Read operations on database '%s' are not allowed for %s. See GRANT MATCH {*} ON GRAPH %1$s."),
    WRITE(Codes.FORBIDDEN, "%s on database '%s' is not allowed for %s. See GRANT WRITE ON GRAPH %2$s."),
    NEW_NAME(Codes.FORBIDDEN, "Creating new %s on database '%s' is not allowed for %s. See GRANT %s ON DATABASE %2$s."),
    SCHEMA(
            Codes.FORBIDDEN,
            "Schema operation '%s' on database '%s' is not allowed for %s. See GRANT %1$s ON DATABASE %2$s."),
    PROCEDURE(
            Codes.FORBIDDEN,
            "Executing admin procedure '%s' is not allowed for %s. See GRANT EXECUTE ADMIN PROCEDURES ON DBMS."),
    EXECUTABLE_BY(
            Codes.FORBIDDEN,
            "What user '%s' can execute is not shown to %s. See GRANT SHOW USER ON DBMS; or leave BY out."),
    SYSTEM_DATA(
            "Neo.ClientError.Statement.UnsupportedAdministrationCommand",
            "The system database cannot be queried: look at it with SHOW DATABASES, SHOW USERS and the like, or choose another"
                    + " database."),

    IMPERSONATION_OFF(
            "Neo.ClientError.Statement.ArgumentError", "Impersonation is not supported with authentication off: '%s'."),
    IMPERSONATION(Codes.FORBIDDEN, "Cannot impersonate user '%s'."),
    IMPERSONATED_COMMAND(
            Codes.FORBIDDEN,
            "%s changes something, which is not allowed while impersonating user '%s'. Run it as yourself.");

    private final String code;
    private final String text;

    AccessError(String code, String text) {
        this.code = code;
        this.text = text;
    }

    String code() {
        return code;
    }

    /** The failure to throw, its text filled in. */
    public BoltFailure failure(Object... details) {
        return new BoltFailure(code, String.format(Locale.ROOT, text, details));
    }

    /** Codes that several entries share. */
    private static final class Codes {
        static final String UNAUTHORIZED = "Neo.ClientError.Security.Unauthorized";
        static final String FORBIDDEN = "Neo.ClientError.Security.Forbidden";
    }
}

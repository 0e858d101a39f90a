package dev.muster.bolt;

import java.util.Map;

/** Checks who a client is. Called on worker threads. */
@FunctionalInterface
public interface Authenticator {
    /** The user of a LOGON's (or old HELLO's) token; throws {@link BoltFailure} if it is not good. */
    Login authenticate(Map<String, Object> token);

    /** {@code user} is null when authentication is off. */
    record Login(String user, boolean credentialsExpired) {}
}

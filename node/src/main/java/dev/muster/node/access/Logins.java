package dev.muster.node.access;

import dev.muster.bolt.Authenticator;
import dev.muster.bolt.BoltFailure;
import dev.muster.catalog.security.PasswordHash;
import dev.muster.catalog.security.Security;
import dev.muster.catalog.security.User;
import dev.muster.runtime.Clock;
import dev.muster.runtime.Random;
import java.util.Map;

/**
 * Finds out who a client is by a name and a password. Who is not known here, or whose password does not fit, is looked for in
 * what the leader of {@code system} has by then: another server may have made the user a moment ago.
 *
 * <p><b>Lane.</b> None: called by Bolt's threads; waits for others, and hashes.
 */
public final class Logins implements Authenticator {
    /** Hashes as slowly as that of any user and fits nobody, so that the time does not tell whether there is a user. */
    private static final String NOBODY = "$2a$10$" + ".".repeat(53);

    private final Source source;
    private final VerifiedPasswords verified;
    private final FailedLogins failures;
    private final SecurityLog log;

    /** Where users are looked up. Calls may block. */
    public interface Source {
        /** As this server has them. Throws {@link BoltFailure} while it cannot tell. */
        Security known();

        /** At least as new as what any server had when this was called. Throws {@link BoltFailure} if nobody can say. */
        Security confirmed();
    }

    /**
     * How patient a server is.
     *
     * @param attemptsMax wrong passwords in a row until a name is locked; 0 is no limit
     * @param lockMillis for how long
     */
    public record Limits(int attemptsMax, long lockMillis) {}

    public Logins(Source source, Clock clock, Random random, Limits limits, SecurityLog log) {
        this.source = source;
        this.verified = new VerifiedPasswords(random);
        this.failures = new FailedLogins(clock, limits.attemptsMax(), limits.lockMillis());
        this.log = log;
    }

    @Override
    public Login authenticate(Map<String, Object> token) {
        String name = name(token);
        String password = text(token, "credentials");
        if (failures.isLocked(name)) {
            throw locked(name);
        }
        User user = logIn(name, password);
        switch (failures.guessed(name, user != null)) {
            case LOCKED -> throw locked(name);
            case WRONG -> {
                log.failedLogin(name, "invalid principal or credentials");
                throw AccessError.UNAUTHORIZED.failure();
            }
            case RIGHT -> {
                // What follows is about the user.
            }
        }
        if (user.suspended()) {
            log.failedLogin(name, "user is suspended");
            throw AccessError.UNAUTHORIZED.failure();
        }
        log.login(name, user.passwordChangeRequired());
        return new Login(name, user.passwordChangeRequired());
    }

    private BoltFailure locked(String name) {
        log.failedLogin(name, "too many failed attempts");
        return AccessError.TOO_MANY_ATTEMPTS.failure();
    }

    private String name(Map<String, Object> token) {
        Object scheme = token.get("scheme");
        if (!"basic".equals(scheme)) {
            log.failedLogin("", "unsupported authentication token");
            throw scheme == null
                    ? AccessError.SCHEME_MISSING.failure("scheme")
                    : AccessError.SCHEME.failure(
                            printable(scheme), "none".equals(scheme) ? " while authentication is on" : "");
        }
        return text(token, "principal");
    }

    private String text(Map<String, Object> token, String key) {
        if (token.get(key) instanceof String text) {
            return text;
        }
        log.failedLogin("", "unsupported authentication token");
        throw AccessError.SCHEME_MISSING.failure(key);
    }

    private static String printable(Object scheme) {
        String text = String.valueOf(scheme).replaceAll("\\p{Cntrl}", " ");
        return text.length() <= 64 ? text : text.substring(0, 64);
    }

    /**
     * The user, if the password fits; null otherwise. A password that everybody knows must not let anybody in just because this
     * server has not heard yet that it was changed.
     */
    private User logIn(String name, String password) {
        User user = source.known().user(name);
        if (user != null && !user.hasWellKnownPassword() && fits(user, password)) {
            return user;
        }
        User newer;
        try {
            newer = source.confirmed().user(name);
        } catch (BoltFailure e) {
            if (user != null && user.hasWellKnownPassword()) {
                throw e;
            }
            return null;
        }
        if (newer == null) {
            PasswordHash.matches(password, NOBODY);
            return null;
        }
        return fits(newer, password) ? newer : null;
    }

    private boolean fits(User user, String password) {
        return verified.matches(user.name(), password, user.credentials());
    }
}

package dev.muster.node.access;

import dev.muster.catalog.security.PasswordHash;
import dev.muster.runtime.Random;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Remembers which passwords have just been found right, so that a pool of connections costs one slow hash and not one each.
 * Of a password it keeps a keyed digest, whose key is drawn at each start and lives in memory only; the password is in no way
 * in it once the server has ended. Any thread.
 */
final class VerifiedPasswords {
    private static final int USERS_MAX = 10_000;
    private static final String ALGORITHM = "HmacSHA256";

    private final byte[] key = new byte[32];
    private final Map<String, Verified> byUser = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Verified> eldest) {
            return size() > USERS_MAX;
        }
    };

    private record Verified(String credentials, byte[] digest) {}

    VerifiedPasswords(Random random) {
        random.nextBytes(key);
    }

    /** Whether it is the password of which these credentials were made. Slow unless it was asked before. */
    boolean matches(String user, String password, String credentials) {
        byte[] digest = digest(password);
        Verified known;
        synchronized (byUser) {
            known = byUser.get(user);
        }
        if (known != null && known.credentials().equals(credentials) && MessageDigest.isEqual(known.digest(), digest)) {
            return true;
        }
        boolean matches = PasswordHash.matches(password, credentials);
        if (matches) {
            synchronized (byUser) {
                byUser.put(user, new Verified(credentials, digest));
            }
        }
        return matches;
    }

    private byte[] digest(String password) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(password.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}

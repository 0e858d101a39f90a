package dev.muster.catalog.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.springframework.security.crypto.bcrypt.BCrypt;

/**
 * What is kept of passwords: salted hashes that are slow to compute, by bcrypt. Those that Neo4j made are understood too, so
 * that users can be taken over with {@code SET ENCRYPTED PASSWORD}: {@code version,hash,salt}, SHA-256 once (version 0) or
 * 1,024 times (version 1).
 */
public final class PasswordHash {
    /** Bytes of salt that bcrypt takes. */
    static final int SALT_BYTES = 16;

    /** Of the first administrator, until somebody changes it: the password {@code neo4j}, which no salt could keep secret. */
    static final String WELL_KNOWN = "well-known";

    private static final String WELL_KNOWN_PASSWORD = "neo4j";
    /** What bcrypt looks at; longer passwords are shortened by another hash first, so that all of them counts. */
    private static final int BCRYPT_BYTES_MAX = 72;

    private static final int COST_MIN = 4;
    private static final int COST_MAX = 15;
    private static final Pattern BCRYPT = Pattern.compile("\\$2[aby]\\$(\\d\\d)\\$[./A-Za-z0-9]{53}");
    private static final Pattern NEO4J = Pattern.compile("([01]),([0-9a-f]{64}),((?:[0-9a-f]{2})+)");
    private static final int[] NEO4J_ITERATIONS = {1, 1024};
    private static final String BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final String BCRYPT_BASE64 = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private PasswordHash() {}

    /**
     * Hashes a password. Takes some tens of milliseconds of a processor at cost 10, and twice that with each one more.
     *
     * @param salt {@link #SALT_BYTES} random bytes
     * @param cost 4 to 15
     */
    static String of(String password, byte[] salt, int cost) {
        return BCrypt.hashpw(shortened(password), "$2a$%02d$%s".formatted(cost, bcryptBase64(salt)));
    }

    /** Whether a password is the one of which these credentials were made. Slow on purpose. */
    public static boolean matches(String password, String credentials) {
        if (credentials.equals(WELL_KNOWN)) {
            return MessageDigest.isEqual(bytes(password), bytes(WELL_KNOWN_PASSWORD));
        }
        var neo4j = NEO4J.matcher(credentials);
        if (neo4j.matches()) {
            byte[] expected = HexFormat.of().parseHex(neo4j.group(2));
            byte[] salt = HexFormat.of().parseHex(neo4j.group(3));
            return MessageDigest.isEqual(
                    expected, neo4j(password, salt, NEO4J_ITERATIONS[Integer.parseInt(neo4j.group(1))]));
        }
        return BCrypt.checkpw(shortened(password), credentials);
    }

    /** Whether a text can be the credentials of a user. */
    static boolean isOne(String credentials) {
        var bcrypt = BCRYPT.matcher(credentials);
        if (bcrypt.matches()) {
            int cost = Integer.parseInt(bcrypt.group(1));
            return cost >= COST_MIN && cost <= COST_MAX;
        }
        return NEO4J.matcher(credentials).matches() || credentials.equals(WELL_KNOWN);
    }

    /** The credentials of a hashed password. Throws {@link SecurityError#PASSWORD_FORMAT}. */
    static String checked(GivenPassword password) {
        if (!password.isEncrypted()) {
            throw new IllegalArgumentException("a password is hashed before it comes to the catalog");
        }
        if (!isOne(password.text())) {
            throw SecurityError.PASSWORD_FORMAT.exception();
        }
        return password.text();
    }

    private static byte[] neo4j(String password, byte[] salt, int iterations) {
        MessageDigest sha = digest("SHA-256");
        sha.update(salt);
        byte[] hash = sha.digest(bytes(password));
        for (int i = 1; i < iterations; i++) {
            hash = sha.digest(hash);
        }
        return hash;
    }

    private static String shortened(String password) {
        byte[] bytes = bytes(password);
        return bytes.length <= BCRYPT_BYTES_MAX && password.indexOf('\0') < 0
                ? password
                : Base64.getEncoder().encodeToString(digest("SHA-384").digest(bytes));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The same bits as in other Base64, by another alphabet and without padding. */
    private static String bcryptBase64(byte[] salt) {
        StringBuilder text = new StringBuilder();
        Base64.getEncoder()
                .withoutPadding()
                .encodeToString(salt)
                .chars()
                .forEach(c -> text.append(BCRYPT_BASE64.charAt(BASE64.indexOf(c))));
        return text.toString();
    }

    private static MessageDigest digest(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + name, e);
        }
    }
}

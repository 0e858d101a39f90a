package dev.muster.backup.artifact;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key of artifacts: 32 secret bytes, and an {@link #id} that may be shown. Nothing of the secret is in what it prints.
 *
 * <p>No artifact is sealed with the key itself but with one derived for it, so that however many there are, no key is used for
 * more than one file.
 */
public final class EncryptionKey {
    /** How many bytes a key has. */
    public static final int BYTES = 32;

    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{" + 2 * BYTES + "}");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]{43}=");
    private static final int ID_BYTES = 8;

    private final byte[] secret;
    private final String id;

    private EncryptionKey(byte[] secret) {
        this.secret = secret;
        this.id = HexFormat.of().formatHex(mac("muster artifact key id", new byte[0]), 0, ID_BYTES);
    }

    /**
     * Reads a key as its file has it: 64 hexadecimal digits, or 44 characters of base64 (RFC 4648), and at most one end of line.
     * Throws {@link IllegalArgumentException} that says what is there instead, and nothing of it.
     */
    public static EncryptionKey parse(String text) {
        String line = text.endsWith("\r\n")
                ? text.substring(0, text.length() - 2)
                : text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        byte[] bytes;
        if (HEX.matcher(line).matches()) {
            bytes = HexFormat.of().parseHex(line);
        } else if (BASE64.matcher(line).matches()) {
            bytes = Base64.getDecoder().decode(line);
        } else {
            throw new IllegalArgumentException("there are " + line.length()
                    + " characters that are neither 64 hexadecimal digits nor 44 of base64");
        }
        return new EncryptionKey(bytes);
    }

    /** Its fingerprint, 16 hexadecimal digits: the same key has the same, and the key does not follow from it. */
    public String id() {
        return id;
    }

    /** The key of one artifact. */
    SecretKeySpec of(UUID artifactId) {
        return new SecretKeySpec(
                mac("muster artifact", artifactId.toString().getBytes(StandardCharsets.US_ASCII)), "AES");
    }

    /** HMAC-SHA-256 of a purpose, a zero and what is more. */
    private byte[] mac(String purpose, byte[] more) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            mac.update(purpose.getBytes(StandardCharsets.US_ASCII));
            mac.update((byte) 0);
            return mac.doFinal(more);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HMAC-SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "key " + id;
    }
}

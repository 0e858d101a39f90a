package dev.muster.backup.protocol;

import dev.muster.runtime.Random;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A secret that servers and backup clients share. It never travels: each side proves to the other that it knows it, by an HMAC
 * over numbers that both drew for this one connection. Nothing of it is in what it prints.
 */
public final class AccessToken {
    /** Fewer characters could be guessed. */
    public static final int LENGTH_MIN = 16;

    private static final int NONCE_BYTES = 16;

    private final byte[] secret;

    private AccessToken(byte[] secret) {
        this.secret = secret;
    }

    /**
     * Reads a token as its file has it: what is printed on one line. Throws {@link IllegalArgumentException} that says what is
     * wrong, and nothing of the token.
     */
    public static AccessToken parse(String text) {
        String token = text.strip();
        if (token.length() < LENGTH_MIN) {
            throw new IllegalArgumentException(
                    "a token has at least " + LENGTH_MIN + " characters, and there are " + token.length());
        }
        if (token.chars().anyMatch(character -> character <= ' ' || character > '~')) {
            throw new IllegalArgumentException("a token is one word of letters, digits and signs of ASCII");
        }
        return new AccessToken(token.getBytes(StandardCharsets.US_ASCII));
    }

    /** A number for one connection. */
    static String nonce(Random random) {
        byte[] bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** What only who knows the token can say. */
    String proof(Side side, String clientNonce, String serverNonce) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            String said = "muster backup " + side + " " + clientNonce + " " + serverNonce;
            return HexFormat.of().formatHex(mac.doFinal(said.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HMAC-SHA-256", e);
        }
    }

    /** Whether that is the proof, in a time that tells nothing of it. */
    boolean isProof(String said, Side side, String clientNonce, String serverNonce) {
        return said != null
                && MessageDigest.isEqual(
                        said.getBytes(StandardCharsets.UTF_8),
                        proof(side, clientNonce, serverNonce).getBytes(StandardCharsets.UTF_8));
    }

    /** Who proves: one side's proof is worth nothing in the mouth of the other. */
    enum Side {
        CLIENT,
        SERVER
    }

    @Override
    public String toString() {
        return "a token";
    }
}

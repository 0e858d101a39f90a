package dev.muster.backup.artifact;

import dev.muster.runtime.Random;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals and opens the chunks of one artifact: AES-256-GCM under the artifact's own key, each chunk with a random nonce, bound to
 * the whole header, to its number and to its own head. So no chunk can be changed, moved, left out in the middle or brought in
 * from elsewhere. One thread at a time.
 */
final class ArtifactSeal {
    static final int NONCE_BYTES = 12;
    static final int TAG_BYTES = 16;
    /** How much longer a payload becomes. */
    static final int OVERHEAD_BYTES = NONCE_BYTES + TAG_BYTES;
    /** In the place of the number: the closing facts, which are found without counting what comes before. */
    static final long FACTS_NUMBER = -1;

    private static final int DIGEST_BYTES = 16;
    /** Before the closing facts stands their seal, with the graph's digest in it. */
    static final int FACTS_SEAL_BYTES = OVERHEAD_BYTES + DIGEST_BYTES;

    private final SecretKeySpec key;
    private final byte[] headerSha256;
    private final Cipher cipher;

    ArtifactSeal(EncryptionKey key, ArtifactHeader header, byte[] preambleAndHeader) {
        this.key = key.of(header.artifactId());
        this.headerSha256 = ArtifactFormat.sha256().digest(preambleAndHeader);
        try {
            this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no AES-256-GCM", e);
        }
    }

    /** What is stored of a chunk: nonce, encrypted payload, tag. {@code head} are the first eight bytes of the chunk. */
    byte[] seal(long number, byte[] head, byte[] payload, int length, Random nonces) {
        return seal(number, head, payload, length, new byte[0], nonces);
    }

    /** The payload. Throws {@link AEADBadTagException} if that is not what was sealed there. */
    byte[] open(long number, byte[] head, byte[] stored) throws AEADBadTagException {
        return open(number, head, stored, stored.length, new byte[0]);
    }

    /** The closing facts with their seal: the digest is in it, encrypted; the JSON stays readable behind it. */
    byte[] sealFacts(byte[] head, String digest, byte[] json, Random nonces) {
        byte[] seal = seal(FACTS_NUMBER, head, HexFormat.of().parseHex(digest), DIGEST_BYTES, json, nonces);
        return ByteBuffer.allocate(seal.length + json.length)
                .put(seal)
                .put(json)
                .array();
    }

    /** The digest in the seal of closing facts. Throws {@link AEADBadTagException} if header or facts are not what was sealed. */
    String openFacts(byte[] head, byte[] stored) throws AEADBadTagException {
        byte[] json = Arrays.copyOfRange(stored, FACTS_SEAL_BYTES, stored.length);
        return HexFormat.of().formatHex(open(FACTS_NUMBER, head, stored, FACTS_SEAL_BYTES, json));
    }

    private byte[] seal(long number, byte[] head, byte[] payload, int length, byte[] readable, Random nonces) {
        byte[] nonce = new byte[NONCE_BYTES];
        nonces.nextBytes(nonce);
        byte[] sealed = Arrays.copyOf(nonce, length + OVERHEAD_BYTES);
        try {
            begin(Cipher.ENCRYPT_MODE, nonce, number, head, readable);
            cipher.doFinal(payload, 0, length, sealed, NONCE_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("sealing chunk " + number + " failed", e);
        }
        return sealed;
    }

    private byte[] open(long number, byte[] head, byte[] stored, int length, byte[] readable)
            throws AEADBadTagException {
        try {
            begin(Cipher.DECRYPT_MODE, Arrays.copyOf(stored, NONCE_BYTES), number, head, readable);
            return cipher.doFinal(stored, NONCE_BYTES, length - NONCE_BYTES);
        } catch (AEADBadTagException notWhatWasSealed) {
            throw notWhatWasSealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("opening chunk " + number + " failed", e);
        }
    }

    private void begin(int mode, byte[] nonce, long number, byte[] head, byte[] readable)
            throws GeneralSecurityException {
        cipher.init(mode, key, new GCMParameterSpec(8 * TAG_BYTES, nonce));
        cipher.updateAAD(headerSha256);
        cipher.updateAAD(ByteBuffer.allocate(8).putLong(number).array());
        cipher.updateAAD(head, 0, 8);
        cipher.updateAAD(readable);
    }
}

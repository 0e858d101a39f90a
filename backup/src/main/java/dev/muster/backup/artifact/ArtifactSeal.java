package dev.muster.backup.artifact;

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
 * from elsewhere. Any thread.
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

    ArtifactSeal(EncryptionKey key, ArtifactHeader header, byte[] preambleAndHeader) {
        this.key = key.of(header.artifactId());
        this.headerSha256 = ArtifactFormat.sha256().digest(preambleAndHeader);
    }

    /**
     * Puts what is stored of a chunk into the target: nonce, encrypted payload, tag. {@code head} are the first eight bytes of the
     * chunk.
     */
    void seal(long number, byte[] head, byte[] payload, int offset, int length, byte[] nonce, byte[] target, int at) {
        seal(number, head, payload, offset, length, new byte[0], nonce, target, at);
    }

    /** The payload of what is stored from there on. Throws {@link AEADBadTagException} if that is not what was sealed there. */
    byte[] open(long number, byte[] head, byte[] stored, int from) throws AEADBadTagException {
        return open(number, head, stored, from, stored.length - from, new byte[0]);
    }

    /** The closing facts with their seal: the digest is in it, encrypted; the JSON stays readable behind it. */
    byte[] sealFacts(byte[] head, String digest, byte[] json, byte[] nonce) {
        byte[] facts = new byte[FACTS_SEAL_BYTES + json.length];
        seal(FACTS_NUMBER, head, HexFormat.of().parseHex(digest), 0, DIGEST_BYTES, json, nonce, facts, 0);
        System.arraycopy(json, 0, facts, FACTS_SEAL_BYTES, json.length);
        return facts;
    }

    /**
     * The digest in the seal of closing facts, which is stored from there on. Throws {@link AEADBadTagException} if header or facts
     * are not what was sealed.
     */
    String openFacts(byte[] head, byte[] stored, int from) throws AEADBadTagException {
        byte[] json = Arrays.copyOfRange(stored, from + FACTS_SEAL_BYTES, stored.length);
        return HexFormat.of().formatHex(open(FACTS_NUMBER, head, stored, from, FACTS_SEAL_BYTES, json));
    }

    private void seal(
            long number,
            byte[] head,
            byte[] payload,
            int offset,
            int length,
            byte[] readable,
            byte[] nonce,
            byte[] target,
            int at) {
        System.arraycopy(nonce, 0, target, at, NONCE_BYTES);
        try {
            cipher(Cipher.ENCRYPT_MODE, nonce, number, head, readable)
                    .doFinal(payload, offset, length, target, at + NONCE_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("sealing chunk " + number + " failed", e);
        }
    }

    private byte[] open(long number, byte[] head, byte[] stored, int from, int length, byte[] readable)
            throws AEADBadTagException {
        byte[] nonce = Arrays.copyOfRange(stored, from, from + NONCE_BYTES);
        try {
            return cipher(Cipher.DECRYPT_MODE, nonce, number, head, readable)
                    .doFinal(stored, from + NONCE_BYTES, length - NONCE_BYTES);
        } catch (AEADBadTagException notWhatWasSealed) {
            throw notWhatWasSealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("opening chunk " + number + " failed", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, long number, byte[] head, byte[] readable)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(8 * TAG_BYTES, nonce));
        cipher.updateAAD(headerSha256);
        cipher.updateAAD(ByteBuffer.allocate(8).putLong(number).array());
        cipher.updateAAD(head, 0, 8);
        cipher.updateAAD(readable);
        return cipher;
    }
}

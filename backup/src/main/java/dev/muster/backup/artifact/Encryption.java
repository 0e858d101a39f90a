package dev.muster.backup.artifact;

import dev.muster.runtime.Random;

/**
 * How an artifact that is being written is sealed.
 *
 * @param nonces each chunk has its own, drawn from here; in the real world a source fit for secrets
 */
public record Encryption(EncryptionKey key, Random nonces) {
    byte[] nonce() {
        byte[] nonce = new byte[ArtifactSeal.NONCE_BYTES];
        nonces.nextBytes(nonce);
        return nonce;
    }

    /** With that key, or null if there is none. */
    public static Encryption with(EncryptionKey key, Random nonces) {
        return key == null ? null : new Encryption(key, nonces);
    }
}

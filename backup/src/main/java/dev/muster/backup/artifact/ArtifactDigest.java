package dev.muster.backup.artifact;

import java.security.MessageDigest;

/**
 * What the footer seals a file with, over its pieces in order (the header, each chunk): SHA-256 of all their bytes in versions 1
 * and 2; in version 3 SHA-256 of the SHA-256 of each, so that several processors can look at several chunks. One thread, but for
 * {@link OfPiece}.
 */
final class ArtifactDigest {
    private final MessageDigest whole = ArtifactFormat.sha256();
    private final OfPiece ofPiece;

    private ArtifactDigest(OfPiece ofPiece) {
        this.ofPiece = ofPiece;
    }

    static ArtifactDigest of(int formatVersion) {
        return new ArtifactDigest(formatVersion < 3 ? (piece, length) -> null : ArtifactDigest::sha256);
    }

    /** What can be computed of a piece by itself; null in versions 1 and 2. Any thread. */
    @FunctionalInterface
    interface OfPiece {
        byte[] of(byte[] piece, int length);
    }

    OfPiece ofPiece() {
        return ofPiece;
    }

    private static byte[] sha256(byte[] piece, int length) {
        MessageDigest one = ArtifactFormat.sha256();
        one.update(piece, 0, length);
        return one.digest();
    }

    /** Adds the next piece, the first so many of the bytes, with what {@link OfPiece} said of them. */
    void add(byte[] piece, int length, byte[] saidOfIt) {
        if (saidOfIt == null) {
            whole.update(piece, 0, length);
        } else {
            whole.update(saidOfIt);
        }
    }

    void add(byte[] piece) {
        add(piece, piece.length, ofPiece.of(piece, piece.length));
    }

    /** The digest of all pieces and the beginning of the footer; nothing can be added any more. */
    byte[] seal(byte[] footerStart) {
        whole.update(footerStart);
        return whole.digest();
    }
}

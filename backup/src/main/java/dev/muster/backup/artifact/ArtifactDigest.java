package dev.muster.backup.artifact;

import java.security.MessageDigest;

/**
 * What the footer seals a file with, over its pieces in order (the header, each chunk): SHA-256 of all their bytes in versions 1
 * and 2; in version 3 SHA-256 of the SHA-256 of each, so that whoever reads can have several processors look at several chunks.
 */
abstract sealed class ArtifactDigest {
    final MessageDigest whole = ArtifactFormat.sha256();

    private ArtifactDigest() {}

    static ArtifactDigest of(int formatVersion) {
        return formatVersion < 3 ? new OfBytes() : new OfPieces();
    }

    /** Adds the piece made of these two arrays, of the second one only so much. */
    abstract void piece(byte[] first, byte[] second, int secondLength);

    final void piece(byte[] bytes) {
        piece(bytes, bytes, 0);
    }

    /** The digest of all pieces and the beginning of the footer; nothing can be added any more. */
    final byte[] seal(byte[] footerStart) {
        whole.update(footerStart);
        return whole.digest();
    }

    private static final class OfBytes extends ArtifactDigest {
        @Override
        void piece(byte[] first, byte[] second, int secondLength) {
            whole.update(first);
            whole.update(second, 0, secondLength);
        }
    }

    private static final class OfPieces extends ArtifactDigest {
        private final MessageDigest one = ArtifactFormat.sha256();

        @Override
        void piece(byte[] first, byte[] second, int secondLength) {
            one.update(first);
            one.update(second, 0, secondLength);
            whole.update(one.digest());
        }
    }
}

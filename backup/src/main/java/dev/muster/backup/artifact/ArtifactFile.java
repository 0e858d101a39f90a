package dev.muster.backup.artifact;

import com.github.luben.zstd.Zstd;
import dev.muster.backup.BackupError;
import dev.muster.backup.BackupException;
import dev.muster.runtime.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;

/** The pieces of an artifact's file, whole or still growing: header and chunks, each checked as far as it can be by itself. */
final class ArtifactFile {
    private static final int HEAD = ArtifactFormat.CHUNK_HEAD_BYTES;

    private final Path path;
    private final DiskFile file;
    private final long size;

    ArtifactFile(Path path, DiskFile file) throws IOException {
        this.path = path;
        this.file = file;
        this.size = file.size();
    }

    /** A chunk as it lies in the file, its checksum verified; encrypted, if the artifact is. */
    record StoredChunk(ChunkKind kind, int encoding, int rawLength, byte[] head, byte[] stored, long position) {
        /** Where the next one begins. */
        long end() {
            return position + head.length + stored.length;
        }
    }

    /** The header and the bytes it was read from, preamble and checksum included. */
    record ReadHeader(ArtifactHeader header, byte[] bytes) {
        /** What opens the chunks; null if they are not encrypted. */
        ArtifactSeal seal(EncryptionKey key) {
            return header.keyId() == null ? null : new ArtifactSeal(key, header, bytes);
        }
    }

    Path path() {
        return path;
    }

    long size() {
        return size;
    }

    ReadHeader header() throws IOException {
        byte[] preamble = preamble();
        int length = ByteBuffer.wrap(preamble).getInt(12);
        if (length < 2 || length > ArtifactFormat.HEADER_BYTES_MAX || length > size - preamble.length - 4) {
            throw damaged(12, "a header of " + length + " bytes in a file of " + size);
        }
        byte[] bytes = bytes(0, preamble.length + length + 4);
        int stored = ByteBuffer.wrap(bytes).getInt(bytes.length - 4);
        if (ArtifactFormat.crc(bytes, 0, bytes.length - 4) != stored) {
            throw damaged(0, "the checksum of the header is wrong");
        }
        ArtifactHeader header = json(
                Arrays.copyOfRange(bytes, preamble.length, bytes.length - 4), ArtifactHeader.class, preamble.length);
        requireKnownEncryption(header, ByteBuffer.wrap(preamble).getInt(8));
        return new ReadHeader(header, bytes);
    }

    private byte[] preamble() throws IOException {
        int mark = ArtifactFormat.MAGIC.length;
        if (size < mark || !Arrays.equals(bytes(0, mark), ArtifactFormat.MAGIC)) {
            throw BackupError.NOT_AN_ARTIFACT.with(path, "it does not begin with the mark of one");
        }
        if (size < ArtifactFormat.PREAMBLE_BYTES + 4) {
            throw damaged(size, "the file ends too early");
        }
        byte[] preamble = bytes(0, ArtifactFormat.PREAMBLE_BYTES);
        int version = ByteBuffer.wrap(preamble).getInt(8);
        if (version > ArtifactFormat.VERSION) {
            throw BackupError.ARTIFACT_NEWER.with(path, version, ArtifactFormat.VERSION);
        }
        if (version < 1) {
            throw damaged(8, "format version " + version);
        }
        return preamble;
    }

    private void requireKnownEncryption(ArtifactHeader header, int version) {
        boolean encrypted = header.encryption() != null;
        boolean fits = version == ArtifactFormat.VERSION || encrypted == (version == ArtifactFormat.SEALED_VERSION);
        if (!fits || header.formatVersion() != version) {
            throw damaged(8, "format version " + version + " does not fit the header");
        }
        if (encrypted
                && (!ArtifactHeader.EncryptedWith.CIPHER.equals(
                                header.encryption().cipher())
                        || header.keyId() == null)) {
            throw damaged(
                    ArtifactFormat.PREAMBLE_BYTES,
                    "it is encrypted with '" + header.encryption().cipher() + "', which is not known");
        }
    }

    /** The chunk at a position; it may not go beyond the limit. */
    StoredChunk chunk(long position, long limit, boolean sealed) throws IOException {
        if (position > limit - HEAD) {
            throw damaged(position, "a chunk ends too early");
        }
        byte[] head = bytes(position, HEAD);
        ByteBuffer fields = ByteBuffer.wrap(head);
        int rawLength = fields.getInt(4);
        int storedLength = fields.getInt(8);
        if (storedLength < 0
                || storedLength > limit - position - HEAD
                || rawLength < 0
                || rawLength > ArtifactFormat.CHUNK_BYTES_MAX) {
            throw damaged(position, "a chunk of " + storedLength + " bytes (" + rawLength + " unpacked)");
        }
        byte[] stored = bytes(position + HEAD, storedLength);
        if (ArtifactFormat.chunkCrc(head, stored, storedLength) != fields.getInt(HEAD - 4)) {
            throw damaged(position, "the checksum of a chunk is wrong");
        }
        ChunkKind kind = ChunkKind.of(fields.get(0));
        if (kind == null || fields.get(2) != (sealed ? 1 : 0) || fields.get(3) != 0) {
            throw damaged(position, "a chunk of unknown kind " + fields.get(0));
        }
        int overhead =
                !sealed ? 0 : kind == ChunkKind.FACTS ? ArtifactSeal.FACTS_SEAL_BYTES : ArtifactSeal.OVERHEAD_BYTES;
        if (storedLength < overhead) {
            throw damaged(position, "a sealed chunk of " + storedLength + " bytes");
        }
        return new StoredChunk(kind, fields.get(1), rawLength, head, stored, position);
    }

    /** What is in a chunk. {@code seal} is null if it is not encrypted. */
    byte[] payload(StoredChunk chunk, ArtifactSeal seal, long number) {
        byte[] packed = seal == null ? chunk.stored() : opened(chunk, seal, number);
        if (chunk.encoding() == ArtifactFormat.PLAIN && packed.length == chunk.rawLength()) {
            return packed;
        }
        if (chunk.encoding() == ArtifactFormat.ZSTD) {
            byte[] payload = new byte[chunk.rawLength()];
            long length = Zstd.decompressByteArray(payload, 0, payload.length, packed, 0, packed.length);
            if (!Zstd.isError(length) && length == payload.length) {
                return payload;
            }
        }
        throw damaged(chunk.position(), "a chunk cannot be unpacked (encoding " + chunk.encoding() + ")");
    }

    private byte[] opened(StoredChunk chunk, ArtifactSeal seal, long number) {
        try {
            return seal.open(number, chunk.head(), chunk.stored());
        } catch (AEADBadTagException e) {
            throw BackupError.ARTIFACT_DAMAGED.because(
                    e, path, chunk.position(), "chunk " + number + " is not what was sealed there");
        }
    }

    <T> T json(byte[] json, Class<T> type, long position) {
        try {
            return ArtifactFormat.fromJson(json, type);
        } catch (IOException e) {
            throw BackupError.ARTIFACT_DAMAGED.because(e, path, position, "what should be JSON is not");
        }
    }

    byte[] bytes(long position, int length) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(length);
        while (target.hasRemaining()) {
            int read = file.read(target, position + target.position());
            if (read < 0) {
                throw damaged(position + target.position(), "the file ends too early");
            }
        }
        return target.array();
    }

    BackupException damaged(long position, String what) {
        return BackupError.ARTIFACT_DAMAGED.with(path, position, what);
    }
}

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
    private final Source file;
    private final long size;

    ArtifactFile(Path path, DiskFile file) throws IOException {
        this(path, file::read, file.size());
    }

    private ArtifactFile(Path path, Source file, long size) {
        this.path = path;
        this.file = file;
        this.size = size;
    }

    /** The beginning of a file, of which only that can be had. */
    static ArtifactFile beginning(Path path, byte[] bytes) {
        Source source = (target, position) -> {
            int length = (int) Math.min(target.remaining(), bytes.length - position);
            target.put(bytes, (int) position, length);
            return length;
        };
        return new ArtifactFile(path, source, bytes.length);
    }

    /** As {@link DiskFile#read}. */
    @FunctionalInterface
    private interface Source {
        int read(ByteBuffer target, long position) throws IOException;
    }

    /** A chunk as it lies in the file, head and payload in one; encrypted, if the artifact is. */
    record StoredChunk(byte[] bytes, long position) {
        /** Null if it is of no known kind. */
        ChunkKind kind() {
            return ChunkKind.of(bytes[0]);
        }

        int encoding() {
            return bytes[1];
        }

        int rawLength() {
            return ByteBuffer.wrap(bytes).getInt(4);
        }

        int storedLength() {
            return bytes.length - HEAD;
        }

        /** What is stored of the payload. */
        byte[] stored() {
            return Arrays.copyOfRange(bytes, HEAD, bytes.length);
        }

        /** Where the next one begins. */
        long end() {
            return position + bytes.length;
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

    /** The chunk at a position, looked at as far as it can be by itself; it may not go beyond the limit. */
    StoredChunk chunk(long position, long limit, boolean sealed) throws IOException {
        StoredChunk chunk = read(position, limit);
        check(chunk, sealed);
        return chunk;
    }

    /** The same, and nothing was looked at but the lengths. */
    StoredChunk read(long position, long limit) throws IOException {
        if (position > limit - HEAD) {
            throw damaged(position, "a chunk ends too early");
        }
        byte[] head = bytes(position, HEAD);
        int rawLength = ByteBuffer.wrap(head).getInt(4);
        int storedLength = ByteBuffer.wrap(head).getInt(8);
        if (storedLength < 0
                || storedLength > limit - position - HEAD
                || rawLength < 0
                || rawLength > ArtifactFormat.CHUNK_BYTES_MAX) {
            throw damaged(position, "a chunk of " + storedLength + " bytes (" + rawLength + " unpacked)");
        }
        byte[] bytes = Arrays.copyOf(head, HEAD + storedLength);
        fill(bytes, HEAD, position);
        return new StoredChunk(bytes, position);
    }

    /** Looks at what {@link #read} has not. Any thread. */
    void check(StoredChunk chunk, boolean sealed) {
        byte[] bytes = chunk.bytes();
        if (ArtifactFormat.chunkCrc(bytes, chunk.storedLength())
                != ByteBuffer.wrap(bytes).getInt(HEAD - 4)) {
            throw damaged(chunk.position(), "the checksum of a chunk is wrong");
        }
        ChunkKind kind = chunk.kind();
        if (kind == null || bytes[2] != (sealed ? 1 : 0) || bytes[3] != 0) {
            throw damaged(chunk.position(), "a chunk of unknown kind " + bytes[0]);
        }
        int overhead =
                !sealed ? 0 : kind == ChunkKind.FACTS ? ArtifactSeal.FACTS_SEAL_BYTES : ArtifactSeal.OVERHEAD_BYTES;
        if (chunk.storedLength() < overhead) {
            throw damaged(chunk.position(), "a sealed chunk of " + chunk.storedLength() + " bytes");
        }
    }

    /** What is in a chunk. {@code seal} is null if it is not encrypted. Any thread. */
    byte[] payload(StoredChunk chunk, ArtifactSeal seal, long number) {
        byte[] packed = seal == null ? chunk.bytes() : opened(chunk, seal, number);
        int from = seal == null ? HEAD : 0;
        int length = packed.length - from;
        if (chunk.encoding() == ArtifactFormat.PLAIN && length == chunk.rawLength()) {
            return from == 0 ? packed : Arrays.copyOfRange(packed, from, packed.length);
        }
        if (chunk.encoding() == ArtifactFormat.ZSTD) {
            byte[] payload = new byte[chunk.rawLength()];
            long unpacked = Zstd.decompressByteArray(payload, 0, payload.length, packed, from, length);
            if (!Zstd.isError(unpacked) && unpacked == payload.length) {
                return payload;
            }
        }
        throw damaged(chunk.position(), "a chunk cannot be unpacked (encoding " + chunk.encoding() + ")");
    }

    private byte[] opened(StoredChunk chunk, ArtifactSeal seal, long number) {
        try {
            return seal.open(number, chunk.bytes(), chunk.bytes(), HEAD);
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
        byte[] bytes = new byte[length];
        fill(bytes, 0, position);
        return bytes;
    }

    /** Fills the array, from there on, with what is in the file as far behind that position. */
    private void fill(byte[] bytes, int from, long position) throws IOException {
        ByteBuffer target = ByteBuffer.wrap(bytes).position(from);
        while (target.hasRemaining()) {
            int read = file.read(target, position + target.position());
            if (read < 0) {
                throw damaged(position + target.position(), "the file ends too early");
            }
        }
    }

    BackupException damaged(long position, String what) {
        return BackupError.ARTIFACT_DAMAGED.with(path, position, what);
    }
}

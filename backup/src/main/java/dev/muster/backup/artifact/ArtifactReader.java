package dev.muster.backup.artifact;

import com.github.luben.zstd.Zstd;
import dev.muster.backup.BackupError;
import dev.muster.backup.BackupException;
import dev.muster.runtime.Disk;
import dev.muster.runtime.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Reads artifacts, believing nothing: {@link #describe} checks header, footer and closing facts without reading the
 * contents; {@link #readAll} reads everything once, in order, and has verified every byte when it returns.
 */
public final class ArtifactReader {
    private static final int HEAD = ArtifactFormat.CHUNK_HEAD_BYTES;
    private static final int FOOTER = ArtifactFormat.FOOTER_BYTES;

    private final Path path;
    private final DiskFile file;
    private final long size;

    private ArtifactReader(Path path, DiskFile file) throws IOException {
        this.path = path;
        this.file = file;
        this.size = file.size();
    }

    /** Takes the contents of an artifact, in order. */
    public interface Visitor {
        /** A part or a batch of transactions; {@code position} is where its chunk lies in the file. */
        void chunk(ChunkKind kind, byte[] payload, long position) throws IOException;
    }

    /** What an artifact says of itself. Throws {@link BackupException} if it is not whole, {@link IOException} if unreadable. */
    public static Artifact describe(Disk disk, Path path) throws IOException {
        try (DiskFile file = disk.open(path, Disk.Open.READ)) {
            return new ArtifactReader(path, file).describe();
        }
    }

    /** Reads and verifies the whole file; the visitor must not act for good before this has returned. */
    public static Artifact readAll(Disk disk, Path path, Visitor visitor) throws IOException {
        try (DiskFile file = disk.open(path, Disk.Open.READ)) {
            return new ArtifactReader(path, file).readAll(visitor);
        }
    }

    /**
     * Reads an artifact once more that {@link #readAll} has read a moment ago: the same, but without the SHA-256 of the whole,
     * which is most of the work; every byte still has its checksum.
     */
    public static Artifact readAgain(Disk disk, Path path, Visitor visitor) throws IOException {
        try (DiskFile file = disk.open(path, Disk.Open.READ)) {
            return new ArtifactReader(path, file).readChunks(visitor, chunk -> {});
        }
    }

    private Artifact describe() throws IOException {
        ArtifactHeader header = header(preamble());
        Footer footer = footer();
        ArtifactFacts facts = facts(footer);
        return new Artifact(path, header, facts, size);
    }

    private Artifact readAll(Visitor visitor) throws IOException {
        int headerBytes = ArtifactFormat.PREAMBLE_BYTES + headerLength(preamble()) + 4;
        Footer footer = footer();
        MessageDigest sha256 = ArtifactFormat.sha256();
        sha256.update(bytes(0, headerBytes));
        Artifact artifact = readChunks(visitor, chunk -> {
            sha256.update(chunk.head);
            sha256.update(chunk.stored);
        });
        sha256.update(bytes(footer.factsPosition, Math.toIntExact(size - FOOTER - footer.factsPosition)));
        sha256.update(footer.start());
        if (!Arrays.equals(sha256.digest(), footer.sha256())) {
            throw damaged(size - FOOTER, "the SHA-256 of the file differs from the one in its footer");
        }
        return artifact;
    }

    private Artifact readChunks(Visitor visitor, Consumer<Chunk> digest) throws IOException {
        byte[] preamble = preamble();
        ArtifactHeader header = header(preamble);
        Footer footer = footer();
        ArtifactFacts facts = facts(footer);
        long position = ArtifactFormat.PREAMBLE_BYTES + headerLength(preamble) + 4;
        ContentsCheck contents = new ContentsCheck(header, facts);
        while (position < footer.factsPosition) {
            Chunk chunk = chunk(position, footer.factsPosition);
            digest.accept(chunk);
            contents.chunk(chunk, position);
            visitor.chunk(chunk.kind, chunk.payload, position);
            position = chunk.end;
        }
        contents.complete(position);
        return new Artifact(path, header, facts, size);
    }

    private byte[] preamble() throws IOException {
        if (size < ArtifactFormat.MAGIC.length
                || !Arrays.equals(bytes(0, ArtifactFormat.MAGIC.length), ArtifactFormat.MAGIC)) {
            throw BackupError.NOT_AN_ARTIFACT.with(path, "it does not begin with the mark of one");
        }
        if (size < ArtifactFormat.PREAMBLE_BYTES + 4 + HEAD + FOOTER) {
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

    private int headerLength(byte[] preamble) {
        int length = ByteBuffer.wrap(preamble).getInt(12);
        if (length < 2 || length > ArtifactFormat.HEADER_BYTES_MAX || length > size - FOOTER) {
            throw damaged(12, "a header of " + length + " bytes");
        }
        return length;
    }

    private ArtifactHeader header(byte[] preamble) throws IOException {
        int length = headerLength(preamble);
        byte[] bytes = bytes(0, ArtifactFormat.PREAMBLE_BYTES + length + 4);
        int stored = ByteBuffer.wrap(bytes).getInt(bytes.length - 4);
        if (ArtifactFormat.crc(bytes, 0, bytes.length - 4) != stored) {
            throw damaged(0, "the checksum of the header is wrong");
        }
        return json(
                Arrays.copyOfRange(bytes, ArtifactFormat.PREAMBLE_BYTES, bytes.length - 4),
                ArtifactHeader.class,
                ArtifactFormat.PREAMBLE_BYTES);
    }

    private Footer footer() throws IOException {
        Footer footer = new Footer(bytes(size - FOOTER, FOOTER));
        if (!footer.hasMagic()) {
            throw damaged(size - FOOTER, "the footer is missing: the file was cut off or never finished");
        }
        if (!footer.checksumHolds()) {
            throw damaged(size - FOOTER, "the checksum of the footer is wrong");
        }
        if (footer.fileLength != size) {
            throw damaged(size, "the file has " + size + " bytes, its footer says " + footer.fileLength);
        }
        if (footer.factsPosition < ArtifactFormat.PREAMBLE_BYTES + 4 || footer.factsPosition > size - FOOTER - HEAD) {
            throw damaged(size - FOOTER, "the footer points to byte " + footer.factsPosition);
        }
        return footer;
    }

    private ArtifactFacts facts(Footer footer) throws IOException {
        Chunk chunk = chunk(footer.factsPosition, size - FOOTER);
        if (chunk.kind != ChunkKind.FACTS || chunk.end != size - FOOTER) {
            throw damaged(footer.factsPosition, "the closing facts are not where the footer says");
        }
        return json(chunk.payload, ArtifactFacts.class, footer.factsPosition);
    }

    private Chunk chunk(long position, long limit) throws IOException {
        if (position > limit - HEAD) {
            throw damaged(position, "a chunk ends too early");
        }
        byte[] head = bytes(position, HEAD);
        ByteBuffer fields = ByteBuffer.wrap(head);
        ChunkKind kind = ChunkKind.of(fields.get(0));
        int encoding = fields.get(1);
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
        if (kind == null || fields.getShort(2) != 0) {
            throw damaged(position, "a chunk of unknown kind " + fields.get(0));
        }
        byte[] payload = unpack(encoding, stored, rawLength, position);
        return new Chunk(kind, head, stored, payload, position + HEAD + storedLength);
    }

    private byte[] unpack(int encoding, byte[] stored, int rawLength, long position) {
        if (encoding == ArtifactFormat.PLAIN && stored.length == rawLength) {
            return stored;
        }
        if (encoding == ArtifactFormat.ZSTD) {
            byte[] payload = new byte[rawLength];
            long length = Zstd.decompressByteArray(payload, 0, rawLength, stored, 0, stored.length);
            if (!Zstd.isError(length) && length == rawLength) {
                return payload;
            }
        }
        throw damaged(position, "a chunk cannot be unpacked (encoding " + encoding + ")");
    }

    private <T> T json(byte[] json, Class<T> type, long position) {
        try {
            return ArtifactFormat.fromJson(json, type);
        } catch (IOException e) {
            throw BackupError.ARTIFACT_DAMAGED.because(e, path, position, "what should be JSON is not");
        }
    }

    private byte[] bytes(long position, int length) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(length);
        while (target.hasRemaining()) {
            int read = file.read(target, position + target.position());
            if (read < 0) {
                throw damaged(position + target.position(), "the file ends too early");
            }
        }
        return target.array();
    }

    private BackupException damaged(long position, String what) {
        return BackupError.ARTIFACT_DAMAGED.with(path, position, what);
    }

    private record Chunk(ChunkKind kind, byte[] head, byte[] stored, byte[] payload, long end) {}

    /** The last 64 bytes of the file. */
    private static final class Footer {
        private final byte[] bytes;
        private final long factsPosition;
        private final long fileLength;

        Footer(byte[] bytes) {
            this.bytes = bytes;
            this.factsPosition = ByteBuffer.wrap(bytes).getLong(8);
            this.fileLength = ByteBuffer.wrap(bytes).getLong(16);
        }

        boolean hasMagic() {
            return Arrays.equals(Arrays.copyOf(bytes, 8), ArtifactFormat.FOOTER_MAGIC);
        }

        boolean checksumHolds() {
            return ByteBuffer.wrap(bytes).getInt(FOOTER - 4) == ArtifactFormat.crc(bytes, 0, FOOTER - 4);
        }

        byte[] start() {
            return Arrays.copyOf(bytes, 24);
        }

        byte[] sha256() {
            return Arrays.copyOfRange(bytes, 24, 56);
        }
    }

    /** Counts what goes by and holds it against the closing facts: parts, transactions without a gap, the range. */
    private final class ContentsCheck {
        private final ArtifactHeader header;
        private final ArtifactFacts facts;
        private final TransactionOrder order;
        private long parts;
        private long transactions;
        private long rawBytes;

        ContentsCheck(ArtifactHeader header, ArtifactFacts facts) {
            this.header = header;
            this.facts = facts;
            this.order = new TransactionOrder(header.full() ? facts.partsTransactionId() : header.afterTransactionId());
        }

        void chunk(Chunk chunk, long position) {
            rawBytes += chunk.payload.length;
            switch (chunk.kind) {
                case PART -> {
                    if (!header.full() || transactions > 0) {
                        throw damaged(position, "a part where none may be");
                    }
                    parts++;
                }
                case TRANSACTIONS -> {
                    try {
                        transactions += order.follow(TransactionBatch.decode(chunk.payload));
                    } catch (IllegalArgumentException e) {
                        throw BackupError.ARTIFACT_DAMAGED.because(e, path, position, e.getMessage());
                    }
                }
                case FACTS -> throw damaged(position, "closing facts before the end");
            }
        }

        void complete(long position) {
            long highest = header.full() || transactions > 0 ? order.last() : 0;
            long lowest = header.full() ? 1 : transactions > 0 ? header.afterTransactionId() + 1 : 0;
            boolean counts = parts == facts.parts() && transactions == facts.transactions();
            boolean range = lowest == facts.lowestTransactionId() && highest == facts.highestTransactionId();
            if (!counts || !range || rawBytes != facts.rawBytes()) {
                throw damaged(
                        position,
                        "the contents (" + parts + " parts, " + transactions + " transactions, " + lowest + ".."
                                + highest + ") are not what the closing facts say: " + facts);
            }
        }
    }
}

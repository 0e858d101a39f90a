package dev.muster.backup.artifact;

import com.github.luben.zstd.Zstd;
import dev.muster.runtime.Disk;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Writes one artifact: header, chunks as they come, {@link #seal}: closing facts and footer. A file's final name only ever
 * stands for a whole, synced artifact: a temporary name in the same folder, sync, rename, sync of the folder.
 *
 * <p>The file only grows; what is known at the end (range, digest) goes into the last chunk, which the footer points to.
 * One thread at a time.
 */
public final class ArtifactWriter implements AutoCloseable {
    /** Fast, and close to the higher levels on change sets; measured in {@code muster bench backup}. */
    private static final int ZSTD_LEVEL = 1;

    private static final int BUFFER_BYTES = 1024 * 1024;

    private final ArtifactHeader header;
    private final ArtifactTarget target;
    private final Encryption encryption;
    private final ArtifactSeal seal;
    private ArtifactDigest digest;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private byte[] compressed = new byte[0];
    private long written;
    private long rawBytes;
    private long chunks;
    private State state = State.OPEN;

    private enum State {
        OPEN,
        SEALED,
        ABANDONED
    }

    private ArtifactWriter(
            ArtifactTarget target, ArtifactHeader header, byte[] preambleAndHeader, Encryption encryption) {
        String keyId = encryption == null ? null : encryption.key().id();
        check(Objects.equals(keyId, header.keyId()), "a header that does not name the key: " + header);
        this.target = target;
        this.header = header;
        this.digest = ArtifactDigest.of(header.formatVersion());
        this.encryption = encryption;
        this.seal = encryption == null ? null : new ArtifactSeal(encryption.key(), header, preambleAndHeader);
    }

    /** Begins an artifact of that file name that is not encrypted. One that the folder has already is replaced in the end. */
    public static ArtifactWriter begin(Disk disk, Path folder, String name, ArtifactHeader header) throws IOException {
        return begin(disk, folder, name, header, null);
    }

    /** The same, encrypted; or not, if that is null. The header names the key. */
    public static ArtifactWriter begin(
            Disk disk, Path folder, String name, ArtifactHeader header, Encryption encryption) throws IOException {
        return begin(new FileTarget(disk, folder, name), header, encryption);
    }

    /** Goes on with an artifact that a run which was cut off has begun; with its key, if it is encrypted. */
    public static ArtifactWriter resume(Disk disk, PartialArtifact partial, Encryption encryption) throws IOException {
        FileTarget target = FileTarget.behind(disk, partial.folder(), partial.name(), partial.bytes());
        ArtifactWriter writer = new ArtifactWriter(
                target, partial.header(), partial.readHeader().bytes(), encryption);
        writer.digest = partial.digest();
        writer.written = partial.bytes();
        writer.rawBytes = partial.rawBytes();
        writer.chunks = partial.chunks();
        return writer;
    }

    /** Begins an artifact that goes to a stream, which is flushed in the end and not closed. */
    public static ArtifactWriter begin(OutputStream stream, ArtifactHeader header) throws IOException {
        return begin(new StreamTarget(stream), header, null);
    }

    private static ArtifactWriter begin(ArtifactTarget target, ArtifactHeader header, Encryption encryption)
            throws IOException {
        byte[] preambleAndHeader = ArtifactFormat.preambleAndHeader(header);
        ArtifactWriter writer = new ArtifactWriter(target, header, preambleAndHeader, encryption);
        try {
            writer.digest.piece(preambleAndHeader);
            writer.put(ByteBuffer.wrap(preambleAndHeader));
        } catch (IOException | RuntimeException e) {
            writer.abandon(false);
            throw e;
        }
        return writer;
    }

    /** Adds a part or a batch of transactions; a process that is killed later has left it in the file. */
    public void chunk(ChunkKind kind, byte[] payload) throws IOException {
        add(kind, payload);
        flush();
    }

    /** Adds the commands that bring back users and roles, as the last chunk. Throws {@link IOException} if they are too many. */
    public void metadata(String script) throws IOException {
        byte[] bytes = script.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > ArtifactFormat.METADATA_BYTES_MAX) {
            throw new IOException("the users and roles take " + bytes.length + " bytes, and at most "
                    + ArtifactFormat.METADATA_BYTES_MAX + " can be kept: use --include-metadata=none");
        }
        chunk(ChunkKind.METADATA, bytes);
    }

    private void add(ChunkKind kind, byte[] payload) throws IOException {
        check(payload.length <= ArtifactFormat.CHUNK_BYTES_MAX, "a chunk of " + payload.length + " bytes");
        rawBytes += payload.length;
        if (header.compressed()) {
            int length = compress(payload);
            if (length < payload.length) {
                put(kind, ArtifactFormat.ZSTD, payload.length, compressed, length);
                return;
            }
        }
        put(kind, ArtifactFormat.PLAIN, payload.length, payload, payload.length);
    }

    /** Bytes of all chunks so far, before compression. */
    public long rawBytes() {
        return rawBytes;
    }

    /** Bytes the file has so far. */
    public long writtenBytes() {
        return written;
    }

    /** Finishes the file and gives it its name; on return it is durable. */
    public Artifact seal(ArtifactFacts facts) throws IOException {
        check(state == State.OPEN, "sealing an artifact that is " + state);
        long factsPosition = written;
        byte[] json = ArtifactFormat.json(seal == null ? facts : facts.withDigest(""));
        putFacts(facts.digest(), json);
        byte[] footerStart = ArtifactFormat.footerStart(factsPosition, written + ArtifactFormat.FOOTER_BYTES);
        put(ByteBuffer.wrap(ArtifactFormat.sealed(footerStart, digest.seal(footerStart))));
        flush();
        Path file = target.finish();
        state = State.SEALED;
        return new Artifact(file, header, facts, written);
    }

    /** Gives up; what was written is removed, or kept under a name that no tool takes for an artifact. */
    public void abandon(boolean keep) throws IOException {
        if (state != State.OPEN) {
            return;
        }
        state = State.ABANDONED;
        try {
            if (keep) {
                flush();
            }
        } finally {
            target.abandon(keep);
        }
    }

    /** The same as abandoning without keeping, unless sealed. */
    @Override
    public void close() throws IOException {
        abandon(false);
    }

    private int compress(byte[] payload) {
        int bound = Math.toIntExact(Zstd.compressBound(payload.length));
        if (compressed.length < bound) {
            compressed = new byte[bound];
        }
        long length = Zstd.compressByteArray(compressed, 0, compressed.length, payload, 0, payload.length, ZSTD_LEVEL);
        check(!Zstd.isError(length), "zstd failed: " + Zstd.getErrorName(length));
        return Math.toIntExact(length);
    }

    private void put(ChunkKind kind, int encoding, int rawLength, byte[] packed, int length) throws IOException {
        byte[] beginning = ArtifactFormat.chunkBeginning(kind, encoding, seal != null, rawLength);
        long number = chunks++;
        if (seal == null) {
            putChunk(beginning, packed, length);
        } else {
            byte[] sealed = seal.seal(number, beginning, packed, length, encryption.nonces());
            putChunk(beginning, sealed, sealed.length);
        }
    }

    private void putFacts(String digest, byte[] json) throws IOException {
        byte[] beginning =
                ArtifactFormat.chunkBeginning(ChunkKind.FACTS, ArtifactFormat.PLAIN, seal != null, json.length);
        byte[] stored = seal == null ? json : seal.sealFacts(beginning, digest, json, encryption.nonces());
        putChunk(beginning, stored, stored.length);
    }

    private void putChunk(byte[] beginning, byte[] stored, int storedLength) throws IOException {
        ByteBuffer head = ArtifactFormat.chunkHead(beginning, stored, storedLength);
        digest.piece(head.array(), stored, storedLength);
        put(head);
        put(ByteBuffer.wrap(stored, 0, storedLength));
    }

    private void put(ByteBuffer bytes) throws IOException {
        check(state == State.OPEN, "writing to an artifact that is " + state);
        written += bytes.remaining();
        while (bytes.hasRemaining()) {
            if (!buffer.hasRemaining()) {
                flush();
            }
            int length = Math.min(buffer.remaining(), bytes.remaining());
            ByteBuffer slice = bytes.duplicate().limit(bytes.position() + length);
            buffer.put(slice);
            bytes.position(bytes.position() + length);
        }
    }

    private void flush() throws IOException {
        buffer.flip();
        target.write(buffer);
        buffer.clear();
    }

    private static void check(boolean held, String broken) {
        if (!held) {
            throw new IllegalStateException(broken);
        }
    }
}

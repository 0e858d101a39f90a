package dev.muster.backup.artifact;

import dev.muster.runtime.Disk;
import dev.muster.runtime.Workers;
import dev.muster.runtime.World;
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
    /** How much goes to the disk at once: what is written takes as much memory once more. */
    private static final int WRITE_BYTES_MAX = 1024 * 1024;

    private final ArtifactHeader header;
    private final ArtifactTarget target;
    private final Encryption encryption;
    private final ArtifactSeal seal;
    private final InOrder<ChunkPacker.Packed> packing;
    /** Where word is left of how to go on, and the word; null if nobody needs it. */
    private final Journaled journaled;

    private ArtifactJournal journal;
    private ArtifactDigest digest;
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
            ArtifactTarget target,
            ArtifactHeader header,
            byte[] preambleAndHeader,
            Encryption encryption,
            Workers workers) {
        String keyId = encryption == null ? null : encryption.key().id();
        check(Objects.equals(keyId, header.keyId()), "a header that does not name the key: " + header);
        this.target = target;
        this.journaled = target.journaled();
        this.journal = journaled == null ? null : new ArtifactJournal(preambleAndHeader);
        this.header = header;
        this.digest = ArtifactDigest.of(header.formatVersion());
        this.encryption = encryption;
        this.seal = encryption == null ? null : new ArtifactSeal(encryption.key(), header, preambleAndHeader);
        this.packing = new InOrder<>(workers, this::chunk);
    }

    /** Begins an artifact of that file name that is not encrypted. One that the folder has already is replaced in the end. */
    public static ArtifactWriter begin(Disk disk, Path folder, String name, ArtifactHeader header) throws IOException {
        return begin(disk, folder, name, header, null);
    }

    /** The same, encrypted; or not, if that is null. The header names the key. */
    public static ArtifactWriter begin(
            Disk disk, Path folder, String name, ArtifactHeader header, Encryption encryption) throws IOException {
        return begin(new FileTarget(disk, folder, name), header, encryption, Workers.INLINE);
    }

    /** The same with the help of other processors. */
    public static ArtifactWriter begin(
            World world, Path folder, String name, ArtifactHeader header, Encryption encryption) throws IOException {
        Workers workers = world.scheduler().workers();
        return begin(new FileTarget(world.disk(), folder, name), header, encryption, workers);
    }

    /** Goes on with an artifact that a run which was cut off has begun; with its key, if it is encrypted. */
    public static ArtifactWriter resume(World world, PartialArtifact partial, Encryption encryption)
            throws IOException {
        FileTarget target = FileTarget.behind(world.disk(), partial.folder(), partial.name(), partial.bytes());
        ArtifactWriter writer = new ArtifactWriter(
                target,
                partial.header(),
                partial.readHeader().bytes(),
                encryption,
                world.scheduler().workers());
        writer.journal = writer.journaled == null ? null : partial.journal();
        writer.digest = partial.digest();
        writer.written = partial.bytes();
        writer.rawBytes = partial.rawBytes();
        writer.chunks = partial.chunks();
        return writer;
    }

    /** Begins an artifact that goes to a stream, which is flushed in the end and not closed. */
    public static ArtifactWriter begin(World world, OutputStream stream, ArtifactHeader header) throws IOException {
        return begin(new StreamTarget(stream), header, null, world.scheduler().workers());
    }

    private static ArtifactWriter begin(
            ArtifactTarget target, ArtifactHeader header, Encryption encryption, Workers workers) throws IOException {
        byte[] preambleAndHeader = ArtifactFormat.preambleAndHeader(header);
        ArtifactWriter writer = new ArtifactWriter(target, header, preambleAndHeader, encryption, workers);
        try {
            writer.digest.add(preambleAndHeader);
            writer.put(preambleAndHeader, preambleAndHeader.length);
        } catch (IOException | RuntimeException e) {
            writer.abandon(false);
            throw e;
        }
        return writer;
    }

    /**
     * Adds a part or a batch of transactions. A process that is killed later has left it in the file, but for the last few megabytes
     * that other processors may be at. The array is not the caller's any more.
     */
    public void chunk(ChunkKind kind, byte[] payload) throws IOException {
        check(state == State.OPEN, "writing to an artifact that is " + state);
        check(payload.length <= ArtifactFormat.CHUNK_BYTES_MAX, "a chunk of " + payload.length + " bytes");
        rawBytes += payload.length;
        long number = chunks++;
        byte[] nonce = encryption == null ? null : encryption.nonce();
        ChunkPacker packer = packer();
        packing.add(2L * payload.length, () -> packer.pack(kind, payload, number, nonce));
    }

    private ChunkPacker packer() {
        return new ChunkPacker(header.compressed(), seal, digest.ofPiece());
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

    /** Bytes of all chunks so far, before compression. */
    public long rawBytes() {
        return rawBytes;
    }

    /** Finishes the file and gives it its name; on return it is durable. */
    public Artifact seal(ArtifactFacts facts) throws IOException {
        check(state == State.OPEN, "sealing an artifact that is " + state);
        packing.finish();
        long factsPosition = written;
        byte[] json = ArtifactFormat.json(seal == null ? facts : facts.withDigest(""));
        put(packer().packFacts(facts.digest(), json, encryption == null ? null : encryption.nonce()));
        byte[] footerStart = ArtifactFormat.footerStart(factsPosition, written + ArtifactFormat.FOOTER_BYTES);
        put(ArtifactFormat.sealed(footerStart, digest.seal(footerStart)), ArtifactFormat.FOOTER_BYTES);
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
                packing.finish();
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

    /** Users and roles are the end, which who goes on has to ask for anew. */
    private void chunk(ChunkPacker.Packed chunk) throws IOException {
        put(chunk);
        if (journal != null && chunk.bytes()[0] == ChunkKind.METADATA.code()) {
            journal = null;
        }
        if (journal != null) {
            journal.add(chunk);
            if (journaled.isWordDue()) {
                journaled.leaveWord(journal.bytes());
            }
        }
    }

    private void put(ChunkPacker.Packed chunk) throws IOException {
        digest.add(chunk.bytes(), chunk.length(), chunk.digest());
        put(chunk.bytes(), chunk.length());
    }

    private void put(byte[] bytes, int length) throws IOException {
        for (int from = 0; from < length; from += WRITE_BYTES_MAX) {
            int some = Math.min(WRITE_BYTES_MAX, length - from);
            target.write(ByteBuffer.wrap(bytes, from, some));
            written += some;
        }
    }

    private static void check(boolean held, String broken) {
        if (!held) {
            throw new IllegalStateException(broken);
        }
    }
}

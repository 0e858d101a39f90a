package dev.muster.backup.artifact;

import dev.muster.backup.BackupError;
import dev.muster.backup.BackupException;
import dev.muster.backup.artifact.ArtifactFile.ReadHeader;
import dev.muster.backup.artifact.ArtifactFile.StoredChunk;
import dev.muster.runtime.Disk;
import dev.muster.runtime.DiskFile;
import dev.muster.runtime.Workers;
import dev.muster.runtime.World;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;

/**
 * Reads artifacts, believing nothing: {@link #describe} checks header, footer and closing facts without reading the
 * contents; {@link #readAll} reads everything once, in order, and has verified every byte when it returns.
 *
 * <p>Keys may be null. A key that an artifact does not need changes nothing; contents that are encrypted are only read with the
 * key they were made with ({@link BackupError#ARTIFACT_ENCRYPTED}, {@link BackupError#WRONG_KEY}).
 */
public final class ArtifactReader {
    private static final int HEAD = ArtifactFormat.CHUNK_HEAD_BYTES;
    private static final int FOOTER = ArtifactFormat.FOOTER_BYTES;

    private final Path path;
    private final ArtifactFile file;
    private final long size;
    private final EncryptionKey key;
    private final Workers workers;

    private ArtifactReader(Path path, DiskFile file, EncryptionKey key) throws IOException {
        this(path, file, key, Workers.INLINE);
    }

    private ArtifactReader(Path path, DiskFile file, EncryptionKey key, Workers workers) throws IOException {
        this.workers = workers;
        this.path = path;
        this.file = new ArtifactFile(path, file);
        this.size = file.size();
        this.key = key;
    }

    /** Takes the contents of an artifact, in order. */
    public interface Visitor {
        /** A part or a batch of transactions; {@code position} is where its chunk lies in the file. */
        void chunk(ChunkKind kind, byte[] payload, long position) throws IOException;
    }

    /**
     * What an artifact says of itself, encrypted or not. Throws {@link BackupException} if it is not whole, {@link IOException} if
     * unreadable.
     */
    public static Artifact describe(Disk disk, Path path) throws IOException {
        try (DiskFile file = disk.open(path, Disk.Open.READ)) {
            return new ArtifactReader(path, file, null).describe();
        }
    }

    /** The same, and if it is encrypted that header and facts are what the owner of the key has sealed, with the digest. */
    public static Artifact authenticate(Disk disk, Path path, EncryptionKey key) throws IOException {
        try (DiskFile file = disk.open(path, Disk.Open.READ)) {
            ArtifactReader reader = new ArtifactReader(path, file, key);
            ReadHeader header = reader.file.header();
            ArtifactFacts facts = reader.facts(reader.footer(), header, reader.seal(header));
            return new Artifact(path, header.header(), facts, reader.size);
        }
    }

    /** Reads and verifies the whole of a file that is not encrypted. */
    public static Artifact readAll(Disk disk, Path path, Visitor visitor) throws IOException {
        return readAll(disk, path, null, visitor);
    }

    /** Reads and verifies the whole file; the visitor must not act for good before this has returned. */
    public static Artifact readAll(Disk disk, Path path, EncryptionKey key, Visitor visitor) throws IOException {
        try (DiskFile file = disk.open(path, Disk.Open.READ)) {
            return new ArtifactReader(path, file, key).readAll(visitor);
        }
    }

    /** The same with the help of other processors; the visitor is called on this thread all the same. */
    public static Artifact readAll(World world, Path path, EncryptionKey key, Visitor visitor) throws IOException {
        try (DiskFile file = world.disk().open(path, Disk.Open.READ)) {
            return new ArtifactReader(path, file, key, world.scheduler().workers()).readAll(visitor);
        }
    }

    /**
     * Reads an artifact once more that {@link #readAll} has read a moment ago: the same, but without the SHA-256 of the whole;
     * every byte still has its checksum.
     */
    public static Artifact readAgain(Disk disk, Path path, EncryptionKey key, Visitor visitor) throws IOException {
        try (DiskFile file = disk.open(path, Disk.Open.READ)) {
            return new ArtifactReader(path, file, key).readAgain(visitor);
        }
    }

    private Artifact readAgain(Visitor visitor) throws IOException {
        return readChunks(file.header(), footer(), visitor, null);
    }

    private Artifact describe() throws IOException {
        ReadHeader header = file.header();
        return new Artifact(path, header.header(), facts(footer(), header, null), size);
    }

    private Artifact readAll(Visitor visitor) throws IOException {
        ReadHeader header = file.header();
        Footer footer = footer();
        ArtifactDigest digest = ArtifactDigest.of(header.header().formatVersion());
        digest.add(header.bytes());
        Artifact artifact = readChunks(header, footer, visitor, digest);
        digest.add(file.bytes(footer.factsPosition, Math.toIntExact(size - FOOTER - footer.factsPosition)));
        if (!Arrays.equals(digest.seal(footer.start()), footer.sha256())) {
            throw file.damaged(size - FOOTER, "the SHA-256 of the file differs from the one in its footer");
        }
        return artifact;
    }

    /** A chunk that was found whole by itself, and what its bytes add to the digest. */
    private record Opened(StoredChunk chunk, byte[] payload, byte[] digest) {}

    /** {@code digest} is null if there is none to be made. */
    private Artifact readChunks(ReadHeader header, Footer footer, Visitor visitor, ArtifactDigest digest)
            throws IOException {
        ArtifactSeal seal = seal(header);
        ArtifactFacts facts = facts(footer, header, seal);
        ContentsCheck contents = new ContentsCheck(file, header.header(), facts);
        InOrder<Opened> chunks = new InOrder<>(workers, opened -> {
            StoredChunk chunk = opened.chunk();
            if (digest != null) {
                digest.add(chunk.bytes(), chunk.bytes().length, opened.digest());
            }
            contents.chunk(chunk.kind(), opened.payload(), chunk.position());
            visitor.chunk(chunk.kind(), opened.payload(), chunk.position());
        });
        contents.complete(openChunks(header, footer, chunks, digest == null ? null : digest.ofPiece(), seal));
        return new Artifact(path, header.header(), facts, size);
    }

    /** Has all chunks opened, and returns where they end. */
    private long openChunks(
            ReadHeader header, Footer footer, InOrder<Opened> chunks, ArtifactDigest.OfPiece digest, ArtifactSeal seal)
            throws IOException {
        long position = header.bytes().length;
        for (long next = 0; position < footer.factsPosition; next++) {
            long number = next;
            StoredChunk chunk = read(position, footer, chunks);
            chunks.add((long) chunk.bytes().length + chunk.rawLength(), () -> open(chunk, number, digest, seal));
            position = chunk.end();
        }
        chunks.finish();
        return position;
    }

    private StoredChunk read(long position, Footer footer, InOrder<Opened> before) throws IOException {
        try {
            return file.read(position, footer.factsPosition);
        } catch (IOException | BackupException e) {
            before.finish(); // if one of them is damaged, that is what is wrong: this one may begin elsewhere
            throw e;
        }
    }

    private Opened open(StoredChunk chunk, long number, ArtifactDigest.OfPiece digest, ArtifactSeal seal) {
        file.check(chunk, seal != null);
        byte[] bytes = chunk.bytes();
        return new Opened(
                chunk, file.payload(chunk, seal, number), digest == null ? null : digest.of(bytes, bytes.length));
    }

    /** What opens the chunks; null if they are not encrypted. */
    private ArtifactSeal seal(ReadHeader header) {
        String wanted = header.header().keyId();
        if (wanted == null) {
            return null;
        }
        if (key == null) {
            throw BackupError.ARTIFACT_ENCRYPTED.with(path, wanted);
        }
        if (!key.id().equals(wanted)) {
            throw BackupError.WRONG_KEY.with(path, wanted, key.id());
        }
        return header.seal(key);
    }

    private Footer footer() throws IOException {
        if (size < ArtifactFormat.PREAMBLE_BYTES + 4 + HEAD + FOOTER) {
            throw file.damaged(size, "the file ends too early");
        }
        Footer footer = new Footer(file.bytes(size - FOOTER, FOOTER));
        if (!footer.hasMagic()) {
            throw file.damaged(size - FOOTER, "the footer is missing: the file was cut off or never finished");
        }
        if (!footer.checksumHolds()) {
            throw file.damaged(size - FOOTER, "the checksum of the footer is wrong");
        }
        if (footer.fileLength != size) {
            throw file.damaged(size, "the file has " + size + " bytes, its footer says " + footer.fileLength);
        }
        if (footer.factsPosition < ArtifactFormat.PREAMBLE_BYTES + 4 || footer.factsPosition > size - FOOTER - HEAD) {
            throw file.damaged(size - FOOTER, "the footer points to byte " + footer.factsPosition);
        }
        return footer;
    }

    /** {@code seal} is null if they are not encrypted, or if there is no key to check them with. */
    private ArtifactFacts facts(Footer footer, ReadHeader header, ArtifactSeal seal) throws IOException {
        boolean sealed = header.header().keyId() != null;
        StoredChunk chunk = file.chunk(footer.factsPosition, size - FOOTER, sealed);
        if (chunk.kind() != ChunkKind.FACTS || chunk.end() != size - FOOTER) {
            throw file.damaged(footer.factsPosition, "the closing facts are not where the footer says");
        }
        if (!sealed) {
            return json(file.payload(chunk, null, 0), chunk);
        }
        byte[] stored = chunk.stored();
        ArtifactFacts readable = json(Arrays.copyOfRange(stored, ArtifactSeal.FACTS_SEAL_BYTES, stored.length), chunk);
        return seal == null ? readable : readable.withDigest(digest(chunk, seal));
    }

    private String digest(StoredChunk chunk, ArtifactSeal seal) {
        try {
            return seal.openFacts(chunk.bytes(), chunk.bytes(), HEAD);
        } catch (AEADBadTagException e) {
            throw BackupError.ARTIFACT_DAMAGED.because(
                    e, path, chunk.position(), "header and closing facts are not what was sealed");
        }
    }

    private ArtifactFacts json(byte[] json, StoredChunk chunk) {
        return file.json(json, ArtifactFacts.class, chunk.position());
    }

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
}

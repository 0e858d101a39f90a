package dev.muster.backup.artifact;

import dev.muster.backup.BackupException;
import dev.muster.backup.artifact.ArtifactFile.ReadHeader;
import dev.muster.backup.artifact.ArtifactFile.StoredChunk;
import dev.muster.backup.artifact.ArtifactJournal.Numbered;
import dev.muster.runtime.Disk;
import dev.muster.runtime.DiskFile;
import dev.muster.store.CorruptStore;
import dev.muster.store.StreamedStore.Stretch;
import dev.muster.store.TransactionRecord;
import dev.muster.store.engine.Stores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What a run that was cut off has left of an artifact, up to the last chunk that is whole: enough to go on with it, by {@link
 * ArtifactWriter#resume}. Every byte that is kept has been read and its checksum verified.
 */
public final class PartialArtifact {
    private final Path folder;
    private final String name;
    private final ReadHeader header;
    /** What the run has left word of, if the file itself cannot be read; else null. */
    private final ArtifactJournal journal;

    private ArtifactDigest digest;
    private long end;
    private long chunks;
    private long rawBytes;
    private long parts;
    private long transactions;
    private byte[] names;
    private Stretch stretch;
    private long lastTransactionId;

    private PartialArtifact(Path folder, String name, ReadHeader header, ArtifactJournal journal) {
        this.folder = folder;
        this.name = name;
        this.header = header;
        this.journal = journal;
        this.digest = ArtifactDigest.of(header.header().formatVersion());
    }

    /** The header of what was begun as an artifact of that name. Throws {@link BackupException} if not even that is whole. */
    public static ArtifactHeader header(Disk disk, Path folder, String name) throws IOException {
        Path path = folder.resolve(ArtifactName.partial(name));
        try (DiskFile file = disk.open(path, Disk.Open.READ)) {
            ArtifactJournal journal = journal(path, file);
            return journal == null
                    ? new ArtifactFile(path, file).header().header()
                    : header(path, journal).header();
        }
    }

    /** What the run has left word of; null if the file is what it has written. */
    private static ArtifactJournal journal(Path path, DiskFile file) throws IOException {
        ArtifactFile read = new ArtifactFile(path, file);
        int mark = ArtifactJournal.MAGIC.length;
        if (file.size() < mark || !Arrays.equals(read.bytes(0, mark), ArtifactJournal.MAGIC)) {
            return null;
        }
        try {
            return ArtifactJournal.read(read.bytes(0, Math.toIntExact(file.size())));
        } catch (IOException e) {
            throw read.damaged(0, e.getMessage());
        }
    }

    private static ReadHeader header(Path path, ArtifactJournal journal) throws IOException {
        return ArtifactFile.beginning(path, journal.header()).header();
    }

    /**
     * Reads all of what was begun as an artifact of that name. Throws {@link BackupException} if it is of no use.
     *
     * @param key what it is encrypted with; null if it is not
     */
    public static PartialArtifact read(Disk disk, Path folder, String name, EncryptionKey key) throws IOException {
        Path path = folder.resolve(ArtifactName.partial(name));
        try (DiskFile open = disk.open(path, Disk.Open.READ)) {
            ArtifactFile file = new ArtifactFile(path, open);
            ArtifactJournal journal = journal(path, open);
            ReadHeader header = journal == null ? file.header() : header(path, journal);
            PartialArtifact partial = new PartialArtifact(folder, name, header, journal);
            if (journal == null) {
                partial.read(file, header.seal(key));
            } else {
                partial.take(file, header.seal(key));
            }
            return partial;
        }
    }

    private void read(ArtifactFile file, ArtifactSeal seal) throws IOException {
        digest.add(header.bytes());
        end = header.bytes().length;
        StoredChunk part = null;
        long partNumber = 0;
        StoredChunk batch = null;
        for (StoredChunk chunk = next(file, seal); chunk != null; chunk = next(file, seal)) {
            if (chunk.kind() == ChunkKind.PART) {
                names = parts == 0 ? file.payload(chunk, seal, chunks) : names;
                part = chunk;
                partNumber = chunks;
                parts++;
            } else {
                batch = chunk;
                transactions += records(file, chunk, seal, chunks).size();
            }
            digest.add(chunk.bytes());
            rawBytes += chunk.rawLength();
            end = chunk.end();
            chunks++;
        }
        stretch = part == null ? null : stretch(file, file.payload(part, seal, partNumber), part.position());
        lastTransactionId = batch == null ? first() : last(records(file, batch, seal, chunks - 1));
    }

    /** The same from what the run has left word of. */
    private void take(ArtifactFile file, ArtifactSeal seal) {
        digest = journal.digest(header.header().formatVersion());
        end = journal.end();
        chunks = journal.chunks();
        rawBytes = journal.rawBytes();
        parts = journal.parts();
        transactions = journal.transactions();
        Numbered first = journal.firstPart();
        Numbered part = journal.lastPart();
        Numbered batch = journal.lastBatch();
        names = first == null ? null : file.payload(first.chunk(), seal, first.number());
        stretch = part == null
                ? null
                : stretch(
                        file,
                        file.payload(part.chunk(), seal, part.number()),
                        part.chunk().position());
        lastTransactionId = batch == null ? first() : last(records(file, batch.chunk(), seal, batch.number()));
    }

    /** The next chunk that is whole and in its place; null where the run was cut off. */
    private StoredChunk next(ArtifactFile file, ArtifactSeal seal) throws IOException {
        StoredChunk chunk;
        try {
            chunk = file.chunk(end, file.size(), seal != null);
        } catch (BackupException notWhole) {
            return null; // what the run was writing, or what the disk had not yet
        }
        if (chunk.kind() == ChunkKind.FACTS) {
            // A sync was next. If it failed, nobody knows which bytes are on the disk, and the next sync would not
            // tell.
            throw file.damaged(end, "the run may have been cut off by a sync that failed");
        }
        boolean metadata = chunk.kind() == ChunkKind.METADATA; // of the end, which was not reached
        return !metadata && (chunk.kind() == ChunkKind.TRANSACTIONS || transactions == 0) ? chunk : null;
    }

    private static List<TransactionRecord> records(
            ArtifactFile file, StoredChunk chunk, ArtifactSeal seal, long number) {
        try {
            return TransactionBatch.decode(file.payload(chunk, seal, number));
        } catch (IllegalArgumentException e) {
            throw file.damaged(chunk.position(), e.getMessage());
        }
    }

    private static Stretch stretch(ArtifactFile file, byte[] part, long position) {
        try {
            return Stores.stretchTo(part);
        } catch (CorruptStore e) {
            throw file.damaged(position, e.getMessage());
        }
    }

    private long first() {
        ArtifactHeader of = header.header();
        return of.full() && of.snapshotTransactionId() != null ? of.snapshotTransactionId() : of.afterTransactionId();
    }

    private static long last(List<TransactionRecord> batch) {
        return batch.get(batch.size() - 1).transactionId();
    }

    public ArtifactHeader header() {
        return header.header();
    }

    /** The name it will have when it is whole. */
    public String name() {
        return name;
    }

    /** Up to where the parts go; null if none with records is there. */
    public Stretch stretch() {
        return stretch;
    }

    /** The first part, which has the names that the others count on; null if there is none. */
    public byte[] names() {
        return names;
    }

    /** The last transaction contained, or as of which the parts are; of a differential without any, the parent's. */
    public long lastTransactionId() {
        return lastTransactionId;
    }

    public long parts() {
        return parts;
    }

    public long transactions() {
        return transactions;
    }

    /** Bytes of the file that are of use. */
    public long bytes() {
        return end;
    }

    Path folder() {
        return folder;
    }

    ReadHeader readHeader() {
        return header;
    }

    /** Of all bytes that are of use; goes on with what is written next. */
    ArtifactDigest digest() {
        return digest;
    }

    /** Null if the file itself was read. */
    ArtifactJournal journal() {
        return journal;
    }

    long chunks() {
        return chunks;
    }

    long rawBytes() {
        return rawBytes;
    }
}

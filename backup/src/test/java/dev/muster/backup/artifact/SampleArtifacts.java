package dev.muster.backup.artifact;

import dev.muster.runtime.Disk;
import dev.muster.runtime.sim.SimulatedDisk;
import dev.muster.runtime.sim.SimulatedRandom;
import dev.muster.store.TransactionRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;

/** One small artifact of each kind, and where its pieces lie. */
enum SampleArtifacts {
    FULL(ArtifactHeader.Type.FULL, "zstd", 2, null),
    FULL_NOT_PACKED(ArtifactHeader.Type.FULL, "none", 2, null),
    DIFFERENTIAL(ArtifactHeader.Type.DIFF, "zstd", 2, null),
    DIFFERENTIAL_NOT_PACKED(ArtifactHeader.Type.DIFF, "none", 2, null),
    EMPTY_DIFFERENTIAL(ArtifactHeader.Type.DIFF, "zstd", 0, null),
    ENCRYPTED_FULL(ArtifactHeader.Type.FULL, "zstd", 2, SampleArtifacts.KEY),
    ENCRYPTED_DIFFERENTIAL_NOT_PACKED(ArtifactHeader.Type.DIFF, "none", 2, SampleArtifacts.KEY);

    static final Path FOLDER = SimulatedDisk.ROOT.resolve("backups");
    static final String KEY = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    static final String NAME = "sales-2026-01-02T03-04-05.backup";
    private static final long AFTER = 7;

    private final ArtifactHeader.Type type;
    private final String compression;
    private final int transactions;
    private final String key;

    SampleArtifacts(ArtifactHeader.Type type, String compression, int transactions, String key) {
        this.type = type;
        this.compression = compression;
        this.transactions = transactions;
        this.key = key;
    }

    /** What it is encrypted with; null if it is not. */
    EncryptionKey key() {
        return key == null ? null : EncryptionKey.parse(key);
    }

    /** Writes it into the folder, under the name. */
    Artifact write(Disk disk) throws IOException {
        return write(disk, new UUID(1, 1));
    }

    /** The same with another id. */
    Artifact write(Disk disk, UUID artifactId) throws IOException {
        Encryption encryption = Encryption.with(key(), new SimulatedRandom(1));
        try (ArtifactWriter writer = ArtifactWriter.begin(disk, FOLDER, NAME, header(artifactId), encryption)) {
            int parts = 0;
            if (type == ArtifactHeader.Type.FULL) {
                writer.chunk(ChunkKind.PART, part());
                writer.chunk(ChunkKind.PART, new byte[] {1, 2, 3});
                parts = 2;
            }
            if (transactions > 0) {
                TransactionBatch batch = new TransactionBatch();
                batch.add(new TransactionRecord(AFTER + 1, 1_000, new byte[100]));
                batch.add(new TransactionRecord(AFTER + 2, 2_000, new byte[7]));
                writer.chunk(ChunkKind.TRANSACTIONS, batch.encode());
            }
            return writer.seal(facts(parts, transactions, writer.rawBytes()));
        }
    }

    private ArtifactHeader header(UUID artifactId) {
        return header(artifactId, type, compression, key());
    }

    /** The header of a full that is compressed. */
    static ArtifactHeader full(EncryptionKey key) {
        return header(new UUID(1, 1), ArtifactHeader.Type.FULL, "zstd", key);
    }

    /** The facts of a full of so many parts and nothing else. */
    static ArtifactFacts facts(int parts, long rawBytes) {
        return FULL.facts(parts, 0, rawBytes);
    }

    private static ArtifactHeader header(
            UUID artifactId, ArtifactHeader.Type type, String compression, EncryptionKey key) {
        boolean full = type == ArtifactHeader.Type.FULL;
        return new ArtifactHeader(
                ArtifactHeader.WRITTEN_VERSION,
                artifactId,
                "sales",
                new UUID(2, 2),
                new UUID(3, 3),
                type,
                full ? 0 : AFTER,
                full ? null : new UUID(4, 4),
                "id-of-a",
                "a",
                "a:6362",
                1_767_323_045_000L,
                compression,
                "muster",
                ArtifactHeader.EncryptedWith.key(key),
                null);
    }

    private ArtifactFacts facts(int parts, int transactions, long rawBytes) {
        boolean full = parts > 0;
        boolean empty = !full && transactions == 0;
        return new ArtifactFacts(
                full ? 1 : empty ? 0 : AFTER + 1,
                empty ? 0 : AFTER + transactions,
                "0123456789abcdef0123456789abcdef",
                parts,
                full ? AFTER : 0,
                transactions,
                rawBytes,
                4,
                5,
                6);
    }

    private static byte[] part() {
        byte[] part = new byte[300];
        Arrays.fill(part, (byte) 7);
        return part;
    }
}

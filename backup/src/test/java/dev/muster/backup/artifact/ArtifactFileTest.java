package dev.muster.backup.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.backup.BackupError;
import dev.muster.backup.BackupException;
import dev.muster.runtime.Disk;
import dev.muster.runtime.sim.SimulatedDisk;
import dev.muster.runtime.sim.SimulatedRandom;
import dev.muster.store.TransactionRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An artifact is whole and says what it is, or it is refused; and under its name it is never half there. */
class ArtifactFileTest {
    private static final Path FOLDER = SimulatedDisk.ROOT.resolve("backups");
    private static final String NAME = "sales-2026-01-02T03-04-05.backup";

    private SimulatedDisk disk = new SimulatedDisk(1);

    @BeforeEach
    void makeFolder() throws IOException {
        disk.createDirectories(FOLDER);
        for (Path made = FOLDER; made != null; made = made.getParent()) {
            disk.syncDirectory(made);
        }
    }

    @Test
    void givesBackWhatWasWritten() throws IOException {
        Artifact written = write(disk);

        List<byte[]> chunks = new ArrayList<>();
        Artifact read = ArtifactReader.readAll(disk, written.file(), (kind, payload, position) -> chunks.add(payload));

        assertThat(read).isEqualTo(written);
        assertThat(read).isEqualTo(ArtifactReader.describe(disk, written.file()));
        List<byte[]> again = new ArrayList<>();
        assertThat(ArtifactReader.readAgain(
                        disk, written.file(), null, (kind, payload, position) -> again.add(payload)))
                .isEqualTo(written);
        assertThat(chunks).hasSize(3);
        assertThat(again).containsExactlyElementsOf(chunks);
        assertThat(chunks.get(0)).isEqualTo(part());
        assertThat(TransactionBatch.decode(chunks.get(2)))
                .extracting(TransactionRecord::transactionId)
                .containsExactly(8L, 9L);
        assertThat(disk.list(FOLDER)).containsExactly(NAME);
    }

    @Test
    void saysWhichFileAndWhere() throws IOException {
        Artifact artifact = write(disk);
        byte[] whole = disk.readAll(artifact.file());
        whole[whole.length - 1] ^= 1;
        disk.replace(artifact.file(), whole);

        assertThatThrownBy(() -> ArtifactReader.describe(disk, artifact.file()))
                .isInstanceOf(BackupException.class)
                .hasMessage("artifact '" + artifact.file() + "' is damaged at byte " + (whole.length - 64)
                        + ": the checksum of the footer is wrong");
    }

    @Test
    void ofANewerFormatIsRefusedAsThat() throws IOException {
        Artifact artifact = write(disk);
        byte[] whole = disk.readAll(artifact.file());
        whole[11] = 4;
        disk.replace(artifact.file(), whole);

        assertThatThrownBy(() -> ArtifactReader.describe(disk, artifact.file()))
                .isInstanceOfSatisfying(
                        BackupException.class, e -> assertThat(e.error()).isEqualTo(BackupError.ARTIFACT_NEWER))
                .hasMessageEndingWith("has format version 4, this program reads up to 3");
    }

    @Test
    void isNotConfusedWithAnotherKindOfFile() throws IOException {
        disk.replace(FOLDER.resolve("notes.backup"), "remember the milk".getBytes());

        assertThatThrownBy(() -> ArtifactReader.describe(disk, FOLDER.resolve("notes.backup")))
                .hasMessageEndingWith("notes.backup' is not a backup artifact: it does not begin with the mark of one");
    }

    @Test
    void isAbsentOrWholeWhereverThePowerGoes() throws IOException {
        int changes;
        {
            SimulatedDisk counted = freshDisk();
            int before = counted.changes();
            write(counted);
            changes = counted.changes() - before;
        }
        int absent = 0;
        int whole = 0;
        for (int cut = 0; cut <= changes; cut++) {
            for (int chance = 0; chance < 8; chance++) {
                SimulatedDisk cutDisk = freshDisk();
                cutDisk.powerOffAfterChanges(cut);
                boolean acknowledged = false;
                try {
                    write(cutDisk);
                    acknowledged = true;
                } catch (IOException powerGone) {
                    // As it should be: the disk says no from here on.
                }
                cutDisk.crash(new SimulatedRandom(100 * cut + chance));
                if (cutDisk.list(FOLDER).contains(NAME)) {
                    whole++;
                    ArtifactReader.readAll(cutDisk, FOLDER.resolve(NAME), (kind, payload, position) -> {});
                } else {
                    absent++;
                    assertThat(acknowledged)
                            .as("acknowledged, then lost; cut %s", cut)
                            .isFalse();
                }
            }
        }
        assertThat(absent).isGreaterThan(8);
        assertThat(whole).isGreaterThanOrEqualTo(8);
    }

    @Test
    void leavesNothingWhenGivenUp() throws IOException {
        ArtifactWriter writer = ArtifactWriter.begin(disk, FOLDER, NAME, header());
        writer.chunk(ChunkKind.PART, part());
        assertThat(disk.list(FOLDER)).containsExactly("." + NAME + ".partial");

        writer.close();

        assertThat(disk.list(FOLDER)).isEmpty();
    }

    @Test
    void refusesContentsThatAreNotWhatTheClosingFactsSay() throws IOException {
        ArtifactWriter writer = ArtifactWriter.begin(disk, FOLDER, NAME, header());
        writer.chunk(ChunkKind.PART, part());
        TransactionBatch gap = new TransactionBatch();
        gap.add(new TransactionRecord(9, 1, new byte[1]));
        writer.chunk(ChunkKind.TRANSACTIONS, gap.encode());
        Artifact artifact = writer.seal(facts(1, 1, writer.rawBytes()));

        assertThatThrownBy(() -> ArtifactReader.readAll(disk, artifact.file(), (kind, payload, position) -> {}))
                .hasMessageEndingWith("transaction 9 follows 7: some are missing");
    }

    private static SimulatedDisk freshDisk() throws IOException {
        SimulatedDisk fresh = new SimulatedDisk(1);
        fresh.createDirectories(FOLDER);
        for (Path made = FOLDER; made != null; made = made.getParent()) {
            fresh.syncDirectory(made);
        }
        return fresh;
    }

    private static Artifact write(Disk disk) throws IOException {
        try (ArtifactWriter writer = ArtifactWriter.begin(disk, FOLDER, NAME, header())) {
            writer.chunk(ChunkKind.PART, part());
            writer.chunk(ChunkKind.PART, new byte[] {1, 2, 3});
            TransactionBatch batch = new TransactionBatch();
            batch.add(new TransactionRecord(8, 1_000, new byte[100]));
            batch.add(new TransactionRecord(9, 2_000, new byte[7]));
            writer.chunk(ChunkKind.TRANSACTIONS, batch.encode());
            return writer.seal(facts(2, 2, writer.rawBytes()));
        }
    }

    private static byte[] part() {
        byte[] part = new byte[300];
        Arrays.fill(part, (byte) 7);
        return part;
    }

    private static ArtifactHeader header() {
        return new ArtifactHeader(
                1,
                new UUID(1, 1),
                "sales",
                new UUID(2, 2),
                new UUID(3, 3),
                ArtifactHeader.Type.FULL,
                0,
                null,
                "id-of-a",
                "a",
                "a:6362",
                1_767_323_045_000L,
                "zstd",
                "muster");
    }

    private static ArtifactFacts facts(long parts, long transactions, long rawBytes) {
        return new ArtifactFacts(
                1, 7 + transactions, "0123456789abcdef0123456789abcdef", parts, 7, transactions, rawBytes, 4, 5, 6);
    }
}

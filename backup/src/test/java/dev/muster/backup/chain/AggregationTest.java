package dev.muster.backup.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.backup.BackupError;
import dev.muster.backup.BackupException;
import dev.muster.backup.StoreSource;
import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.artifact.Chains;
import dev.muster.backup.artifact.FolderLock;
import dev.muster.backup.chain.Aggregation.OldBackup;
import dev.muster.backup.online.Backup;
import dev.muster.backup.online.BackupReport;
import dev.muster.backup.online.BackupRequest;
import dev.muster.backup.online.BackupType;
import dev.muster.backup.protocol.BackupServer;
import dev.muster.backup.restore.Restore;
import dev.muster.backup.restore.RestoreReport;
import dev.muster.backup.restore.RestoreRequest;
import dev.muster.backup.restore.RestoreUntil;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.World;
import dev.muster.runtime.sim.SimulatedDisk;
import dev.muster.runtime.sim.SimulatedRandom;
import dev.muster.runtime.sim.Simulation;
import dev.muster.store.StoreIdentity;
import dev.muster.store.engine.Stores;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Facts B.1: a chain becomes one full that is as good, and is only let go when that is safe. Real stores, a simulated disk. */
class AggregationTest {
    private static final SocketAddress SERVER = new SocketAddress("server", 6362);
    private static final Path FOLDER = Path.of("/backups");

    private final Simulation simulation = new Simulation(3);
    private final World client = simulation.server("client").world();
    private final StoreSource sales = new StoreSource(
            "sales",
            Stores.inMemory(
                    new StoreIdentity(new UUID(1, 1), new UUID(1, 2)),
                    simulation.server("server").world().clock()));

    @BeforeEach
    void start() throws IOException {
        client.disk().createDirectories(FOLDER);
        BackupServer server = new BackupServer(simulation.server("server").world(), sales);
        simulation.join(server.listen(SERVER), Duration.ofSeconds(1));
    }

    @Test
    void aChainBecomesAFullThatRestoresToTheSameAndIsContinued() throws IOException {
        List<Artifact> chain = chain();

        Aggregation.Outcome outcome = aggregate(OldBackup.REMOVE);

        Artifact full = outcome.artifact();
        assertThat(outcome.chain()).isEqualTo(chain);
        assertThat(outcome.removed()).containsExactly(chain.get(2), chain.get(1), chain.get(0));
        assertThat(full.full()).isTrue();
        assertThat(full.highest()).isEqualTo(30);
        assertThat(full.facts().digest()).isEqualTo(sales.store.digest().toString());
        assertThat(full.header().startedAtMillis())
                .as("it is no younger than what it was made of")
                .isEqualTo(chain.get(2).header().startedAtMillis());
        assertThat(client.disk().list(FOLDER)).containsExactlyInAnyOrder(".sales.lock", full.fileName());
        assertRestorable(30);

        sales.upTo(35);
        Artifact next = back(BackupType.DIFF);
        assertThat(next.lowest()).isEqualTo(31);
        assertThat(next.header().parentArtifactId()).isEqualTo(full.id());
        assertRestorable(35);
    }

    @Test
    void theOldChainStaysIfItIsWanted() throws IOException {
        List<Artifact> chain = chain();

        Aggregation.Outcome outcome = aggregate(OldBackup.KEEP);

        assertThat(outcome.removed()).isEmpty();
        assertThat(Chains.read(client.disk(), FOLDER).newestFirst())
                .containsExactly(outcome.artifact(), chain.get(2), chain.get(1), chain.get(0));
        assertThat(aggregate(OldBackup.REMOVE).wasFull()).isTrue();
    }

    @Test
    void aDamagedChainIsRefusedAndLeftAlone() throws IOException {
        List<Artifact> chain = chain();
        byte[] damaged = client.disk().readAll(chain.get(1).file());
        damaged[damaged.length / 2] ^= 1;
        client.disk().replace(chain.get(1).file(), damaged);
        List<String> before = client.disk().list(FOLDER);

        assertThatThrownBy(() -> aggregate(OldBackup.REMOVE))
                .isInstanceOfSatisfying(
                        BackupException.class, e -> assertThat(e.error()).isEqualTo(BackupError.ARTIFACT_DAMAGED));
        assertThat(client.disk().list(FOLDER)).isEqualTo(before);
    }

    @Test
    void nothingIsLeftWhereverItIsBrokenOff() throws IOException {
        chain();
        List<String> before = client.disk().list(FOLDER);
        for (int asked = 1; asked <= 8; asked++) {
            int[] left = {asked};
            assertThatThrownBy(
                            () -> Aggregation.run(client, request(OldBackup.REMOVE), line -> {}, () -> --left[0] == 0))
                    .hasMessage("the aggregation of '/backups' was broken off");
            assertThat(client.disk().list(FOLDER)).isEqualTo(before);
        }
    }

    @Test
    void itWaitsForNoBackupThatRuns() throws IOException {
        chain();
        try (FolderLock running = FolderLock.take(client.disk(), FOLDER, "sales")) {
            assertThat(running).isNotNull();
            assertThatThrownBy(() -> aggregate(OldBackup.REMOVE))
                    .hasMessage("another backup of 'sales' into '/backups' is running");
        }
    }

    @Test
    void theChainOrTheFullIsThereWhereverThePowerGoes() throws IOException {
        chain();
        SimulatedDisk disk = simulation.server("client").disk();
        List<byte[]> contents = new ArrayList<>();
        List<String> names = disk.list(FOLDER);
        for (String name : names) {
            contents.add(disk.readAll(FOLDER.resolve(name)));
        }
        int before = disk.changes();
        aggregate(OldBackup.REMOVE);
        int changes = disk.changes() - before;

        int folded = 0;
        for (int cut = 0; cut <= changes; cut = cut == changes ? cut + 1 : Math.min(changes, cut + 1 + cut / 20)) {
            disk.deleteTree(FOLDER);
            disk.createDirectories(FOLDER);
            for (int i = 0; i < names.size(); i++) {
                disk.replace(FOLDER.resolve(names.get(i)), contents.get(i));
            }
            disk.syncDirectory(Path.of("/"));
            disk.powerOffAfterChanges(cut);
            try {
                aggregate(OldBackup.REMOVE);
                folded++;
            } catch (BackupException powerGone) {
                assertThat(powerGone.error()).isEqualTo(BackupError.AGGREGATE_FAILED);
            }
            disk.crash(new SimulatedRandom(cut));
            assertRestorable(30);
        }
        assertThat(folded).isPositive();
    }

    /** A full and two differentials, up to 30. */
    private List<Artifact> chain() {
        sales.upTo(10);
        Artifact full = back(BackupType.FULL);
        sales.upTo(20);
        Artifact first = back(BackupType.DIFF);
        sales.upTo(30);
        return List.of(full, first, back(BackupType.DIFF));
    }

    private Aggregation.Outcome aggregate(OldBackup oldBackup) {
        return Aggregation.run(client, request(oldBackup), line -> {}, () -> false);
    }

    private static Aggregation.Request request(OldBackup oldBackup) {
        return new Aggregation.Request(FOLDER, "sales", null, oldBackup, ZoneOffset.UTC);
    }

    private void assertRestorable(long last) throws IOException {
        RestoreReport report = Restore.run(
                new RestoreRequest(
                        FOLDER,
                        null,
                        "copy",
                        RestoreRequest.Existing.REPLACE,
                        RestoreUntil.END,
                        Path.of("/data/databases"),
                        Path.of("/data/transactions"),
                        null),
                client,
                line -> {});
        assertThat(report.lastTransactionId()).isEqualTo(last);
        assertThat(report.digest()).isEqualTo(sales.store.digest());
    }

    private Artifact back(BackupType type) {
        simulation.runFor(Duration.ofSeconds(1));
        BackupRequest request = new BackupRequest(
                List.of("sales"),
                List.of(SERVER),
                FOLDER,
                type,
                BackupRequest.Compression.ZSTD,
                BackupRequest.OnFailure.REMOVE,
                Chains.ParentRule.NEWEST,
                1_000,
                10_000,
                ZoneOffset.UTC);
        BackupReport report = simulation.join(
                Backup.start(request, client, (level, text) -> {}).report(), Duration.ofHours(1));
        assertThat(report.exitCode()).as(report.toString()).isZero();
        return report.databases().get(0).artifact();
    }
}

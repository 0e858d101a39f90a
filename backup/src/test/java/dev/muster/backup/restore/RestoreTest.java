package dev.muster.backup.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.backup.BackupError;
import dev.muster.backup.BackupException;
import dev.muster.backup.StoreSource;
import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.artifact.ArtifactFacts;
import dev.muster.backup.artifact.ArtifactHeader;
import dev.muster.backup.artifact.ArtifactReader;
import dev.muster.backup.artifact.ArtifactWriter;
import dev.muster.backup.artifact.Chains;
import dev.muster.backup.online.Backup;
import dev.muster.backup.online.BackupReport;
import dev.muster.backup.online.BackupRequest;
import dev.muster.backup.online.BackupType;
import dev.muster.backup.protocol.BackupServer;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.World;
import dev.muster.runtime.sim.SimulatedDisk;
import dev.muster.runtime.sim.SimulatedRandom;
import dev.muster.runtime.sim.Simulation;
import dev.muster.store.GraphDigest;
import dev.muster.store.PinnedVersion;
import dev.muster.store.Store;
import dev.muster.store.StoreIdentity;
import dev.muster.store.StoreLocation;
import dev.muster.store.StoreSettings;
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

/** Facts B.2: what is restored is exactly what was committed, or nothing is. With real stores on a simulated disk. */
class RestoreTest {
    private static final SocketAddress SERVER = new SocketAddress("server", 6362);
    private static final Path FOLDER = Path.of("/backups");
    private static final Path DATABASES = Path.of("/data/databases");
    private static final Path TRANSACTIONS = Path.of("/data/transactions");
    private static final Path LOCK = Path.of("/data/cluster-state/server.lock");

    private final Simulation simulation = new Simulation(3);
    private final World client = simulation.server("client").world();
    private final StoreSource sales = new StoreSource(
            "sales",
            Stores.inMemory(
                    new StoreIdentity(new UUID(1, 1), new UUID(1, 2)),
                    simulation.server("server").world().clock()));
    private final List<String> log = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        client.disk().createDirectories(FOLDER);
        client.disk().createDirectories(LOCK.getParent());
        BackupServer server = new BackupServer(simulation.server("server").world(), sales);
        simulation.join(server.listen(SERVER), Duration.ofSeconds(1));
    }

    @Test
    void restoresAFullAndItsDifferentialsDigestEqual() throws IOException {
        sales.upTo(40);
        back(BackupType.AUTO);
        sales.upTo(50);
        back(BackupType.AUTO);
        back(BackupType.AUTO);
        sales.upTo(70);
        back(BackupType.AUTO);

        RestoreReport report = restore(FOLDER, "copy", RestoreRequest.Existing.REFUSE, RestoreUntil.END);

        assertThat(report.chain()).hasSize(3);
        assertThat(report.lastTransactionId()).isEqualTo(70);
        assertThat(report.digest()).isEqualTo(sales.store.digest());
        assertRestored("copy", 70, sales.store.digest());
        assertThat(client.disk().list(DATABASES)).containsExactly("copy");
        assertThat(client.disk().list(TRANSACTIONS)).containsExactly("copy");
        assertThat(log).last().isEqualTo("Restored database 'copy' up to transaction 70.");
    }

    @Test
    void leavesNothingBehindWhereverItIsBrokenOff() throws IOException {
        sales.upTo(40);
        back(BackupType.AUTO);
        for (int asked = 1; asked <= 3; asked++) {
            int[] left = {asked};
            assertThatThrownBy(() -> Restore.run(
                            new RestoreRequest(
                                    FOLDER,
                                    null,
                                    "copy",
                                    RestoreRequest.Existing.REFUSE,
                                    RestoreUntil.END,
                                    DATABASES,
                                    TRANSACTIONS,
                                    LOCK),
                            client,
                            log::add,
                            () -> --left[0] == 0))
                    .isInstanceOfSatisfying(
                            BackupException.class, e -> assertThat(e.error()).isEqualTo(BackupError.RESTORE_BROKEN_OFF))
                    .hasMessage("the restore of '/backups' was broken off");
            assertThat(client.disk().list(DATABASES)).isEmpty();
            assertThat(client.disk().list(TRANSACTIONS)).isEmpty();
        }
        restore(FOLDER, "copy", RestoreRequest.Existing.REFUSE, RestoreUntil.END);
        assertRestored("copy", 40, sales.store.digest());
    }

    @Test
    void endsExactlyAtTheArtifactThatIsNamed() throws IOException {
        sales.upTo(10);
        back(BackupType.AUTO);
        sales.upTo(20);
        Artifact middle = back(BackupType.AUTO);
        GraphDigest then = sales.store.digest();
        sales.upTo(30);
        back(BackupType.AUTO);

        restore(middle.file(), null, RestoreRequest.Existing.REFUSE, RestoreUntil.END);

        assertRestored("sales", 20, then);
    }

    @Test
    void replaysADifferentialThatOverlapsTheFull() throws IOException {
        sales.upTo(10);
        back(BackupType.FULL);
        sales.upTo(20);
        back(BackupType.DIFF);
        sales.upTo(30);
        back(BackupType.FULL);
        sales.upTo(40);
        Artifact overlapping = back(request(BackupType.DIFF, Chains.ParentRule.NEWEST_DIFFERENTIAL));
        assertThat(overlapping.lowest()).isEqualTo(21);

        assertThat(restore(FOLDER, "copy", RestoreRequest.Existing.REFUSE, RestoreUntil.END)
                        .chain())
                .hasSize(2);
        assertRestored("copy", 40, sales.store.digest());
    }

    @Test
    void stopsBeforeATransactionOrATime() throws IOException {
        sales.upTo(10);
        back(BackupType.FULL);
        GraphDigest[] after = new GraphDigest[31];
        for (int i = 11; i <= 30; i++) {
            sales.upTo(i);
            after[i] = sales.store.digest();
        }
        back(BackupType.DIFF);

        restore(FOLDER, "by-id", RestoreRequest.Existing.REFUSE, RestoreUntil.parse("25"));

        assertRestored("by-id", 24, after[24]);
        assertThatThrownBy(() -> restore(FOLDER, "no", RestoreRequest.Existing.REFUSE, RestoreUntil.parse("10")))
                .hasMessageStartingWith("--restore-until=10 is not covered: 'sales-")
                .hasMessageEndingWith("holds transactions up to 10 in one piece");
        assertThatThrownBy(() -> restore(FOLDER, "no", RestoreRequest.Existing.REFUSE, RestoreUntil.parse("32")))
                .hasMessage("--restore-until=32 is not covered: the chain ends with transaction 30");
        assertThatThrownBy(() -> restore(
                        FOLDER, "no", RestoreRequest.Existing.REFUSE, RestoreUntil.parse("1999-12-31 23:59:59")))
                .hasMessageContaining("was begun later");
        assertThatThrownBy(() -> restore(
                        FOLDER, "no", RestoreRequest.Existing.REFUSE, RestoreUntil.parse("2999-12-31 23:59:59")))
                .hasMessageContaining("was finished earlier");
        assertThat(client.disk().list(DATABASES)).containsExactly("by-id");
    }

    @Test
    void givesTheStoreAnIdentityOfItsOwnSoThatNoChainJoinsTwoHistories() throws IOException {
        sales.upTo(10);
        back(BackupType.AUTO);

        RestoreReport report = restore(FOLDER, "copy", RestoreRequest.Existing.REFUSE, RestoreUntil.END);

        assertThat(report.identity().storeId())
                .isNotEqualTo(sales.store.identity().storeId());
        assertThat(report.identity().databaseId())
                .isNotEqualTo(sales.store.identity().databaseId());
        assertThat(Stores.peek(client.disk(), at("copy")).appliedIndex()).isZero();
    }

    @Test
    void refusesAStoreThatExistsUnlessToldToReplaceIt() throws IOException {
        sales.upTo(10);
        back(BackupType.AUTO);
        restore(FOLDER, "copy", RestoreRequest.Existing.REFUSE, RestoreUntil.END);
        sales.upTo(20);
        back(BackupType.AUTO);

        assertThatThrownBy(() -> restore(FOLDER, "copy", RestoreRequest.Existing.REFUSE, RestoreUntil.END))
                .hasMessage("Database already exists: copy");
        assertThat(Stores.peek(client.disk(), at("copy")).lastTransactionId()).isEqualTo(10);

        restore(FOLDER, "copy", RestoreRequest.Existing.REPLACE, RestoreUntil.END);
        assertRestored("copy", 20, sales.store.digest());
        assertThat(client.disk().list(DATABASES)).containsExactly("copy");
    }

    @Test
    void replacesNothingUnderARunningServer() throws Exception {
        sales.upTo(10);
        back(BackupType.AUTO);
        restore(FOLDER, "copy", RestoreRequest.Existing.REFUSE, RestoreUntil.END);

        try (AutoCloseable running = client.disk().tryLock(LOCK)) {
            assertThatThrownBy(() -> restore(FOLDER, "copy", RestoreRequest.Existing.REPLACE, RestoreUntil.END))
                    .hasMessage("The database is in use. Stop database 'copy' and try again.");
            restore(FOLDER, "another", RestoreRequest.Existing.REFUSE, RestoreUntil.END);
        }
        assertRestored("another", 10, sales.store.digest());
    }

    @Test
    void changesNothingWhenAnArtifactOfTheChainIsDamagedOrMissing() throws IOException {
        sales.upTo(10);
        Artifact full = back(BackupType.AUTO);
        sales.upTo(20);
        Artifact differential = back(BackupType.AUTO);
        byte[] whole = client.disk().readAll(full.file());
        byte[] damaged = whole.clone();
        damaged[damaged.length / 2] ^= 1;
        client.disk().replace(full.file(), damaged);

        assertThatThrownBy(() -> restore(FOLDER, "copy", RestoreRequest.Existing.REFUSE, RestoreUntil.END))
                .hasMessageStartingWith("artifact '" + full.file() + "' is damaged at byte ");

        client.disk().delete(full.file());
        assertThatThrownBy(() -> restore(differential.file(), "copy", RestoreRequest.Existing.REFUSE, RestoreUntil.END))
                .isInstanceOfSatisfying(
                        BackupException.class, e -> assertThat(e.error()).isEqualTo(BackupError.CHAIN_BROKEN));
        client.disk().replace(full.file(), new byte[] {1});
        assertThatThrownBy(() -> restore(FOLDER, "copy", RestoreRequest.Existing.REFUSE, RestoreUntil.END))
                .isInstanceOfSatisfying(
                        BackupException.class, e -> assertThat(e.error()).isEqualTo(BackupError.CHAIN_BROKEN));
        assertThat(client.disk().list(DATABASES)).isEmpty();
    }

    @Test
    void saysWhatIsWrongWithTheRequest() throws IOException {
        sales.upTo(10);
        back(BackupType.AUTO);

        assertThatThrownBy(() -> restore(Path.of("/nowhere"), "x", RestoreRequest.Existing.REFUSE, RestoreUntil.END))
                .hasMessage("there is no artifact in '/nowhere': it does not exist");
        assertThatThrownBy(() -> restore(FOLDER, "../x", RestoreRequest.Existing.REFUSE, RestoreUntil.END))
                .hasMessage("'../x' is not a database name");
        client.disk().createDirectories(Path.of("/empty"));
        assertThatThrownBy(() -> restore(Path.of("/empty"), "x", RestoreRequest.Existing.REFUSE, RestoreUntil.END))
                .hasMessage("there is no artifact in '/empty'");
    }

    @Test
    void refusesAStoreThatIsNotWhatWasBackedUp() throws IOException {
        sales.upTo(10);
        Artifact honest = back(BackupType.AUTO);
        ArtifactFacts told = honest.facts();
        Path folder = Path.of("/elsewhere");
        client.disk().createDirectories(folder);
        try (ArtifactWriter writer = ArtifactWriter.begin(client.disk(), folder, honest.fileName(), honest.header())) {
            ArtifactReader.readAll(
                    client.disk(), honest.file(), (kind, payload, position) -> writer.chunk(kind, payload));
            writer.seal(new ArtifactFacts(
                    told.lowestTransactionId(),
                    told.highestTransactionId(),
                    GraphDigest.EMPTY.toString(),
                    told.parts(),
                    told.partsTransactionId(),
                    told.transactions(),
                    told.rawBytes(),
                    told.nodes(),
                    told.relationships(),
                    told.finishedAtMillis()));
        }

        assertThatThrownBy(() -> restore(folder, "copy", RestoreRequest.Existing.REFUSE, RestoreUntil.END))
                .isInstanceOfSatisfying(
                        BackupException.class, e -> assertThat(e.error()).isEqualTo(BackupError.RESTORED_DIFFERS));
        assertThat(client.disk().list(DATABASES)).isEmpty();
    }

    @Test
    void asksWhichOfSeveralDatabasesIsMeant() throws IOException {
        sales.upTo(10);
        Artifact artifact = back(BackupType.AUTO);
        ArtifactHeader header = artifact.header();
        ArtifactHeader other = new ArtifactHeader(
                1,
                new UUID(5, 5),
                "hr",
                new UUID(6, 6),
                new UUID(7, 7),
                ArtifactHeader.Type.FULL,
                0,
                null,
                "",
                "",
                "",
                header.startedAtMillis(),
                "none",
                "");
        ArtifactWriter.begin(client.disk(), FOLDER, "hr-2026-01-01T00-00-00.backup", other)
                .seal(new ArtifactFacts(1, 0, GraphDigest.EMPTY.toString(), 0, 0, 0, 0, 0, 0, 0));

        assertThatThrownBy(() -> restore(FOLDER, "x", RestoreRequest.Existing.REFUSE, RestoreUntil.END))
                .hasMessage("'/backups' holds artifacts of several databases (hr, sales)");
        Restore.run(
                new RestoreRequest(
                        FOLDER,
                        "Sales",
                        "copy",
                        RestoreRequest.Existing.REFUSE,
                        RestoreUntil.END,
                        DATABASES,
                        TRANSACTIONS,
                        null),
                client,
                log::add);
        assertRestored("copy", 10, sales.store.digest());
    }

    @Test
    void leavesTheWholeStoreOrNoneWhereverThePowerGoes() throws IOException {
        sales.upTo(10);
        back(BackupType.AUTO);
        SimulatedDisk disk = simulation.server("client").disk();
        int before = disk.changes();
        restore(FOLDER, "copy", RestoreRequest.Existing.REFUSE, RestoreUntil.END);
        int changes = disk.changes() - before;
        disk.deleteTree(DATABASES);
        disk.deleteTree(TRANSACTIONS);
        for (Path made : List.of(FOLDER, Path.of("/data"), Path.of("/"))) {
            disk.syncDirectory(made);
        }

        int whole = 0;
        for (int cut = 0; cut <= changes + 2; cut++) {
            disk.powerOffAfterChanges(cut);
            boolean acknowledged = false;
            try {
                restore(FOLDER, "copy", RestoreRequest.Existing.REFUSE, RestoreUntil.END);
                acknowledged = true;
            } catch (BackupException powerGone) {
                assertThat(powerGone.error()).isEqualTo(BackupError.RESTORE_FAILED);
            }
            disk.crash(new SimulatedRandom(cut));
            if (Stores.exists(disk, at("copy"))) {
                whole++;
                assertRestored("copy", 10, sales.store.digest());
            } else {
                assertThat(acknowledged)
                        .as("acknowledged, then lost; cut %s", cut)
                        .isFalse();
            }
            disk.deleteTree(DATABASES);
            disk.deleteTree(TRANSACTIONS);
        }
        assertThat(whole).isGreaterThan(1);
    }

    private Artifact back(BackupType type) {
        return back(request(type, Chains.ParentRule.NEWEST));
    }

    private Artifact back(BackupRequest request) {
        simulation.runFor(Duration.ofSeconds(1));
        Backup backup = Backup.start(request, client, (level, text) -> {});
        BackupReport report = simulation.join(backup.report(), Duration.ofHours(1));
        assertThat(report.exitCode()).as(report.toString()).isZero();
        return report.databases().get(0).artifact();
    }

    private static BackupRequest request(BackupType type, Chains.ParentRule parentRule) {
        return new BackupRequest(
                List.of("sales"),
                List.of(SERVER),
                FOLDER,
                type,
                BackupRequest.Compression.ZSTD,
                BackupRequest.OnFailure.REMOVE,
                parentRule,
                1_000,
                10_000,
                ZoneOffset.UTC);
    }

    private RestoreReport restore(Path from, String name, RestoreRequest.Existing existing, RestoreUntil until) {
        return Restore.run(
                new RestoreRequest(from, null, name, existing, until, DATABASES, TRANSACTIONS, LOCK), client, log::add);
    }

    private void assertRestored(String name, long last, GraphDigest digest) throws IOException {
        try (Store store = Stores.open(client.disk(), at(name), StoreSettings.defaults(), client.clock());
                PinnedVersion version = store.pin()) {
            assertThat(store.lastTransactionId()).isEqualTo(last);
            assertThat(version.digest()).isEqualTo(digest);
            assertThat(version.recomputeDigest()).isEqualTo(digest);
            assertThat(version.nodeCount()).isEqualTo(last);
        }
    }

    private static StoreLocation at(String name) {
        return new StoreLocation(DATABASES.resolve(name), TRANSACTIONS.resolve(name));
    }
}

package dev.muster.backup.online;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.backup.BackupSource;
import dev.muster.backup.StoreSource;
import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.artifact.ArtifactReader;
import dev.muster.backup.artifact.EncryptionKey;
import dev.muster.backup.chain.Verification;
import dev.muster.backup.protocol.BackupLimits;
import dev.muster.backup.protocol.BackupServer;
import dev.muster.backup.protocol.RunningBackups;
import dev.muster.runtime.Connection;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.World;
import dev.muster.runtime.sim.SimulatedServer;
import dev.muster.runtime.sim.Simulation;
import dev.muster.store.PinnedVersion;
import dev.muster.store.StoreIdentity;
import dev.muster.store.StreamedStore;
import dev.muster.store.TransactionLog;
import dev.muster.store.engine.Stores;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A backup that was cut off goes on where it stopped, and what comes of it is as whole as any other. With real stores on virtual
 * time.
 */
class ResumeTest implements ProgressListener {
    private static final SocketAddress ADDRESS = new SocketAddress("server", 6362);
    private static final Path FOLDER = Path.of("/backups");
    private static final EncryptionKey KEY = EncryptionKey.parse("ab".repeat(32));
    private static final int TEXT_BYTES = 64 * 1024;
    private static final int PERSONS = 60;
    /** So slow that little is on its way when something happens. */
    private static final long BYTES_PER_SECOND = 2_000_000;

    private final Simulation simulation = new Simulation(7);
    private final SimulatedServer client = simulation.server("client");
    private final StoreSource sales = new StoreSource(
            "sales",
            Stores.inMemory(
                    new StoreIdentity(new UUID(1, 1), new UUID(1, 2)),
                    simulation.server("server").world().clock()));
    private final CountingSource source = new CountingSource();
    private final List<String> log = new ArrayList<>();
    /** What has come in this run, and what is done when so much has. */
    private int received;

    private int at = -1;
    private Runnable then = () -> {};

    @BeforeEach
    void start() throws IOException {
        sales.textBytes = TEXT_BYTES;
        client.world().disk().createDirectories(FOLDER);
        World server = simulation.server("server").world();
        RunningBackups limited =
                new RunningBackups(new BackupLimits(Integer.MAX_VALUE, BYTES_PER_SECOND, 0, 0), server.clock());
        simulation.join(new BackupServer(server, source, limited).listen(ADDRESS), Duration.ofSeconds(1));
    }

    @Test
    void ofAFullNothingThatHadComeIsSentAgain() throws IOException {
        sales.upTo(PERSONS);
        killedAfter(8, BackupType.FULL, null);
        int before = received;

        Artifact artifact = saved(run(BackupType.FULL, null));

        assertThat(before).isEqualTo(8);
        assertThat(artifact.facts().parts()).isEqualTo(before + received);
        assertThat(received).as("parts that came in the second run").isLessThan(12);
        assertThat(log).anyMatch(line -> line.startsWith("Going on with 'sales-2026-01-01T00-00-00.backup', of which"));
        assertThat(artifact.fileName()).isEqualTo("sales-2026-01-01T00-00-00.backup");
        assertSound(artifact, PERSONS, null);
    }

    @Test
    void whatIsCommittedMeanwhileIsInIt() throws IOException {
        sales.upTo(PERSONS);
        killedAfter(8, BackupType.FULL, null);
        sales.upTo(PERSONS + 10);

        Artifact artifact = saved(run(BackupType.FULL, null));

        assertThat(artifact.facts().partsTransactionId()).isEqualTo(PERSONS);
        assertThat(artifact.facts().transactions()).isEqualTo(10);
        assertSound(artifact, PERSONS + 10, null);
    }

    @Test
    void isCutOffAmongTheTransactionsToo() throws IOException {
        sales.upTo(20);
        source.afterParts = () -> sales.upTo(70);
        killedAfter(8, BackupType.FULL, null);
        source.sent = 0;

        Artifact artifact = saved(run(BackupType.FULL, null));

        assertThat(source.sent).as("parts sent again").isZero();
        assertThat(artifact.facts().partsTransactionId()).isEqualTo(20);
        assertSound(artifact, 70, null);
    }

    @Test
    void aDifferentialGoesOnBehindTheTransactionsThatHadCome() throws IOException {
        sales.upTo(5);
        saved(run(BackupType.AUTO, null));
        sales.upTo(PERSONS);
        killedAfter(8, BackupType.DIFF, null);

        Artifact artifact = saved(run(BackupType.DIFF, null));

        assertThat(artifact.lowest()).isEqualTo(6);
        assertThat(received).as("batches that came in the second run").isBetween(5, 10);
        assertSound(artifact, PERSONS, null);
    }

    @Test
    void goesOnOverANewConnectionInTheSameRun() throws IOException {
        sales.upTo(PERSONS);
        at = 8;
        then = () -> simulation.network().breakConnections("client", "server");

        BackupReport report = run(BackupType.FULL, null);

        Artifact artifact = saved(report);
        assertThat(report.exitCode()).isZero();
        assertThat(log)
                .anyMatch(line -> line.matches("The transfer of database 'sales' from server:6362 broke off: .*"
                        + " Going on behind the \\d+ bytes that are here\\."));
        assertThat(artifact.facts().parts()).isEqualTo(received);
        assertSound(artifact, PERSONS, null);
    }

    /** A second server with the same database; returns a run that asks it when the first one dies after eight parts. */
    private BackupReport secondServerAfterTheFirstDied(long persons, BackupType type) {
        World world = simulation.server("second").world();
        StoreSource copy = new StoreSource(
                "sales", Stores.inMemory(new StoreIdentity(new UUID(1, 1), new UUID(1, 2)), world.clock()));
        copy.textBytes = TEXT_BYTES;
        copy.upTo(persons);
        SocketAddress second = new SocketAddress("second", ADDRESS.port());
        simulation.join(new BackupServer(world, copy).listen(second), Duration.ofSeconds(1));
        received = 0;
        at = 8;
        then = () -> simulation.server("server").kill();
        BackupRequest request = BackupRequest.of(List.of("sales"), List.of(ADDRESS, second), FOLDER, ZoneOffset.UTC)
                .withType(type);
        return simulation.join(Backup.start(request, client.world(), this).report(), Duration.ofMinutes(10));
    }

    @Test
    void anotherServerGoesOnWhereTheFirstOneDied() throws IOException {
        sales.upTo(PERSONS);

        BackupReport report = secondServerAfterTheFirstDied(PERSONS, BackupType.FULL);

        assertThat(report.exitCode()).isEqualTo(1);
        Artifact artifact = report.databases().get(0).artifact();
        assertThat(report.databases().get(0).savedFrom()).isEqualTo("second:6362");
        List<SourceOutcome> sources = report.databases().get(0).sources();
        assertThat(sources).allMatch(source -> source.bytes() > 0 && source.tookMillis() > 0);
        assertThat(sources.stream().mapToLong(SourceOutcome::bytes).sum())
                .as("bytes of both")
                .isEqualTo(artifact.facts().rawBytes());
        assertThat(artifact.facts().parts())
                .as("parts, each of which came once")
                .isEqualTo(received);
        assertThat(log)
                .anyMatch(line -> line.matches("Going on behind the \\d+ bytes of database 'sales' that are here\\."));
        assertSound(artifact, PERSONS, null);
    }

    @Test
    void anotherServerThatHasMovedOnBeginsAnew() throws IOException {
        sales.upTo(PERSONS);

        BackupReport report = secondServerAfterTheFirstDied(PERSONS + 1, BackupType.FULL);

        Artifact artifact = report.databases().get(0).artifact();
        assertThat(artifact.facts().parts()).isEqualTo(received - 8);
        assertThat(log).anyMatch(line -> line.endsWith("but one of 61. Beginning anew."));
        sales.upTo(PERSONS + 1);
        assertSound(artifact, PERSONS + 1, null);
    }

    @Test
    void aDifferentialGoesOnWithAnotherServerThatHasMovedOn() throws IOException {
        sales.upTo(5);
        saved(run(BackupType.AUTO, null));
        sales.upTo(PERSONS);

        BackupReport report = secondServerAfterTheFirstDied(PERSONS + 7, BackupType.DIFF);

        Artifact artifact = report.databases().get(0).artifact();
        assertThat(artifact.lowest()).isEqualTo(6);
        sales.upTo(PERSONS + 7);
        assertSound(artifact, PERSONS + 7, null);
        assertThat(log).anyMatch(line -> line.startsWith("Going on behind the "));
    }

    /** As a load balancer does that has lost the server behind it. */
    @Test
    void givesUpWhoeverHangsUpOnEveryNewConnection() {
        sales.upTo(PERSONS);
        received = 0;
        at = 8;
        SimulatedServer server = simulation.server("server");
        then = () -> {
            server.kill();
            server.restart();
            server.world().network().listen(ADDRESS, connection -> {
                connection.close();
                return new Connection.FrameHandler() {
                    @Override
                    public void received(Connection from, byte[] frame) {}

                    @Override
                    public void closed(Connection from, Throwable cause) {}
                };
            });
        };
        BackupReport report = run(BackupType.FULL, null);

        assertThat(report.exitCode()).isEqualTo(1);
        assertThat(log.stream().filter(line -> line.contains(" broke off: "))).hasSize(1);
    }

    @Test
    void beginsAnewWhenTheServerHasLetTheSnapshotGo() throws IOException {
        sales.upTo(PERSONS);
        killedAfter(8, BackupType.FULL, null);
        simulation.runFor(Duration.ofMinutes(2));
        sales.upTo(PERSONS + 1);

        Artifact artifact = saved(run(BackupType.FULL, null));

        assertThat(artifact.facts().partsTransactionId()).isEqualTo(PERSONS + 1);
        assertThat(artifact.facts().parts()).isEqualTo(received);
        assertThat(log)
                .contains(
                        "What is here of database 'sales' cannot be gone on with: the server does not hold the version of"
                                + " transaction 60 any more, but one of 61. Beginning anew.");
        assertSound(artifact, PERSONS + 1, null);
    }

    @Test
    void anEncryptedOneGoesOnWithItsKeyOnly() throws IOException {
        sales.upTo(PERSONS);
        killedAfter(8, BackupType.FULL, KEY);

        Artifact artifact = saved(run(BackupType.FULL, KEY));
        assertThat(artifact.facts().parts()).isEqualTo(8 + received);
        assertSound(artifact, PERSONS, KEY);

        killedAfter(8, BackupType.FULL, KEY);
        Artifact other = saved(run(BackupType.FULL, null));
        assertThat(other.facts().parts()).isEqualTo(received);
        assertThat(files()).hasSize(2);
    }

    @Test
    void isRemovedWhenSomethingElseIsWanted() throws IOException {
        sales.upTo(20);
        saved(run(BackupType.AUTO, null));
        sales.upTo(PERSONS);
        killedAfter(5, BackupType.FULL, null);

        Artifact differential = saved(run(BackupType.DIFF, null));

        assertThat(differential.lowest()).isEqualTo(21);
        assertThat(log)
                .anyMatch(
                        line -> line.matches(
                                "Removed '\\.sales-2026-01-01T.*\\.backup\\.partial', which an interrupted backup left behind\\."));
        assertSound(differential, PERSONS, null);
    }

    @Test
    void isRemovedWhenItIsOlderThanADay() throws IOException {
        sales.upTo(PERSONS);
        killedAfter(5, BackupType.FULL, null);
        simulation.runFor(Duration.ofHours(25));

        Artifact artifact = saved(run(BackupType.FULL, null));

        assertThat(artifact.fileName()).startsWith("sales-2026-01-02T01-");
        assertThat(artifact.facts().parts()).isEqualTo(received);
        assertSound(artifact, PERSONS, null);
    }

    @Test
    void isWholeInTheEndWhereverTheClientDies() throws IOException {
        sales.textBytes = 20_000;
        sales.upTo(60);
        int goneOn = 0;
        for (int changes = 0; changes < 24; changes++) {
            log.clear();
            if (changes % 2 == 0) {
                client.killAfterDiskChanges(changes / 2);
            } else {
                client.crashAfterDiskChanges(changes / 2);
            }
            Backup.start(request(BackupType.FULL, null), client.world(), this);
            simulation.runFor(Duration.ofSeconds(5));
            if (!client.isUp()) {
                client.restart();
            }
            simulation.runFor(Duration.ofSeconds(1));

            Artifact artifact = saved(run(BackupType.FULL, null));

            goneOn += log.stream().anyMatch(line -> line.startsWith("Going on with")) ? 1 : 0;
            assertThat(ArtifactReader.readAll(client.world().disk(), artifact.file(), (kind, payload, at) -> {}))
                    .isEqualTo(artifact);
            assertThat(files()).allMatch(name -> name.endsWith(".backup"));
        }
        assertThat(goneOn).as("runs that went on with an earlier one").isGreaterThan(5);
        assertThat(Verification.run(client.world(), new Verification.Request(FOLDER, null, FOLDER), () -> false))
                .extracting(Verification.Finding::problem)
                .containsOnly("");
    }

    /** A run whose process is killed when so many chunks have come; then a new process. */
    private void killedAfter(int chunks, BackupType type, EncryptionKey key) throws IOException {
        received = 0;
        at = chunks;
        then = client::kill;
        Backup.start(request(type, key), client.world(), this);
        simulation.runFor(Duration.ofSeconds(5));
        assertThat(client.isUp()).as("the client").isFalse();
        client.restart();
        assertThat(files()).anyMatch(name -> name.startsWith(".sales-") && name.endsWith(".backup.partial"));
    }

    private BackupReport run(BackupType type, EncryptionKey key) {
        received = 0;
        Backup backup = Backup.start(request(type, key), client.world(), this);
        return simulation.join(backup.report(), Duration.ofMinutes(10));
    }

    private static BackupRequest request(BackupType type, EncryptionKey key) {
        return BackupRequest.of(List.of("sales"), List.of(ADDRESS), FOLDER, ZoneOffset.UTC)
                .withType(type)
                .withKey(key);
    }

    private static Artifact saved(BackupReport report) {
        assertThat(report.databases().get(0).reason()).isEmpty();
        assertThat(report.exitCode()).isZero();
        return report.databases().get(0).artifact();
    }

    /** Whole, up to the transaction, restorable, and nothing else is left. */
    private void assertSound(Artifact artifact, long last, EncryptionKey key) throws IOException {
        assertThat(artifact.highest()).isEqualTo(last);
        assertThat(artifact.facts().digest()).isEqualTo(sales.store.digest().toString());
        assertThat(files()).allMatch(name -> name.endsWith(".backup"));
        Path restoreTest = FOLDER;
        assertThat(Verification.run(
                        client.world(), new Verification.Request(artifact.file(), null, restoreTest, key), () -> false))
                .extracting(Verification.Finding::problem)
                .containsOnly("");
    }

    private List<String> files() throws IOException {
        return client.disk().list(FOLDER).stream()
                .filter(name -> !name.endsWith(".lock"))
                .toList();
    }

    @Override
    public void log(Level level, String text) {
        log.add(text);
    }

    @Override
    public void progress(Progress progress) {
        if (++received == at) {
            at = -1;
            then.run();
        }
    }

    /** The store's, with what it has sent counted. */
    private final class CountingSource implements BackupSource {
        private int sent;
        private Runnable afterParts = () -> {};

        @Override
        public ServerIdentity server() {
            return sales.server();
        }

        @Override
        public List<HostedDatabase> databases() {
            return sales.databases();
        }

        @Override
        public CompletionStage<Pinned> pin(UUID databaseId) {
            return sales.pin(databaseId).thenApply(Counted::new);
        }

        private final class Counted implements Pinned {
            private final Pinned pinned;

            Counted(Pinned pinned) {
                this.pinned = pinned;
            }

            @Override
            public PinnedVersion version() {
                return pinned.version();
            }

            @Override
            public StreamedStore.Parts parts(StreamedStore.Stretch behind) {
                StreamedStore.Parts parts = pinned.parts(behind);
                return new StreamedStore.Parts() {
                    @Override
                    public byte[] next() throws IOException {
                        byte[] part = parts.next();
                        if (part == null) {
                            afterParts.run();
                            afterParts = () -> {};
                        } else {
                            sent++;
                        }
                        return part;
                    }

                    @Override
                    public double progress() {
                        return parts.progress();
                    }
                };
            }

            @Override
            public TransactionLog log() {
                return pinned.log();
            }

            @Override
            public void close() {
                pinned.close();
            }
        }
    }
}

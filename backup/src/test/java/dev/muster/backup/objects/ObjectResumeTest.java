package dev.muster.backup.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.backup.Locations;
import dev.muster.backup.StoreSource;
import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.artifact.Chains;
import dev.muster.backup.artifact.EncryptionKey;
import dev.muster.backup.chain.Verification;
import dev.muster.backup.online.Backup;
import dev.muster.backup.online.BackupReport;
import dev.muster.backup.online.BackupRequest;
import dev.muster.backup.online.BackupType;
import dev.muster.backup.online.ProgressListener;
import dev.muster.backup.protocol.BackupLimits;
import dev.muster.backup.protocol.BackupServer;
import dev.muster.backup.protocol.RunningBackups;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.World;
import dev.muster.runtime.sim.SimulatedServer;
import dev.muster.runtime.sim.Simulation;
import dev.muster.store.StoreIdentity;
import dev.muster.store.engine.Stores;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A backup into a bucket whose process was killed goes on behind the parts that were sent. On virtual time. */
class ObjectResumeTest implements ProgressListener {
    private static final SocketAddress ADDRESS = new SocketAddress("server", 6362);
    private static final Path FOLDER = Locations.of("s3://vault/nightly/");
    private static final EncryptionKey KEY = EncryptionKey.parse("ab".repeat(32));
    private static final String NAME = "nightly/sales-2026-01-01T00-00-00.backup";
    private static final int KIB = 1024;
    private static final int PERSONS = 80;
    private static final long BYTES_PER_SECOND = 2_000L * KIB;

    private final Simulation simulation = new Simulation(7);
    private final SimulatedServer client = simulation.server("client");
    private final MemoryObjects bucket = new MemoryObjects();
    private final StoreSource sales = new StoreSource(
            "sales",
            Stores.inMemory(
                    new StoreIdentity(new UUID(1, 1), new UUID(1, 2)),
                    simulation.server("server").world().clock()));
    private final List<String> log = new ArrayList<>();
    private int received;
    private int killAt = -1;

    @BeforeEach
    void start() {
        sales.textBytes = 64 * KIB;
        bucket.partBytes = 1024 * KIB;
        World server = simulation.server("server").world();
        RunningBackups limited =
                new RunningBackups(new BackupLimits(Integer.MAX_VALUE, BYTES_PER_SECOND, 0, 0), server.clock());
        simulation.join(new BackupServer(server, sales, limited).listen(ADDRESS), Duration.ofSeconds(1));
    }

    @Test
    void ofAFullOnlyWhatWasNotSentComesAgain() throws IOException {
        sales.upTo(PERSONS);
        killedAfter(15, BackupType.FULL, null);
        assertThat(partsThatWereSent()).isEqualTo(3);
        assertThat(word()).isEqualTo("nightly/.sales-2026-01-01T00-00-00.backup.partial");
        sales.upTo(PERSONS + 3);

        Artifact artifact = saved(run(BackupType.FULL, null));

        assertThat(Locations.key(artifact.file())).isEqualTo(NAME);
        assertThat(log).anyMatch(line -> line.startsWith("Going on with 'sales-2026-01-01T00-00-00.backup', of which"));
        assertThat(received).as("parts that came in the second run").isBetween(4, 12);
        assertThat(partsThatWereSent()).as("none of them twice").isEqualTo(6);
        assertThat(artifact.facts().partsTransactionId()).isEqualTo(PERSONS);
        assertSound(artifact, PERSONS + 3, null);
    }

    @Test
    void aDifferentialGoesOnWhateverIsCommittedMeanwhile() throws IOException {
        sales.upTo(5);
        saved(run(BackupType.FULL, null));
        sales.upTo(PERSONS);
        killedAfter(15, BackupType.DIFF, null);
        sales.upTo(PERSONS + 3);

        Artifact artifact = saved(run(BackupType.DIFF, null));

        assertThat(artifact.lowest()).isEqualTo(6);
        assertThat(received).as("batches that came in the second run").isBetween(4, 10);
        assertSound(artifact, PERSONS + 3, null);
    }

    @Test
    void whatIsLeftBesideAnEncryptedOneShowsNothingOfIt() throws IOException {
        sales.upTo(PERSONS);
        killedAfter(15, BackupType.FULL, KEY);
        String word = new String(bucket.objects.get(word()), StandardCharsets.ISO_8859_1);
        assertThat(word).startsWith("MUSTERJL").contains("AES-256-GCM").doesNotContain("Person", "KNOWS");

        Artifact artifact = saved(run(BackupType.FULL, KEY));

        assertThat(received).isBetween(4, 10);
        assertSound(artifact, PERSONS, KEY);
    }

    @Test
    void beginsAnewIfThePartsAreGoneOrTheWordAboutThemIsDamaged() throws IOException {
        sales.upTo(PERSONS);
        for (Runnable loss : List.<Runnable>of(
                bucket.pending::clear,
                () -> bucket.pending.get(0).parts.clear(),
                () -> bucket.objects.get(word())[100] ^= 1,
                () -> bucket.objects.put(word(), new byte[3]),
                () -> bucket.objects.remove(word()))) {
            killedAfter(15, BackupType.FULL, null);
            loss.run();

            Artifact artifact = saved(run(BackupType.FULL, null));

            assertThat(received).isEqualTo(Math.toIntExact(artifact.facts().parts()));
            assertSound(artifact, PERSONS, null);
            bucket.objects.clear();
        }
    }

    @Test
    void wordIsLeftWithEachPartAtFirstAndThenMoreRarely() throws IOException {
        bucket.partBytes = 8 * KIB;
        ObjectUpload upload = new ObjectUpload(bucket, "word", bucket.upload("big"));
        int words = 0;
        byte[] chunk = new byte[KIB];
        for (int written = 0; written < 2_000; written++) {
            upload.write(ByteBuffer.wrap(chunk), upload.size());
            if (upload.isWordDue()) {
                upload.leaveWord(new byte[1]);
                words++;
            }
        }
        assertThat(words).as("of 249 parts").isBetween(100, 150);
    }

    /** Where it is left how to go on. */
    private String word() {
        return bucket.objects.keySet().stream()
                .filter(key -> key.endsWith(".partial"))
                .findFirst()
                .orElseThrow();
    }

    private long partsThatWereSent() {
        return bucket.requests.stream()
                .filter(request -> request.startsWith("part "))
                .count();
    }

    /** A run whose process is killed when so much has come; then a new process, while the server still holds the version. */
    private void killedAfter(int chunks, BackupType type, EncryptionKey key) {
        received = 0;
        killAt = chunks;
        Backup.start(request(type, key), world(), this);
        simulation.runFor(Duration.ofSeconds(30));
        assertThat(client.isUp()).as("the client").isFalse();
        client.restart();
    }

    private BackupReport run(BackupType type, EncryptionKey key) {
        received = 0;
        return simulation.join(Backup.start(request(type, key), world(), this).report(), Duration.ofMinutes(10));
    }

    private World world() {
        return RoutedDisk.in(client.world(), (scheme, name) -> bucket);
    }

    private static BackupRequest request(BackupType type, EncryptionKey key) {
        return new BackupRequest(
                        List.of("sales"),
                        List.of(ADDRESS),
                        FOLDER,
                        type,
                        BackupRequest.Compression.NONE,
                        BackupRequest.OnFailure.REMOVE,
                        Chains.ParentRule.NEWEST,
                        BackupRequest.ANSWER_TIMEOUT_MILLIS,
                        BackupRequest.INACTIVITY_TIMEOUT_MILLIS,
                        ZoneOffset.UTC)
                .withKey(key);
    }

    private static Artifact saved(BackupReport report) {
        assertThat(report.databases().get(0).reason()).isEmpty();
        assertThat(report.exitCode()).isZero();
        return report.databases().get(0).artifact();
    }

    private void assertSound(Artifact artifact, long last, EncryptionKey key) throws IOException {
        assertThat(artifact.highest()).isEqualTo(last);
        assertThat(artifact.facts().digest()).isEqualTo(sales.store.digest().toString());
        assertThat(bucket.objects.keySet()).as("nothing else is left").allMatch(name -> name.endsWith(".backup"));
        assertThat(bucket.pending).isEmpty();
        Path scratch = Path.of("/scratch");
        client.disk().createDirectories(scratch);
        assertThat(Verification.run(
                        world(), new Verification.Request(artifact.file(), null, scratch, key), () -> false))
                .extracting(Verification.Finding::problem)
                .containsOnly("");
    }

    @Override
    public void log(Level level, String text) {
        log.add(text);
    }

    @Override
    public void progress(Progress progress) {
        if (++received == killAt) {
            killAt = -1;
            client.kill();
        }
    }
}

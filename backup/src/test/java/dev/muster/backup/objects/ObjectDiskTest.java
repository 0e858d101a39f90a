package dev.muster.backup.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.backup.BackupError;
import dev.muster.backup.BackupException;
import dev.muster.backup.FakeDatabase;
import dev.muster.backup.Locations;
import dev.muster.backup.SimulatedCluster;
import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.artifact.ArtifactReader;
import dev.muster.backup.artifact.Chains;
import dev.muster.backup.artifact.FolderLock;
import dev.muster.backup.online.Backup;
import dev.muster.backup.online.BackupReport;
import dev.muster.backup.online.BackupRequest;
import dev.muster.backup.online.BackupType;
import dev.muster.backup.online.BackupVerdict;
import dev.muster.runtime.Disk;
import dev.muster.runtime.DiskFile;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.World;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Backups into a bucket, which is in memory here and can be made to fail; time is virtual. */
class ObjectDiskTest {
    private final SimulatedCluster cluster = new SimulatedCluster("a");
    private final MemoryObjects bucket = new MemoryObjects();
    private final World world = RoutedDisk.in(cluster.client().world(), (scheme, name) -> {
        if (!scheme.equals("s3")) {
            throw BackupError.NOT_SUPPORTED.with(scheme);
        }
        return bucket;
    });
    private final Disk disk = world.disk();
    private final Path folder = Locations.of("s3://vault/nightly/");

    @Test
    void savesFullsAndDifferentialsAndReadsThemAgain() throws IOException {
        FakeDatabase sales = cluster.host("sales", 50, "a").get(0);
        assertThat(run(BackupType.AUTO, "sales").exitCode()).isZero();
        sales.upTo(60);
        BackupReport second = run(BackupType.AUTO, "sales");

        assertThat(second.exitCode()).isZero();
        assertThat(second.databases().get(0).artifact().full()).isFalse();
        List<Artifact> artifacts = Chains.read(disk, folder).newestFirst();
        assertThat(artifacts).extracting(Artifact::highest).containsExactly(60L, 50L);
        for (Artifact artifact : artifacts) {
            assertThat(ArtifactReader.readAll(disk, artifact.file(), (kind, payload, position) -> {}))
                    .isEqualTo(artifact);
        }
        assertThat(bucket.objects.keySet())
                .as("no lock and nothing temporary is left")
                .allMatch(key -> key.matches("nightly/sales-.*\\.backup"));
        assertThat(bucket.pending).isEmpty();
    }

    @Test
    void nobodySeesAnArtifactBeforeItIsWhole() {
        FakeDatabase sales = cluster.host("sales", 200, "a").get(0);
        sales.beforePart = number -> assertThat(bucket.objects.keySet()).containsExactly("nightly/.sales.lock");

        assertThat(run(BackupType.FULL, "sales").exitCode()).isZero();
        assertThat(bucket.objects).hasSize(1);
    }

    @Test
    void leavesNothingWhenAPartOrTheEndOfAnUploadFails() {
        cluster.host("sales", 50, "a");
        for (String failing : List.of("upload ", "part 1", "complete ")) {
            bucket.broken = request -> request.startsWith(failing);

            BackupReport report = run(BackupType.FULL, "sales");

            assertThat(report.verdict()).as(failing).isEqualTo(BackupVerdict.TARGET_FAILED);
            assertThat(report.databases().get(0).reason())
                    .startsWith("cannot write to 's3://vault/nightly': SlowDown: " + failing.trim());
            assertThat(bucket.objects).as(failing).isEmpty();
            assertThat(bucket.pending).as(failing).isEmpty();
        }
    }

    @Test
    void removesTheUploadThatAKilledRunLeft() throws IOException {
        cluster.host("sales", 50, "a");
        bucket.upload("nightly/sales-2026-01-01T00-00-00.backup");
        bucket.upload("nightly/other-2026-01-01T00-00-00.backup");

        assertThat(run(BackupType.FULL, "sales").exitCode()).isZero();

        assertThat(bucket.pending)
                .extracting(upload -> upload.key)
                .containsExactly("nightly/other-2026-01-01T00-00-00.backup");
        assertThat(cluster.log)
                .contains(
                        "Removed '.sales-2026-01-01T00-00-00.backup.partial', which an interrupted backup left behind.");
    }

    @Test
    void refusesASecondRunUntilTheFirstOneIsGone() throws Exception {
        FolderLock lock = FolderLock.take(disk, folder, "sales");

        assertThatThrownBy(() -> FolderLock.take(disk, folder, "sales"))
                .isInstanceOf(BackupException.class)
                .hasMessageMatching(
                        "another backup of 'sales' into 's3://vault/nightly' is running: [0-9a-f-]{36}, who said so"
                                + " last at 2026-01-01T00:00:00Z");
        cluster.simulation.runFor(Duration.ofHours(3));
        assertThatThrownBy(() -> FolderLock.take(disk, folder, "sales"))
                .as("it is renewed for as long as it is held")
                .isInstanceOf(BackupException.class);
        lock.close();
        FolderLock.take(disk, folder, "sales").close();
        assertThat(bucket.objects).isEmpty();
    }

    @Test
    void takesOverTheLockOfADeadOwner() throws Exception {
        World dying = RoutedDisk.in(cluster.simulation.server("other").world(), (scheme, name) -> bucket);
        FolderLock.take(dying.disk(), folder, "sales");
        cluster.simulation.server("other").kill();

        cluster.simulation.runFor(Duration.ofMinutes(9));
        assertThatThrownBy(() -> FolderLock.take(disk, folder, "sales")).isInstanceOf(BackupException.class);
        cluster.simulation.runFor(Duration.ofMinutes(2));
        FolderLock.take(disk, folder, "sales").close();
    }

    @Test
    void takesOverTheLockOfADeadOwnerOfTheSameMachineAtOnce() throws Exception {
        FolderLock.take(disk, folder, "sales");
        World living = RoutedDisk.in(cluster.client().world(), (scheme, name) -> bucket);
        assertThatThrownBy(() -> FolderLock.take(living.disk(), folder, "sales"))
                .isInstanceOf(BackupException.class);

        cluster.client().kill();
        cluster.client().restart();

        World next = RoutedDisk.in(cluster.client().world(), (scheme, name) -> bucket);
        FolderLock.take(next.disk(), folder, "sales").close();
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        assertThat(next.disk().list(temporary)).as("signs of life").isEmpty();
    }

    @Test
    void twoThatComeAtOnceToAStoreWithoutConditionsDoNotBothGetTheLock() throws IOException {
        bucket.conditions = false;
        bucket.broken = request -> {
            if (request.startsWith("size ")) { // the other one writes between our writing and our looking
                bucket.objects.put(
                        "nightly/.sales.lock", "somebody 1".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
            return false;
        };

        assertThat(disk.tryLock(folder.resolve(".sales.lock"))).isNull();
    }

    @Test
    void writesLargeArtifactsInPartsAndReadsThemAhead() throws IOException {
        byte[] content = new byte[20 * 1024 * 1024 + 7];
        new Random(1).nextBytes(content);
        Path partial = folder.resolve(".sales-2026-01-01T00-00-00.backup.partial");
        Path whole = folder.resolve("sales-2026-01-01T00-00-00.backup");
        DiskFile file = disk.open(partial, Disk.Open.CREATE_NEW);
        for (int position = 0; position < content.length; position += 1_000_000) {
            int length = Math.min(1_000_000, content.length - position);
            file.write(ByteBuffer.wrap(content, position, length), position);
        }
        file.force(true);
        file.close();
        disk.move(partial, whole);
        assertThat(bucket.requests)
                .filteredOn(request -> request.startsWith("part "))
                .hasSize(3);

        bucket.requests.clear();
        ByteBuffer read = ByteBuffer.allocate(content.length);
        try (DiskFile open = disk.open(whole, Disk.Open.READ)) {
            ByteBuffer piece = ByteBuffer.allocate(70_000);
            while (open.read(piece, read.position()) >= 0) {
                read.put(piece.flip());
                piece.clear();
            }
        }
        assertThat(Arrays.equals(read.array(), content)).isTrue();
        assertThat(bucket.requests).hasSizeLessThan(9);
    }

    @Test
    void refusesWhatAnObjectStoreCannotDo() throws IOException {
        Path artifact = folder.resolve("sales-2026-01-01T00-00-00.backup");
        assertThatThrownBy(() -> disk.open(artifact, Disk.Open.READ))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage("s3://vault/nightly/sales-2026-01-01T00-00-00.backup");
        assertThatThrownBy(() -> disk.open(artifact, Disk.Open.WRITE))
                .hasMessageContaining("objects are never changed");
        assertThatThrownBy(() -> disk.open(folder.resolve("notes"), Disk.Open.CREATE_NEW))
                .hasMessageContaining("only artifacts are written there");
        assertThatThrownBy(() -> disk.deleteTree(folder)).hasMessageContaining("whole prefixes are never removed");
        assertThatThrownBy(() -> disk.move(artifact, Path.of("/tmp/x"))).hasMessageStartingWith("cannot rename 's3://");
        assertThatThrownBy(() -> disk.list(Locations.of("gs://vault/x"))).hasMessage("not supported yet: gs");
        assertThat(disk.isDirectory(artifact)).isFalse();
        assertThat(disk.exists(artifact)).isFalse();
        assertThat(disk.isDirectory(folder)).isTrue();
    }

    @Test
    void showsAddressesAsTheyWereGiven() {
        assertThat(Stream.of("s3://vault", "s3://vault/a/b", "/tmp/x", "x")
                        .map(text -> Locations.text(Locations.of(text))))
                .containsExactly("s3://vault", "s3://vault/a/b", "/tmp/x", "x");
        assertThat(Locations.of("file:///tmp/x")).isEqualTo(Path.of("/tmp/x"));
    }

    private BackupReport run(BackupType type, String databases) {
        cluster.simulation.runFor(Duration.ofSeconds(1));
        BackupRequest request = BackupRequest.of(
                        List.of(databases),
                        List.of(new SocketAddress("a", SimulatedCluster.PORT)),
                        folder,
                        ZoneOffset.UTC)
                .withType(type);
        return cluster.simulation.join(Backup.start(request, world, cluster).report(), Duration.ofHours(1));
    }
}

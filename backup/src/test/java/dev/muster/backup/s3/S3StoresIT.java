package dev.muster.backup.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.backup.BackupException;
import dev.muster.backup.Locations;
import dev.muster.backup.StoreSource;
import dev.muster.backup.artifact.Chains;
import dev.muster.backup.cli.AdminCommandLine;
import dev.muster.backup.cli.AdminTool;
import dev.muster.backup.objects.ObjectStore;
import dev.muster.backup.objects.RoutedDisk;
import dev.muster.backup.online.Backup;
import dev.muster.backup.online.BackupRequest;
import dev.muster.backup.online.BackupType;
import dev.muster.backup.online.ProgressListener;
import dev.muster.backup.protocol.BackupLimits;
import dev.muster.backup.protocol.BackupServer;
import dev.muster.backup.protocol.RunningBackups;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.World;
import dev.muster.runtime.real.RealWorld;
import dev.muster.store.StoreIdentity;
import dev.muster.store.engine.Stores;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands, and the operations below them, against an S3 server that is not ours. */
class S3StoresIT {
    private static final World WORLD = RealWorld.open("s3-test");

    @TempDir
    static Path directory;

    private static S3Server server;

    private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();

    @BeforeAll
    static void startServer() throws IOException {
        server = S3Server.start(directory);
        server.createBucket("vault");
        server.createBucket("parts");
    }

    @AfterAll
    static void stop() {
        server.close();
        RealWorld.close(WORLD);
    }

    @Test
    void looksAfterArtifactsInABucketAsInAFolder() throws Exception {
        StoreSource sales = new StoreSource(
                "sales", Stores.inMemory(new StoreIdentity(new UUID(1, 1), new UUID(1, 2)), WORLD.clock()));
        String source = new BackupServer(WORLD, sales)
                .listen(new SocketAddress("127.0.0.1", 0))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .local()
                .toString();
        String folder = "s3://vault/nightly/";
        String[] backup = {"database", "backup", "--from=" + source, "--to-path=" + folder, "sales"};
        sales.upTo(5);
        assertThat(run(backup)).as(text(stderr)).isZero();
        sales.upTo(9);
        assertThat(run(backup)).as(text(stderr)).isZero();
        assertThat(text(stdout)).contains("DIFF  6..9");

        assertThat(run("backup", "list", folder)).isZero();
        assertThat(text(stdout)).containsPattern("sales +sales-\\S+\\.backup +2 +\\S+ KiB +9 ");
        assertThat(run("backup", "inspect", folder)).isZero();
        assertThat(text(stdout)).contains("s3://vault/nightly/sales-");
        Path scratch = Files.createDirectory(directory.resolve("scratch"));
        assertThat(run("backup", "verify", "--restore-test", "--temp-path=" + scratch, folder))
                .as(text(stdout))
                .isZero();
        assertThat(run("database", "check", "--from-path=" + folder, "--temp-path=" + scratch, "sales"))
                .as(text(stderr))
                .isZero();
        Path restored = Files.createDirectory(directory.resolve("restored"));
        assertThat(run(
                        "database",
                        "restore",
                        "--from-path=" + folder,
                        "--to-path-data=" + restored.resolve("databases"),
                        "--to-path-txn=" + restored.resolve("transactions"),
                        "again"))
                .as(text(stderr))
                .isZero();
        assertThat(text(stdout)).contains("Database 'again' restored up to transaction 9 from 2 artifacts");
        assertThat(run("backup", "aggregate", "--temp-path=" + scratch, "--from-path=" + folder, "sales"))
                .as(text(stderr))
                .isZero();
        assertThat(run("database", "backup", "--type=full", "--from=" + source, "--to-path=" + folder, "sales"))
                .isZero();
        assertThat(run("backup", "expire", "--keep-full=1", folder)).isZero();
        assertThat(text(stdout)).contains("exit code 0: 1 artifact of");
        try (ObjectStore vault = new S3Stores(server.environment()).open("s3", "vault")) {
            assertThat(vault.list("nightly/")).as("one artifact, and no lock").hasSize(1);
            assertThat(vault.listUploads("nightly/")).isEmpty();
        }
    }

    @Test
    void anObjectIsThereWhenItsUploadIsComplete() throws IOException {
        byte[] content = new byte[13 * 1024 * 1024];
        new Random(1).nextBytes(content);
        int first = 8 * 1024 * 1024;
        try (ObjectStore parts = new S3Stores(server.environment()).open("s3", "parts")) {
            ObjectStore.Upload upload = parts.upload("a/b.backup");
            upload.part(ByteBuffer.wrap(content, 0, first));
            upload.part(ByteBuffer.wrap(content, first, content.length - first));
            assertThat(parts.size("a/b.backup")).isEqualTo(-1);
            assertThat(parts.list("a/")).isEmpty();
            assertThat(parts.listUploads("a/")).containsExactly("a/b.backup");

            upload.complete();
            assertThat(parts.size("a/b.backup")).isEqualTo(content.length);
            assertThat(parts.list("a/")).containsExactly("a/b.backup");
            assertThat(parts.listUploads("a/")).isEmpty();
            assertThat(parts.read("a/b.backup", first - 5, 1_000))
                    .isEqualTo(Arrays.copyOfRange(content, first - 5, first + 995));
            assertThat(parts.read("a/b.backup", content.length - 3, 10)).hasSize(3);

            parts.upload("a/c.backup").part(ByteBuffer.wrap(content, 0, 100));
            parts.abortUploads("a/c.backup");
            assertThat(parts.listUploads("a/")).isEmpty();
            parts.delete("a/b.backup");
            parts.delete("a/b.backup");
            assertThat(parts.list("a/")).isEmpty();
        }
    }

    @Test
    void anotherProcessGoesOnWithAnUpload() throws IOException {
        byte[] content = new byte[13 * 1024 * 1024];
        new Random(2).nextBytes(content);
        int first = 8 * 1024 * 1024;
        S3Stores stores = new S3Stores(server.environment());
        String state;
        try (ObjectStore dying = stores.open("s3", "parts")) {
            ObjectStore.Upload upload = dying.upload("a/d.backup");
            upload.part(ByteBuffer.wrap(content, 0, first));
            state = upload.state();
            upload.part(ByteBuffer.wrap(content, 0, 1_000)); // of which nobody has left word
        }
        try (ObjectStore next = stores.open("s3", "parts")) {
            assertThat(next.resume("a/d.backup", state.replaceAll("[0-9a-f]{32}", "0".repeat(32))))
                    .as("other parts than those that are there")
                    .isNull();
            ObjectStore.Upload upload = next.resume("a/d.backup", state);
            upload.part(ByteBuffer.wrap(content, first, content.length - first));
            upload.complete();

            assertThat(next.size("a/d.backup")).isEqualTo(content.length);
            assertThat(next.read("a/d.backup", 0, content.length)).isEqualTo(content);
            assertThat(next.resume("a/d.backup", state))
                    .as("once it is complete")
                    .isNull();
            next.delete("a/d.backup");
        }
    }

    @Test
    void aBackupThatWasCutOffGoesOn() throws Exception {
        StoreSource big = new StoreSource(
                "big", Stores.inMemory(new StoreIdentity(new UUID(2, 1), new UUID(2, 2)), WORLD.clock()));
        big.textBytes = 256 * 1024;
        big.upTo(100);
        RunningBackups limited = new RunningBackups(new BackupLimits(10, 20L * 1024 * 1024, 0, 0), WORLD.clock());
        SocketAddress source = new BackupServer(WORLD, big, limited)
                .listen(new SocketAddress("127.0.0.1", 0))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .local();
        cutOff(source, 18L * 1024 * 1024);

        assertThat(run(
                        "database",
                        "backup",
                        "--verbose",
                        "--compress=false",
                        "--from=" + source,
                        "--to-path=s3://vault/cut/",
                        "big"))
                .as(text(stderr))
                .isZero();

        assertThat(text(stderr))
                .containsPattern(
                        "Going on with 'big-.*\\.backup', of which an interrupted backup has left 1[6-9][0-9]{6} bytes");
        assertThat(run("backup", "verify", "--restore-test", "--temp-path=" + directory, "s3://vault/cut/"))
                .as(text(stdout))
                .isZero();
        try (ObjectStore vault = new S3Stores(server.environment()).open("s3", "vault")) {
            assertThat(vault.list("cut/"))
                    .as("one artifact, and nothing beside it")
                    .hasSize(1);
            assertThat(vault.listUploads("cut/")).isEmpty();
        }
    }

    /** A run whose process ends when so much has come. */
    private static void cutOff(SocketAddress source, long bytes) throws Exception {
        World dying = RealWorld.open("dying");
        CountDownLatch come = new CountDownLatch(1);
        BackupRequest request = new BackupRequest(
                List.of("big"),
                List.of(source),
                Locations.of("s3://vault/cut/"),
                BackupType.FULL,
                BackupRequest.Compression.NONE,
                BackupRequest.OnFailure.REMOVE,
                Chains.ParentRule.NEWEST,
                10_000,
                10_000,
                ZoneOffset.UTC);
        Backup.start(request, RoutedDisk.in(dying, new S3Stores(server.environment())), new ProgressListener() {
            @Override
            public void log(Level level, String text) {}

            @Override
            public void progress(Progress progress) {
                if (progress.bytes() > bytes) {
                    come.countDown();
                }
            }
        });
        assertThat(come.await(60, TimeUnit.SECONDS)).isTrue();
        dying.scheduler().close(); // nothing of it happens any more, least of all its end
        RealWorld.close(dying);
    }

    @Test
    void writesOnlyIfThereIsNoneYet() throws IOException {
        try (ObjectStore parts = new S3Stores(server.environment()).open("s3", "parts")) {
            assertThat(parts.putIfAbsent("lock", new byte[] {1})).isTrue();
            assertThat(parts.putIfAbsent("lock", new byte[] {2})).isFalse();
            assertThat(parts.read("lock", 0, 1)).containsExactly(1);
        }
    }

    @Test
    void saysWhatIsWrong() {
        assertThat(run("backup", "list", "s3://nowhere/x")).isEqualTo(1);
        assertThat(text(stderr)).isEqualTo("s3://nowhere/x/: there is no bucket 'nowhere'\n");
        assertThat(run("backup", "list", "s3://")).isEqualTo(1);
        assertThat(text(stderr)).isEqualTo("the address names no bucket\nHINT: write s3://bucket/prefix\n");
        assertThat(run("database", "backup", "--keep-failed", "--to-path=s3://vault/x", "sales"))
                .isEqualTo(1);
        assertThat(text(stderr))
                .isEqualTo("--keep-failed is not possible with the object store 's3://vault/x'\n"
                        + "HINT: leave it out, or name a local folder\n");
        S3Stores nobody = new S3Stores(Map.of(
                "AWS_ENDPOINT_URL_S3", "http://127.0.0.1:1", "AWS_ACCESS_KEY_ID", "x", "AWS_SECRET_ACCESS_KEY", "x"));
        try (ObjectStore closed = nobody.open("s3", "vault")) {
            assertThatThrownBy(() -> closed.list("x/"))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("s3://vault/x/: Unable to execute HTTP request: Connection refused");
        }
        assertThatThrownBy(() -> nobody.open("azb", "vault"))
                .isInstanceOf(BackupException.class)
                .hasMessage("not supported yet: azb:// addresses; name a local path or s3://bucket/prefix");
    }

    private int run(String... arguments) {
        stdout.reset();
        stderr.reset();
        return AdminCommandLine.create(
                        new AdminCommandLine.Context(
                                () -> WORLD,
                                (additionalConfig, expandCommands) -> AdminTool.directories(Path.of("data")),
                                InputStream.nullInputStream(),
                                new PrintStream(stdout, true, StandardCharsets.UTF_8),
                                new PrintStream(stderr, true, StandardCharsets.UTF_8),
                                false),
                        new S3Stores(server.environment()))
                .execute(arguments);
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}

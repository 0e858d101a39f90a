package dev.muster.backup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.backup.StoreSource;
import dev.muster.backup.artifact.FolderLock;
import dev.muster.backup.protocol.BackupServer;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.World;
import dev.muster.runtime.real.RealWorld;
import dev.muster.store.StoreIdentity;
import dev.muster.store.engine.Stores;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code backup list}, {@code verify} and {@code expire} on artifacts of a real store: exit code, stdout, stderr. */
class FolderCommandsTest {
    private static final World WORLD = RealWorld.open("folder-test");

    @TempDir
    Path directory;

    private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    private final StoreSource sales =
            new StoreSource("sales", Stores.inMemory(new StoreIdentity(new UUID(1, 1), new UUID(1, 2)), WORLD.clock()));
    private String server;
    private Path folder;

    @BeforeEach
    void startServer() throws Exception {
        server = new BackupServer(WORLD, sales)
                .listen(new SocketAddress("127.0.0.1", 0))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .local()
                .toString();
        folder = Files.createDirectory(directory.resolve("backups"));
    }

    @AfterAll
    static void close() {
        RealWorld.close(WORLD);
    }

    @Test
    void listsTheChainsOfAFolder() throws IOException {
        twoChains();

        assertThat(run("backup", "list", folder.toString())).isZero();
        assertThat(masked()).isEqualTo("""
                DATABASE CHAIN ARTIFACTS SIZE LAST TX RECOVERY POINT (UTC) AGE
                sales sales-TIME.backup 1 # KiB 12 DAY AGE
                sales sales-TIME.backup 3 # KiB 9 DAY AGE
                """);

        assertThat(run("backup", "list", "--json", folder.toString())).isZero();
        JsonNode json = json();
        assertThat(json.at("/chains/1/artifacts")).hasSize(3);
        assertThat(json.at("/chains/1/lastTx").asInt()).isEqualTo(9);
        assertThat(json.at("/exitCode").asInt()).isZero();
    }

    @Test
    void verifiesAFolderAndTestsItsRestores() throws IOException {
        twoChains();

        assertThat(run("backup", "verify", "--restore-test", folder.toString()))
                .as(text(stderr))
                .isZero();
        assertThat(masked()).isEqualTo("""
                FILE CHECK SIZE RESULT
                sales-TIME.backup contents # KiB ok
                sales-TIME.backup contents # KiB ok
                sales-TIME.backup contents # KiB ok
                sales-TIME.backup contents # KiB ok
                sales-TIME.backup restore # KiB ok
                sales-TIME.backup restore # KiB ok
                exit code 0: all 6 checks passed.
                """);
        assertThat(files()).as("nothing is left of the tests").allMatch(name -> !name.startsWith(".muster-verify"));
    }

    @Test
    void verifiesTheChainThatEndsWithAFile() throws IOException {
        twoChains();
        String second = artifacts().get(1);

        assertThat(run("backup", "verify", "--json", folder.resolve(second).toString()))
                .isZero();
        assertThat(json().at("/checks")).hasSize(2);
    }

    @Test
    void watchesWithTheOptionsOfABackupAndTheRetentionOfExpire() throws IOException {
        sales.upTo(3);
        Path metrics = directory.resolve("watch.prom");
        String[] watch = {
            "backup",
            "watch",
            "--every=1h",
            "--runs=1",
            "--keep-full=1",
            "--metrics-file=" + metrics,
            "--from=" + server,
            "--to-path=" + folder,
            "--type=full",
            "sales"
        };

        assertThat(run(watch)).as(text(stderr)).isZero();
        assertThat(run(watch)).as(text(stderr)).isZero();
        assertThat(text(stdout)).contains("exit code 0: 1 of 1 database saved, and every server answered.");
        assertThat(text(stderr)).contains(", whose chain is not kept any longer.");
        assertThat(artifacts()).hasSize(1);
        assertThat(Files.readString(metrics)).contains("muster_backup_watch_last_exit_code 0");
    }

    @Test
    void refusesAWatchThatMakesNoSense() {
        assertThat(run("backup", "watch", "--to-path=" + folder, "sales")).isEqualTo(64);
        assertThat(text(stderr)).startsWith("Missing required option: '--every=<duration>'");
        assertThat(run("backup", "watch", "--every=often", "--to-path=" + folder))
                .isEqualTo(64);
        assertThat(text(stderr)).contains("'often' is no duration such as 90s, 15m, 1h or 7d");
        assertThat(run("backup", "watch", "--every=1h", "--runs=0", "--to-path=" + folder))
                .isEqualTo(64);
        assertThat(run("backup", "watch", "--every=1h", "--inspect-path=" + folder))
                .isEqualTo(64);
        assertThat(run(
                        "backup",
                        "watch",
                        "--every=1h",
                        "--to-path=" + folder,
                        "--metrics-file=" + directory.resolve("nowhere/x.prom")))
                .isEqualTo(1);
        assertThat(text(stderr)).contains("there is no such folder");
    }

    @Test
    void findsAFlippedByteInTheContents() throws IOException {
        twoChains();
        Path damaged = folder.resolve(artifacts().get(0));
        byte[] bytes = Files.readAllBytes(damaged);
        bytes[bytes.length / 2] ^= 4;
        Files.write(damaged, bytes);

        assertThat(run("backup", "verify", "--restore-test", folder.toString())).isEqualTo(1);
        assertThat(masked())
                .contains("sales-TIME.backup contents # KiB artifact '")
                .contains("is damaged at byte")
                .endsWith("exit code 1: 1 of 5 checks failed.\n");
    }

    @Test
    void saysThatThereIsNothingToVerify() {
        assertThat(run("backup", "verify", folder.toString())).isEqualTo(1);
        assertThat(text(stderr)).startsWith("there is no artifact in '" + folder + "'\nHINT: ");
        assertThat(run("backup", "verify", "--database=hr", folder.toString())).isEqualTo(1);
        assertThat(text(stderr)).contains("there is no artifact in '" + folder + "' of database 'hr'\n");
        assertThat(run("backup", "verify", directory.resolve("nowhere").toString()))
                .isEqualTo(1);
    }

    @Test
    void expiresOldChainsAfterShowingWhichOnes() throws IOException {
        twoChains();

        assertThat(run("backup", "expire", "--keep-full=1", "--dry-run", folder.toString()))
                .isZero();
        assertThat(masked())
                .contains("would go a newer chain is there\n")
                .endsWith("exit code 0: 3 artifacts of # KiB would be removed.\n");
        assertThat(artifacts()).hasSize(4);

        assertThat(run("backup", "expire", "--keep-full=1", folder.toString())).isZero();
        assertThat(masked()).endsWith("exit code 0: 3 artifacts of # KiB removed.\n");
        assertThat(artifacts()).hasSize(1);
        assertThat(run("backup", "verify", "--restore-test", folder.toString())).isZero();
    }

    @Test
    void keepsWhatIsYoungEnough() throws IOException {
        twoChains();

        assertThat(run("backup", "expire", "--keep-days=1", "--json", folder.toString()))
                .isZero();
        assertThat(json().at("/removed")).isEmpty();
        assertThat(artifacts()).hasSize(4);
    }

    @Test
    void tellsOfADifferentialWithoutItsFullAndLeavesIt() throws IOException {
        twoChains();
        Files.delete(folder.resolve(artifacts().get(0)));

        for (String[] command : List.of(
                new String[] {"backup", "list", folder.toString()},
                new String[] {"backup", "verify", folder.toString()},
                new String[] {"backup", "expire", "--keep-full=1", folder.toString()})) {
            assertThat(run(command)).as(String.join(" ", command)).isEqualTo(1);
            assertThat(text(stdout) + text(stderr)).contains("nothing there leads from a full backup to transaction 5");
        }
        assertThat(artifacts()).hasSize(3);
    }

    @Test
    void expiresNothingWhileABackupOfTheDatabaseRuns() throws IOException {
        twoChains();
        try (FolderLock running = FolderLock.take(WORLD.disk(), folder, "sales")) {
            assertThat(running).isNotNull();
            assertThat(run("backup", "expire", "--keep-full=1", folder.toString()))
                    .isEqualTo(1);
        }
        assertThat(text(stderr))
                .startsWith("another backup of 'sales' into '" + folder + "' is running: this very process\n");
        assertThat(artifacts()).hasSize(4);
    }

    @Test
    void wantsToKnowWhatToKeep() {
        assertThat(run("backup", "expire", folder.toString())).isEqualTo(64);
        assertThat(text(stderr)).startsWith("Name what to keep: --keep-full=N, --keep-days=D or both\nUsage: ");
        assertThat(run("backup", "expire", "--keep-full=0", folder.toString())).isEqualTo(64);
        assertThat(run("backup", "expire", "--keep-days=-1", folder.toString())).isEqualTo(64);
    }

    @Test
    void aggregatesTheChainThatEndsWithAFile() throws IOException {
        twoChains();
        String third = artifacts().get(2);

        assertThat(run(
                        "backup",
                        "aggregate",
                        "--from-path",
                        folder.resolve(third).toString()))
                .as(text(stderr))
                .isZero();
        assertThat(masked())
                .isEqualTo("Database 'sales': 3 artifacts aggregated into 'sales-TIME.backup' (1..9, # KiB);"
                        + " 3 artifacts removed.\n");
        assertThat(text(stderr))
                .containsPattern(
                        "Finished artifact creation 'sales-\\S+\\.backup' for database 'sales', took \\d+ms\\.");
        assertThat(files()).filteredOn(name -> !name.endsWith(".backup")).containsExactly(".sales.lock");
        assertThat(run("backup", "verify", "--restore-test", folder.toString())).isZero();
        assertThat(masked()).endsWith("exit code 0: all 4 checks passed.\n");
    }

    @Test
    void aggregatesTheNewestChainOfADatabaseOfAFolderAndKeepsIt() throws IOException {
        twoChains();
        sales.upTo(14);
        backup("DIFF");

        assertThat(run("database", "aggregate-backup", "--keep-old-backup", "--json", "--from-path=" + folder, "s*"))
                .as(text(stderr))
                .isZero();
        assertThat(json().at("/0/chain")).hasSize(2);
        assertThat(json().at("/0/removed")).isEmpty();
        assertThat(json().at("/0/lastTx").asInt()).isEqualTo(14);
        assertThat(artifacts()).hasSize(6);

        assertThat(run("backup", "aggregate", "--from-path=" + folder)).isZero();
        assertThat(text(stdout)).startsWith("Nothing to aggregate: the newest chain of database 'sales' is the full");
    }

    @Test
    void saysWhatCannotBeAggregated() throws IOException {
        assertThat(run("backup", "aggregate", "--from-path=" + folder)).isEqualTo(1);
        assertThat(text(stderr)).startsWith("there is no artifact in '" + folder + "'\nHINT: ");
        twoChains();
        assertThat(run("backup", "aggregate", "--from-path=" + folder, "hr")).isEqualTo(1);
        assertThat(text(stderr)).startsWith("there is no artifact in '" + folder + "' of database 'hr'\n");
        String file = folder.resolve(artifacts().get(0)).toString();
        assertThat(run("backup", "aggregate", "--from-path=" + file, "sales")).isEqualTo(64);
        assertThat(run("backup", "aggregate", "--from-path=gs://bucket/")).isEqualTo(1);
        assertThat(text(stderr))
                .contains("not supported yet: gs:// addresses; name a local path or s3://bucket/prefix\n");
        assertThat(artifacts()).hasSize(4);
    }

    /** A full with two differentials, and a newer full. */
    private void twoChains() {
        sales.upTo(5);
        backup("FULL");
        sales.upTo(7);
        backup("DIFF");
        sales.upTo(9);
        backup("DIFF");
        sales.upTo(12);
        backup("FULL");
        stdout.reset();
        stderr.reset();
    }

    private void backup(String type) {
        int exitCode = run("database", "backup", "--from=" + server, "--to-path=" + folder, "--type=" + type, "sales");
        assertThat(exitCode).as(text(stderr)).isZero();
    }

    private int run(String... arguments) {
        stdout.reset();
        return AdminCommandLine.create(new AdminCommandLine.Context(
                        () -> WORLD,
                        (additionalConfig, expandCommands) -> AdminTool.directories(folder.resolveSibling("data")),
                        InputStream.nullInputStream(),
                        new PrintStream(stdout, true, StandardCharsets.UTF_8),
                        new PrintStream(stderr, true, StandardCharsets.UTF_8),
                        false))
                .execute(arguments);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private List<String> artifacts() throws IOException {
        return files().stream().filter(name -> name.endsWith(".backup")).toList();
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(text(stdout));
    }

    /** What was printed without what differs from run to run; runs of spaces as one. */
    private String masked() {
        return text(stdout)
                .replaceAll("[0-9.]+ (KiB|B)", "# KiB")
                .replaceAll("-[0-9-]+T[0-9-]+\\.backup", "-TIME.backup")
                .replaceAll("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d", "DAY")
                .replaceAll("DAY( +)\\d+ s", "DAY$1AGE")
                .replaceAll(" +", " ");
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}

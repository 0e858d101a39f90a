package dev.muster.clustertests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;

/** Ctrl-C in the middle of commands: exit code 130, nothing of theirs left, and the next run works. */
@MusterCluster(primaries = 1, databases = "big", processes = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InterruptIT {
    private static final int INTERRUPTED = 130;
    private static final int MEBIBYTES = 32;

    private Cluster cluster;

    @BeforeAll
    void fill(Cluster started) {
        cluster = started;
        String mebibyte = "x".repeat(1024 * 1024);
        try (Session session = cluster.driver().session(SessionConfig.forDatabase("big"))) {
            for (int i = 0; i < MEBIBYTES / 8; i++) {
                session.run("UNWIND range(1, 8) AS n CREATE (:Blob {bytes: $bytes})", Map.of("bytes", mebibyte))
                        .consume();
            }
        }
    }

    @Test
    void aBackupLeavesNoHalfArtifact(@TempDir Path directory) throws Exception {
        Path backups = Files.createDirectory(directory.resolve("backups"));
        String[] words = backup(backups);
        try (CommandProcess backup = CommandProcess.start(directory, words)) {
            await("a half artifact", () -> names(backups).stream().anyMatch(name -> !name.endsWith(".lock")), backup);
            cluster.pause("server01");

            backup.interrupt();

            assertThat(backup.outcome().exitCode()).isEqualTo(INTERRUPTED);
        } finally {
            cluster.resume("server01");
        }
        assertThat(names(backups)).containsExactly(".big.lock");
        assertThat(CommandProcess.run(directory, words).exitCode()).isZero();
        assertThat(names(backups)).filteredOn(name -> name.endsWith(".backup")).hasSize(1);
    }

    @Test
    void aRestoreLeavesNoHalfStore(@TempDir Path directory) throws Exception {
        Path backups = Files.createDirectory(directory.resolve("backups"));
        assertThat(cluster.admin(List.of(backup(backups)).subList(1, 6).toArray(String[]::new))
                        .exitCode())
                .isZero();
        Path stores = directory.resolve("stores");
        Path logs = directory.resolve("logs");
        String[] words = {
            "admin",
            "database",
            "restore",
            "--from-path=" + backups,
            "--to-path-data=" + stores,
            "--to-path-txn=" + logs,
            "copy"
        };
        try (CommandProcess restore = CommandProcess.start(directory, words)) {
            await("a half store", () -> Files.exists(stores.resolve(".copy.restore")), restore);

            restore.freezeAndInterrupt();

            assertThat(restore.outcome().exitCode()).isEqualTo(INTERRUPTED);
        }
        assertThat(names(stores)).isEmpty();
        assertThat(names(logs)).isEmpty();
        assertThat(CommandProcess.run(directory, words).exitCode()).isZero();
        assertThat(names(stores)).containsExactly("copy");
    }

    @Test
    void aStartOfAClusterLeavesNoServerAndNoFile(@TempDir Path directory) throws Exception {
        Path files = directory.resolve("home/clusters/dev");
        String[] words = {"cluster", "start", "dev", "--primaries", "2"};
        try (CommandProcess start = CommandProcess.start(directory, words)) {
            await("a server's process", () -> Files.exists(files.resolve("server02/logs/console.log")), start);

            start.interrupt();

            assertThat(start.outcome().exitCode()).isEqualTo(INTERRUPTED);
        }
        assertThat(files).doesNotExist();
        assertThat(processesOf(directory)).isEmpty();
        Cluster.Outcome again = CommandProcess.run(directory, words);
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(CommandProcess.run(directory, "cluster", "destroy", "dev").exitCode())
                .isZero();
    }

    /** What it makes is new each time, so the next run is like the first. */
    @Test
    void theDemoLeavesNoServerAndNoFile(@TempDir Path directory) throws Exception {
        try (CommandProcess demo = CommandProcess.start(directory, "demo")) {
            await("the demo's second step", () -> demo.out().contains("Create the databases"), demo);

            demo.interrupt();

            Cluster.Outcome outcome = demo.outcome();
            assertThat(outcome.exitCode()).isEqualTo(INTERRUPTED);
            assertThat(outcome.err())
                    .endsWith("The demo was broken off: its servers have ended and its files are removed.\n");
        }
        assertThat(names(directory.resolve("tmp")))
                .filteredOn(name -> name.startsWith("muster-demo-"))
                .isEmpty();
        assertThat(processesOf(directory)).isEmpty();
    }

    @Test
    void aQueryOfTheShellIsRolledBack(@TempDir Path directory) throws Exception {
        String statements = """
                RETURN 'begun';
                CREATE (:Draft) WITH 1 AS one UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN count(b);
                """;
        String[] words = {"shell", "-a", cluster.uri("server01"), "-d", "neo4j"};
        try (CommandProcess shell = CommandProcess.startWithInput(directory, statements, words)) {
            await("the shell's first answer", () -> shell.out().contains("begun"), shell);

            shell.interrupt();

            assertThat(shell.outcome().exitCode()).isEqualTo(INTERRUPTED);
        }
        try (CommandProcess shell =
                CommandProcess.startWithInput(directory, "MATCH (d:Draft) RETURN count(d) AS drafts;", words)) {
            Cluster.Outcome again = shell.outcome();
            assertThat(again.exitCode()).as(again.err()).isZero();
            assertThat(again.out()).isEqualTo("drafts\n0\n");
        }
    }

    private String[] backup(Path folder) {
        return new String[] {
            "admin", "database", "backup", "--from=" + cluster.backupAddresses().get(0), "--to-path=" + folder, "big"
        };
    }

    private static void await(String what, Callable<Boolean> condition, CommandProcess command) {
        Awaitility.await(what)
                .atMost(Duration.ofSeconds(60))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .failFast("the command has ended", () -> !command.isRunning())
                .until(condition);
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** Processes whose command line names the directory. */
    private static List<String> processesOf(Path directory) {
        return ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .filter(line -> line.contains(directory.toString()))
                .toList();
    }
}

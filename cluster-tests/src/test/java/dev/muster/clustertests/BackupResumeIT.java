package dev.muster.clustertests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;

/** A backup whose process is killed goes on where it stopped; with real processes, sockets and files. */
@MusterCluster(primaries = 1, databases = "big", processes = true, settings = "muster.backup.bandwidth=8m")
class BackupResumeIT {
    private static final int MEBIBYTES = 32;
    private static final long KILLED_AT_BYTES = 12L * 1024 * 1024;
    private static final Pattern LEFT =
            Pattern.compile("Going on with 'big-.*\\.backup', of which an interrupted backup has left (\\d+) bytes\\.");

    @Test
    void afterKillMinusNine(Cluster cluster, @TempDir Path directory) throws Exception {
        fill(cluster);
        Path backups = Files.createDirectory(directory.resolve("backups"));
        String[] words = {
            "admin",
            "database",
            "backup",
            "--compress=false",
            "--from=" + cluster.backupAddresses().get(0),
            "--to-path=" + backups,
            "big"
        };
        long there;
        try (CommandProcess backup = CommandProcess.start(directory, words)) {
            Awaitility.await("a good part of an artifact")
                    .atMost(Duration.ofSeconds(60))
                    .failFast("the backup has ended", () -> !backup.isRunning())
                    .until(() -> partialBytes(backups) > KILLED_AT_BYTES);
            there = partialBytes(backups);
        } // ended the hard way

        Cluster.Outcome again = CommandProcess.run(directory, words);

        assertThat(again.exitCode()).as(again.err()).isZero();
        Matcher left = LEFT.matcher(again.err());
        assertThat(left.find()).as(again.err()).isTrue();
        long aChunkOfOneNode = 2L * 1024 * 1024;
        assertThat(Long.parseLong(left.group(1)))
                .as("what had come is kept, but for what was being written")
                .isGreaterThan(there - aChunkOfOneNode);
        assertThat(names(backups)).hasSize(2).allMatch(name -> name.endsWith(".backup") || name.equals(".big.lock"));
        Cluster.Outcome verified =
                CommandProcess.run(directory, "admin", "backup", "verify", "--restore-test", backups.toString());
        assertThat(verified.exitCode()).as(verified.out()).isZero();
    }

    private static void fill(Cluster cluster) {
        String mebibyte = "x".repeat(1024 * 1024);
        try (Session session = cluster.driver().session(SessionConfig.forDatabase("big"))) {
            for (int i = 0; i < MEBIBYTES / 8; i++) {
                session.run("UNWIND range(1, 8) AS n CREATE (:Blob {bytes: $bytes})", Map.of("bytes", mebibyte))
                        .consume();
            }
        }
    }

    private static long partialBytes(Path folder) throws IOException {
        for (String name : names(folder)) {
            if (name.endsWith(".partial")) {
                return Files.size(folder.resolve(name));
            }
        }
        return 0;
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}

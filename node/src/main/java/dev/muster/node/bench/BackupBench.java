package dev.muster.node.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.node.demo.AdminTool;
import dev.muster.node.launcher.BoltClient;
import dev.muster.node.launcher.ClusterStatus;
import dev.muster.node.launcher.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;

/**
 * How many megabytes of properties a full and a differential backup carry per second, with the real client; and how long
 * writes take without one and beside it.
 */
public final class BackupBench {
    private static final String DATABASE = "neo4j";
    private static final int NODES_PER_WRITE = 1_000;
    private static final int BYTES_PER_NODE = 1_024;
    private static final double FULL_RATE_MIN = 100;

    private BackupBench() {}

    /** {@code megabytes} of text properties for the full backup, and as many more for the differential. */
    public static List<Measurement> run(int megabytes, Progress progress) throws IOException {
        try (BenchCluster cluster = new BenchCluster(Progress.SILENT)) {
            progress.at("starting three servers");
            ClusterStatus status = cluster.start();
            Path target = Files.createDirectory(cluster.directory().resolve("backups"));
            try (Driver driver = BoltClient.driver(status.uri())) {
                write(driver, megabytes, 1, progress);
                Measurement full = backUp(status, target, "FULL", megabytes, progress);
                full = full.aimingAt(Measurement.aim(">= 100 MB/s", full.perSecond() >= FULL_RATE_MIN));
                write(driver, megabytes, 2, progress);
                List<Measurement> all =
                        new ArrayList<>(List.of(full, backUp(status, target, "DIFF", megabytes, progress)));
                all.addAll(WritesBesideBackup.run(
                        driver, DATABASE, () -> backUp(status, target, "FULL", megabytes, Progress.SILENT), progress));
                return all;
            }
        }
    }

    private static void write(Driver driver, int megabytes, long seed, Progress progress) {
        SplittableRandom random = new SplittableRandom(seed);
        long nodes = megabytes * 1024L * 1024L / BYTES_PER_NODE;
        try (Session session = driver.session(SessionConfig.forDatabase(DATABASE))) {
            for (long done = 0; done < nodes; done += NODES_PER_WRITE) {
                progress.at("writing " + done * BYTES_PER_NODE / (1024 * 1024) + " of " + megabytes + " MB");
                List<String> texts = random.longs(NODES_PER_WRITE)
                        .mapToObj(BackupBench::text)
                        .toList();
                session.run("UNWIND $texts AS text CREATE (:Bench {text: text})", Map.of("texts", texts))
                        .consume();
            }
        }
    }

    /** Text that hardly compresses. */
    private static String text(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder text = new StringBuilder(BYTES_PER_NODE);
        while (text.length() < BYTES_PER_NODE) {
            text.append((char) ('!' + random.nextInt(94)));
        }
        return text.toString();
    }

    private static Measurement backUp(ClusterStatus status, Path target, String type, int megabytes, Progress progress)
            throws IOException {
        progress.at("backing up " + megabytes + " MB, " + type);
        Histogram nanos = Measurement.histogram();
        long start = System.nanoTime();
        AdminTool.Run run = AdminTool.run(
                Map.of(),
                List.of(
                        "database",
                        "backup",
                        "--from=" + status.backupFrom(),
                        "--to-path=" + target,
                        "--type=" + type,
                        "--json",
                        DATABASE));
        nanos.recordValue(System.nanoTime() - start);
        if (run.exitCode() != 0) {
            throw new IllegalStateException("the backup ended with " + run.exitCode() + ": " + run.output());
        }
        double seconds = seconds(run.output(), nanos.getMaxValue());
        return Measurement.of(
                "backup, " + type, nanos, megabytes / seconds, "MB", "rate without, times with the client's start");
    }

    /** What the client says it took; the whole process's time if it does not say. */
    private static double seconds(String output, long processNanos) throws IOException {
        int begin = output.indexOf("{\n");
        JsonNode report = new ObjectMapper().readTree(begin < 0 ? "{}" : output.substring(begin));
        long millis = report.findPath("tookMillis").asLong(0);
        return millis > 0 ? millis / 1e3 : processNanos / 1e9;
    }
}

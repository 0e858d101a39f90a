package dev.muster.node.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.node.demo.AdminTool;
import dev.muster.node.launcher.BoltClient;
import dev.muster.node.launcher.ClusterStatus;
import dev.muster.node.launcher.Progress;
import dev.muster.runtime.World;
import dev.muster.runtime.real.RealWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;
import org.neo4j.driver.exceptions.Neo4jException;

/**
 * How many megabytes of properties a full and a differential backup carry per second, with the real client, and which share of
 * this machine's floor that is; and how long writes take without one and beside it.
 */
public final class BackupBench {
    private static final String DATABASE = "neo4j";
    private static final int NODES_PER_WRITE = 1_000;
    private static final int BYTES_PER_NODE = 1_024;
    private static final int WRITE_ATTEMPTS = 5;
    private static final double FULL_RATE_MIN = 200;
    private static final double VERIFY_RATE_MIN = 500;
    private static final double RESTORE_RATE_MIN = 100;
    private static final double DIFFERENTIAL_MAX = 1.2;

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
                full = full.aimingAt(Measurement.aim(">= 200 MB/s", full.perSecond() >= FULL_RATE_MIN));
                Measurement floor = floor(target, cluster.directory(), megabytes, progress);
                long logBefore = logBytes(cluster.directory());
                write(driver, megabytes, 2, progress);
                long log = logBytes(cluster.directory()) - logBefore;
                List<Measurement> all = new ArrayList<>(List.of(full.noting(CopyFloor.share(full, floor)), floor));
                all.add(differential(backUp(status, target, "DIFF", megabytes, progress), target, log));
                all.addAll(afterwards(status, cluster.directory(), target, megabytes, progress));
                all.addAll(WritesBesideBackup.run(
                        driver, DATABASE, () -> backUp(status, target, "FULL", megabytes, Progress.SILENT), progress));
                return all;
            }
        }
    }

    /** With what its artifact has beside what the server's log has grown by. */
    private static Measurement differential(Measurement taken, Path target, long log) throws IOException {
        double ratio = Files.size(newest(target)) / (double) Math.max(1, log);
        return taken.aimingAt(Measurement.aim(
                String.format(Locale.ROOT, "<= 1.2 of the log's bytes; is %.2f", ratio), ratio <= DIFFERENTIAL_MAX));
    }

    /** What the machine needs to copy what the full has, in this JVM, which is warm by then. */
    private static Measurement floor(Path target, Path directory, int megabytes, Progress progress) throws IOException {
        progress.at("copying " + megabytes + " MB");
        World world = RealWorld.open("bench");
        try {
            return CopyFloor.run(world, newest(target), directory, megabytes);
        } finally {
            RealWorld.close(world);
        }
    }

    private static Path newest(Path target) throws IOException {
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.toString().endsWith(".backup"))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
        }
    }

    /** What a server's log of the database takes; the members' logs are alike. */
    private static long logBytes(Path directory) throws IOException {
        Path logs;
        try (Stream<Path> all = Files.walk(directory)) {
            logs = all.filter(path -> path.endsWith(Path.of("transactions", DATABASE)))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
        long sum = 0;
        try (Stream<Path> files = Files.list(logs)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sum += Files.size(file);
            }
        }
        return sum;
    }

    /** Verifying and restoring the chain, a full with encryption, and one with little memory. */
    private static List<Measurement> afterwards(
            ClusterStatus status, Path directory, Path target, int megabytes, Progress progress) throws IOException {
        Path key = Files.writeString(directory.resolve("bench.key"), "0123456789abcdef".repeat(4));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Path sealed = Files.createDirectory(directory.resolve("sealed"));
        Path small = Files.createDirectory(directory.resolve("small"));
        int all = 2 * megabytes;
        String from = "--from=" + status.backupFrom();
        List<Measurement> rows = new ArrayList<>();
        Measurement verified = admin(
                "verify, FULL and DIFF",
                Map.of(),
                all,
                progress,
                List.of("backup", "verify", "--json", target.toString()));
        rows.add(verified.aimingAt(Measurement.aim(">= 500 MB/s", verified.perSecond() >= VERIFY_RATE_MIN)));
        Measurement restored = admin(
                "restore, FULL and DIFF",
                Map.of("NEO4J_HOME", directory.toString()), // where the script for users goes
                all,
                progress,
                List.of(
                        "database",
                        "restore",
                        "--json",
                        "--from-path=" + target,
                        "--to-path-data=" + directory.resolve("restored/databases"),
                        "--to-path-txn=" + directory.resolve("restored/transactions"),
                        "restored"));
        rows.add(restored.aimingAt(Measurement.aim(">= 100 MB/s", restored.perSecond() >= RESTORE_RATE_MIN)));
        rows.add(admin(
                "backup, FULL, encrypted",
                Map.of(),
                all,
                progress,
                List.of(
                        "database",
                        "backup",
                        from,
                        "--to-path=" + sealed,
                        "--type=FULL",
                        "--encryption-key-file=" + key,
                        "--json",
                        DATABASE)));
        rows.add(admin(
                "backup, FULL, HEAP_SIZE=128m",
                Map.of("HEAP_SIZE", "128m", "JAVA_OPTS", "-Xmx128m"),
                all,
                progress,
                List.of("database", "backup", from, "--to-path=" + small, "--type=FULL", "--json", DATABASE)));
        return rows;
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
                write(session, texts);
            }
        }
    }

    /** Again where the leader changes, on a machine that has others to serve; some more is no harm. */
    private static void write(Session session, List<String> texts) {
        for (int left = WRITE_ATTEMPTS; ; left--) {
            try {
                session.executeWriteWithoutResult(transaction -> transaction
                        .run("UNWIND $texts AS text CREATE (:Bench {text: text})", Map.of("texts", texts))
                        .consume());
                return;
            } catch (Neo4jException e) {
                if (left == 1) {
                    throw e;
                }
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
        return admin(
                "backup, " + type,
                Map.of(),
                megabytes,
                progress,
                List.of(
                        "database",
                        "backup",
                        "--from=" + status.backupFrom(),
                        "--to-path=" + target,
                        "--type=" + type,
                        "--json",
                        DATABASE));
    }

    private static Measurement admin(
            String what, Map<String, String> environment, int megabytes, Progress progress, List<String> words)
            throws IOException {
        progress.at(what + " of " + megabytes + " MB");
        Histogram nanos = Measurement.histogram();
        long start = System.nanoTime();
        AdminTool.Run run = AdminTool.run(environment, words);
        nanos.recordValue(System.nanoTime() - start);
        if (run.exitCode() != 0) {
            throw new IllegalStateException(what + " ended with " + run.exitCode() + ": " + run.output());
        }
        double seconds = seconds(run.output(), nanos.getMaxValue());
        return Measurement.of(
                what,
                nanos,
                megabytes / seconds,
                "MB",
                "of " + megabytes + " MB; rate without, times with the client's start");
    }

    /** What the client says it took; the whole process's time if it does not say. */
    private static double seconds(String output, long processNanos) throws IOException {
        int begin = output.indexOf("{\n");
        JsonNode report = new ObjectMapper().readTree(begin < 0 ? "{}" : output.substring(begin));
        long millis = report.findPath("tookMillis").asLong(0);
        return millis > 0 ? millis / 1e3 : processNanos / 1e9;
    }
}

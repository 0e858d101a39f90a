package dev.muster.clustertests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.clustertests.FaultyWire.Fault;
import dev.muster.clustertests.FaultyWire.Point;
import dev.muster.runtime.real.RealDisk;
import dev.muster.store.NodeRecord;
import dev.muster.store.OfflineStore;
import dev.muster.store.StoreLocation;
import dev.muster.store.engine.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;
import org.neo4j.driver.exceptions.Neo4jException;

/**
 * Faults at points of the wire between a backup client and servers that are processes, and ends of either side, under load: every
 * artifact is absent or restores to a committed prefix, and exit code and report tell the truth.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@MusterCluster(
        databases = {"sales"},
        processes = true)
class BackupWireFaultsIT {
    /** How long new points are tried; the whole class takes at most about twice that. */
    private static final Duration TRYING = Duration.ofSeconds(25);

    private static final int POINTS_MAX = 400;
    private static final int POINTS_MIN = 6;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Cluster cluster;
    private final List<String> violations = new ArrayList<>();
    private int tried;
    private int struck;
    private int saved;
    private int restored;

    BackupWireFaultsIT(Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void atEveryPointThatIsTried(@TempDir Path directory) throws Exception {
        fill();
        try (FaultyWire wire = new FaultyWire(cluster.backupAddresses().get(0));
                Writer writer = new Writer(cluster)) {
            Path first = Files.createDirectory(directory.resolve("sound"));
            wire.arm(null);
            judge(first, backUp(first, wire.address()), 1, "without a fault");
            assertThat(violations).isEmpty();
            long[] length = {wire.passed(false), wire.passed(true)};

            long until = System.nanoTime() + TRYING.toNanos();
            for (int i = 0; i < POINTS_MAX && System.nanoTime() < until; i++) {
                tryPoint(wire, point(i, length), directory.resolve("p" + i), i % 2 == 1);
            }
            assertThat(writer.acknowledged).as("transactions meanwhile").isPositive();
        }
        System.out.printf(
                "backups over a faulty wire: %d points tried, %d struck, %d artifacts, %d restored, %d violations%n",
                tried, struck, saved, restored, violations.size());
        assertThat(violations).isEmpty();
        assertThat(struck).isGreaterThanOrEqualTo(POINTS_MIN);
    }

    /** Spread over both ways and all faults, never twice the same. */
    private static Point point(int number, long[] length) {
        Fault fault = Fault.values()[number % 7 == 6 ? 2 : number % 2]; // a stall takes the whole inactivity timeout
        boolean fromServer = number % 3 != 2;
        double golden = number * 0.6180339887498949;
        return new Point(fault, fromServer, (long) (length[fromServer ? 1 : 0] * (golden - Math.floor(golden))));
    }

    private void tryPoint(FaultyWire wire, Point point, Path folder, boolean alsoAnotherServer) throws Exception {
        Files.createDirectory(folder);
        wire.arm(point);
        String from = wire.address()
                + (alsoAnotherServer ? "," + cluster.backupAddresses().get(1) : "");
        Cluster.Outcome outcome = backUp(folder, from);
        tried++;
        struck += wire.hasStruck() ? 1 : 0;
        String what = point + (alsoAnotherServer ? ", another server asked too" : "");
        JsonNode report = judge(folder, outcome, alsoAnotherServer ? 2 : 1, what);
        if (alsoAnotherServer && report != null && !isSaved(report)) {
            violations.add(what + ": not saved, though the other server was sound: " + outcome.out());
        }
        wire.arm(null);
    }

    private Cluster.Outcome backUp(Path folder, String from) {
        return cluster.admin(
                "database",
                "backup",
                "--from=" + from,
                "--to-path=" + folder,
                "--type=FULL",
                "--compress=false",
                "--inactivity-timeout=1",
                "--json",
                "sales");
    }

    private static boolean isSaved(JsonNode report) {
        return report.at("/databases/0/state").asText().startsWith("saved");
    }

    /** What exit code, report and folder say must be the same, and true. */
    private JsonNode judge(Path folder, Cluster.Outcome outcome, int servers, String what) throws IOException {
        List<Path> artifacts = artifacts(folder);
        JsonNode report;
        try {
            report = JSON.readTree(outcome.out());
        } catch (IOException e) {
            violations.add(what + ": no report, but " + outcome.out() + outcome.err());
            return null;
        }
        boolean isSaved = isSaved(report);
        boolean allAnswered = true;
        for (JsonNode server : report.get("servers")) {
            allAnswered &= server.get("answered").asBoolean();
        }
        boolean well = allAnswered && report.at("/databases/0/state").asText().equals("saved");
        check(
                report.get("exitCode").asInt() == outcome.exitCode(),
                what + ": exit code " + outcome.exitCode(),
                outcome);
        check(outcome.exitCode() == (well ? 0 : 1), what + ": exit code " + outcome.exitCode(), outcome);
        check(report.get("servers").size() == servers, what + ": not every server is told of", outcome);
        check(artifacts.size() == (isSaved ? 1 : 0), what + ": artifacts " + artifacts, outcome);
        for (Path artifact : artifacts) {
            saved++;
            restore(artifact, folder, what);
        }
        return report;
    }

    private void check(boolean held, String broken, Cluster.Outcome outcome) {
        if (!held) {
            violations.add(broken + "\n" + outcome.out() + outcome.err());
        }
    }

    /** The restored store has the digest of the artifact, and what is in it is what was written, without a gap. */
    private void restore(Path artifact, Path folder, String what) throws IOException {
        Path scratch = Files.createDirectory(folder.resolve("restored"));
        Cluster.Outcome outcome = AdminCommands.run(
                scratch,
                "database",
                "restore",
                "--from-path=" + artifact,
                "--to-path-data=" + scratch.resolve("databases"),
                "--to-path-txn=" + scratch.resolve("transactions"),
                "copy");
        if (outcome.exitCode() != 0) {
            violations.add(what + ": " + artifact + " does not restore: " + outcome.err());
            return;
        }
        restored++;
        StoreLocation place =
                new StoreLocation(scratch.resolve("databases/copy"), scratch.resolve("transactions/copy"));
        try (OfflineStore store = Stores.offline(new RealDisk(), place)) {
            long sum = 0;
            long highest = 0;
            long count = 0;
            for (Iterator<NodeRecord> nodes = store.version().nodes(); nodes.hasNext(); ) {
                NodeRecord node = nodes.next();
                if (node.properties().get("number") instanceof Long number) {
                    sum += number;
                    highest = Math.max(highest, number);
                    count++;
                }
            }
            if (count != highest || sum != highest * (highest + 1) / 2) {
                violations.add(what + ": " + count + " numbers up to " + highest + " in " + artifact);
            }
        }
    }

    private static List<Path> artifacts(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".backup"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void whenTheClientIsKilledTheNextRunSavesAll(@TempDir Path directory) throws Exception {
        fill();
        try (FaultyWire wire = new FaultyWire(cluster.backupAddresses().get(0));
                Writer writer = new Writer(cluster)) {
            for (int quarter = 1; quarter <= 3; quarter++) {
                Path folder = Files.createDirectory(directory.resolve("killed" + quarter));
                wire.arm(new Point(Fault.STALL, true, quarter * FILLED_BYTES / 4));
                try (CommandProcess client = CommandProcess.start(
                        directory,
                        "admin",
                        "database",
                        "backup",
                        "--from=" + wire.address(),
                        "--to-path=" + folder,
                        "--compress=false",
                        "sales")) {
                    assertThat(wire.strikesWithin(60)).isTrue();
                    assertThat(client.isRunning()).isTrue();
                } // kill -9
                assertThat(artifacts(folder)).isEmpty();
                wire.arm(null);
                judge(folder, backUp(folder, wire.address()), 1, "after kill -9 at " + quarter + "/4");
            }
            assertThat(writer.acknowledged).isPositive();
        }
        assertThat(violations).isEmpty();
    }

    @Test
    void whenTheSourceIsKilledAnotherOneSavesAll(@TempDir Path directory) throws Exception {
        fill();
        Path folder = Files.createDirectory(directory.resolve("backups"));
        String source = cluster.servers().get(0);
        try (FaultyWire wire = new FaultyWire(cluster.backupAddresses().get(0))) {
            wire.arm(new Point(Fault.STALL, true, FILLED_BYTES / 2));
            try (CommandProcess client = CommandProcess.start(
                    directory,
                    "admin",
                    "database",
                    "backup",
                    "--from=" + wire.address() + "," + cluster.backupAddresses().get(1),
                    "--to-path=" + folder,
                    "--compress=false",
                    "--inactivity-timeout=20",
                    "--json",
                    "sales")) {
                assertThat(wire.strikesWithin(60)).isTrue();
                cluster.kill(source);
                Cluster.Outcome outcome = client.outcome();
                assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isEqualTo(1);
                JsonNode report = judge(folder, outcome, 2, "the source was killed");
                assertThat(report.at("/databases/0/state").asText()).isEqualTo("saved_with_problems");
            }
        } finally {
            cluster.restart(source);
        }
        assertThat(violations).isEmpty();
    }

    @Test
    void whenTheTargetIsFullNothingIsLeftAndSaidToBeThere(@TempDir Path directory) throws Exception {
        fill();
        try (SmallFileSystem small = SmallFileSystem.mount(directory, 1)) {
            Cluster.Outcome outcome =
                    backUp(small.path(), cluster.backupAddresses().get(0));
            judge(small.path(), outcome, 1, "a full target");
            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.out()).contains("cannot write to '" + small.path() + "'");
            assertThat(artifacts(small.path())).isEmpty();
        }
        assertThat(violations).isEmpty();
    }

    private static final int FILLED_NODES = 64;
    private static final int TEXT_BYTES = 64 * 1024;
    /** What a full at least sends. */
    private static final long FILLED_BYTES = (long) FILLED_NODES * TEXT_BYTES;

    /** Nothing is in it but the filling; tried again where the leader changes, since it begins with nothing each time. */
    private void fill() {
        Awaitility.await("the database is filled")
                .atMost(Duration.ofSeconds(60))
                .ignoreExceptionsInstanceOf(Neo4jException.class)
                .until(() -> {
                    try (Session session = cluster.driver().session(SessionConfig.forDatabase("sales"))) {
                        session.run("MATCH (n) DETACH DELETE n").consume();
                        session.run(
                                        "UNWIND range(1, $nodes) AS i CREATE (:Filling {text: $text})",
                                        Map.of("nodes", FILLED_NODES, "text", "x".repeat(TEXT_BYTES)))
                                .consume();
                        return true;
                    }
                });
    }

    /** Writes one number after the other, each in a transaction of its own. */
    private static final class Writer implements AutoCloseable {
        private final Thread thread;
        private volatile boolean stopped;
        private volatile long acknowledged;

        Writer(Cluster cluster) {
            thread = new Thread(() -> {
                try (Session session = cluster.driver().session(SessionConfig.forDatabase("sales"))) {
                    for (long number = 1; !stopped; number++) {
                        session.run("CREATE (:Number {number: $number})", Map.of("number", number))
                                .consume();
                        acknowledged = number;
                    }
                }
            });
            thread.start();
        }

        @Override
        public void close() throws InterruptedException {
            stopped = true;
            thread.join();
        }
    }
}

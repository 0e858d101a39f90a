package dev.muster.node.bench;

import dev.muster.node.launcher.BoltClient;
import dev.muster.node.launcher.ClusterStatus;
import dev.muster.node.launcher.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.HdrHistogram.Histogram;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;
import org.neo4j.driver.exceptions.Neo4jException;

/** From the kill -9 of a database's leader to the first write that is committed again. */
public final class FailoverBench {
    private static final String DATABASE = "neo4j";
    private static final long LIMIT_NANOS = 60_000_000_000L;

    private static final double P50_MILLIS = 500;
    private static final double P99_MILLIS = 1_500;

    /** The numbers of the writes that were acknowledged. */
    private final List<Long> acknowledged = new ArrayList<>();

    private long next;

    private FailoverBench() {}

    /** Kills the leader so often; fails if a write that was acknowledged is not there in the end. */
    public static List<Measurement> run(int runs, Progress progress) throws IOException {
        return new FailoverBench().measure(runs, progress);
    }

    private List<Measurement> measure(int runs, Progress progress) throws IOException {
        Histogram nanos = Measurement.histogram();
        Histogram election = Measurement.histogram();
        Histogram rest = Measurement.histogram();
        try (BenchCluster cluster = new BenchCluster(Progress.SILENT)) {
            cluster.start();
            for (int run = 1; run <= runs; run++) {
                progress.at("failover " + run + " of " + runs);
                String leader = leader(cluster);
                List<ClusterStatus.Server> others = cluster.clusters().status(BenchCluster.NAME).servers().stream()
                        .filter(server -> !server.name().equals(leader))
                        .toList();
                try (Driver driver =
                        BoltClient.driver("neo4j://" + others.get(0).bolt())) {
                    write(driver);
                    cluster.clusters().faults().kill(BenchCluster.NAME, leader);
                    LeaderWatch watch = LeaderWatch.begin(others, DATABASE);
                    long written = untilWritten(driver);
                    long led = Math.min(written, watch.nanosUntilLed());
                    nanos.recordValue(written);
                    election.recordValue(led);
                    rest.recordValue(written - led);
                }
                cluster.clusters().faults().restart(BenchCluster.NAME, leader);
            }
            progress.at("looking for every acknowledged write");
            checkNothingLost(cluster);
        }
        return List.of(
                Measurement.of(
                                "leader killed to next committed write",
                                nanos,
                                0,
                                "",
                                "Cypher through the driver, routing included; " + acknowledged.size()
                                        + " acknowledged writes, none lost")
                        .aimingAt(aim(nanos)),
                Measurement.of("  of it: until another server leads", election, 0, "", "as its metrics say"),
                Measurement.of(
                        "  of it: until a write is committed there", rest, 0, "", "the driver finds the leader"));
    }

    private static String aim(Histogram nanos) {
        double p99 = nanos.getValueAtPercentile(99) / 1e6;
        return Measurement.aim("p50 <= 500 ms", nanos.getValueAtPercentile(50) / 1e6 <= P50_MILLIS)
                + String.format(Locale.ROOT, "; p99 (%.0f ms) %s", p99, Measurement.aim("<= 1.5 s", p99 <= P99_MILLIS));
    }

    private void checkNothingLost(BenchCluster cluster) {
        ClusterStatus status = cluster.clusters().status(BenchCluster.NAME);
        Set<Long> found = new HashSet<>();
        try (Driver driver = BoltClient.driver(status.uri());
                Session session = driver.session(SessionConfig.forDatabase(DATABASE))) {
            session.executeRead(transaction -> transaction
                            .run("MATCH (write:Failover) RETURN write.number AS number")
                            .list(row -> row.get("number").asLong()))
                    .forEach(found::add);
        }
        List<Long> lost =
                acknowledged.stream().filter(number -> !found.contains(number)).toList();
        if (!lost.isEmpty()) {
            throw new IllegalStateException("acknowledged writes are lost: " + lost);
        }
    }

    private static String leader(BenchCluster cluster) {
        return cluster.clusters().status(BenchCluster.NAME).databases().stream()
                .filter(database -> database.name().equals(DATABASE) && database.leader() != null)
                .map(ClusterStatus.Database::leader)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no leader of " + DATABASE + " is known"));
    }

    private long untilWritten(Driver driver) {
        long start = System.nanoTime();
        while (true) {
            try {
                write(driver);
                return System.nanoTime() - start;
            } catch (Neo4jException e) {
                if (System.nanoTime() - start > LIMIT_NANOS) {
                    throw e;
                }
            }
        }
    }

    private void write(Driver driver) {
        long number = next++;
        try (Session session = driver.session(SessionConfig.forDatabase(DATABASE))) {
            session.run("CREATE (:Failover {number: " + number + "})").consume();
            acknowledged.add(number);
        }
    }
}

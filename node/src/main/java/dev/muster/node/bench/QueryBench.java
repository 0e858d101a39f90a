package dev.muster.node.bench;

import dev.muster.node.demo.AirRoutes;
import dev.muster.node.demo.AirRoutesLoader;
import dev.muster.node.launcher.BoltClient;
import dev.muster.node.launcher.ClusterStatus;
import dev.muster.node.launcher.Progress;
import dev.muster.node.launcher.StartRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;
import org.neo4j.driver.AccessMode;
import org.neo4j.driver.BookmarkManager;
import org.neo4j.driver.BookmarkManagerConfig;
import org.neo4j.driver.BookmarkManagers;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;

/**
 * What queries take through the official driver on three servers: the import of the air-routes graph, a lookup by an indexed
 * property beside {@code RETURN 1}, and one hop from a node with very many relationships. One client; what is compared takes
 * turns, so that what disturbs the machine disturbs both.
 */
public final class QueryBench {
    private static final List<String> DATABASES = List.of("first", "second");
    private static final String DATABASE = "second";
    private static final double IMPORT_SECONDS_MAX = 5;

    private static final int TURN = 200;
    private static final double LOOKUP_RATIO_MAX = 1.5;

    private static final int HUB_RELATIONSHIPS = 200_000;
    private static final int HUB_BATCH = 10_000;
    private static final double HOPS_PER_SECOND_MIN = 1_000_000;

    private final Driver driver;
    private final Progress progress;
    /** Lets every session see what those before it wrote. */
    private final BookmarkManager bookmarks =
            BookmarkManagers.defaultManager(BookmarkManagerConfig.builder().build());

    private final List<Measurement> results = new ArrayList<>();

    private QueryBench(Driver driver, Progress progress) {
        this.driver = driver;
        this.progress = progress;
    }

    /** {@code millis} of load for the lookups, and again for the hops, each after a warm-up of the same length. */
    public static List<Measurement> run(long millis, Progress progress) throws IOException {
        try (BenchCluster cluster = new BenchCluster(Progress.SILENT)) {
            progress.at("starting three servers");
            ClusterStatus status =
                    cluster.start(StartRequest.named(BenchCluster.NAME).withDatabases(DATABASES));
            try (Driver driver = BoltClient.driver(status.uri())) {
                QueryBench bench = new QueryBench(driver, progress);
                bench.imports();
                bench.lookups(millis);
                bench.hops(millis);
                return bench.results;
            }
        }
    }

    private void imports() {
        AirRoutes graph = AirRoutes.read();
        int elements = graph.nodes().size() + graph.edges().size();
        for (String database : DATABASES) {
            progress.at("importing air routes into " + database);
            Histogram nanos = Measurement.histogram();
            long start = System.nanoTime();
            importInto(database, graph);
            nanos.recordValue(System.nanoTime() - start);
            double seconds = nanos.getMaxValue() / 1e9;
            results.add(Measurement.of(
                            "air routes into the " + database + " database",
                            nanos,
                            elements / seconds,
                            "elements",
                            "UNWIND of 1,000 rows per transaction")
                    .aimingAt(Measurement.aim("<= 5 s", seconds <= IMPORT_SECONDS_MAX)));
        }
    }

    private void importInto(String database, AirRoutes graph) {
        AirRoutesLoader loader = new AirRoutesLoader(driver, database);
        loader.loadNodes(graph.nodes(), rows -> {});
        for (String type :
                graph.edges().stream().map(AirRoutes.Edge::type).distinct().toList()) {
            loader.loadEdges(graph.edges(type), rows -> {});
        }
    }

    private void write(String statement, Map<String, Object> parameters) {
        try (Session session = driver.session(SessionConfig.builder()
                .withDatabase(DATABASE)
                .withBookmarkManager(bookmarks)
                .build())) {
            session.executeWriteWithoutResult(
                    tx -> tx.run(statement, parameters).consume());
        }
    }

    private Session reading() {
        return driver.session(SessionConfig.builder()
                .withDatabase(DATABASE)
                .withDefaultAccessMode(AccessMode.READ)
                .withBookmarkManager(bookmarks)
                .build());
    }

    private void lookups(long millis) {
        write("CREATE INDEX FOR (a:airport) ON (a.code)", Map.of());
        try (Session session = reading()) {
            List<String> codes = session.run("MATCH (a:airport) RETURN a.code AS code ORDER BY code")
                    .list(row -> row.get("code").asString());
            progress.at("lookups, warming up");
            compareLookups(session, codes, millis);
            progress.at("lookups");
            Histogram[] both = compareLookups(session, codes, millis);
            Measurement one = Measurement.of("RETURN 1", both[0], 1e9 / both[0].getMean(), "queries", "one client");
            Measurement lookup = Measurement.of(
                    "node by an indexed property",
                    both[1],
                    1e9 / both[1].getMean(),
                    "queries",
                    "taking turns with RETURN 1");
            double ratio = lookup.p50Micros() / one.p50Micros();
            results.add(one);
            results.add(lookup.aimingAt(Measurement.aim(
                    String.format(Locale.ROOT, "p50 <= 1.5 x RETURN 1 (%.2f)", ratio), ratio <= LOOKUP_RATIO_MAX)));
        }
    }

    private static Histogram[] compareLookups(Session session, List<String> codes, long millis) {
        SplittableRandom random = new SplittableRandom(1);
        Histogram one = Measurement.histogram();
        Histogram lookup = Measurement.histogram();
        for (long end = System.nanoTime() + millis * 1_000_000; System.nanoTime() < end; ) {
            for (int i = 0; i < TURN; i++) {
                time(one, () -> session.run("RETURN 1").consume());
            }
            for (int i = 0; i < TURN; i++) {
                Map<String, Object> code = Map.of("code", codes.get(random.nextInt(codes.size())));
                time(
                        lookup,
                        () -> session.run("MATCH (a:airport {code: $code}) RETURN a.city AS city", code)
                                .single());
            }
        }
        return new Histogram[] {one, lookup};
    }

    private void hops(long millis) {
        write("CREATE (:Hub)", Map.of());
        for (int done = 0; done < HUB_RELATIONSHIPS; done += HUB_BATCH) {
            progress.at("making a hub, " + done + " of " + HUB_RELATIONSHIPS + " relationships");
            write("MATCH (h:Hub) UNWIND range(1, $n) AS i CREATE (h)-[:TO]->(:Leaf)", Map.of("n", HUB_BATCH));
        }
        try (Session session = reading()) {
            progress.at("hops, warming up");
            hop(session, millis);
            progress.at("hops");
            Histogram nanos = hop(session, millis);
            double perSecond = HUB_RELATIONSHIPS / (nanos.getValueAtPercentile(50) / 1e9);
            results.add(Measurement.of(
                            "one hop from a hub",
                            nanos,
                            perSecond,
                            "relationships",
                            String.format(
                                    Locale.ROOT,
                                    "MATCH (:Hub)-[r:TO]->(x) RETURN count(x), %,d each, on one thread",
                                    HUB_RELATIONSHIPS))
                    .aimingAt(Measurement.aim(">= 1,000,000/s", perSecond >= HOPS_PER_SECOND_MIN)));
        }
    }

    private static Histogram hop(Session session, long millis) {
        Histogram nanos = Measurement.histogram();
        for (long end = System.nanoTime() + millis * 1_000_000; System.nanoTime() < end; ) {
            time(nanos, () -> {
                long found = session.run("MATCH (:Hub)-[r:TO]->(x) RETURN count(x) AS n")
                        .single()
                        .get("n")
                        .asLong();
                if (found != HUB_RELATIONSHIPS) {
                    throw new IllegalStateException("the hub has " + found + " relationships");
                }
            });
        }
        return nanos;
    }

    private static void time(Histogram nanos, Runnable work) {
        long start = System.nanoTime();
        work.run();
        nanos.recordValue(System.nanoTime() - start);
    }
}

package dev.muster.node.bench;

import dev.muster.node.launcher.BoltClient;
import dev.muster.node.launcher.ClusterStatus;
import dev.muster.node.launcher.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;
import org.neo4j.driver.exceptions.ServiceUnavailableException;
import org.neo4j.driver.exceptions.SessionExpiredException;
import org.neo4j.driver.exceptions.TransientException;

/** Committed Cypher writes per second through the official driver: one small node each, auto-commit. */
public final class CypherBench {
    private static final int[] CLIENTS = {1, 64};
    private static final long WARM_UP_MILLIS = 2_000;
    private static final int WARM_UPS_AT_MOST = 12;
    private static final double STILL_FASTER = 1.05;

    private CypherBench() {}

    public static List<Measurement> run(long millis, Progress progress) throws IOException {
        List<Measurement> results = new ArrayList<>();
        try (BenchCluster cluster = new BenchCluster(Progress.SILENT)) {
            progress.at("starting three servers");
            ClusterStatus status = cluster.start();
            try (Driver driver = BoltClient.driver(status.uri())) {
                progress.at("warming up servers and driver");
                warmUp(driver);
                for (int clients : CLIENTS) {
                    progress.at("Cypher, " + clients + " clients");
                    long start = System.nanoTime();
                    Histogram nanos = load(driver, clients, millis);
                    double seconds = (System.nanoTime() - start) / 1e9;
                    results.add(Measurement.of(
                            "Cypher through Bolt, " + clients + (clients == 1 ? " client" : " clients"),
                            nanos,
                            nanos.getTotalCount() / seconds,
                            "commits",
                            "CREATE of one node, driver and servers on this machine"));
                }
            }
        }
        return results;
    }

    /** Until three times in a row it did not get faster. */
    private static void warmUp(Driver driver) {
        long best = 0;
        int same = 0;
        for (int i = 0; i < WARM_UPS_AT_MOST && same < 3; i++) {
            long count = load(driver, 64, WARM_UP_MILLIS).getTotalCount();
            same = count > best * STILL_FASTER ? 0 : same + 1;
            best = Math.max(best, count);
        }
    }

    private static Histogram load(Driver driver, int clients, long millis) {
        Histogram nanos = new ConcurrentHistogram(600_000_000_000L, 3);
        long deadline = System.nanoTime() + millis * 1_000_000;
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            Thread thread = new Thread(() -> writeUntil(deadline, driver, nanos), "client-" + i);
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return nanos;
    }

    private static void writeUntil(long deadline, Driver driver, Histogram nanos) {
        try (Session session = driver.session(SessionConfig.forDatabase("neo4j"))) {
            for (long begin = System.nanoTime(); begin < deadline; begin = System.nanoTime()) {
                if (write(session, deadline)) {
                    nanos.recordValue(System.nanoTime() - begin);
                }
            }
        }
    }

    /** Repeats the write as a driver's managed transaction would, if a leader changes or two writes conflict, until it is done. */
    private static boolean write(Session session, long deadline) {
        while (true) {
            try {
                session.run("CREATE (:Bench {n: 1})").consume();
                return true;
            } catch (TransientException | SessionExpiredException | ServiceUnavailableException e) {
                if (System.nanoTime() >= deadline) {
                    return false;
                }
            }
        }
    }
}

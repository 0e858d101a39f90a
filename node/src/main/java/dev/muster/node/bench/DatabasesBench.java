package dev.muster.node.bench;

import dev.muster.node.launcher.BoltClient;
import dev.muster.node.launcher.ClusterStatus;
import dev.muster.node.launcher.Progress;
import dev.muster.node.launcher.StartRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;

/**
 * What many databases cost: how long it takes to create them and to start the servers again, and what three idle servers
 * use with them, beside the same servers with none but {@code system} and {@code neo4j}.
 */
public final class DatabasesBench {
    private static final double CREATION_SECONDS_MAX = 20;
    private static final double RESTART_SECONDS_MAX = 10;
    private static final double CLUSTER_CPU_PERCENT_MAX = 5;
    private static final int THREADS_MAX = 40;
    /** What the aims are said of. */
    private static final int AIMED_DATABASES = 100;
    /** {@code system} and {@code neo4j}, and one to spare. */
    private static final int OTHERS = 3;

    private DatabasesBench() {}

    /**
     * One server while nobody asks anything of it.
     *
     * @param databases created for the measurement; 0 for the floor
     * @param cpuPercent of one processor
     * @param sentBytesPerSecond frames of consensus to the other servers
     */
    public record Idle(
            int databases,
            String server,
            double cpuPercent,
            int threads,
            double sentBytesPerSecond,
            double sentFramesPerSecond,
            double syncsPerSecond) {
        private static Idle between(int databases, String server, ServerFigures begin, ServerFigures end) {
            double seconds = (end.atNanos() - begin.atNanos()) / 1e9;
            return new Idle(
                    databases,
                    server,
                    (end.processor().toNanos() - begin.processor().toNanos()) / 1e7 / seconds,
                    end.threads(),
                    (end.sentBytes() - begin.sentBytes()) / seconds,
                    (end.sentFrames() - begin.sentFrames()) / seconds,
                    (end.syncs() - begin.syncs()) / seconds);
        }
    }

    /** What was measured: times of creating each and of starting all again, and the idle servers. */
    public record Result(List<Measurement> times, List<Idle> idle) {
        /** What the idle servers with databases came to together, and what was aimed at, in words. */
        public List<String> aims() {
            List<Idle> full = idle.stream().filter(each -> each.databases() > 0).toList();
            double cpu = full.stream().mapToDouble(Idle::cpuPercent).sum();
            int threads = full.stream().mapToInt(Idle::threads).max().orElse(0);
            return List.of(
                    String.format(Locale.ROOT, "All servers with databases together: %.1f %% of one core, aim ", cpu)
                            + Measurement.aim("<= 5 %", cpu <= CLUSTER_CPU_PERCENT_MAX),
                    "Threads of one server, at most: " + threads + ", aim "
                            + Measurement.aim("<= 40", threads <= THREADS_MAX));
        }
    }

    /**
     * @param settleMillis how long the servers rest before, until what was busy is compiled: sooner an idle server shows mostly
     *     its compilers
     * @param idleMillis how long the idle servers are watched
     */
    public static Result run(int databases, long settleMillis, long idleMillis, Progress progress) throws IOException {
        try (BenchCluster cluster = new BenchCluster(Progress.SILENT)) {
            progress.at("starting three servers");
            long start = System.nanoTime();
            ClusterStatus status = cluster.start(StartRequest.named(BenchCluster.NAME)
                    .withSettings(Map.of("dbms.max_databases", Integer.toString(databases + OTHERS))));
            List<Measurement> times = new ArrayList<>();
            times.add(once("three servers started, 0 databases", System.nanoTime() - start));
            progress.at("watching three servers without databases");
            List<Idle> idle = new ArrayList<>(watch(0, status, settleMillis, idleMillis));
            times.add(create(status, databases, progress));
            progress.at("starting three servers with " + databases + " databases again");
            long restart = System.nanoTime();
            status = cluster.clusters().restart(BenchCluster.NAME);
            long restarted = System.nanoTime() - restart;
            times.add(aimed(
                    databases,
                    once("three servers stopped and started, " + databases + " databases", restarted),
                    "<= 10 s",
                    restarted / 1e9 <= RESTART_SECONDS_MAX));
            progress.at("watching three servers with " + databases + " databases");
            idle.addAll(watch(databases, status, settleMillis, idleMillis));
            return new Result(times, idle);
        }
    }

    private static Measurement once(String what, long nanos) {
        Histogram histogram = Measurement.histogram();
        histogram.recordValue(nanos);
        return Measurement.of(what, histogram, 0, "", "until every database is online on every server");
    }

    private static Measurement create(ClusterStatus status, int databases, Progress progress) {
        Histogram nanos = Measurement.histogram();
        long start = System.nanoTime();
        try (Driver driver = BoltClient.driver(status.uri());
                Session session = driver.session(SessionConfig.forDatabase("system"))) {
            for (int i = 1; i <= databases; i++) {
                progress.at("creating database " + i + " of " + databases);
                long begin = System.nanoTime();
                session.run("CREATE DATABASE bench" + i + " WAIT").consume();
                nanos.recordValue(System.nanoTime() - begin);
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return aimed(
                databases,
                Measurement.of(
                        "CREATE DATABASE … WAIT, one after another",
                        nanos,
                        databases / seconds,
                        "databases",
                        String.format(Locale.ROOT, "through Bolt, %.1f s in all", seconds)),
                "all <= 20 s",
                seconds <= CREATION_SECONDS_MAX);
    }

    private static Measurement aimed(int databases, Measurement measured, String limit, boolean reached) {
        return databases == AIMED_DATABASES ? measured.aimingAt(Measurement.aim(limit, reached)) : measured;
    }

    private static List<Idle> watch(int databases, ClusterStatus status, long settleMillis, long millis)
            throws IOException {
        pause(settleMillis);
        List<ServerFigures> before = new ArrayList<>();
        for (ClusterStatus.Server server : status.servers()) {
            before.add(ServerFigures.atBegin(server));
        }
        pause(millis);
        List<Idle> idle = new ArrayList<>();
        for (int i = 0; i < before.size(); i++) {
            ClusterStatus.Server server = status.servers().get(i);
            idle.add(Idle.between(databases, server.name(), before.get(i), ServerFigures.atEnd(server)));
        }
        return idle;
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.muster.node.bench;

import dev.muster.node.launcher.ClusterStatus;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * What a server process has used up to a moment: its processor time and threads as the operating system counts them, and
 * its own counters, read from {@code /metrics}.
 */
record ServerFigures(long atNanos, Duration processor, int threads, double sentBytes, double sentFrames, double syncs) {
    private static final int TIMEOUT_MILLIS = 10_000;

    /** Asks first and looks then, so that what the answer takes the server is not counted. */
    static ServerFigures atBegin(ClusterStatus.Server server) throws IOException {
        String metrics = metrics(server);
        return of(server, System.nanoTime(), processor(server), metrics);
    }

    /** Looks first and asks then, for the same reason. */
    static ServerFigures atEnd(ClusterStatus.Server server) throws IOException {
        long at = System.nanoTime();
        Duration processor = processor(server);
        return of(server, at, processor, metrics(server));
    }

    private static Duration processor(ClusterStatus.Server server) throws IOException {
        return ProcessHandle.of(server.pid())
                .flatMap(process -> process.info().totalCpuDuration())
                .orElseThrow(() -> new IOException("the processor time of " + server.name() + " cannot be read"));
    }

    private static ServerFigures of(ClusterStatus.Server server, long at, Duration processor, String metrics)
            throws IOException {
        return new ServerFigures(
                at,
                processor,
                threads(server.pid()),
                sum(metrics, "muster_raft_sent_bytes_total"),
                sum(metrics, "muster_raft_sent_frames_total"),
                sum(metrics, "muster_log_syncs_total"));
    }

    /** What the server measures of itself, in Prometheus' text form. */
    static String metrics(ClusterStatus.Server server) throws IOException {
        var connection =
                URI.create("http://" + server.http() + "/metrics").toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        try (InputStream in = connection.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The sum of a metric's values over all its labels. Fails if there is none, which would be a mistake of ours. */
    static double sum(String metrics, String name) {
        double[] values = metrics.lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .toArray();
        if (values.length == 0) {
            throw new IllegalStateException("the servers have no metric " + name);
        }
        return java.util.Arrays.stream(values).sum();
    }

    /** 0 where the operating system does not say (no {@code /proc}). */
    private static int threads(long pid) throws IOException {
        Path tasks = Path.of("/proc", Long.toString(pid), "task");
        if (!Files.isDirectory(tasks)) {
            return 0;
        }
        try (Stream<Path> threads = Files.list(tasks)) {
            return (int) threads.count();
        }
    }
}

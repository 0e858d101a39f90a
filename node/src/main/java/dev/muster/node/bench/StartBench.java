package dev.muster.node.bench;

import dev.muster.node.launcher.ClusterStatus;
import dev.muster.node.launcher.Progress;
import java.io.IOException;
import java.util.List;
import org.HdrHistogram.Histogram;

/** From the request for three new servers to the first {@code RETURN 1} on each of them. */
public final class StartBench {
    private static final long P95_NANOS = 3_000_000_000L;

    private StartBench() {}

    public static List<Measurement> run(int runs, Progress progress) throws IOException {
        Histogram nanos = Measurement.histogram();
        try (BenchCluster cluster = new BenchCluster(Progress.SILENT)) {
            for (int run = 1; run <= runs; run++) {
                progress.at("start " + run + " of " + runs);
                long start = System.nanoTime();
                ClusterStatus status = cluster.start();
                status.servers().forEach(BenchCluster::returnOne);
                nanos.recordValue(System.nanoTime() - start);
                cluster.destroy();
            }
        }
        return List.of(Measurement.of(
                        "cluster of 3 started, RETURN 1 on each", nanos, 0, "", "new cluster each time, files included")
                .aimingAt(Measurement.aim("p95 <= 3 s", nanos.getValueAtPercentile(95) <= P95_NANOS)));
    }
}

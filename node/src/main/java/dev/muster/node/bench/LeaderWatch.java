package dev.muster.node.bench;

import dev.muster.node.launcher.ClusterStatus;
import java.io.IOException;
import java.util.List;

/** Looks at servers' metrics, one after another without end, until one of them leads a database. */
final class LeaderWatch {
    private static final long PAUSE_MILLIS = 5;
    private static final long LIMIT_NANOS = 60_000_000_000L;

    private final String metric;
    private final List<ClusterStatus.Server> servers;
    private final long beganAt = System.nanoTime();
    private final Thread thread;
    private volatile long leadsAfter = -1;

    private LeaderWatch(List<ClusterStatus.Server> servers, String database) {
        this.servers = servers;
        this.metric = "muster_raft_leader{database=\"" + database + "\",";
        this.thread = new Thread(this::look, "leader-watch");
    }

    /** Begins to look now. */
    static LeaderWatch begin(List<ClusterStatus.Server> servers, String database) {
        LeaderWatch watch = new LeaderWatch(servers, database);
        watch.thread.start();
        return watch;
    }

    /** The time until one of the servers led; waits for it, or gives up a minute after the beginning. */
    long nanosUntilLed() {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (leadsAfter < 0) {
            throw new IllegalStateException("nobody leads a minute after the kill");
        }
        return leadsAfter;
    }

    private void look() {
        try {
            while (leadsAfter < 0 && System.nanoTime() - beganAt < LIMIT_NANOS) {
                for (ClusterStatus.Server server : servers) {
                    if (leads(server)) {
                        leadsAfter = System.nanoTime() - beganAt;
                        return;
                    }
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean leads(ClusterStatus.Server server) {
        try {
            return ServerFigures.metrics(server)
                    .lines()
                    .anyMatch(line -> line.startsWith(metric) && line.endsWith(" 1.0"));
        } catch (IOException e) {
            return false; // busy with the failover itself: it is asked again
        }
    }
}

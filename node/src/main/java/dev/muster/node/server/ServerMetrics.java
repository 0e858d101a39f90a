package dev.muster.node.server;

import dev.muster.node.hosting.DatabaseHost;
import dev.muster.node.hosting.HostedDatabase;
import dev.muster.raft.RaftServer;
import dev.muster.raft.RaftStatus;
import dev.muster.raft.Role;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What a server measures of itself, in Prometheus' text form; brought up to date at each scrape. */
final class ServerMetrics {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final DatabaseHost host;
    private final String server;
    private final List<PerDatabase> perDatabase;

    /** One number per database. */
    private record PerDatabase(MultiGauge gauge, ToDoubleFunction<HostedDatabase> value) {}

    ServerMetrics(String server, DatabaseHost host, RaftServer raft) {
        this.server = server;
        this.host = host;
        FunctionCounter.builder("muster.log.syncs", raft, log -> log.metrics().syncs())
                .description("Syncs of the write-ahead log")
                .register(registry);
        FunctionCounter.builder(
                        "muster.log.appended", raft, log -> log.metrics().bytesAppended())
                .baseUnit("bytes")
                .description("Bytes appended to the write-ahead log")
                .register(registry);
        Gauge.builder("muster.log.segments", raft, log -> log.metrics().segments())
                .description("Segments of the write-ahead log on disk")
                .register(registry);
        Gauge.builder("muster.log.full", raft, log -> log.metrics().full() ? 1 : 0)
                .description("1 while the write-ahead log refuses writes for lack of space")
                .register(registry);
        perDatabase = List.of(
                gauge(
                        "muster.database.last.committed.transaction",
                        "Highest transaction applied here",
                        HostedDatabase::lastTransactionId),
                gauge("muster.database.online", "1 while the database is online here", ServerMetrics::online),
                gauge("muster.database.leader", "1 on the database's leader", database -> isLeader(database) ? 1 : 0),
                gauge("muster.database.term", "Raft term", database -> raftValue(database, RaftStatus::term)),
                gauge(
                        "muster.database.commit.index",
                        "Raft commit index",
                        database -> raftValue(database, RaftStatus::commitIndex)),
                gauge(
                        "muster.database.applied.index",
                        "Raft applied index",
                        database -> raftValue(database, RaftStatus::appliedIndex)),
                gauge(
                        "muster.database.last.index",
                        "Last Raft index in the log",
                        database -> raftValue(database, RaftStatus::lastIndex)));
    }

    private PerDatabase gauge(String name, String description, ToDoubleFunction<HostedDatabase> value) {
        return new PerDatabase(MultiGauge.builder(name).description(description).register(registry), value);
    }

    private static double online(HostedDatabase database) {
        return database.status().text().equals("online") ? 1 : 0;
    }

    private static boolean isLeader(HostedDatabase database) {
        RaftStatus raft = database.raftStatus();
        return raft != null && raft.role() == Role.LEADER;
    }

    private static double raftValue(HostedDatabase database, ToDoubleFunction<RaftStatus> value) {
        RaftStatus raft = database.raftStatus();
        return raft == null ? 0 : value.applyAsDouble(raft);
    }

    /** The present numbers. */
    String scrape() {
        List<HostedDatabase> databases = host.all();
        for (PerDatabase metric : perDatabase) {
            metric.gauge()
                    .register(
                            databases.stream()
                                    .map(database -> MultiGauge.Row.of(
                                            Tags.of("server", server, "database", database.name()),
                                            metric.value().applyAsDouble(database)))
                                    .toList(),
                            true);
        }
        return registry.scrape();
    }
}

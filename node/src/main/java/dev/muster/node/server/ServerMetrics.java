package dev.muster.node.server;

import dev.muster.backup.protocol.RunningBackups;
import dev.muster.catalog.DatabaseReport;
import dev.muster.node.hosting.DatabaseHost;
import dev.muster.node.hosting.HostedDatabase;
import dev.muster.raft.Profile;
import dev.muster.raft.RaftServer;
import dev.muster.raft.RaftStatus;
import dev.muster.raft.Role;
import dev.muster.raft.StageTimes;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What a server measures of itself, in Prometheus' text form; brought up to date at each scrape. */
final class ServerMetrics {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final DatabaseHost host;
    private final String server;
    private final List<PerDatabase> perDatabase;
    private final MultiGauge lag;
    private final MultiGauge status;
    private final UnaryOperator<String> nameOfServer;

    /** One number per database. */
    private record PerDatabase(MultiGauge gauge, ToDoubleFunction<HostedDatabase> value) {}

    /** {@code nameOfServer} gives the name of a server whose id is known, or else the id. */
    ServerMetrics(
            String server,
            DatabaseHost host,
            RaftServer raft,
            UnaryOperator<String> nameOfServer,
            RunningBackups backups) {
        this.server = server;
        this.nameOfServer = nameOfServer;
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
        Gauge.builder("muster.raft.memory", raft, log -> log.metrics().entryBytes())
                .baseUnit("bytes")
                .description("Memory that entries of the log take, of all databases")
                .register(registry);
        perDatabase = List.of(
                gauge(
                        "muster.database.last.committed.transaction",
                        "Highest transaction applied here",
                        HostedDatabase::lastTransactionId),
                gauge("muster.database.online", "1 while the database is online here", ServerMetrics::online),
                gauge(
                        "muster.database.trouble",
                        "1 while there is something to be said of the copy here: see statusMessage of SHOW DATABASES",
                        database -> database.message().isEmpty() ? 0 : 1),
                gauge("muster.raft.leader", "1 on the database's leader", database -> isLeader(database) ? 1 : 0),
                raft("muster.raft.term", "Raft term", RaftStatus::term),
                raft("muster.raft.last.index", "Last index in the log here", RaftStatus::lastIndex),
                raft("muster.raft.commit.index", "Highest index known here as committed", RaftStatus::commitIndex),
                raft("muster.raft.applied.index", "Highest index applied here", RaftStatus::appliedIndex),
                raft(
                        "muster.raft.snapshot.index",
                        "Index up to which a checkpoint has everything",
                        RaftStatus::snapshotIndex),
                raft(
                        "muster.raft.voters",
                        "Members that vote",
                        status -> status.membership().voters().size()),
                raft(
                        "muster.raft.learners",
                        "Members that do not vote",
                        status -> status.membership().learners().size()));
        lag = MultiGauge.builder("muster.raft.lag")
                .description("On the leader: committed entries that a follower's log is not known to have")
                .register(registry);
        status = MultiGauge.builder("muster.database.status")
                .description(
                        "1 for the status that is requested of a database, the one that its copy has here, and its role")
                .register(registry);
        backups(backups);
        stage(raft, "muster.raft.queue", "From proposal to the lane's turn", Profile::queue);
        stage(raft, "muster.raft.log", "From the end of a turn until its records are durable", Profile::log);
        stage(
                raft,
                "muster.raft.round.trip",
                "From a leader's request until the follower's answer",
                Profile::roundTrip);
        stage(raft, "muster.raft.apply", "Applying one entry", Profile::apply);
        FunctionCounter.builder(
                        "muster.raft.sent.frames",
                        raft,
                        sender -> sender.profile().framesSent())
                .description("Frames for the other servers' groups")
                .register(registry);
        FunctionCounter.builder(
                        "muster.raft.sent", raft, sender -> sender.profile().bytesSent())
                .baseUnit("bytes")
                .description("Bytes of those frames")
                .register(registry);
    }

    private void backups(RunningBackups backups) {
        Gauge.builder("muster.backup.running", backups, all -> all.list().size())
                .description("Backups that are being served")
                .register(registry);
        Gauge.builder(
                        "muster.backup.snapshot.growth",
                        backups,
                        all -> all.list().stream()
                                .mapToLong(RunningBackups.Listed::heldBytes)
                                .max()
                                .orElse(0))
                .baseUnit("bytes")
                .description("Growth of a store since the snapshot of it that a backup holds; the largest")
                .register(registry);
        total(backups, "muster.backup.served", "Backups begun", null, RunningBackups.Totals::served);
        total(
                backups,
                "muster.backup.refused",
                "Backups refused, being too many",
                null,
                RunningBackups.Totals::refused);
        total(
                backups,
                "muster.backup.cut.off",
                "Backups ended because of the time or space their snapshot took",
                null,
                RunningBackups.Totals::cutOff);
        total(backups, "muster.backup.sent", "Sent to backups", "bytes", RunningBackups.Totals::bytesSent);
    }

    private void total(
            RunningBackups backups,
            String name,
            String description,
            String unit,
            ToDoubleFunction<RunningBackups.Totals> value) {
        FunctionCounter.builder(name, backups, all -> value.applyAsDouble(all.totals()))
                .baseUnit(unit)
                .description(description)
                .register(registry);
    }

    private void stage(RaftServer raft, String name, String description, Function<Profile, StageTimes> stage) {
        FunctionTimer.builder(
                        name,
                        raft,
                        server -> stage.apply(server.profile()).count(),
                        server -> stage.apply(server.profile()).totalNanos(),
                        TimeUnit.NANOSECONDS)
                .description(description)
                .register(registry);
    }

    private PerDatabase raft(String name, String description, ToDoubleFunction<RaftStatus> value) {
        return gauge(name, description, database -> raftValue(database, value));
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

    private MultiGauge.Row<?> status(HostedDatabase database) {
        DatabaseReport report = database.report();
        return MultiGauge.Row.of(
                Tags.of(
                        "server",
                        server,
                        "database",
                        database.name(),
                        "requested",
                        database.entry().requestedStatus().name().toLowerCase(Locale.ROOT),
                        "current",
                        report.status().text(),
                        "role",
                        report.role().name().toLowerCase(Locale.ROOT)),
                1);
    }

    private Stream<MultiGauge.Row<?>> lags(HostedDatabase database) {
        RaftStatus raft = database.raftStatus();
        return raft == null
                ? Stream.empty()
                : raft.followers().stream()
                        .map(follower -> MultiGauge.Row.of(
                                Tags.of(
                                        "server",
                                        server,
                                        "database",
                                        database.name(),
                                        "follower",
                                        nameOfServer.apply(follower.member().serverId())),
                                raft.lag(follower.member())));
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
        status.register(databases.stream().<MultiGauge.Row<?>>map(this::status).toList(), true);
        lag.register(databases.stream().flatMap(this::lags).toList(), true);
        return registry.scrape();
    }
}

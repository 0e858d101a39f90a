package dev.muster.node.server;

import dev.muster.backup.BackupSource;
import dev.muster.catalog.DatabaseReport.CurrentStatus;
import dev.muster.catalog.DatabaseReport.ReportedRole;
import dev.muster.catalog.security.MetadataChoice;
import dev.muster.catalog.security.MetadataScript;
import dev.muster.catalog.security.SecurityCatalog;
import dev.muster.node.config.ServerConfig;
import dev.muster.node.discovery.Purpose;
import dev.muster.node.discovery.ServerInfo;
import dev.muster.node.discovery.View;
import dev.muster.node.hosting.DatabaseHost;
import dev.muster.node.hosting.DatabaseUnavailable;
import dev.muster.node.query.Freshness;
import dev.muster.node.stages.Stages;
import dev.muster.store.PinnedVersion;
import dev.muster.store.TransactionLog;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What this server offers to backups and store copies. */
final class ServerSource implements BackupSource {
    private final ServerIdentity identity;
    private final DatabaseHost host;
    private final Supplier<View> view;
    private final Freshness freshness;

    ServerSource(ServerIdentity identity, DatabaseHost host, Supplier<View> view, Freshness freshness) {
        this.freshness = freshness;
        this.identity = identity;
        this.host = host;
        this.view = view;
    }

    /** What the server of that configuration offers; {@code view} is who else is there. */
    static BackupSource of(ServerConfig config, DatabaseHost host, Supplier<View> view, Freshness freshness) {
        return new ServerSource(new ServerIdentity(config.serverId(), config.serverName()), host, view, freshness);
    }

    /** By the backup port, or by the cluster's where that is switched off: both answer the same (facts A.8). */
    @Override
    public List<ClusterServer> cluster() {
        return view.get().servers().stream()
                .filter(ServerInfo::reachable)
                .flatMap(server -> Stream.of(Purpose.BACKUP, Purpose.CLUSTER)
                        .map(server.addresses()::get)
                        .filter(Objects::nonNull)
                        .limit(1)
                        .map(address -> new ClusterServer(server.serverId(), server.name(), address.toString())))
                .toList();
    }

    @Override
    public ServerIdentity server() {
        return identity;
    }

    @Override
    public List<HostedDatabase> databases() {
        return host.all().stream().map(ServerSource::describe).toList();
    }

    private static BackupSource.HostedDatabase describe(dev.muster.node.hosting.HostedDatabase database) {
        return new BackupSource.HostedDatabase(
                database.databaseId(),
                database.name(),
                database.entry().requestedStatus().name().toLowerCase(Locale.ROOT),
                database.status().text(),
                database.message(),
                database.lastTransactionId(),
                role(database.report().role()));
    }

    private static Role role(ReportedRole reported) {
        return switch (reported) {
            case LEADER -> Role.WRITER;
            case FOLLOWER -> Role.FOLLOWER;
            case LEARNER -> Role.SECONDARY;
            case NONE -> Role.UNKNOWN;
        };
    }

    @Override
    public CompletionStage<Long> catchUp(UUID databaseId) {
        dev.muster.node.hosting.HostedDatabase database = host.byId(databaseId);
        return database == null
                ? CompletableFuture.failedFuture(notHere())
                : Stages.translated(freshness.catchUp(database), ServerSource::unavailable);
    }

    private static Unavailable notHere() {
        return new Unavailable(CurrentStatus.UNKNOWN.text(), "not on this server");
    }

    @Override
    public CompletionStage<Pinned> pin(UUID databaseId) {
        dev.muster.node.hosting.HostedDatabase database = host.byId(databaseId);
        if (database == null) {
            return CompletableFuture.failedFuture(notHere());
        }
        CompletableFuture<Pinned> pinned = new CompletableFuture<>();
        database.checkpointAndPin()
                .thenCombine(database.transactionLog(), PinnedDatabase::new)
                .whenComplete((result, failure) -> {
                    if (failure == null) {
                        pinned.complete(result);
                    } else {
                        pinned.completeExceptionally(unavailable(failure));
                    }
                });
        return pinned;
    }

    /** {@code system} itself has none: its users are its content. */
    @Override
    public CompletionStage<String> metadata(UUID databaseId, MetadataChoice choice) {
        dev.muster.node.hosting.HostedDatabase database = host.byId(databaseId);
        dev.muster.node.hosting.HostedDatabase system = host.system();
        if (database == null || system == null || database == system) {
            return CompletableFuture.completedStage("");
        }
        return system.begin().thenApply(beginning -> {
            try (PinnedVersion version = beginning.version()) {
                return MetadataScript.of(SecurityCatalog.read(version), databaseId, database.name(), choice);
            }
        });
    }

    private static Throwable unavailable(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof DatabaseUnavailable gone
                ? new Unavailable(gone.status(), "the database is " + gone.status() + " there")
                : cause;
    }

    private record PinnedDatabase(PinnedVersion version, TransactionLog log) implements Pinned {
        @Override
        public void close() {
            version.close();
        }
    }
}

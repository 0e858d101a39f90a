package dev.muster.node.server;

import dev.muster.catalog.Catalog;
import dev.muster.catalog.DatabaseEntry;
import dev.muster.catalog.DatabaseEntry.RequestedStatus;
import dev.muster.catalog.DatabaseReport.CurrentStatus;
import dev.muster.node.hosting.DatabaseHost;
import dev.muster.node.hosting.HostedDatabase;
import dev.muster.node.stages.Awaiting;
import dev.muster.node.stages.Stages;
import dev.muster.raft.RaftStatus;
import dev.muster.store.PinnedVersion;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Whether a server can be used: {@code system} has its first contents and a leader, and every database that should run here
 * does, with a leader known.
 */
final class Readiness {
    private static final long PIN_MILLIS = 2_000;
    private static final Optional<String> NO_ANSWER = Optional.of("the system database does not answer");

    private final DatabaseHost host;
    private final Catalog catalog;
    private final String self;
    private final Awaiting awaiting;

    Readiness(DatabaseHost host, Catalog catalog, String self, Awaiting awaiting) {
        this.host = host;
        this.catalog = catalog;
        this.self = self;
        this.awaiting = awaiting;
    }

    /** Why the server is not ready, or empty if it is. Any thread; never fails. */
    CompletionStage<Optional<String>> whyNot() {
        HostedDatabase system = host.system();
        if (system == null) {
            return CompletableFuture.completedStage(Optional.of("the server is starting"));
        }
        String systemsReason = whyNot(system, DatabaseHost.SYSTEM);
        if (systemsReason != null) {
            return CompletableFuture.completedStage(Optional.of(systemsReason));
        }
        if (system.lastTransactionId() == 0) {
            return CompletableFuture.completedStage(Optional.of("the system database has no contents yet"));
        }
        return Stages.recovered(
                awaiting.within(
                        PIN_MILLIS,
                        system.pin().thenApply(this::whyNot),
                        () -> CompletableFuture.completedStage(NO_ANSWER)),
                failure -> CompletableFuture.completedStage(NO_ANSWER));
    }

    private Optional<String> whyNot(PinnedVersion catalogsVersion) {
        try (catalogsVersion) {
            return catalog.databases(catalogsVersion).stream()
                    .filter(this::shouldRunHere)
                    .map(entry -> whyNot(host.byId(entry.databaseId()), entry.name()))
                    .filter(Objects::nonNull)
                    .findFirst();
        }
    }

    private boolean shouldRunHere(DatabaseEntry entry) {
        return !entry.name().equals(DatabaseHost.SYSTEM)
                && entry.requestedStatus() == RequestedStatus.ONLINE
                && entry.members().contains(self);
    }

    private static String whyNot(HostedDatabase database, String name) {
        if (database == null) {
            return "database '" + name + "' is not here yet";
        }
        if (database.status() != CurrentStatus.ONLINE) {
            String message = database.message();
            return "database '" + name + "' is " + database.status().text() + (message.isEmpty() ? "" : ": " + message);
        }
        RaftStatus raft = database.raftStatus();
        return raft == null || raft.leader() == null ? "database '" + name + "' has no leader" : null;
    }
}

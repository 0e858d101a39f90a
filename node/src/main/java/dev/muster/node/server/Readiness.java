package dev.muster.node.server;

import dev.muster.catalog.Catalog;
import dev.muster.catalog.DatabaseEntry;
import dev.muster.catalog.DatabaseEntry.RequestedStatus;
import dev.muster.catalog.DatabaseReport.CurrentStatus;
import dev.muster.node.hosting.DatabaseHost;
import dev.muster.node.hosting.HostedDatabase;
import dev.muster.raft.RaftStatus;
import dev.muster.store.PinnedVersion;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Whether a server can be used: {@code system} has its first contents and a leader, and every database that should run here
 * does, with a leader known.
 */
final class Readiness {
    private static final long PIN_MILLIS = 2_000;

    private final DatabaseHost host;
    private final Catalog catalog;
    private final String self;

    Readiness(DatabaseHost host, Catalog catalog, String self) {
        this.host = host;
        this.catalog = catalog;
        this.self = self;
    }

    /** Why the server is not ready, or null if it is. May wait a moment for a lane. */
    String whyNot() {
        HostedDatabase system = host.system();
        if (system == null) {
            return "the server is starting";
        }
        String systemsReason = whyNot(system, DatabaseHost.SYSTEM);
        if (systemsReason != null) {
            return systemsReason;
        }
        if (system.lastTransactionId() == 0) {
            return "the system database has no contents yet";
        }
        try (PinnedVersion version = system.pin().toCompletableFuture().get(PIN_MILLIS, TimeUnit.MILLISECONDS)) {
            return catalog.databases(version).stream()
                    .filter(this::shouldRunHere)
                    .map(entry -> whyNot(host.byId(entry.databaseId()), entry.name()))
                    .filter(reason -> reason != null)
                    .findFirst()
                    .orElse(null);
        } catch (ExecutionException | TimeoutException e) {
            return "the system database does not answer";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "the server is stopping";
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

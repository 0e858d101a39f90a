package dev.muster.node.server;

import dev.muster.catalog.Catalog;
import dev.muster.catalog.DatabaseEntry;
import dev.muster.catalog.DatabaseEntry.RequestedStatus;
import dev.muster.catalog.DatabaseReport.CurrentStatus;
import dev.muster.node.hosting.DatabaseHost;
import dev.muster.node.hosting.HostedDatabase;
import dev.muster.node.http.Health;
import dev.muster.node.stages.Awaiting;
import dev.muster.node.stages.Stages;
import dev.muster.raft.RaftStatus;
import dev.muster.store.PinnedVersion;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * Whether a server can be used: {@code system} has its first contents and a leader, and every database that should run here
 * does, with a leader known.
 */
final class Readiness {
    private static final long PIN_MILLIS = 2_000;
    private static final Health NO_ANSWER = notYet("the system database does not answer");

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

    /**
     * {@code ready}; {@code starting} with a reason that is expected to pass; or {@code degraded} if nothing is in the way
     * but databases whose copy here is damaged, which {@code dirty} names with the reasons. Any thread; never fails.
     */
    CompletionStage<Health> health(Map<String, Object> details) {
        HostedDatabase system = host.system();
        if (system == null) {
            return CompletableFuture.completedStage(
                    notYet("the others have not said yet which copy of 'system' this server has"));
        }
        if (system.status() == CurrentStatus.DIRTY) {
            return CompletableFuture.completedStage(
                    degraded(details, new TreeMap<>(Map.of(DatabaseHost.SYSTEM, system.message()))));
        }
        String systemsReason = whyNot(system, DatabaseHost.SYSTEM);
        if (systemsReason != null) {
            return CompletableFuture.completedStage(notYet(systemsReason));
        }
        if (system.lastTransactionId() == 0) {
            return CompletableFuture.completedStage(notYet("the system database has no contents yet"));
        }
        return Stages.recovered(
                awaiting.within(
                        PIN_MILLIS,
                        system.pin().thenApply(version -> health(version, details)),
                        () -> CompletableFuture.completedStage(NO_ANSWER)),
                failure -> CompletableFuture.completedStage(NO_ANSWER));
    }

    private Health health(PinnedVersion catalogsVersion, Map<String, Object> details) {
        Map<String, String> dirty = new TreeMap<>();
        String passing = null;
        try (catalogsVersion) {
            for (DatabaseEntry entry : catalog.databases(catalogsVersion)) {
                String reason = shouldRunHere(entry) ? whyNot(entry, dirty) : null;
                passing = passing == null ? reason : passing;
            }
        }
        if (passing != null) {
            return notYet(passing);
        }
        return dirty.isEmpty() ? Health.ready(details) : degraded(details, dirty);
    }

    private static Health notYet(String reason) {
        return Health.notReady("starting", reason);
    }

    private static Health degraded(Map<String, Object> details, Map<String, String> dirty) {
        String reason = dirty.entrySet().stream()
                .map(each -> "database '" + each.getKey() + "' is dirty: " + each.getValue())
                .collect(Collectors.joining("; "));
        Map<String, Object> more = new LinkedHashMap<>(details);
        more.put("dirty", dirty);
        return new Health(false, "degraded", reason, more);
    }

    private String whyNot(DatabaseEntry entry, Map<String, String> dirty) {
        HostedDatabase database = host.byId(entry.databaseId());
        if (database != null && database.status() == CurrentStatus.DIRTY) {
            dirty.put(entry.name(), database.message());
            return null;
        } else if (database != null && database.status() == CurrentStatus.QUARANTINED) {
            return null; // somebody wants it so, as if it were stopped
        }
        return whyNot(database, entry.name());
    }

    private boolean shouldRunHere(DatabaseEntry entry) {
        return !entry.name().equals(DatabaseHost.SYSTEM)
                && entry.requestedStatus() == RequestedStatus.ONLINE
                && !entry.isBeingDumped()
                && entry.members().contains(self)
                && entry.wanted().anyMatch(entry.copyOn(self)::equals);
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

package dev.muster.node.query;

import dev.muster.catalog.DatabaseEntry;
import dev.muster.catalog.DatabaseEntry.RequestedStatus;
import dev.muster.node.hosting.HostedDatabase;
import dev.muster.node.stages.Awaiting;
import dev.muster.node.stages.Stages;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The catalog for those who are about to use a database. {@code CREATE DATABASE … WAIT} and {@code START DATABASE … WAIT} wait
 * for the servers that are to have a copy; the others may hear of it a moment later, and would say of a database that works
 * that there is none. So nobody is refused for what the catalog here says before it has all that its leader had. Any thread;
 * nothing blocks.
 */
final class FreshCatalog {
    /** Without a majority of {@code system} there is no leader to ask, and what is known here has to do. */
    private static final long PATIENCE_MILLIS = 1_000;

    private final Databases databases;
    private final Leaders leaders;
    private final Awaiting awaiting;

    FreshCatalog(Databases databases, Leaders leaders, Awaiting awaiting) {
        this.databases = databases;
        this.leaders = leaders;
        this.awaiting = awaiting;
    }

    /** The catalog as it is here if it has the database that is looked for, and it is to be online; else brought up to date first. */
    CompletionStage<CatalogView> lookingFor(Function<CatalogView, DatabaseEntry> database) {
        return databases.catalog().thenCompose(known -> {
            DatabaseEntry entry = database.apply(known);
            return entry != null && entry.requestedStatus() == RequestedStatus.ONLINE
                    ? CompletableFuture.completedStage(known)
                    : caughtUp(databases.system()).thenCompose(done -> databases.catalog());
        });
    }

    private CompletionStage<Void> caughtUp(HostedDatabase system) {
        if (system.raftStatus() == null) { // a standalone server, which has all there is
            return CompletableFuture.completedStage(null);
        }
        return Stages.recovered(
                awaiting.within(
                        PATIENCE_MILLIS,
                        leaders.catchUp(system, leaders.in(PATIENCE_MILLIS)),
                        () -> CompletableFuture.completedStage(null)),
                nobodyLeads -> CompletableFuture.completedStage(null));
    }
}

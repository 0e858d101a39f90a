package dev.muster.node.hosting;

import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** Dumps stores of databases that are down into files. Given by the server, which knows where to. */
@FunctionalInterface
public interface StoreDumper {
    /**
     * Completes, on any thread, when the dump of the database of that name is durable, or at once if it has no store here. A dump of
     * the same database that is there already is replaced. Fails with the reason, and leaves no part of a dump.
     */
    CompletionStage<Void> dump(String name, UUID databaseId);
}

package dev.muster.node.hosting;

import dev.muster.catalog.ArtifactSeed;
import dev.muster.store.StoreLocation;
import java.util.concurrent.CompletionStage;

/** Makes stores of artifacts that lie elsewhere ({@code seedURI}). Given by the server, which knows what it may read. */
public interface StoreSeeder {
    /**
     * Builds the store of the chain that is meant, durably, at a place where nothing is. It gets a database
     * id of its own, as a restored one does. Completes, on any thread, when it can be opened there; fails with the reason, and
     * leaves nothing.
     *
     * @param name of the database it is for
     */
    CompletionStage<Void> seed(String name, ArtifactSeed from, StoreLocation target);

    /** Ends what builds there, if anything does. Completes, on any thread, when its files are closed. */
    CompletionStage<Void> giveUp(StoreLocation target);
}

package dev.muster.store.change;

import dev.muster.store.GraphReader;
import dev.muster.store.Store;

/** Begins transactions. */
public final class GraphTransactions {
    private GraphTransactions() {}

    /**
     * A transaction on top of a version (a {@link dev.muster.store.PinnedVersion} as a rule, which the caller closes
     * afterwards), with ids for what it creates.
     */
    public static GraphTransaction over(GraphReader version, Store.IdSource ids) {
        return new OverlaidTransaction(version, ids);
    }
}

package dev.muster.sim.check;

import dev.muster.runtime.sim.Simulation;
import dev.muster.sim.cluster.SimulatedCluster;
import java.time.Duration;
import java.util.UUID;

/** Looks at the whole cluster again and again, as long as a run lasts. */
public final class ClusterWatch {
    private static final Duration STATUS_PERIOD = Duration.ofMillis(40);
    private static final Duration STORE_PERIOD = Duration.ofMillis(250);

    private final SimulatedCluster cluster;
    private final ConsensusWatch consensus = new ConsensusWatch();
    private final TransactionWatch transactions = new TransactionWatch();

    private final EntryLedger entries;

    private ClusterWatch(SimulatedCluster cluster, EntryLedger entries) {
        this.cluster = cluster;
        this.entries = entries;
    }

    /** Begins to look; a broken invariant is thrown in the event that found it, as a {@link Violation}. */
    public static ClusterWatch begin(SimulatedCluster cluster, EntryLedger entries) {
        ClusterWatch watch = new ClusterWatch(cluster, entries);
        watch.lookAtStatus();
        watch.lookAtStores();
        return watch;
    }

    private void lookAtStatus() {
        cluster.members().forEach(consensus::look);
        entries.look();
        simulation().schedule(STATUS_PERIOD, "look at status", this::lookAtStatus);
    }

    private void lookAtStores() {
        cluster.members().forEach(transactions::look);
        simulation().schedule(STORE_PERIOD, "look at stores", this::lookAtStores);
    }

    private Simulation simulation() {
        return cluster.simulation();
    }

    /** The digest that some member was seen to have at that transaction of the database, or null. */
    public String digest(UUID databaseId, long transactionId) {
        return transactions.digest(databaseId, transactionId);
    }

    /** Different transactions of databases at which a member's graph was compared. */
    public int comparedMoments() {
        return transactions.moments();
    }
}

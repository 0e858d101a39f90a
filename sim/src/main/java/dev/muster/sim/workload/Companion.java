package dev.muster.sim.workload;

import dev.muster.runtime.sim.SimulatedRandom;
import dev.muster.sim.check.ClusterWatch;
import dev.muster.sim.cluster.Seams;
import dev.muster.sim.cluster.SimulatedCluster;
import java.util.List;

/**
 * Something that goes on beside the clients of a run and is no client itself: it has machines, a rhythm and troubles of its
 * own. One per run; belongs to the simulation's thread.
 */
public interface Companion {
    String name();

    /** The databases have their first data; clients and faults begin at the same moment. */
    void begin();

    /** Nothing new begins any more, and what troubled it is healed. */
    void stop();

    /** Whether the last of what had begun has ended. */
    boolean isOver();

    /**
     * Judges all that it did, when nothing is wrong any more and no client writes; may let the simulation run on.
     *
     * @return what is wrong, as sentences; empty if nothing is
     */
    List<String> judge();

    /** What it did, in a sentence with numbers. */
    String summary();

    /** Makes a companion for a run. */
    interface Maker {
        Companion make(Surroundings around);
    }

    /**
     * What a companion finds.
     *
     * @param watch what was seen of the servers' stores so far
     * @param dice its own chance
     * @param troubles whether it may make trouble for itself; not in a run without faults
     * @param seams what comes between each machine and everything around it; for planted bugs
     */
    record Surroundings(
            SimulatedCluster cluster, ClusterWatch watch, SimulatedRandom dice, boolean troubles, Seams seams) {}
}

package dev.muster.sim.workload;

import dev.muster.runtime.sim.SimulatedRandom;
import dev.muster.sim.cluster.ClientAnswer;
import dev.muster.sim.cluster.ClientRequest;
import java.util.List;

/** A kind of client, with the memory of all that its clients did. One per run. */
public interface Workload {
    String name();

    /** The database it needs, made before it begins; null if it needs none. */
    String database();

    /** Transactions that write its first data, each until it is done. */
    List<ClientRequest> setup();

    /** What a client does next. */
    Attempt next(SimulatedRandom dice);

    /** How many clients do it at the same time. */
    int clients();

    /** How long a client waits between two operations, on the average. */
    default long meanPauseMillis(SimulatedRandom dice) {
        return dice.between(20, 400);
    }

    /** Whether every other of its clients does not wait long for an answer, which may leave it with an unknown outcome. */
    default boolean givesUpSoon() {
        return false;
    }

    /** Whether its clients turn to another member now and then, though the one that they know answers. */
    default boolean wanders() {
        return true;
    }

    /** Reads that see the final state, each repeated until it is done, before {@link #judge}. */
    List<Attempt> finalReads();

    /** Told before the final reads if a server's files were damaged, which it may rightly say instead of working. */
    default void someServerIsDamaged() {}

    /**
     * Judges everything, once nothing is in flight any more.
     *
     * @return what is wrong, as sentences; empty if nothing is
     */
    List<String> judge();

    /** One operation: a transaction, and what becomes of it. */
    interface Attempt {
        ClientRequest request();

        /** Told just before it is sent, by which client and when (virtual nanoseconds); again if it is repeated. */
        default void began(int client, long nanos) {}

        /** Told how it ended, and when. */
        void ended(ClientAnswer answer, long nanos);
    }
}

package dev.muster.sim.workload;

import dev.muster.runtime.sim.SimulatedRandom;
import dev.muster.sim.cluster.SimulatedClient;
import dev.muster.sim.cluster.SimulatedCluster;
import dev.muster.sim.workload.Workload.Attempt;
import java.util.concurrent.TimeUnit;

/** One client that does one operation after the other, with pauses, until it is told to stop. */
public final class ClientLoop {
    /** Who never asks anybody but the last leader would not notice another one that answers beside it. */
    private static final int WANDERS_ONE_IN = 12;

    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    /** If all of them waited for a server that is frozen, nobody would notice what happens elsewhere meanwhile. */
    private static final long SHORT_PATIENCE_NANOS = 1_200 * MILLI;

    private final SimulatedCluster cluster;
    private final SimulatedClient client;
    private final Workload workload;
    private final SimulatedRandom dice;
    private final long meanPauseNanos;
    private boolean stopping;
    private boolean busy;
    private long attempts;
    private long done;

    public ClientLoop(SimulatedCluster cluster, Workload workload, SimulatedRandom dice, long meanPauseMillis) {
        this.cluster = cluster;
        this.client = cluster.newClient();
        this.workload = workload;
        this.dice = dice;
        this.meanPauseNanos = meanPauseMillis * MILLI;
        if (workload.givesUpSoon() && client.number() % 2 == 0) {
            client.patience(SHORT_PATIENCE_NANOS);
        }
    }

    /** Begins, after a pause. */
    public void begin() {
        client.lane().schedule(pause(), this::attempt);
    }

    private long pause() {
        return Math.round(-Math.log(1 - dice.nextDouble()) * meanPauseNanos);
    }

    private void attempt() {
        if (stopping) {
            return;
        }
        busy = true;
        attempts++;
        if (workload.wanders() && dice.nextInt(WANDERS_ONE_IN) == 0) {
            client.wander(dice);
        }
        Attempt attempt = workload.next(dice);
        attempt.began(client.number(), cluster.simulation().nowNanos());
        client.run(attempt.request(), answer -> {
            if (answer.isDone()) {
                done++;
            }
            attempt.ended(answer, cluster.simulation().nowNanos());
            busy = false;
            client.lane().schedule(pause(), this::attempt);
        });
    }

    /** No operation begins any more. */
    public void stop() {
        stopping = true;
    }

    /** Whether the last operation has ended. */
    public boolean isOver() {
        return stopping && !busy;
    }

    public long attempts() {
        return attempts;
    }

    /** Operations that were acknowledged. */
    public long done() {
        return done;
    }
}

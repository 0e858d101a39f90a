package dev.muster.sim.workload;

import dev.muster.runtime.sim.SimulatedRandom;
import dev.muster.sim.cluster.ClientAnswer;
import dev.muster.sim.cluster.ClientRequest;
import dev.muster.sim.cluster.SimulatedClient;
import dev.muster.sim.cluster.SimulatedCluster;
import dev.muster.sim.cluster.SimulatedMember;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * An administrator who replaces servers: a new one joins and is enabled, one of those that are there is emptied, dropped and
 * shut down, and so on. Each step is insisted on until it is done, so that a round that has begun ends once all faults are
 * healed; a server that cannot be emptied, since there are too few others, stays.
 */
public final class Turnover implements Companion {
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(400);
    private static final int PAUSE_MAX_MILLIS = 4_000;
    /** So long after it was dropped at most a server goes on running. */
    private static final int GOODBYE_MAX_MILLIS = 3_000;

    private final SimulatedCluster cluster;
    private final SimulatedClient client;
    private final SimulatedRandom dice;
    private boolean stopping;
    private boolean busy;
    private int joined;
    private int left;

    public Turnover(Surroundings around) {
        this.cluster = around.cluster();
        this.client = cluster.newClient();
        this.dice = around.dice();
    }

    @Override
    public String name() {
        return "turnover";
    }

    @Override
    public void begin() {
        afterPause(this::join);
    }

    private void afterPause(Runnable step) {
        client.lane().schedule(TimeUnit.MILLISECONDS.toNanos(dice.between(100, PAUSE_MAX_MILLIS)), step);
    }

    private void join() {
        if (stopping) {
            return;
        }
        busy = true;
        String newcomer = cluster.join().name();
        joined++;
        cluster.note(newcomer, "is new and joins");
        insist("ENABLE SERVER '" + newcomer + "'", ClientAnswer::isDone, answer -> afterPause(this::empty));
    }

    private void empty() {
        List<SimulatedMember> members = cluster.members();
        SimulatedMember leaving = members.get(dice.nextInt(members.size()));
        cluster.note(leaving.name(), "is to be emptied and dropped");
        insist(
                "DEALLOCATE DATABASES FROM SERVER '" + leaving.name() + "'",
                answer -> answer.isDone() || isTooFew(answer),
                answer -> {
                    if (answer.isDone()) {
                        drop(leaving);
                    } else {
                        endRound();
                    }
                });
    }

    private static boolean isTooFew(ClientAnswer answer) {
        return answer.message().contains("possible servers");
    }

    /** Refused until nothing is on it any more. */
    private void drop(SimulatedMember leaving) {
        insist(
                "DROP SERVER '" + leaving.name() + "'",
                answer -> answer.isDone() || isGoneAlready(answer),
                answer -> client.lane()
                        .schedule(TimeUnit.MILLISECONDS.toNanos(dice.between(10, GOODBYE_MAX_MILLIS)), () -> {
                            left++;
                            cluster.note(leaving.name(), "has left and is shut down");
                            cluster.retire(leaving);
                            endRound();
                        }));
    }

    /** An attempt of unknown outcome did it. */
    private static boolean isGoneAlready(ClientAnswer answer) {
        return answer.message().contains("no such server");
    }

    private void endRound() {
        busy = false;
        afterPause(this::join);
    }

    private void insist(String command, Predicate<ClientAnswer> settled, Consumer<ClientAnswer> next) {
        client.run(ClientRequest.admin(command), answer -> {
            if (settled.test(answer)) {
                next.accept(answer);
            } else {
                client.lane().schedule(RETRY_NANOS, () -> insist(command, settled, next));
            }
        });
    }

    @Override
    public void stop() {
        stopping = true;
    }

    @Override
    public boolean isOver() {
        return stopping && !busy;
    }

    @Override
    public List<String> judge() {
        return List.of();
    }

    @Override
    public String summary() {
        return joined + " servers joined, " + left + " left";
    }
}

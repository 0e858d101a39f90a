package dev.muster.sim.run;

import dev.muster.sim.cluster.ClientAnswer;
import dev.muster.sim.cluster.ClientRequest;
import dev.muster.sim.cluster.SimulatedClient;
import dev.muster.sim.cluster.SimulatedCluster;
import dev.muster.sim.workload.Workload.Attempt;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** A client that does a list of things in order and tries each again until it is acknowledged. */
final class Insistence {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final SimulatedCluster cluster;
    private final SimulatedClient client;
    private final Deque<Attempt> todo = new ArrayDeque<>();

    Insistence(SimulatedCluster cluster) {
        this.cluster = cluster;
        this.client = cluster.newClient();
    }

    /** Adds something that may be done twice, should its outcome be unknown. */
    void add(ClientRequest request) {
        add(new Attempt() {
            @Override
            public ClientRequest request() {
                return request;
            }

            @Override
            public void ended(ClientAnswer answer, long nanos) {
                // Only that it is done matters.
            }
        });
    }

    void add(Attempt attempt) {
        todo.addLast(attempt);
    }

    void begin() {
        client.lane().execute(this::next);
    }

    boolean isDone() {
        return todo.isEmpty();
    }

    private void next() {
        Attempt attempt = todo.peekFirst();
        if (attempt == null) {
            return;
        }
        attempt.began(client.number(), cluster.simulation().nowNanos());
        client.run(attempt.request(), answer -> {
            attempt.ended(answer, cluster.simulation().nowNanos());
            if (answer.isDone()) {
                todo.removeFirst();
                next();
            } else {
                cluster.journal()
                        .note(
                                cluster.simulation().nowNanos(),
                                client.name(),
                                "tries again: " + answer.server() + " " + answer.code() + " " + answer.message());
                client.lane().schedule(PAUSE_NANOS, this::next);
            }
        });
    }
}

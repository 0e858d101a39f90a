package dev.muster.sim.cluster;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Gives one command after the other, each again and again until it is done or turns out to be impossible. A command may so be
 * carried out twice.
 */
public final class Administrator {
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

    private final SimulatedCluster cluster;
    private final SimulatedClient client;
    private final Predicate<ClientAnswer> impossible;
    private final Deque<String> commands = new ArrayDeque<>();
    private int pending;

    /** {@code impossible} says which answers mean that it is of no use to ask again. */
    public Administrator(SimulatedCluster cluster, Predicate<ClientAnswer> impossible) {
        this.cluster = cluster;
        this.client = cluster.newClient();
        this.impossible = impossible;
    }

    /** Adds a command. */
    public void insist(String command) {
        pending++;
        client.lane().execute(() -> {
            commands.addLast(command);
            if (commands.size() == 1) {
                next();
            }
        });
    }

    /** Whether every command is done, or impossible. */
    public boolean isIdle() {
        return pending == 0;
    }

    private void next() {
        client.run(ClientRequest.admin(commands.getFirst()), answer -> {
            if (!answer.isDone() && !impossible.test(answer)) {
                cluster.note(
                        client.name(),
                        "tries again: " + answer.server() + " " + answer.code() + " " + answer.message());
                client.lane().schedule(RETRY_NANOS, this::next);
                return;
            }
            pending--;
            commands.removeFirst();
            if (!commands.isEmpty()) {
                next();
            }
        });
    }
}

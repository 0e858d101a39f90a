package dev.muster.sim.cluster;

import dev.muster.runtime.Connection;
import dev.muster.runtime.Lane;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.World;
import dev.muster.runtime.sim.SimulatedRandom;
import dev.muster.sim.cluster.ClientAnswer.Outcome;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A client on a machine of its own, which the faults of servers do not touch. It runs one transaction at a time, asks the
 * member that took the last one, and moves on to the next one when it is refused as no leader or not reached.
 *
 * <p>Lane: all methods on its {@link #lane}, stages complete there.
 */
public final class SimulatedClient {
    private static final int CONNECT_MILLIS = 1_000;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** Refusals that mean: nothing was done here, another member may do it. */
    private static final List<String> ELSEWHERE =
            List.of("Neo.ClientError.Cluster.NotALeader", "Neo.TransientError.General.DatabaseUnavailable");

    private final int number;
    private final String name;
    private final World world;
    private final Lane lane;
    private final Supplier<List<String>> servers;
    private final Exchange exchange;
    private int preferred;
    private Connection connection;
    private String connectedTo = "";
    private Pending pending;
    private long patienceNanos = PATIENCE_NANOS;

    /** A transaction whose answer is waited for. */
    private record Pending(long number, String server, CompletableFuture<ClientAnswer> answer, Lane.Timer limit) {}

    SimulatedClient(int number, String name, World world, Supplier<List<String>> servers, Exchange exchange) {
        this.number = number;
        this.name = name;
        this.world = world;
        this.lane = world.scheduler().newLane(name);
        this.servers = servers;
        this.exchange = exchange;
        this.preferred = number; // clients come to the servers in turn, since any of them takes writes
    }

    /** Its number in histories. */
    public int number() {
        return number;
    }

    public String name() {
        return name;
    }

    public Lane lane() {
        return lane;
    }

    public World world() {
        return world;
    }

    /** How long it waits for an answer from now on, in nanoseconds; 10 s unless it is said. */
    public void patience(long nanos) {
        patienceNanos = nanos;
    }

    /** Forgets who led last and begins with whoever the dice name, as clients do that know nobody yet. */
    public void wander(SimulatedRandom dice) {
        preferred = dice.nextInt(servers.get().size());
    }

    /** Runs the transaction on the member that took the last one; one attempt, one answer, never a failed stage. */
    public CompletionStage<ClientAnswer> attempt(ClientRequest request) {
        List<String> known = servers.get();
        return attemptOn(known.get(preferred % known.size()), request).thenApply(answer -> {
            if (!answer.isDone() && (answer.code().isEmpty() || ELSEWHERE.contains(answer.code()))) {
                preferred = (preferred + 1) % servers.get().size();
            }
            return answer;
        });
    }

    /** As {@link #attempt}, with a listener on the lane; what it throws fails the run. */
    public void run(ClientRequest request, Consumer<ClientAnswer> listener) {
        attempt(request)
                .whenComplete((answer, failure) -> lane.execute(() -> {
                    if (failure != null) {
                        throw new IllegalStateException(name + " failed", failure);
                    }
                    listener.accept(answer);
                }));
    }

    /** Runs the transaction on the member named. */
    public CompletionStage<ClientAnswer> attemptOn(String server, ClientRequest request) {
        lane.assertCurrent();
        if (pending != null) {
            throw new IllegalStateException(name + " waits for an answer already");
        }
        if (connection != null && connectedTo.equals(server)) {
            return send(server, request);
        }
        hangUp();
        CompletableFuture<ClientAnswer> answer = new CompletableFuture<>();
        world.network()
                .connect(new SocketAddress(server, FrontDoor.PORT), new Answers(), CONNECT_MILLIS)
                .whenComplete((opened, failure) -> lane.execute(() -> {
                    if (failure != null) {
                        answer.complete(ClientAnswer.failed(Outcome.REFUSED, server, "", String.valueOf(failure)));
                        return;
                    }
                    connection = opened;
                    connectedTo = server;
                    send(server, request).thenAccept(answer::complete);
                }));
        return answer;
    }

    private CompletionStage<ClientAnswer> send(String server, ClientRequest request) {
        long number = exchange.ask(request);
        CompletableFuture<ClientAnswer> answer = new CompletableFuture<>();
        Lane.Timer limit = lane.schedule(patienceNanos, () -> {
            hangUp();
            lost("no answer within " + TimeUnit.NANOSECONDS.toMillis(patienceNanos) + " ms");
        });
        pending = new Pending(number, server, answer, limit);
        connection.send(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
        return answer;
    }

    private void hangUp() {
        if (connection != null) {
            connection.close();
            connection = null;
            connectedTo = "";
        }
    }

    /** The answer will not come, so a transaction that was sent may have been committed. */
    private void lost(String why) {
        Pending waiting = pending;
        if (waiting != null) {
            pending = null;
            waiting.limit().cancel();
            waiting.answer().complete(ClientAnswer.failed(Outcome.UNKNOWN, waiting.server(), "", why));
        }
    }

    private final class Answers implements Connection.FrameHandler {
        @Override
        public void received(Connection from, byte[] frame) {
            long number = ByteBuffer.wrap(frame).getLong();
            ClientAnswer answer = exchange.take(number);
            lane.execute(() -> {
                if (answer != null && pending != null && pending.number() == number) {
                    Pending waiting = pending;
                    pending = null;
                    waiting.limit().cancel();
                    waiting.answer().complete(answer);
                }
            });
        }

        @Override
        public void closed(Connection closed, Throwable cause) {
            lane.execute(() -> {
                if (connection == closed) {
                    connection = null;
                    connectedTo = "";
                    lost("the connection broke");
                }
            });
        }
    }
}

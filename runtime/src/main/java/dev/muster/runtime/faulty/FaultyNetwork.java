package dev.muster.runtime.faulty;

import dev.muster.runtime.Clock;
import dev.muster.runtime.Connection;
import dev.muster.runtime.ConnectionSecurity;
import dev.muster.runtime.Lane;
import dev.muster.runtime.Network;
import dev.muster.runtime.Random;
import dev.muster.runtime.SocketAddress;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A network whose connections to others can be cut, delayed and made to lose frames. Who connects to us is not touched. */
final class FaultyNetwork implements Network {
    private static final LinkFault SOUND = new LinkFault("", List.of(), WayFault.NONE, WayFault.NONE);

    private final Network network;
    private final Clock clock;
    private final Random random;
    private final Lane lane;
    private final Set<FaultyConnection> open = ConcurrentHashMap.newKeySet();
    private volatile List<LinkFault> links = List.of();

    /** {@code random} may be used from any thread. */
    FaultyNetwork(Network network, Clock clock, Random random, Lane lane) {
        this.network = network;
        this.clock = clock;
        this.random = random;
        this.lane = lane;
    }

    void inject(List<LinkFault> wanted) {
        links = wanted;
        open.forEach(FaultyConnection::faultsChanged);
    }

    /** What is wrong with the link to an address at this moment. */
    LinkFault faultOf(SocketAddress remote) {
        for (LinkFault link : links) {
            if (link.isAbout(remote)) {
                return link;
            }
        }
        return SOUND;
    }

    @Override
    public CompletionStage<Listener> listen(SocketAddress local, Acceptor acceptor) {
        return network.listen(local, acceptor);
    }

    @Override
    public CompletionStage<Connection> connect(
            SocketAddress remote, Connection.FrameHandler handler, long timeoutMillis) {
        return connect(network, remote, handler, timeoutMillis);
    }

    /** The links are the same ones, and so are their faults. */
    @Override
    public Network secured(ConnectionSecurity security) {
        return new Secured(network.secured(security));
    }

    private CompletionStage<Connection> connect(
            Network below, SocketAddress remote, Connection.FrameHandler handler, long timeoutMillis) {
        LinkFault fault = faultOf(remote);
        if (fault.send().cut() || fault.receive().cut()) {
            return noAnswer(remote, timeoutMillis);
        }
        long delay = fault.send().delayMillis() + fault.receive().delayMillis();
        if (delay >= timeoutMillis) {
            return noAnswer(remote, timeoutMillis);
        }
        if (delay == 0) {
            return connectNow(below, remote, handler, timeoutMillis);
        }
        CompletableFuture<Connection> connected = new CompletableFuture<>();
        lane.schedule(
                TimeUnit.MILLISECONDS.toNanos(delay),
                () -> connectNow(below, remote, handler, timeoutMillis - delay).whenComplete((connection, failure) -> {
                    if (failure == null) {
                        connected.complete(connection);
                    } else {
                        connected.completeExceptionally(failure);
                    }
                }));
        return connected;
    }

    private CompletionStage<Connection> noAnswer(SocketAddress remote, long timeoutMillis) {
        CompletableFuture<Connection> none = new CompletableFuture<>();
        lane.schedule(
                TimeUnit.MILLISECONDS.toNanos(timeoutMillis),
                () -> none.completeExceptionally(new SocketTimeoutException(
                        "cannot connect to " + remote + ": no answer within " + timeoutMillis + " ms")));
        return none;
    }

    private CompletionStage<Connection> connectNow(
            Network below, SocketAddress remote, Connection.FrameHandler handler, long timeoutMillis) {
        FaultyConnection connection = new FaultyConnection(this, remote, handler);
        return below.connect(remote, connection.incoming(), timeoutMillis).thenApply(connection::around);
    }

    void opened(FaultyConnection connection) {
        open.add(connection);
    }

    void gone(FaultyConnection connection) {
        open.remove(connection);
    }

    Clock clock() {
        return clock;
    }

    Random random() {
        return random;
    }

    Lane lane() {
        return lane;
    }

    @Override
    public void close() {
        network.close();
    }

    /** This network over one that is secured. */
    private final class Secured implements Network {
        private final Network below;

        Secured(Network below) {
            this.below = below;
        }

        @Override
        public CompletionStage<Listener> listen(SocketAddress local, Acceptor acceptor) {
            return below.listen(local, acceptor);
        }

        @Override
        public CompletionStage<Connection> connect(
                SocketAddress remote, Connection.FrameHandler handler, long timeoutMillis) {
            return FaultyNetwork.this.connect(below, remote, handler, timeoutMillis);
        }

        @Override
        public void close() {
            below.close();
        }
    }
}

package dev.muster.runtime.sim;

import dev.muster.runtime.Connection;
import dev.muster.runtime.Network;
import dev.muster.runtime.SocketAddress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The simulated network as one process sees it. The host is the server's name; localhost and 0.0.0.0 mean it too. */
final class ServerNetwork implements Network {
    private static final Set<String> OWN_NAMES = Set.of("localhost", "127.0.0.1", "::1", "0.0.0.0", "::");
    private static final int FREE_PORT_FIRST = 40_000;

    private final SimulatedNetwork network;
    private final SimulatedProcess process;
    private final Map<Integer, SimulatedListener> listeners = new TreeMap<>();
    private final List<SimulatedConnection> connections = new ArrayList<>();
    private int nextFreePort = FREE_PORT_FIRST;
    private boolean closed;
    private boolean powered = true;

    ServerNetwork(SimulatedNetwork network, SimulatedProcess process) {
        this.network = network;
        this.process = process;
    }

    SimulatedProcess process() {
        return process;
    }

    /** Whether the machine answers at all, if only to refuse. */
    boolean isPowered() {
        return powered;
    }

    void powerOff() {
        powered = false;
    }

    static boolean isOwn(SimulatedProcess process, String host) {
        return host.equals(process.name()) || OWN_NAMES.contains(host);
    }

    @Override
    public CompletionStage<Listener> listen(SocketAddress local, Acceptor acceptor) {
        CompletableFuture<Listener> result = new CompletableFuture<>();
        process.post(0, Kind.LISTEN, new Label(process.name() + ":" + local.port()), 0, () -> {
            if (closed) {
                result.completeExceptionally(new IOException("cannot listen on " + local + ": network closed"));
            } else if (!isOwn(process, local.host())) {
                result.completeExceptionally(
                        new IOException("cannot listen on " + local + ": unknown host " + local.host()));
            } else if (listeners.containsKey(local.port())) {
                result.completeExceptionally(new IOException("address " + local + " is already in use"));
            } else {
                int port = local.port() == 0 ? nextFreePort++ : local.port();
                SimulatedListener listener = new SimulatedListener(new SocketAddress(local.host(), port), acceptor);
                listeners.put(port, listener);
                result.complete(listener);
            }
        });
        return result;
    }

    @Override
    public CompletionStage<Connection> connect(
            SocketAddress remote, Connection.FrameHandler handler, long timeoutMillis) {
        CompletableFuture<Connection> result = new CompletableFuture<>();
        if (closed) {
            result.completeExceptionally(new IOException("cannot connect to " + remote + ": network closed"));
        } else {
            result.whenComplete((connection, failure) -> {
                if (connection != null) {
                    connections.removeIf(SimulatedConnection::isOver);
                    connections.add((SimulatedConnection) connection);
                }
            });
            network.connect(process, remote, handler, timeoutMillis, result);
        }
        return result;
    }

    @Override
    public void close() {
        closed = true;
        List.copyOf(listeners.values()).forEach(SimulatedListener::close);
        List.copyOf(connections).forEach(SimulatedConnection::close);
        connections.clear();
    }

    /** Who listens on the port, or null. */
    SimulatedListener listenerOn(int port) {
        return listeners.get(port);
    }

    /** A port that is listened on. */
    final class SimulatedListener implements Listener {
        private final SocketAddress local;
        private final Acceptor acceptor;
        private final List<SimulatedConnection> accepted = new ArrayList<>();

        private SimulatedListener(SocketAddress local, Acceptor acceptor) {
            this.local = local;
            this.acceptor = acceptor;
        }

        @Override
        public SocketAddress local() {
            return local;
        }

        @Override
        public void close() {
            listeners.remove(local.port(), this);
            List.copyOf(accepted).forEach(SimulatedConnection::close);
            accepted.clear();
        }

        SimulatedProcess process() {
            return process;
        }

        Connection.FrameHandler accept(SimulatedConnection connection) {
            accepted.removeIf(SimulatedConnection::isOver);
            accepted.add(connection);
            return acceptor.accepted(connection);
        }
    }
}

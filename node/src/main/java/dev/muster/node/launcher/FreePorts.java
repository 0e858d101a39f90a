package dev.muster.node.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds loopback ports that nobody listens on, and holds them until they are wanted.
 *
 * <p>Ports come from below the range from which the kernel picks ports for outgoing connections, so that no connection
 * takes one by accident between its release and the server's start. Another program still can: then the start fails and
 * is tried again with other ports.
 */
public final class FreePorts implements AutoCloseable {
    static final int LOWEST = 12_000;
    static final int HIGHEST = 31_999;
    private static final int ATTEMPTS = 2_000;

    /** Given out by this process; not again, since their servers may be down for a moment only. */
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private final List<ServerSocket> held = new ArrayList<>();
    private final SplittableRandom random =
            new SplittableRandom(System.nanoTime() ^ (ProcessHandle.current().pid() << 32));

    /** Takes and holds the ports of one more server. Throws NO_FREE_PORT. */
    public ServerPorts take() {
        int[] ports = new int[ServerPorts.COUNT];
        for (int i = 0; i < ports.length; i++) {
            ports[i] = takeOne();
        }
        return ServerPorts.of(ports);
    }

    private int takeOne() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = random.nextInt(LOWEST, HIGHEST + 1);
            if (GIVEN.size() > (HIGHEST - LOWEST) / 2) {
                GIVEN.clear(); // the oldest are long forgotten
            }
            if (GIVEN.contains(port)) {
                continue;
            }
            ServerSocket socket = bind(port);
            if (socket != null && GIVEN.add(port)) {
                held.add(socket);
                return port;
            }
            closeQuietly(socket);
        }
        throw LauncherProblem.NO_FREE_PORT.with(ATTEMPTS, LOWEST, HIGHEST);
    }

    /** Lets go of one server's ports, because the server is about to bind them. */
    public void release(ServerPorts ports) {
        held.removeIf(socket -> {
            if (!ports.byUse().containsValue(socket.getLocalPort())) {
                return false;
            }
            closeQuietly(socket);
            return true;
        });
    }

    /** Whether nobody listens on the port. */
    static boolean isFree(int port) {
        ServerSocket socket = bind(port);
        if (socket == null) {
            return false;
        }
        closeQuietly(socket);
        return true;
    }

    private static ServerSocket bind(int port) {
        ServerSocket socket = null;
        try {
            socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
            return socket;
        } catch (IOException e) {
            closeQuietly(socket);
            return null;
        }
    }

    private static void closeQuietly(ServerSocket socket) {
        if (socket == null) {
            return;
        }
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException("a listening socket cannot be closed", e);
        }
    }

    @Override
    public void close() {
        held.forEach(FreePorts::closeQuietly);
        held.clear();
    }
}

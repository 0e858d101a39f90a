package dev.muster.clustertests;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/** A wire to one address that lets bytes through until the fault that was {@linkplain #arm armed}, which strikes once. */
final class FaultyWire implements AutoCloseable {
    /** What happens to the byte at the point. */
    enum Fault {
        /** It and all that would follow are lost: both ends hear that the connection is gone. */
        CUT,
        /** It arrives with one bit turned. */
        FLIP,
        /** It and all that would follow on this connection wait for ever. */
        STALL
    }

    /** @param fromServer the way of the byte; else from the client */
    record Point(Fault fault, boolean fromServer, long at) {}

    private final String host;
    private final int port;
    private final ServerSocket listening;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLongArray passed = new AtomicLongArray(2);
    private volatile Point point;
    private volatile CountDownLatch struck = new CountDownLatch(1);

    FaultyWire(String address) throws IOException {
        int colon = address.lastIndexOf(':');
        host = address.substring(0, colon);
        port = Integer.parseInt(address.substring(colon + 1));
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        thread("accepting", this::accept);
    }

    String address() {
        return "127.0.0.1:" + listening.getLocalPort();
    }

    /** From now on bytes are counted anew; null for a sound wire. */
    void arm(Point next) {
        point = null;
        passed.set(0, 0);
        passed.set(1, 0);
        struck = new CountDownLatch(1);
        point = next;
    }

    long passed(boolean fromServer) {
        return passed.get(fromServer ? 1 : 0);
    }

    boolean hasStruck() {
        return struck.getCount() == 0;
    }

    /** Whether the fault strikes in time. */
    boolean strikesWithin(long seconds) throws InterruptedException {
        return struck.await(seconds, TimeUnit.SECONDS);
    }

    private static void thread(String name, Runnable work) {
        Thread thread = new Thread(work, "wire-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                open.add(client);
                Socket server = reach(client);
                open.add(server);
                thread("from-client", () -> pass(client, server, false));
                thread("from-server", () -> pass(server, client, true));
            } catch (IOException e) {
                // The wire is being closed, or nobody listens at its end any more: the client hears of it.
            }
        }
    }

    private Socket reach(Socket client) throws IOException {
        try {
            return new Socket(host, port);
        } catch (IOException e) {
            hangUp(client);
            throw e;
        }
    }

    private void pass(Socket from, Socket to, boolean fromServer) {
        byte[] buffer = new byte[4096];
        int way = fromServer ? 1 : 0;
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                long before = passed.getAndAdd(way, length);
                Point armed = point;
                boolean here = armed != null
                        && armed.fromServer() == fromServer
                        && armed.at() >= before
                        && armed.at() < before + length
                        && !hasStruck();
                if (!here) {
                    out.write(buffer, 0, length);
                    continue;
                }
                struck.countDown();
                int offset = Math.toIntExact(armed.at() - before);
                switch (armed.fault()) {
                    case FLIP -> {
                        buffer[offset] ^= 1 << (int) (armed.at() % 8);
                        out.write(buffer, 0, length);
                    }
                    case CUT -> {
                        out.write(buffer, 0, offset);
                        return;
                    }
                    case STALL -> {
                        out.write(buffer, 0, offset);
                        while (in.read(buffer) >= 0) {
                            // Swallowed until one end gives up.
                        }
                        return;
                    }
                }
            }
        } catch (IOException e) {
            // One end is gone, so the other is told.
        } finally {
            hangUp(from);
            hangUp(to);
        }
    }

    private void hangUp(Socket socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        open.forEach(this::hangUp);
    }
}

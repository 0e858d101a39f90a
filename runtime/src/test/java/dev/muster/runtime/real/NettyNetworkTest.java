package dev.muster.runtime.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.runtime.Connection;
import dev.muster.runtime.Network;
import dev.muster.runtime.NetworkContract;
import dev.muster.runtime.SocketAddress;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class NettyNetworkTest extends NetworkContract {
    private final NettyNetwork server = new NettyNetwork("server");
    private final NettyNetwork client = new NettyNetwork("client");

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Override
    protected Network server() {
        return server;
    }

    @Override
    protected Network client() {
        return client;
    }

    @Override
    protected SocketAddress anyPort() {
        return new SocketAddress("127.0.0.1", 0);
    }

    @Override
    protected void await(BooleanSupplier condition) {
        if (condition.getAsBoolean()) {
            return; // Awaitility would look after a millisecond for the first time, and some tests await thousands of
            // things
        }
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(1))
                .until(condition::getAsBoolean);
    }

    @Test
    void whoeverComesInWhileTheNetworkClosesHearsThatItIsClosed() {
        for (int round = 0; round < 40; round++) {
            NettyNetwork closing = new NettyNetwork("closing");
            SocketAddress address =
                    get(closing.listen(anyPort(), connection -> new Side())).local();
            List<CompletableFuture<Connection>> attempts = new ArrayList<>();
            List<Side> sides = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                Side side = new Side();
                sides.add(side);
                attempts.add(client.connect(address, side, TIMEOUT_MILLIS).toCompletableFuture());
            }
            closing.close();

            for (int i = 0; i < attempts.size(); i++) {
                int number = i;
                await(() -> attempts.get(number).isDone());
                if (!attempts.get(i).isCompletedExceptionally()) {
                    attempts.get(i).join().send(new byte[1]); // some hear it only when they say something
                    await(() -> !sides.get(number).closed.isEmpty());
                }
            }
        }
    }

    @Test
    void resolvesNames() {
        Network.Listener listener = get(server.listen(anyPort(), connection -> new Side()));
        SocketAddress byName = new SocketAddress("localhost", listener.local().port());
        Connection connection = get(client.connect(byName, new Side(), TIMEOUT_MILLIS));
        assertThat(connection.remote()).isEqualTo(byName);
    }

    @Test
    void anUnknownHostIsNamed() {
        SocketAddress nowhere = new SocketAddress("no-such-host.invalid", 6000);
        assertThatThrownBy(() -> get(client.connect(nowhere, new Side(), TIMEOUT_MILLIS)))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot connect to no-such-host.invalid:6000: unknown host no-such-host.invalid");
    }

    @Test
    void connectingEndsInTimeWhenNobodyAnswers() throws IOException {
        try (ServerSocket full = fullServer()) {
            SocketAddress address = new SocketAddress("127.0.0.1", full.getLocalPort());
            assertThatThrownBy(() -> get(client.connect(address, new Side(), 100)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("cannot connect to " + address + ": no answer within 100 ms");
        }
    }

    /** A server whose queue of connections is full, so that the next connection hangs. */
    private static ServerSocket fullServer() throws IOException {
        ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        for (int i = 0; i < 2; i++) {
            new Socket(full.getInetAddress(), full.getLocalPort()); // never accepted, closed with the process
        }
        return full;
    }

    @Test
    void aPeerThatAnnouncesTooMuchIsDisconnected() throws IOException {
        Side accepted = new Side();
        Network.Listener listener = get(server.listen(anyPort(), connection -> accepted));
        try (Socket peer = new Socket("127.0.0.1", listener.local().port())) {
            new DataOutputStream(peer.getOutputStream()).writeInt(Network.FRAME_BYTES_MAX + 1);
            assertThat(peer.getInputStream().read()).isEqualTo(-1);
        }
        await(() -> accepted.closed.size() == 1);
        assertThat(accepted.closed).containsExactly("broken");
        assertThat(accepted.frames).isEmpty();
    }

    @Test
    void aHandlerThatThrowsLosesItsConnectionOnly() {
        Side fine = new Side();
        Network.Listener listener = get(server.listen(anyPort(), connection -> new Side() {
            @Override
            public void received(Connection from, byte[] frame) {
                if (frame[0] == 0) {
                    throw new IllegalStateException("a defect");
                }
                fine.received(from, frame);
            }
        }));
        Side unlucky = new Side();
        Connection bad = get(client.connect(listener.local(), unlucky, TIMEOUT_MILLIS));
        Connection good = get(client.connect(listener.local(), new Side(), TIMEOUT_MILLIS));
        bad.send(new byte[] {0});
        await(() -> unlucky.closed.size() == 1);
        good.send(new byte[] {1});
        await(() -> fine.frames.size() == 1);
    }

    @Test
    void whatASlowPeerDoesNotTakeIsCounted() throws IOException {
        try (ServerSocket slow = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            SocketAddress address = new SocketAddress("127.0.0.1", slow.getLocalPort());
            Connection connection = get(client.connect(address, new Side(), TIMEOUT_MILLIS));
            for (int i = 0; i < 64; i++) {
                connection.send(new byte[1024 * 1024]);
            }
            assertThat(connection.pendingBytes()).isGreaterThan(32L * 1024 * 1024);
            try (Socket peer = slow.accept()) {
                peer.getInputStream().skipNBytes(64L * (1024 * 1024 + 4));
                await(() -> connection.pendingBytes() == 0);
            }
        }
    }
}

package dev.muster.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** What every {@link Network} promises; run against each of them. */
public abstract class NetworkContract {
    protected static final long TIMEOUT_MILLIS = 5_000;

    /** The network that listens. */
    protected abstract Network server();

    /** The network that connects; may be the same. */
    protected abstract Network client();

    /** An address of {@link #server} with a free port. */
    protected abstract SocketAddress anyPort();

    /** Lets time pass until the condition holds; fails after a while. */
    protected abstract void await(BooleanSupplier condition);

    @Test
    void framesArriveWholeAndInOrder() {
        Side accepted = new Side();
        Network.Listener listener = get(server().listen(anyPort(), connection -> accepted));
        Side connected = new Side();
        Connection connection = get(client().connect(listener.local(), connected, TIMEOUT_MILLIS));
        List<byte[]> sent = new ArrayList<>();
        for (int length : new int[] {0, 1, 5, 70_000, 3, 1_000_000, 65_536, 65_532, 2}) {
            byte[] frame = new byte[length];
            Arrays.fill(frame, (byte) length);
            sent.add(frame.clone());
            connection.send(frame);
        }
        await(() -> accepted.frames.size() == sent.size());
        for (int i = 0; i < sent.size(); i++) {
            assertThat(accepted.frames.get(i)).as("frame %d", i).isEqualTo(sent.get(i));
        }
        await(() -> connection.pendingBytes() == 0);
    }

    @Test
    void bothSidesMaySend() {
        Network.Listener listener = get(server().listen(anyPort(), connection -> new Side() {
            @Override
            public void received(Connection from, byte[] frame) {
                from.send(frame);
            }
        }));
        Side connected = new Side();
        Connection connection = get(client().connect(listener.local(), connected, TIMEOUT_MILLIS));
        connection.send(new byte[] {1, 2, 3});
        await(() -> connected.frames.size() == 1);
        assertThat(connected.frames.get(0)).containsExactly(1, 2, 3);
    }

    @Test
    void closingIsHeardOnceOnEachSideAfterWhatWasSentBefore() {
        Side accepted = new Side();
        Network.Listener listener = get(server().listen(anyPort(), connection -> accepted));
        Side connected = new Side();
        Connection connection = get(client().connect(listener.local(), connected, TIMEOUT_MILLIS));
        connection.send(new byte[] {7});
        connection.close();
        connection.close();
        connection.send(new byte[] {8});
        await(() -> accepted.closed.size() == 1 && connected.closed.size() == 1);
        assertThat(accepted.frames).singleElement().isEqualTo(new byte[] {7});
        assertThat(accepted.closed).containsExactly("closed");
        assertThat(connected.closed).containsExactly("closed");
    }

    @Test
    void theAcceptingSideMayCloseToo() {
        Network.Listener listener = get(server().listen(anyPort(), connection -> {
            connection.close();
            return new Side();
        }));
        Side connected = new Side();
        get(client().connect(listener.local(), connected, TIMEOUT_MILLIS));
        await(() -> connected.closed.size() == 1);
    }

    @Test
    void closingAListenerClosesWhatItAcceptedAndFreesThePort() {
        Side accepted = new Side();
        Network.Listener first = get(server().listen(anyPort(), connection -> accepted));
        Side connected = new Side();
        Connection connection = get(client().connect(first.local(), connected, TIMEOUT_MILLIS));
        connection.send(new byte[1]);
        await(() -> accepted.frames.size() == 1);
        first.close();
        await(() -> accepted.closed.size() == 1 && connected.closed.size() == 1);
        AtomicReference<CompletableFuture<Network.Listener>> second = new AtomicReference<>(listenAt(first.local()));
        await(() -> {
            if (second.get().isCompletedExceptionally()) {
                second.set(listenAt(first.local())); // another program may have the free port for a moment
            }
            return second.get().isDone() && !second.get().isCompletedExceptionally();
        });
        assertThat(second.get().join().local()).isEqualTo(first.local());
    }

    private CompletableFuture<Network.Listener> listenAt(SocketAddress address) {
        return server().listen(address, other -> new Side()).toCompletableFuture();
    }

    @Test
    void aTakenPortIsNamed() {
        Network.Listener listener = get(server().listen(anyPort(), connection -> new Side()));
        assertThatThrownBy(() -> get(server().listen(listener.local(), connection -> new Side())))
                .isInstanceOf(IOException.class)
                .hasMessage("address " + listener.local() + " is already in use");
    }

    @Test
    void whereNobodyListensTheConnectionIsRefused() {
        Network.Listener listener = get(server().listen(anyPort(), connection -> new Side()));
        listener.close();
        assertThatThrownBy(() -> get(client().connect(listener.local(), new Side(), TIMEOUT_MILLIS)))
                .isInstanceOf(ConnectException.class)
                .hasMessage("cannot connect to " + listener.local() + ": connection refused");
    }

    @Test
    void closingTheNetworkClosesItsConnections() {
        Side accepted = new Side();
        Network.Listener listener = get(server().listen(anyPort(), connection -> accepted));
        Side connected = new Side();
        Connection connection = get(client().connect(listener.local(), connected, TIMEOUT_MILLIS));
        connection.send(new byte[1]);
        await(() -> accepted.frames.size() == 1);
        server().close();
        await(() -> accepted.closed.size() == 1 && connected.closed.size() == 1);
    }

    @Test
    void aFrameBeyondTheCapIsADefectOfTheCaller() {
        Network.Listener listener = get(server().listen(anyPort(), connection -> new Side()));
        Connection connection = get(client().connect(listener.local(), new Side(), TIMEOUT_MILLIS));
        assertThatThrownBy(() -> connection.send(new byte[Network.FRAME_BYTES_MAX + 1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("67108865 bytes");
    }

    /** The value of a stage once time has passed; throws what it failed with. */
    protected <T> T get(CompletionStage<T> stage) {
        var future = stage.toCompletableFuture();
        await(future::isDone);
        try {
            return future.join();
        } catch (CompletionException e) {
            throw NetworkContract.<RuntimeException>asIs(e.getCause());
        }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> E asIs(Throwable failure) throws E {
        throw (E) failure;
    }

    /** Remembers what it hears. */
    public static class Side implements Connection.FrameHandler {
        public final List<byte[]> frames = new CopyOnWriteArrayList<>();
        public final List<String> closed = new CopyOnWriteArrayList<>();

        @Override
        public void received(Connection connection, byte[] frame) {
            frames.add(frame);
        }

        @Override
        public void closed(Connection connection, Throwable cause) {
            closed.add(cause == null ? "closed" : "broken");
        }
    }
}

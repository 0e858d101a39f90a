package dev.muster.node.routing;

import dev.muster.runtime.Clock;
import dev.muster.runtime.Connection;
import dev.muster.runtime.Lane;
import dev.muster.runtime.Network;
import dev.muster.runtime.SocketAddress;
import java.io.IOException;
import java.io.Serial;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection to one server's routing port and the questions that it owes answers to. While transactions are open over there
 * it is asked every few seconds whether it is; who says nothing for {@value #SILENT_SECONDS} s is given up.
 *
 * <p><b>Lane.</b> Methods may be called from any thread; the state lives on a lane, where stages complete.
 */
final class ServerLink implements Connection.FrameHandler {
    /** Longer than a pause that a healthy server may have, shorter than people's patience. */
    static final long SILENT_SECONDS = 10;

    private static final Logger LOG = LoggerFactory.getLogger(ServerLink.class);
    private static final long CONNECT_MILLIS = 1_000;
    private static final long PING_NANOS = 2_000_000_000L;
    private static final long SILENT_NANOS = SILENT_SECONDS * 1_000_000_000L;

    private final String serverId;
    private final Lane lane;
    private final Clock clock;
    private final Consumer<ServerLink> onGone;
    private final Map<Long, CompletableFuture<Map<String, Object>>> waiting = new LinkedHashMap<>();
    private final CompletionStage<Connection> connection;
    private long lastNumber;
    private int open;
    private long heardNanos;
    private boolean pinging;
    private Lost lost;

    /** The server does not answer any more; what it was asked for may have happened or not. */
    static final class Lost extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1;

        Lost(String reason, Throwable cause) {
            super(reason, cause);
        }
    }

    /** Connects. {@code onGone} is told once, when this cannot be used any more. */
    ServerLink(
            String serverId,
            Network network,
            SocketAddress address,
            Lane lane,
            Clock clock,
            Consumer<ServerLink> onGone) {
        this.serverId = serverId;
        this.lane = lane;
        this.clock = clock;
        this.onGone = onGone;
        this.connection = network.connect(address, this, CONNECT_MILLIS);
    }

    /** The answer to a question. Fails with {@link Lost}, or with the {@link dev.muster.bolt.BoltFailure} that was the answer. */
    CompletionStage<Map<String, Object>> ask(Map<String, Object> question) {
        CompletableFuture<Map<String, Object>> answer = new CompletableFuture<>();
        lane.execute(() -> {
            if (lost != null) {
                answer.completeExceptionally(lost);
                return;
            }
            long number = ++lastNumber;
            question.put(RoutedMessage.NUMBER, number);
            byte[] frame = RoutedMessage.frame(question);
            if (frame.length > Network.FRAME_BYTES_MAX) {
                answer.completeExceptionally(RoutingError.TOO_LARGE.failure(
                        "The statement with its parameters", frame.length, Network.FRAME_BYTES_MAX));
                return;
            }
            waiting.put(number, answer);
            send(frame);
        });
        return answer;
    }

    /** Says something that has no answer. */
    void tell(Map<String, Object> message) {
        lane.execute(() -> {
            if (lost == null) {
                send(RoutedMessage.frame(message));
            }
        });
    }

    /** A transaction begins over there. */
    void opened() {
        lane.execute(() -> {
            open++;
            if (!pinging) {
                pinging = true;
                heardNanos = clock.monotonicNanos();
                lane.schedule(PING_NANOS, this::ping);
            }
        });
    }

    /** It has ended. */
    void closed() {
        lane.execute(() -> open--);
    }

    private void ping() {
        if (lost != null || open == 0) {
            pinging = false;
        } else if (clock.monotonicNanos() - heardNanos > SILENT_NANOS) {
            gone(new Lost("it has said nothing for " + SILENT_SECONDS + " s", null));
            connection.thenAccept(Connection::close);
        } else {
            send(RoutedMessage.frame(RoutedMessage.question(RoutedMessage.Kind.PING, 0)));
            lane.schedule(PING_NANOS, this::ping);
        }
    }

    private void send(byte[] frame) {
        connection.whenComplete((to, failure) -> {
            if (failure == null) {
                to.send(frame);
            } else {
                lane.execute(() -> gone(new Lost(failure.getMessage(), failure)));
            }
        });
    }

    @Override
    public void received(Connection from, byte[] frame) {
        lane.execute(() -> {
            heardNanos = clock.monotonicNanos();
            try {
                answered(RoutedMessage.read(frame));
            } catch (IOException | ClassCastException e) {
                LOG.warn("closing the routing connection to {}: {}", serverId, e.getMessage());
                from.close();
            }
        });
    }

    private void answered(Map<String, Object> answer) {
        Long number = (Long) answer.get(RoutedMessage.NUMBER);
        CompletableFuture<Map<String, Object>> asker = number == null ? null : waiting.remove(number);
        if (asker == null) {
            return; // to a ping, or nobody waits any more
        }
        Object failure = answer.get(RoutedMessage.FAILURE);
        if (failure == null) {
            asker.complete(answer);
        } else {
            asker.completeExceptionally(Wire.failure(failure));
        }
    }

    @Override
    public void closed(Connection from, Throwable cause) {
        lane.execute(() -> gone(new Lost("the connection closed", cause)));
    }

    private void gone(Lost reason) {
        if (lost == null) {
            lost = reason;
            onGone.accept(this);
            List<CompletableFuture<Map<String, Object>>> left = List.copyOf(waiting.values());
            waiting.clear();
            left.forEach(asker -> asker.completeExceptionally(reason));
        }
    }
}

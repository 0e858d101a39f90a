package dev.muster.node.discovery.atomix;

import dev.muster.node.discovery.Frame;
import dev.muster.node.discovery.FrameCodec;
import dev.muster.runtime.Connection;
import dev.muster.runtime.Lane;
import dev.muster.runtime.SocketAddress;
import io.atomix.cluster.BootstrapService;
import io.atomix.cluster.messaging.BroadcastService;
import io.atomix.cluster.messaging.MessagingException;
import io.atomix.cluster.messaging.MessagingService;
import io.atomix.cluster.messaging.UnicastService;
import io.atomix.utils.net.Address;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the SWIM engine's messages over the server's own connections. The deadline of a question runs from the moment it is asked,
 * connecting included: that is what makes a frozen member visible (facts/raft.md 2.3). The engine's three services are
 * thin adapters over this.
 */
final class SwimTransport implements BootstrapService {
    private static final Logger LOG = LoggerFactory.getLogger(SwimTransport.class);
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final byte[] EMPTY = new byte[0];

    private final Lane lane;
    private final BiConsumer<SocketAddress, byte[]> connections;
    private final String clusterId;
    private final SocketAddress self;
    private final int defaultTimeoutMillis;
    private final SwimServices services;
    private final Map<String, BiFunction<Address, byte[], CompletableFuture<byte[]>>> handlers =
            new ConcurrentHashMap<>();

    /** Lane only. */
    private final Map<Long, Question> questions = new HashMap<>();

    private long nextId;
    private boolean closed;

    private record Question(SocketAddress address, CompletableFuture<byte[]> answer, Lane.Timer deadline) {}

    SwimTransport(
            Lane lane,
            BiConsumer<SocketAddress, byte[]> connections,
            String clusterId,
            SocketAddress self,
            int defaultTimeoutMillis) {
        this.lane = lane;
        this.connections = connections;
        this.clusterId = clusterId;
        this.self = self;
        this.defaultTimeoutMillis = defaultTimeoutMillis;
        this.services = new SwimServices(this, Address.from(self.host(), self.port()));
    }

    @Override
    public MessagingService getMessagingService() {
        return services.messaging();
    }

    @Override
    public UnicastService getUnicastService() {
        return services.unicast();
    }

    @Override
    public BroadcastService getBroadcastService() {
        return services.broadcast();
    }

    /** Who answers messages of that subject; the future may be completed on any thread. Any thread. */
    void handle(String subject, BiFunction<Address, byte[], CompletableFuture<byte[]>> handler) {
        handlers.put(subject, handler);
    }

    void unhandle(String subject) {
        handlers.remove(subject);
    }

    /** Sends without waiting for anything. Any thread. */
    void tell(Address to, String subject, byte[] payload) {
        lane.execute(() -> {
            if (!closed) {
                connections.accept(address(to), encoded(0, false, subject, payload));
            }
        });
    }

    /** Asks; the answer comes within the time, or the future fails. {@code timeoutMillis} 0: the default. Any thread. */
    CompletableFuture<byte[]> ask(Address to, String subject, byte[] payload, long timeoutMillis) {
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        if (payload.length > FrameCodec.SWIM_BYTES_MAX) {
            answer.completeExceptionally(new MessagingException("message of " + payload.length + " bytes"));
            return answer;
        }
        lane.execute(() -> {
            if (closed) {
                answer.completeExceptionally(new MessagingException("discovery is closed"));
                return;
            }
            long id = ++nextId;
            long millis = timeoutMillis > 0 ? timeoutMillis : defaultTimeoutMillis;
            Lane.Timer deadline = lane.schedule(
                    millis * NANOS_PER_MILLI,
                    () -> fail(id, new TimeoutException("no answer from " + to + " within " + millis + " ms")));
            questions.put(id, new Question(address(to), answer, deadline));
            connections.accept(address(to), encoded(id, true, subject, payload));
        });
        return answer;
    }

    /** A message came in. Lane only. */
    void received(Connection connection, Frame.Swim message) {
        BiFunction<Address, byte[], CompletableFuture<byte[]>> handler = handlers.get(message.subject());
        Address from = Address.from(message.from().host(), message.from().port());
        if (!message.answered()) {
            connection.send(FrameCodec.encode(new Frame.Heard()));
            if (handler != null) {
                handler.apply(from, message.payload()).whenComplete((nothing, failure) -> {
                    if (failure != null) {
                        LOG.trace("SWIM message '{}' was not taken", message.subject(), failure);
                    }
                });
            }
            return;
        }
        if (handler == null) {
            connection.send(FrameCodec.encode(new Frame.Answer(message.id(), "no handler", EMPTY)));
            return;
        }
        handler.apply(from, message.payload()).whenComplete((payload, failure) -> {
            String text = failure == null ? "" : failure.getClass().getSimpleName();
            connection.send(FrameCodec.encode(new Frame.Answer(message.id(), text, payload == null ? EMPTY : payload)));
        });
    }

    /** An answer came in. Lane only. */
    void answered(Frame.Answer answer) {
        Question question = questions.remove(answer.id());
        if (question != null) {
            question.deadline().cancel();
            if (answer.failure().isEmpty()) {
                question.answer().complete(answer.payload());
            } else {
                question.answer().completeExceptionally(new MessagingException(answer.failure()));
            }
        }
    }

    /** The connection is gone: its questions stay unanswered. Lane only. */
    void lost(SocketAddress address) {
        questions.entrySet().stream()
                .filter(entry -> entry.getValue().address().equals(address))
                .map(Map.Entry::getKey)
                .sorted()
                .toList()
                .forEach(id -> fail(id, new MessagingException("no connection with " + address)));
    }

    /** Fails all questions; nothing is sent afterwards. Lane only. */
    void close() {
        closed = true;
        questions.keySet().stream()
                .sorted()
                .toList()
                .forEach(id -> fail(id, new MessagingException("discovery is closed")));
    }

    private void fail(long id, Exception failure) {
        Question question = questions.remove(id);
        if (question != null) {
            question.deadline().cancel();
            LOG.trace("SWIM question {} failed: {}", id, failure.getMessage());
            question.answer().completeExceptionally(failure);
        }
    }

    private byte[] encoded(long id, boolean answered, String subject, byte[] payload) {
        return FrameCodec.encode(new Frame.Swim(clusterId, id, answered, self, subject, payload));
    }

    private static SocketAddress address(Address address) {
        return new SocketAddress(address.host(), address.port());
    }
}

package dev.muster.node.routing;

import dev.muster.bolt.Pending;
import dev.muster.bolt.QueryService;
import dev.muster.bolt.QueryService.TransactionRequest;
import dev.muster.node.edge.Workers;
import dev.muster.node.routing.RoutedMessage.Kind;
import dev.muster.runtime.Clock;
import dev.muster.runtime.Connection;
import dev.muster.runtime.Lane;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Does transactions for servers that have no copy of their database. Owns the threads on which that is done, and makes none before
 * the first. A server of which nothing is heard for {@value #SILENT_SECONDS} s has its transactions rolled back.
 *
 * <p><b>Lane.</b> Any thread; nothing blocks but {@link #close}, for a moment.
 */
public final class RoutedWork implements AutoCloseable {
    /** Longer than {@link ServerLink#SILENT_SECONDS}: who asks should give up first, and know why. */
    static final long SILENT_SECONDS = 20;

    private static final long LOOK_NANOS = 5_000_000_000L;

    private final Function<TransactionRequest, Pending<QueryService.Transaction>> beginning;
    private final Workers workers;
    private final Lane lane;
    private final Clock clock;
    private final Set<Asker> askers = ConcurrentHashMap.newKeySet();

    /** {@code beginning} begins transactions on databases of this server. */
    public RoutedWork(
            Function<TransactionRequest, Pending<QueryService.Transaction>> beginning,
            Workers workers,
            Lane lane,
            Clock clock) {
        this.beginning = beginning;
        this.workers = workers;
        this.lane = lane;
        this.clock = clock;
    }

    /** Whether a frame on the routing port is for {@link Asker#received}. */
    public static boolean concerns(byte[] frame) {
        return RoutedMessage.is(frame);
    }

    /** A connection over which another server may ask. */
    public Asker asker() {
        return new Asker();
    }

    /** Ends everything that is open. */
    @Override
    public void close() {
        askers.forEach(Asker::closed);
        workers.close();
    }

    /** Another server at the end of a connection. Its network thread. */
    public final class Asker {
        private final Map<Long, ServedTransaction> open = new ConcurrentHashMap<>();
        private volatile long heardNanos;

        /** Works on a frame; {@link IOException} if it is none that can be understood. */
        public void received(Connection connection, byte[] frame) throws IOException {
            heardNanos = clock.monotonicNanos();
            Map<String, Object> question = RoutedMessage.read(frame);
            try {
                obey(connection, question, Kind.valueOf((String) question.get(RoutedMessage.KIND)));
            } catch (ClassCastException | IllegalArgumentException | NullPointerException e) {
                throw new IOException("a message about transactions lacks something", e);
            }
        }

        private void obey(Connection connection, Map<String, Object> question, Kind kind) {
            long id = (Long) question.get(RoutedMessage.TRANSACTION);
            switch (kind) {
                case PING -> connection.send(RoutedMessage.frame(new LinkedHashMap<>(Map.of("pong", true))));
                case TERMINATE -> {
                    ServedTransaction transaction = open.get(id);
                    if (transaction != null) {
                        transaction.terminate(Wire.failure(question.get(RoutedMessage.FAILURE)));
                    }
                }
                case ROLLBACK -> {
                    ServedTransaction transaction = open.remove(id);
                    if (transaction != null) {
                        transaction.rollback();
                    }
                }
                default -> ask(connection, question, kind, id);
            }
        }

        private void ask(Connection connection, Map<String, Object> question, Kind kind, long id) {
            Object number = question.get(RoutedMessage.NUMBER);
            if (kind == Kind.BEGIN) {
                open.put(id, new ServedTransaction(workers, beginning));
                watch();
            }
            ServedTransaction transaction = kind == Kind.COMMIT ? open.remove(id) : open.get(id);
            if (transaction == null) {
                answer(connection, number, ServedTransaction.failed(RoutingError.GONE.failure()));
                return;
            }
            transaction.ask(kind, question, answer -> {
                if (kind == Kind.BEGIN && answer.containsKey(RoutedMessage.FAILURE)) {
                    open.remove(id, transaction);
                }
                answer(connection, number, answer);
            });
        }

        private void answer(Connection connection, Object number, Map<String, Object> answer) {
            answer.put(RoutedMessage.NUMBER, number);
            connection.send(RoutedMessage.frame(answer));
        }

        private void watch() {
            if (askers.add(this)) {
                lane.schedule(LOOK_NANOS, this::look);
            }
        }

        private void look() {
            if (open.isEmpty()) {
                askers.remove(this);
            } else if (clock.monotonicNanos() - heardNanos > SILENT_SECONDS * 1_000_000_000L) {
                closed();
            } else {
                lane.schedule(LOOK_NANOS, this::look);
            }
        }

        /** The connection has gone, and with it whoever wanted what is open. Any thread. */
        public void closed() {
            List<Long> left = List.copyOf(open.keySet());
            left.forEach(id -> {
                ServedTransaction transaction = open.remove(id);
                if (transaction != null) {
                    transaction.abandon();
                }
            });
            askers.remove(this);
        }
    }
}

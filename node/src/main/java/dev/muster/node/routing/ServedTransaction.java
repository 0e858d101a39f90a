package dev.muster.node.routing;

import dev.muster.bolt.BoltFailure;
import dev.muster.bolt.Pending;
import dev.muster.bolt.QueryService;
import dev.muster.bolt.QueryService.TransactionRequest;
import dev.muster.node.routing.RoutedMessage.Kind;
import dev.muster.runtime.Network;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A transaction on this server that another one asked for: questions are worked on one after the other by one worker at a time,
 * and only {@link #terminate} and {@link #abandon} come from elsewhere.
 */
final class ServedTransaction {
    private static final Logger LOG = LoggerFactory.getLogger(ServedTransaction.class);
    private static final int PAGE_BYTES = 128 * 1024;
    private static final int PAGE_ROWS = 1_000;
    /** Room for what is in an answer beside its rows. */
    private static final int ROW_BYTES_MAX = Network.FRAME_BYTES_MAX - 64 * 1024;

    private final Executor workers;
    private final Function<TransactionRequest, Pending<QueryService.Transaction>> beginning;
    private final Map<Long, QueryService.Result> results = new HashMap<>();
    private QueryService.Transaction transaction;

    /** How what runs or is waited for is made to fail; both guarded by this, as are all below. */
    private Consumer<BoltFailure> interruptible;

    private BoltFailure terminated;
    private final Deque<Runnable> queue = new ArrayDeque<>();
    private boolean working;

    ServedTransaction(Executor workers, Function<TransactionRequest, Pending<QueryService.Transaction>> beginning) {
        this.workers = workers;
        this.beginning = beginning;
    }

    /** Answers a question in its turn. Any thread; {@code send} gets the answer, without number. */
    void ask(Kind kind, Map<String, Object> question, Consumer<Map<String, Object>> send) {
        inTurn(() -> send.accept(answered(kind, question)));
    }

    private void inTurn(Runnable work) {
        synchronized (this) {
            queue.add(work);
            if (working) {
                return;
            }
            working = true;
        }
        workers.execute(this::work);
    }

    private void work() {
        while (true) {
            Runnable next;
            synchronized (this) {
                next = queue.poll();
                if (next == null) {
                    working = false;
                    return;
                }
            }
            next.run();
        }
    }

    private Map<String, Object> answered(Kind kind, Map<String, Object> question) {
        try {
            return answer(kind, question);
        } catch (BoltFailure failure) {
            return failed(failure);
        } catch (RuntimeException | Error e) { // a defect somewhere below: the asker gets an answer, the log the trace
            LOG.error("unexpected failure of a transaction for another server", e);
            return failed(RoutingError.UNKNOWN.failure());
        }
    }

    static Map<String, Object> failed(BoltFailure failure) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put(RoutedMessage.FAILURE, Wire.failure(failure));
        return answer;
    }

    @SuppressWarnings("unchecked") // the other side is of our kind
    private Map<String, Object> answer(Kind kind, Map<String, Object> question) {
        Map<String, Object> answer = new LinkedHashMap<>();
        switch (kind) {
            case BEGIN -> {
                begin(Wire.request(question));
                answer.put(RoutedMessage.DATABASE, transaction.database());
            }
            case RUN -> {
                QueryService.Result result =
                        transaction.run((String) question.get(RoutedMessage.QUERY), (Map<String, Object>)
                                question.get(RoutedMessage.PARAMETERS));
                results.put((Long) question.get(RoutedMessage.RESULT), result);
                answer.put(RoutedMessage.FIELDS, result.fields());
            }
            case PULL -> pull(question, answer);
            case DISCARD -> {
                QueryService.Result result = results.get((Long) question.get(RoutedMessage.RESULT));
                result.discard();
                end(question, result, answer);
            }
            case COMMIT -> {
                QueryService.Transaction ending = transaction;
                forget();
                answer.put(RoutedMessage.BOOKMARK, ending.commit());
            }
            default -> throw new IllegalStateException("a " + kind + " has no answer");
        }
        return answer;
    }

    private void begin(TransactionRequest request) {
        Pending<QueryService.Transaction> pending = beginning.apply(request);
        interruptWith(pending::terminate);
        transaction = pending.await();
        interruptWith(transaction::terminate);
    }

    private synchronized void interruptWith(Consumer<BoltFailure> way) {
        interruptible = way;
        if (terminated != null) {
            way.accept(terminated);
        }
    }

    private void pull(Map<String, Object> question, Map<String, Object> answer) {
        QueryService.Result result = results.get((Long) question.get(RoutedMessage.RESULT));
        List<byte[]> rows = new ArrayList<>();
        long bytes = 0;
        answer.put(RoutedMessage.ROWS, rows);
        while (bytes < PAGE_BYTES && rows.size() < PAGE_ROWS) {
            List<Object> row = result.next();
            if (row == null) {
                end(question, result, answer);
                return;
            }
            byte[] packed = RoutedMessage.row(row);
            if (packed.length > ROW_BYTES_MAX - PAGE_BYTES) {
                throw RoutingError.TOO_LARGE.failure("A row", packed.length, ROW_BYTES_MAX - PAGE_BYTES);
            }
            rows.add(packed);
            bytes += packed.length;
        }
    }

    private void end(Map<String, Object> question, QueryService.Result result, Map<String, Object> answer) {
        answer.put(RoutedMessage.SUMMARY, Wire.summary(result.summary()));
        results.remove((Long) question.get(RoutedMessage.RESULT));
    }

    private void forget() {
        synchronized (this) {
            interruptible = null;
        }
        results.clear();
        transaction = null;
    }

    /** Lets what runs or comes next fail soon. Any thread. */
    void terminate(BoltFailure reason) {
        Consumer<BoltFailure> running;
        synchronized (this) {
            terminated = reason;
            running = interruptible;
        }
        if (running != null) {
            running.accept(reason);
        }
    }

    /** Rolls back in its turn. Any thread. */
    void rollback() {
        inTurn(() -> {
            QueryService.Transaction ending = transaction;
            forget();
            if (ending != null) {
                ending.rollback();
            }
        });
    }

    /** Ends it for nobody any more. Any thread. */
    void abandon() {
        terminate(RoutingError.SILENT.failure());
        rollback();
    }
}

package dev.muster.bolt;

import dev.muster.bolt.status.ErrorDetail;
import dev.muster.bolt.status.Notification;
import dev.muster.bolt.status.Place;
import dev.muster.store.value.NodeValue;
import dev.muster.store.value.PathValue;
import dev.muster.store.value.RelationshipValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/**
 * A query service with a language of its own: {@code ECHO} returns parameter p, {@code COUNT n} returns 1 to n, {@code
 * GRAPH} a node, a relationship and a path, {@code WRITE x} keeps x if committed, {@code FAIL code} fails with that code, {@code
 * FAIL AT n} fails at that row, {@code BUG} throws what nobody expects, {@code FOREIGN} returns no value, {@code WAIT}
 * runs until it is terminated, and so does the beginning of a transaction on the database {@code stuck}; {@code SLOW ms} answers after that time, {@code NOTHING} has no columns; {@code BULK n} returns texts of n
 * characters and does not end, {@code NOTIFY n} returns 1 to n with the two {@link #NOTIFICATIONS}, and {@code UNDEFINED x}
 * fails since there is no variable x.
 */
final class ScriptedQueries implements QueryService {
    /** One that warns, one that informs. */
    static final List<Notification> NOTIFICATIONS = List.of(
            new Notification(
                    "Neo.ClientNotification.Statement.CartesianProduct",
                    "a product",
                    "it may be large",
                    "03N90",
                    "info: cartesian product",
                    Notification.Severity.INFORMATION,
                    Notification.Category.PERFORMANCE,
                    null),
            new Notification(
                    "Neo.ClientNotification.Statement.UnknownLabelWarning",
                    "a label",
                    "it is unknown",
                    "01N50",
                    "warn: unknown label",
                    Notification.Severity.WARNING,
                    Notification.Category.UNRECOGNIZED,
                    new Place(7, 1, 8)));

    final List<String> committed = new CopyOnWriteArrayList<>();
    final List<TransactionRequest> requests = new CopyOnWriteArrayList<>();
    final AtomicInteger open = new AtomicInteger();
    final AtomicLong rowsMade = new AtomicLong();
    final CountDownLatch waiting = new CountDownLatch(1);
    final Map<String, String> commitFailures = new ConcurrentHashMap<>();
    private final AtomicLong transactionIds = new AtomicLong();

    @Override
    public Pending<Transaction> begin(TransactionRequest request) {
        return "stuck".equals(request.database()) ? stuck() : Pending.of(begun(request));
    }

    /** What comes only to those who end it. */
    <T> Pending<T> stuck() {
        CompletableFuture<T> never = new CompletableFuture<>();
        return new Pending<>() {
            @Override
            public T await() {
                waiting.countDown();
                try {
                    return never.join();
                } catch (CompletionException e) {
                    throw (BoltFailure) e.getCause();
                }
            }

            @Override
            public void terminate(BoltFailure reason) {
                never.completeExceptionally(reason);
            }
        };
    }

    private Transaction begun(TransactionRequest request) {
        requests.add(request);
        String database = request.database() == null ? "home" : request.database();
        if (database.equals("nope")) {
            throw new BoltFailure("Neo.ClientError.Database.DatabaseNotFound", "Graph not found: nope");
        }
        open.incrementAndGet();
        return new Scripted(database, request.write());
    }

    private final class Scripted implements Transaction {
        private final String database;
        private final boolean write;
        private final List<String> writes = new ArrayList<>();
        private volatile BoltFailure terminated;
        private volatile boolean over;

        Scripted(String database, boolean write) {
            this.database = database;
            this.write = write;
        }

        @Override
        public String database() {
            return database;
        }

        @Override
        public Result run(String query, Map<String, Object> parameters) {
            check();
            String[] words = query.split(" ");
            return switch (word(words, 0)) {
                case "ECHO" ->
                    result(
                            List.of("p"),
                            Collections.singletonList(parameters.get("p")).iterator());
                case "BULK" -> {
                    String text = "x".repeat((int) number(words, 1));
                    yield result(
                            List.of("text"),
                            LongStream.generate(() -> 0).mapToObj(n -> text).iterator());
                }
                case "COUNT" ->
                    result(
                            List.of("n"),
                            LongStream.rangeClosed(1, number(words, 1)).iterator());
                case "GRAPH" ->
                    rows(
                            List.of("node", "relationship", "path"),
                            List.of(graph()).iterator());
                case "NOTIFY" ->
                    rows(
                            List.of("n"),
                            LongStream.rangeClosed(1, number(words, 1))
                                    .mapToObj(n -> List.<Object>of(n))
                                    .iterator(),
                            NOTIFICATIONS);
                case "UNDEFINED" ->
                    throw new BoltFailure(
                            "Neo.ClientError.Statement.SyntaxError",
                            "Variable `" + word(words, 1) + "` not defined",
                            new ErrorDetail("42N62", List.of(word(words, 1)), new Place(10, 1, 11)));
                case "NOTHING" -> rows(List.of(), List.<List<Object>>of().iterator());
                case "FOREIGN" ->
                    result(List.of("p"), List.of(new StringBuilder("no value")).iterator());
                case "SLOW" -> {
                    pause(number(words, 1));
                    yield result(List.of("ok"), List.of(true).iterator());
                }
                case "WAIT" ->
                    result(
                            List.of("never"),
                            LongStream.generate(this::waitForEver).iterator());
                case "WRITE" -> write(word(words, 1));
                case "BUG" -> throw new IllegalStateException("a defect on purpose");
                case "FAIL" -> fail(words);
                default ->
                    throw new BoltFailure("Neo.ClientError.Statement.SyntaxError", "Invalid input '" + words[0] + "'");
            };
        }

        private static String word(String[] words, int at) {
            if (words.length <= at) {
                throw new BoltFailure("Neo.ClientError.Statement.SyntaxError", "Unexpected end of input");
            }
            return words[at];
        }

        private static long number(String[] words, int at) {
            String word = word(words, at);
            try {
                return Long.parseLong(word);
            } catch (NumberFormatException e) {
                throw new BoltFailure("Neo.ClientError.Statement.SyntaxError", "Invalid input '" + word + "'");
            }
        }

        private Result write(String what) {
            if (!write) {
                throw new BoltFailure(
                        "Neo.ClientError.Statement.AccessMode", "Writing in read access mode not allowed.");
            }
            writes.add(what);
            return rows(List.of(), List.<List<Object>>of().iterator());
        }

        private Result fail(String[] words) {
            if (!word(words, 1).equals("AT")) {
                throw new BoltFailure(words[1], "failed on demand");
            }
            long at = number(words, 2);
            return result(
                    List.of("n"),
                    LongStream.rangeClosed(1, at)
                            .map(n -> {
                                if (n == at) {
                                    throw new BoltFailure("Neo.ClientError.Statement.ArithmeticError", "/ by zero");
                                }
                                return n;
                            })
                            .iterator());
        }

        private long waitForEver() {
            waiting.countDown();
            while (true) {
                pause(5);
            }
        }

        private void pause(long millis) {
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
            while (System.nanoTime() < end) {
                check();
                java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
            }
        }

        private void check() {
            if (terminated != null) {
                throw terminated;
            }
            if (over) {
                throw new IllegalStateException("used after its end");
            }
        }

        private Result result(List<String> fields, Iterator<?> values) {
            return rows(fields, new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return values.hasNext();
                }

                @Override
                public List<Object> next() {
                    return List.of(values.next());
                }
            });
        }

        private Result rows(List<String> fields, Iterator<List<Object>> rows) {
            return rows(fields, rows, List.of());
        }

        private Result rows(List<String> fields, Iterator<List<Object>> rows, List<Notification> notifications) {
            return new Result() {
                @Override
                public List<String> fields() {
                    return fields;
                }

                @Override
                public List<Object> next() {
                    check();
                    if (!rows.hasNext()) {
                        return null;
                    }
                    rowsMade.incrementAndGet();
                    return rows.next();
                }

                @Override
                public Summary summary() {
                    return writes.isEmpty()
                            ? new Summary("r", Map.of(), database, Map.of(), notifications)
                            : new Summary(
                                    "w",
                                    Map.of("nodes-created", (long) writes.size(), "contains-updates", true),
                                    database);
                }

                @Override
                public void discard() {
                    while (next() != null) {}
                }
            };
        }

        @Override
        public String commit() {
            check();
            end();
            for (String value : writes) {
                String code = commitFailures.remove(value);
                if (code != null) {
                    throw new BoltFailure(code, "commit failed on demand");
                }
            }
            committed.addAll(writes);
            return "muster:1:" + database + ":" + transactionIds.incrementAndGet();
        }

        @Override
        public void rollback() {
            end();
        }

        private void end() {
            if (!over) {
                over = true;
                open.decrementAndGet();
            }
        }

        @Override
        public void terminate(BoltFailure reason) {
            terminated = reason;
        }
    }

    private static List<Object> graph() {
        NodeValue a = new NodeValue(1, "4:db:1", List.of("A", "B"), Map.of("name", "a"));
        NodeValue b = new NodeValue(2, "4:db:2", List.of(), Map.of());
        RelationshipValue ab = new RelationshipValue(7, "5:db:7", 1, "4:db:1", 2, "4:db:2", "TO", Map.of("w", 1.5));
        return List.of(a, ab, new PathValue(List.of(b, a), List.of(ab)));
    }
}

package dev.muster.node.routing;

import dev.muster.bolt.BoltFailure;
import dev.muster.bolt.QueryService;
import dev.muster.cypher.Statement;
import dev.muster.node.query.DatabaseTransaction;
import dev.muster.node.routing.RoutedMessage.Kind;
import dev.muster.node.stages.Stages;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/** A client's transaction that another server does. */
final class RemoteTransaction implements DatabaseTransaction {
    private final ServerLink link;
    private final String serverId;
    private final long id;
    private final String database;
    private final AtomicBoolean over = new AtomicBoolean();
    private long lastResult;

    RemoteTransaction(ServerLink link, String serverId, long id, String database) {
        this.link = link;
        this.serverId = serverId;
        this.id = id;
        this.database = database;
    }

    @Override
    public String database() {
        return database;
    }

    @Override
    public CompletionStage<Statement> prepared(Statement statement) {
        return CompletableFuture.completedStage(statement);
    }

    @Override
    public CompletionStage<QueryService.Result> run(
            String query, Statement statement, Map<String, Object> parameters, Caller caller) {
        long number = ++lastResult;
        Map<String, Object> question = RoutedMessage.question(Kind.RUN, id);
        question.put(RoutedMessage.RESULT, number);
        question.put(RoutedMessage.QUERY, query);
        question.put(RoutedMessage.PARAMETERS, parameters);
        return ask(question).thenApply(answer -> new RemoteResult(number, strings(answer), caller));
    }

    @SuppressWarnings("unchecked") // the other side is of our kind
    private static List<String> strings(Map<String, Object> answer) {
        return (List<String>) answer.get(RoutedMessage.FIELDS);
    }

    private CompletionStage<Map<String, Object>> ask(Map<String, Object> question) {
        return asked(question, RoutingError.LOST);
    }

    private CompletionStage<Map<String, Object>> asked(Map<String, Object> question, RoutingError whenLost) {
        return Stages.translated(
                link.ask(question),
                failure -> failure instanceof ServerLink.Lost lost
                        ? whenLost.failure(serverId, lost.getMessage())
                        : failure);
    }

    @Override
    public CompletionStage<String> commit() {
        return asked(RoutedMessage.question(Kind.COMMIT, id), RoutingError.OUTCOME_UNKNOWN)
                .thenApply(answer -> (String) answer.get(RoutedMessage.BOOKMARK))
                .whenComplete((bookmark, failure) -> ended());
    }

    private boolean ended() {
        boolean first = over.compareAndSet(false, true);
        if (first) {
            link.closed();
        }
        return first;
    }

    @Override
    public void rollback() {
        if (ended()) {
            link.tell(RoutedMessage.question(Kind.ROLLBACK, id));
        }
    }

    @Override
    public void terminate(BoltFailure reason) {
        Map<String, Object> message = RoutedMessage.question(Kind.TERMINATE, id);
        message.put(RoutedMessage.FAILURE, Wire.failure(reason));
        link.tell(message);
    }

    /** A statement's rows, of which one page is here. */
    private final class RemoteResult implements QueryService.Result {
        private final long number;
        private final List<String> fields;
        private final Caller caller;
        private final Deque<byte[]> page = new ArrayDeque<>();
        private QueryService.Summary summary;

        RemoteResult(long number, List<String> fields, Caller caller) {
            this.number = number;
            this.fields = fields;
            this.caller = caller;
        }

        @Override
        public List<String> fields() {
            return fields;
        }

        @Override
        public List<Object> next() {
            while (page.isEmpty() && summary == null) {
                take(caller.result(ask(question(Kind.PULL))));
            }
            byte[] row = page.poll();
            return row == null ? null : RoutedMessage.row(row);
        }

        private Map<String, Object> question(Kind kind) {
            Map<String, Object> question = RoutedMessage.question(kind, id);
            question.put(RoutedMessage.RESULT, number);
            return question;
        }

        private void take(Map<String, Object> answer) {
            ((List<?>) answer.getOrDefault(RoutedMessage.ROWS, List.of())).forEach(row -> page.add((byte[]) row));
            Object ending = answer.get(RoutedMessage.SUMMARY);
            summary = ending == null ? null : Wire.summary(ending);
        }

        @Override
        public QueryService.Summary summary() {
            return summary;
        }

        @Override
        public void discard() {
            page.clear();
            if (summary == null) {
                take(caller.result(ask(question(Kind.DISCARD))));
            }
        }
    }
}

package dev.muster.node.shell;

import dev.muster.bolt.Authenticator;
import dev.muster.bolt.BoltFailure;
import dev.muster.bolt.BoltServer;
import dev.muster.bolt.BoltSettings;
import dev.muster.bolt.Pending;
import dev.muster.bolt.QueryService;
import dev.muster.bolt.Router;
import dev.muster.runtime.SocketAddress;
import dev.muster.store.value.DurationValue;
import dev.muster.store.value.NodeValue;
import dev.muster.store.value.PathValue;
import dev.muster.store.value.PointValue;
import dev.muster.store.value.RelationshipValue;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A Bolt server that knows a handful of statements by heart. Database {@code down} is unavailable, {@code nope} does not exist. */
final class ScriptedServer implements QueryService, AutoCloseable {
    final List<String> committed = new CopyOnWriteArrayList<>();
    final List<String> passwordChanges = new CopyOnWriteArrayList<>();
    /** How many transactions are at {@code STUCK}. */
    final AtomicInteger stuck = new AtomicInteger();

    private final BoltServer server;

    ScriptedServer() throws IOException {
        server = BoltServer.start(
                BoltSettings.defaults(new SocketAddress("127.0.0.1", 0)), this, this::route, ScriptedServer::logIn);
    }

    String address() {
        return server.address().toString();
    }

    private Pending<Router.RoutingTable> route(
            String user, String impersonated, String database, List<String> bookmarks, Map<String, Object> context) {
        if ("nope".equals(database)) {
            throw notFound();
        }
        List<String> here = List.of(address());
        return Pending.of(new Router.RoutingTable(database == null ? "neo4j" : database, 300, here, here, here));
    }

    private static Authenticator.Login logIn(Map<String, Object> token) {
        Object password = token.get("credentials");
        if (password != null && !List.of("secret", "expired", "fresh").contains(password)) {
            throw new BoltFailure(
                    "Neo.ClientError.Security.Unauthorized",
                    "The client is unauthorized due to authentication failure.");
        }
        return new Authenticator.Login((String) token.get("principal"), "expired".equals(password));
    }

    private static BoltFailure notFound() {
        return new BoltFailure(
                "Neo.ClientError.Database.DatabaseNotFound",
                "Unable to get a routing table for database 'nope' because this database does not exist");
    }

    @Override
    public Pending<Transaction> begin(TransactionRequest request) {
        String database = request.database() == null ? "neo4j" : request.database();
        if (database.equals("down")) {
            throw new BoltFailure("Neo.TransientError.General.DatabaseUnavailable", "Database 'down' is unavailable.");
        }
        return Pending.of(new Scripted(database));
    }

    private final class Scripted implements Transaction {
        private final String database;
        private final List<String> writes = new ArrayList<>();
        private final BlockingQueue<BoltFailure> ending = new LinkedBlockingQueue<>();
        private String planned;

        Scripted(String database) {
            this.database = database;
        }

        @Override
        public String database() {
            return database;
        }

        @Override
        public Result run(String query, Map<String, Object> parameters) {
            if (query.startsWith("CREATE")) {
                writes.add(query);
                return result(List.of(), List.of());
            }
            return switch (query) {
                case "CALL db.ping()" -> result(List.of("success"), List.of(List.of(true)));
                case "RETURN 1" -> result(List.of("1"), List.of(List.of(1L)));
                case "RETURN $x AS x" -> result(List.of("x"), List.of(List.of(parameters.get("x"))));
                case "RETURN {x: 1 + 1} AS `result`", "RETURN {x: 2} AS `result`" ->
                    result(List.of("result"), List.of(List.of(Map.of("x", 2L))));
                case "PEOPLE" ->
                    result(
                            List.of("name", "age"),
                            List.of(List.of("Anna", 1L), Arrays.asList("漢字", null), List.of("a\"b", 1.5)));
                case "EXPLAIN PEOPLE", "PROFILE PEOPLE" -> {
                    planned = query.startsWith("EXPLAIN") ? "plan" : "profile";
                    yield result(List.of("name"), List.of());
                }
                case "NONE" -> result(List.of("n"), List.of());
                case "VALUES" ->
                    result(List.of("v"), values().stream().map(List::of).toList());
                case "ALTER CURRENT USER SET PASSWORD FROM $o TO $n" -> {
                    passwordChanges.add(parameters.get("o") + " to " + parameters.get("n"));
                    yield result(List.of(), List.of());
                }
                case "STUCK" -> throw stuck();
                default ->
                    throw new BoltFailure(
                            "Neo.ClientError.Statement.SyntaxError", "Invalid input '" + query.split(" ")[0] + "'");
            };
        }

        private Result result(List<String> fields, List<List<Object>> rows) {
            Iterator<List<Object>> iterator = rows.iterator();
            return new Result() {
                @Override
                public List<String> fields() {
                    return fields;
                }

                @Override
                public List<Object> next() {
                    return iterator.hasNext() ? iterator.next() : null;
                }

                @Override
                public Summary summary() {
                    Map<String, Object> changes = writes.isEmpty()
                            ? Map.of()
                            : Map.of(
                                    "nodes-created",
                                    (long) writes.size(),
                                    "labels-added",
                                    2L,
                                    "contains-updates",
                                    true);
                    return new Summary(writes.isEmpty() ? "r" : "w", changes, database, plan(), List.of());
                }

                @Override
                public void discard() {
                    iterator.forEachRemaining(row -> {});
                }
            };
        }

        private Map<String, Object> plan() {
            if (planned == null) {
                return Map.of();
            }
            Map<String, Object> scan = operator("NodeByLabelScan", "p:Person", 3, List.of());
            Map<String, Object> optional =
                    operator("Optional", "", 4, List.of(operator("Argument", "p", 5, List.of())));
            Map<String, Object> apply = operator("Apply", "", 2, List.of(scan, optional));
            return Map.of(planned, operator("ProduceResults", "name", 1, List.of(apply)));
        }

        private Map<String, Object> operator(String name, String details, long count, List<Object> children) {
            Map<String, Object> operator = new HashMap<>(Map.of("operatorType", name + "@" + database));
            operator.put("identifiers", List.of("p"));
            operator.put("children", children);
            Map<String, Object> args = new HashMap<>(Map.of("planner", "COST", "runtime", "SLOTS", "version", "5"));
            args.putAll(Map.of("Details", details, "Id", count - 1, "EstimatedRows", 10.5));
            operator.put("args", args);
            if (planned.equals("profile")) {
                operator.put("rows", count);
                operator.put("dbHits", 10 * count);
            }
            return operator;
        }

        @Override
        public String commit() {
            committed.addAll(writes);
            return "muster:1:" + database + ":" + committed.size();
        }

        @Override
        public void rollback() {
            writes.clear();
        }

        /** Runs until it is made to end. */
        private BoltFailure stuck() {
            stuck.incrementAndGet();
            try {
                return ending.take();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            } finally {
                stuck.decrementAndGet();
            }
        }

        @Override
        public void terminate(BoltFailure reason) {
            ending.add(reason);
        }
    }

    private static List<Object> values() {
        NodeValue a = new NodeValue(1, "4:x:1", List.of("A", "odd label"), Map.of("name", "a"));
        NodeValue b = new NodeValue(2, "4:x:2", List.of(), Map.of());
        RelationshipValue ab = new RelationshipValue(1, "5:x:1", 1, "4:x:1", 2, "4:x:2", "TO", Map.of("w", 1L));
        return List.of(
                true,
                "line\nbreak",
                List.of(1L, "x"),
                Map.of("k", List.of()),
                new byte[] {1, -1},
                LocalDate.of(2024, 2, 29),
                new DurationValue(14, -3, -1, 500_000_000),
                new PointValue(7203, List.of(1.0, 2.0)),
                a,
                b,
                ab,
                new PathValue(List.of(b, a), List.of(ab)));
    }

    @Override
    public void close() {
        server.close();
    }
}

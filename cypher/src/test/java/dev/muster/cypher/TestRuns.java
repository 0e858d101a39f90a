package dev.muster.cypher;

import dev.muster.cypher.engine.CommitChecks;
import dev.muster.cypher.engine.CypherEngines;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;

/** Runs statements over a {@link TestGraph} of its own. */
public final class TestRuns {
    public static final UUID DATABASE = new UUID(7, 7);

    /** 2026-11-21T07:00:00Z. */
    public static final long NOW_MILLIS = 1_795_244_400_000L;

    final TestGraph graph = new TestGraph();
    final CypherEngine engine = CypherEngines.create();
    boolean writable = true;
    Runnable interrupt = () -> {};
    Map<String, Object> statistics;
    Map<String, Object> plan;
    List<Notification> notifications;

    static final ExecutionContext.Procedures PROCEDURES = new ExecutionContext.Procedures() {
        @Override
        public List<String> columns(String name) {
            return name.equals("test.pairs") ? List.of("number", "text") : null;
        }

        @Override
        public List<List<Object>> call(String name, List<Object> arguments) {
            return List.of(List.of(1L, "one"), List.of(2L, "two"));
        }
    };

    ExecutionContext context() {
        return new ExecutionContext(
                graph,
                "neo4j",
                DATABASE,
                writable,
                NOW_MILLIS,
                new SplittableRandom(1),
                PROCEDURES,
                () -> interrupt.run(),
                ExecutionContext.Outside.NONE);
    }

    List<List<Object>> run(String text) {
        return run(text, Map.of());
    }

    List<List<Object>> run(String text, Map<String, Object> parameters) {
        List<List<Object>> rows = new ArrayList<>();
        try (Rows result = engine.prepare(text).run(context(), parameters)) {
            for (List<Object> row = result.next(); row != null; row = result.next()) {
                rows.add(row);
            }
            statistics = result.statistics();
            plan = result.plan();
            notifications = result.notifications();
        }
        CommitChecks.check(graph);
        return rows;
    }

    List<String> columns(String text) {
        return engine.prepare(text).run(context(), Map.of()).columns();
    }

    /** The single value of a single row. */
    Object value(String text) {
        List<List<Object>> rows = run(text);
        if (rows.size() != 1 || rows.get(0).size() != 1) {
            throw new AssertionError("not one value: " + rows);
        }
        return rows.get(0).get(0);
    }
}

package dev.muster.cypher.tck;

import dev.muster.cypher.CypherEngine;
import dev.muster.cypher.CypherException;
import dev.muster.cypher.ExecutionContext;
import dev.muster.cypher.Rows;
import dev.muster.cypher.Statement;
import dev.muster.cypher.TestGraph;
import dev.muster.cypher.TestRuns;
import dev.muster.cypher.engine.CommitChecks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs one scenario over a graph of its own. */
final class ScenarioRun {
    private static final Pattern ERROR = Pattern.compile("an? (\\w+) should be raised at (.+): (.+)");

    private final CypherEngine engine;
    private final TestGraph graph = new TestGraph();
    private final TckProcedures procedures;
    private final Map<String, Object> parameters = new HashMap<>();
    private List<String> columns;
    private List<List<Object>> rows;
    private RuntimeException failure;
    private boolean failedAtCompileTime;
    private TreeMap<String, Long> effects;

    private ScenarioRun(CypherEngine engine) {
        this.engine = engine;
        this.procedures = new TckProcedures(engine, this::context);
    }

    static Verdict of(Scenario scenario, CypherEngine engine) throws IOException {
        ScenarioRun run = new ScenarioRun(engine);
        for (Scenario.Step step : scenario.steps()) {
            Verdict verdict = run.step(step);
            if (verdict != Verdict.PASSED) {
                return verdict;
            }
        }
        return Verdict.PASSED;
    }

    private Verdict step(Scenario.Step step) throws IOException {
        String sentence = step.sentence();
        Matcher error = ERROR.matcher(sentence);
        if (sentence.equals("an empty graph") || sentence.equals("any graph")) {
            return Verdict.PASSED;
        } else if (sentence.endsWith(" graph")) {
            return prepared(ScenarioFiles.graph(sentence.split(" ")[1]));
        } else if (sentence.equals("having executed:")) {
            return prepared(step.text());
        } else if (sentence.equals("parameters are:")) {
            return parameters(step.table());
        } else if (sentence.startsWith("there exists a procedure ")) {
            procedures.add(sentence.substring("there exists a procedure ".length()), step.table());
            return Verdict.PASSED;
        } else if (sentence.startsWith("executing ")) {
            execute(step.text());
            return Verdict.PASSED;
        } else if (error.matches()) {
            return ExpectedErrors.judge(error.group(1), error.group(2), error.group(3), failure, failedAtCompileTime);
        } else if (failure != null) {
            return Verdict.refused(firstLine(failure));
        }
        return result(sentence, step.table());
    }

    private Verdict result(String sentence, List<List<String>> table) {
        if (sentence.equals("no side effects")) {
            return sideEffects(new TreeMap<>());
        } else if (sentence.equals("the side effects should be:")) {
            TreeMap<String, Long> wanted = new TreeMap<>();
            table.forEach(row -> wanted.put(row.get(0), Long.valueOf(row.get(1))));
            wanted.values().removeIf(count -> count == 0);
            return sideEffects(wanted);
        } else if (sentence.equals("the result should be empty")) {
            return rows.isEmpty() ? Verdict.PASSED : Verdict.wrong("rows where none are due");
        } else if (sentence.startsWith("the result should be")) {
            Notation notation = new Notation(sentence.contains("ignoring element order"));
            return rows(notation, table, sentence.contains("in order"));
        }
        throw new IllegalArgumentException("a step that is not known: " + sentence);
    }

    private static String firstLine(RuntimeException failure) {
        String text = failure instanceof CypherException e ? e.code() + " " + e.getMessage() : failure.toString();
        return text.split("\n| \\(line")[0].replace('\t', ' ');
    }

    private Verdict prepared(String text) {
        execute(text);
        return failure == null ? Verdict.PASSED : Verdict.refused("before the scenario: " + firstLine(failure));
    }

    private Verdict parameters(List<List<String>> table) {
        for (List<String> row : table) {
            Rows value = engine.prepare("RETURN " + row.get(1)).run(context(), Map.of());
            parameters.put(row.get(0), value.next().get(0));
        }
        return Verdict.PASSED;
    }

    private ExecutionContext context() {
        return new ExecutionContext(
                graph,
                "neo4j",
                TestRuns.DATABASE,
                true,
                TestRuns.NOW_MILLIS,
                new SplittableRandom(1),
                procedures,
                () -> {},
                ExecutionContext.Outside.NONE);
    }

    /** Any exception is the scenario's failure; one that is not a CypherException is never what the kit expects. */
    private void execute(String text) {
        GraphCensus before = GraphCensus.of(graph);
        failure = null;
        failedAtCompileTime = true;
        rows = new ArrayList<>();
        try {
            Statement statement = engine.prepare(text);
            failedAtCompileTime = false;
            try (Rows result = statement.run(context(), parameters)) {
                columns = result.columns();
                for (List<Object> row = result.next(); row != null; row = result.next()) {
                    rows.add(row);
                }
            }
            CommitChecks.check(graph);
        } catch (RuntimeException e) {
            failure = e;
        }
        effects = before.effectsUntil(GraphCensus.of(graph));
    }

    private Verdict sideEffects(TreeMap<String, Long> wanted) {
        return effects.equals(wanted)
                ? Verdict.PASSED
                : Verdict.wrong("side effects " + effects + " instead of " + wanted);
    }

    private Verdict rows(Notation notation, List<List<String>> table, boolean inOrder) {
        if (!columns.equals(table.get(0))) {
            return Verdict.wrong("columns " + columns + " instead of " + table.get(0));
        }
        List<String> wanted = new ArrayList<>(notation.expectedRows(table.subList(1, table.size())));
        List<String> got = new ArrayList<>(notation.rows(rows));
        if (!inOrder) {
            wanted.sort(null);
            got.sort(null);
        }
        return got.equals(wanted) ? Verdict.PASSED : Verdict.wrong("got " + got + " instead of " + wanted);
    }
}

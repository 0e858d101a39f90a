package dev.muster.cypher.tck;

import dev.muster.cypher.CypherEngine;
import dev.muster.cypher.CypherException;
import dev.muster.cypher.ExecutionContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The procedures a scenario brings along: a table of inputs and outputs each. */
final class TckProcedures implements ExecutionContext.Procedures {
    private static final Pattern SIGNATURE = Pattern.compile("(\\S+?)\\((.*?)\\) :: \\((.*?)\\) ?:");

    private final Notation notation = new Notation(false);
    private final CypherEngine engine;
    private final Supplier<ExecutionContext> context;

    TckProcedures(CypherEngine engine, Supplier<ExecutionContext> context) {
        this.engine = engine;
        this.context = context;
    }

    private record Procedure(List<String> outputs, List<String> inputs, List<String> types, List<List<String>> table) {}

    private final Map<String, Procedure> procedures = new HashMap<>();

    void add(String signature, List<List<String>> table) {
        Matcher parts = SIGNATURE.matcher(signature);
        if (!parts.matches()) {
            throw new IllegalArgumentException(signature);
        }
        List<String> inputs = names(parts.group(2));
        procedures.put(
                parts.group(1),
                new Procedure(names(parts.group(3)), inputs, types(parts.group(2)), table.subList(1, table.size())));
    }

    private static List<String> names(String fields) {
        List<String> result = new ArrayList<>();
        for (String field : fields.split(",")) {
            if (!field.isBlank()) {
                result.add(field.split("::")[0].strip());
            }
        }
        return result;
    }

    private static List<String> types(String fields) {
        return Stream.of(fields.split(","))
                .filter(f -> !f.isBlank())
                .map(f -> f.split("::")[1].replace("?", "").strip())
                .toList();
    }

    /** As every procedure does, these refuse what is not of their arguments' types. */
    private static void check(Procedure procedure, List<Object> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            Object value = arguments.get(i);
            boolean fits = switch (procedure.types.get(i)) {
                case "INTEGER" -> value instanceof Long;
                case "STRING" -> value instanceof String;
                default -> value instanceof Number;
            };
            if (value != null && !fits) {
                throw new CypherException("Neo.ClientError.Statement.TypeError", "Type mismatch: argument " + (i + 1));
            }
        }
    }

    @Override
    public List<String> columns(String name) {
        return procedures.containsKey(name) ? procedures.get(name).outputs : null;
    }

    @Override
    public List<String> arguments(String name) {
        return procedures.get(name).inputs;
    }

    @Override
    public List<List<Object>> call(String name, List<Object> arguments) {
        Procedure procedure = procedures.get(name);
        check(procedure, arguments);
        List<List<Object>> result = new ArrayList<>();
        for (List<String> row : procedure.table) {
            List<Object> values = row.stream().map(this::value).toList();
            int inputs = procedure.inputs.size();
            if (matches(values.subList(0, inputs), arguments)) {
                result.add(values.subList(inputs, values.size()));
            }
        }
        return result;
    }

    private Object value(String cell) {
        return engine.prepare("RETURN " + cell)
                .run(context.get(), Map.of())
                .next()
                .get(0);
    }

    /** Integers are taken where floats are asked for. */
    private boolean matches(List<Object> wanted, List<Object> given) {
        for (int i = 0; i < wanted.size(); i++) {
            boolean same = wanted.get(i) instanceof Number a && given.get(i) instanceof Number b
                    ? a.doubleValue() == b.doubleValue()
                    : notation.ofValue(wanted.get(i)).equals(notation.ofValue(given.get(i)));
            if (!same) {
                return false;
            }
        }
        return true;
    }
}

package dev.muster.cypher.run;

import dev.muster.cypher.error.CypherError;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Calls a procedure for each row.
 *
 * @param arguments null: taken from parameters of their names
 * @param columns those taken, or null for all, as they come, in rows of their own
 * @param slots where the columns go
 */
public record ProcedureCall(String name, List<Expression> arguments, List<String> columns, int[] slots)
        implements FlatMap {
    @Override
    public Iterator<Object[]> rows(Object[] row, Run run) {
        List<String> available = BuiltInProcedures.columns(name, run);
        if (available == null) {
            throw CypherError.PROCEDURE_NOT_FOUND.exception(name);
        }
        if (columns != null && columns.isEmpty() && !available.isEmpty()) {
            throw CypherError.PATTERN.exception(
                    "Procedure call inside a query does not support naming results implicitly"
                            + " (name explicitly using `YIELD` instead)");
        }
        int[] taken = columns == null ? null : taken(available);
        List<Object> values = values(row, run);
        if (columns != null && columns.isEmpty()) {
            BuiltInProcedures.call(name, values, run);
            return List.<Object[]>of(row).iterator();
        }
        Iterator<List<Object>> answers =
                BuiltInProcedures.call(name, values, run).iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return answers.hasNext();
            }

            @Override
            public Object[] next() {
                List<Object> answer = answers.next();
                if (taken == null) {
                    return answer.toArray();
                }
                Object[] result = row.clone();
                for (int i = 0; i < taken.length; i++) {
                    result[slots[i]] = answer.get(taken[i]);
                }
                return result;
            }
        };
    }

    private List<Object> values(Object[] row, Run run) {
        List<String> names = run.context().procedures().arguments(name);
        if (arguments == null) {
            return names == null ? List.of() : fromParameters(names, run);
        }
        if (names != null && names.size() != arguments.size()) {
            throw CypherError.PATTERN.exception("Procedure call does not provide the required number of arguments: got "
                    + arguments.size() + " expected " + names.size() + " (" + String.join(", ", names) + ")");
        }
        List<Object> values = new ArrayList<>();
        arguments.forEach(a -> values.add(run.graph().detached(a.evaluate(row, run))));
        return values;
    }

    private static List<Object> fromParameters(List<String> names, Run run) {
        List<Object> values = new ArrayList<>();
        for (String name : names) {
            if (!run.parameters().containsKey(name)) {
                throw CypherError.PARAMETER_MISSING.exception(name);
            }
            values.add(run.parameter(name));
        }
        return values;
    }

    private int[] taken(List<String> available) {
        int[] result = new int[columns.size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = available.indexOf(columns.get(i));
            if (result[i] < 0) {
                throw new dev.muster.cypher.CypherException(
                        CypherError.PATTERN.code(), "Unknown procedure output: `" + columns.get(i) + "`");
            }
        }
        return result;
    }
}

package dev.muster.cypher.run;

import java.util.List;

/** One step of a plan: turns rows into rows. Immutable. */
@FunctionalInterface
public interface Operator {
    /** Begins; nothing is read before the first row is asked for. */
    RowSource open(RowSource input, Run run);

    /** Opens several, each on the one before. */
    static RowSource chain(List<Operator> operators, RowSource input, Run run) {
        RowSource source = input;
        for (Operator operator : operators) {
            source = operator.open(source, run);
        }
        return source;
    }

    /** Keeps the rows for which the condition is true. */
    static Operator filter(Expression condition) {
        return (input, run) -> () -> {
            for (Object[] row = input.next(); row != null; row = input.next()) {
                run.tick();
                if (Boolean.TRUE.equals(condition.evaluate(row, run))) {
                    return row;
                }
            }
            return null;
        };
    }
}

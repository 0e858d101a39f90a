package dev.muster.cypher.run;

import java.util.List;

/** One step of a plan: turns rows into rows. Immutable. */
@FunctionalInterface
public interface Operator {
    /** Begins; nothing is read before the first row is asked for. */
    RowSource open(RowSource input, Run run);

    /** What plans show of it; null if it belongs to the step after it, or consists of {@link #parts}. */
    default Step step() {
        return null;
    }

    /** The query that it runs for each row, or null. */
    default Branches inner() {
        return null;
    }

    /** The operators that it consists of in this run, in the order of the rows; none if it is one itself. */
    default List<Operator> parts(Run run) {
        return List.of();
    }

    /** The same operator, which plans show like this. */
    default Operator shownAs(Step step) {
        return new Shown(this, step, null);
    }

    /** The same operator, which plans show with the query that it runs for each row. */
    default Operator shownAs(Step step, Branches inner) {
        return new Shown(this, step, inner);
    }

    /** Opens several, each on the one before. */
    static RowSource chain(List<Operator> operators, RowSource input, Run run) {
        RowSource source = input;
        for (Operator operator : operators) {
            source = run.watched(operator, operator.open(source, run));
        }
        return source;
    }

    /** Keeps the rows for which all conditions are true; they are asked in order, up to the first that is not. */
    static Operator filter(List<Expression> conditions) {
        Expression[] all = conditions.toArray(new Expression[0]);
        return all.length == 1
                ? filter(all[0])
                : filter((row, run) -> {
                    for (Expression condition : all) {
                        if (!Boolean.TRUE.equals(condition.evaluate(row, run))) {
                            return false;
                        }
                    }
                    return true;
                });
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

package dev.muster.cypher.run;

/** An operator together with what plans show of it; {@code inner} is the query that it runs for each row, or null. */
record Shown(Operator operator, Step step, Branches inner) implements Operator {
    @Override
    public RowSource open(RowSource input, Run run) {
        return operator.open(input, run);
    }
}

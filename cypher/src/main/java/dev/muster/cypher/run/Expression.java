package dev.muster.cypher.run;

/** A compiled expression. May use slots of the row that belong to it alone. */
@FunctionalInterface
public interface Expression {
    Object evaluate(Object[] row, Run run);
}

package dev.muster.cypher.ast;

/** What a pattern asks of labels or of a relationship's type: {@code A&(B|!C)}. */
public sealed interface LabelExpr {
    record Name(String name, Position position) implements LabelExpr {}

    record And(LabelExpr left, LabelExpr right) implements LabelExpr {}

    record Or(LabelExpr left, LabelExpr right) implements LabelExpr {}

    record Not(LabelExpr inner) implements LabelExpr {}

    /** {@code %}: at least one. */
    record Any() implements LabelExpr {}
}

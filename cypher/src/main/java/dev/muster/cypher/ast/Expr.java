package dev.muster.cypher.ast;

import java.util.List;
import java.util.Map;

/** An expression. */
public sealed interface Expr {
    /** A value of {@code dev.muster.store.value}, or null. */
    record Literal(Object value) implements Expr {}

    record Parameter(String name) implements Expr {}

    record Variable(String name, Position position) implements Expr {}

    record Property(Expr target, String key, Position position) implements Expr {}

    record HasLabels(Expr target, LabelExpr labels) implements Expr {}

    record Binary(Operator operator, Expr left, Expr right, Position position) implements Expr {}

    record Not(Expr inner, Position position) implements Expr {}

    record Negate(Expr inner, Position position) implements Expr {}

    record IsNull(Expr inner, boolean negated) implements Expr {}

    /** {@code inner IS :: type}. */
    record IsTyped(Expr inner, TypeSpec type, boolean negated) implements Expr {}

    record Index(Expr target, Expr index, Position position) implements Expr {}

    /** {@code target[from..to]}; either bound may be null. */
    record Slice(Expr target, Expr from, Expr to) implements Expr {}

    record ListOf(List<Expr> items) implements Expr {}

    record MapOf(Map<String, Expr> entries) implements Expr {}

    /** Binds a hidden variable for {@code body}. */
    record Let(String variable, Expr value, Expr body) implements Expr {}

    /** The first arm whose condition is true; {@code otherwise} may be null. */
    record Case(List<Arm> arms, Expr otherwise, Position position) implements Expr {}

    record Arm(Expr when, Expr then) {}

    /** {@code where} and {@code projection} may be null. */
    record ListComprehension(String variable, Expr list, Expr where, Expr projection, Position position)
            implements Expr {}

    record Reduce(String accumulator, Expr initial, String variable, Expr list, Expr body) implements Expr {}

    record Quantified(Quantifier quantifier, String variable, Expr list, Expr where, Position position)
            implements Expr {}

    /** {@code EXISTS {}}, {@code COUNT {}}, {@code COLLECT {}}, and a pattern used as a predicate. */
    record Subquery(SubqueryKind kind, Query query, Position position) implements Expr {}

    record PatternComprehension(PathPattern pattern, Expr where, Expr projection, Position position) implements Expr {}

    record ShortestPath(PathPattern pattern) implements Expr {}

    record MapProjection(Variable subject, List<ProjectionElement> elements) implements Expr {}

    /** {@code .*} if {@code key} is null. */
    record ProjectionElement(String key, Expr value) {}

    record CountStar() implements Expr {}

    /** {@code name} in lower case; {@code written} as the author wrote it. */
    record Call(String name, String written, boolean distinct, List<Expr> arguments, Position position)
            implements Expr {}

    enum Quantifier {
        ALL,
        ANY,
        NONE,
        SINGLE
    }

    enum SubqueryKind {
        /** A bare pattern as a predicate: EXISTS that may not name anything new. */
        PATTERN,
        EXISTS,
        COUNT,
        COLLECT
    }

    enum Operator {
        OR,
        XOR,
        AND,
        EQUAL,
        NOT_EQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL,
        ADD,
        SUBTRACT,
        CONCATENATE,
        MULTIPLY,
        DIVIDE,
        MODULO,
        POWER,
        STARTS_WITH,
        ENDS_WITH,
        CONTAINS,
        IN,
        MATCHES
    }
}

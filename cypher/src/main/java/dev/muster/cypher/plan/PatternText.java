package dev.muster.cypher.plan;

import dev.muster.cypher.ast.LabelExpr;
import dev.muster.cypher.ast.PathPattern;
import dev.muster.store.Direction;

/** Patterns as plans show them. Pure. */
final class PatternText {
    private PatternText() {}

    static String of(PathPattern path) {
        StringBuilder text = new StringBuilder(node(path.nodes().get(0)));
        for (int i = 0; i < path.relationships().size(); i++) {
            PathPattern.Relationship edge = path.relationships().get(i);
            text.append(hop(edge.variable(), edge.types(), edge.length(), edge.direction()))
                    .append(node(path.nodes().get(i + 1)));
        }
        return switch (path.kind()) {
            case ALL -> text.toString();
            case SHORTEST -> "shortestPath(" + text + ")";
            case ALL_SHORTEST -> "allShortestPaths(" + text + ")";
        };
    }

    static String node(PathPattern.Node node) {
        return "(" + ExprText.variable(node.variable())
                + (node.labels() == null ? "" : ":" + ExprText.labels(node.labels())) + ")";
    }

    /** {@code -[r:TYPE*1..3]->}; {@code types} and {@code length} may be null. */
    static String hop(String variable, LabelExpr types, PathPattern.Length length, Direction direction) {
        String inside = "[" + ExprText.variable(variable) + (types == null ? "" : ":" + ExprText.labels(types))
                + (length == null ? "" : length(length)) + "]";
        return switch (direction) {
            case OUTGOING -> "-" + inside + "->";
            case INCOMING -> "<-" + inside + "-";
            case BOTH -> "-" + inside + "-";
        };
    }

    private static String length(PathPattern.Length length) {
        String max = length.max() == Integer.MAX_VALUE ? "" : String.valueOf(length.max());
        return "*" + (String.valueOf(length.min()).equals(max) ? max : length.min() + ".." + max);
    }
}

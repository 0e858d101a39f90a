package dev.muster.cypher.plan;

import dev.muster.cypher.ast.Expr;
import dev.muster.cypher.ast.LabelExpr;
import dev.muster.cypher.ast.PathPattern;
import dev.muster.store.Direction;

/** Patterns as plans show them, and as authors write them. Pure. */
final class PatternText {
    private PatternText() {}

    static String of(PathPattern path) {
        StringBuilder text = new StringBuilder(node(path.nodes().get(0)));
        for (int i = 0; i < path.relationships().size(); i++) {
            PathPattern.Relationship edge = path.relationships().get(i);
            String hop = edge.group() != null
                    ? group(edge)
                    : hop(edge.variable(), edge.types(), edge.length(), edge.direction());
            text.append(hop).append(node(path.nodes().get(i + 1)));
        }
        return called(path, text.toString());
    }

    /** As an author would write it: what has no name of an author's has none. */
    static String written(PathPattern path) {
        StringBuilder text = new StringBuilder(written(path.nodes().get(0)));
        for (int i = 0; i < path.relationships().size(); i++) {
            PathPattern.Relationship edge = path.relationships().get(i);
            if (edge.group() != null) {
                text.append(group(edge)).append(written(path.nodes().get(i + 1)));
                continue;
            }
            String inside = written(edge.variable(), edge.types())
                    + (edge.length() == null ? "" : isAny(edge.length()) ? "*" : length(edge.length()))
                    + properties(edge.properties());
            text.append(arrow(inside.isEmpty() ? "" : "[" + inside + "]", edge.direction()))
                    .append(written(path.nodes().get(i + 1)));
        }
        return called(path, text.toString());
    }

    private static String group(PathPattern.Relationship quantified) {
        PathPattern.Group group = quantified.group();
        String where = group.where() == null ? "" : " WHERE " + ExprText.of(group.where());
        return " (" + written(group.path()) + where + ")" + quantifier(quantified.length()) + " ";
    }

    /** How often a path is repeated. */
    static String quantifier(PathPattern.Length length) {
        return "{" + length.min() + "," + (length.max() == Integer.MAX_VALUE ? "" : length.max()) + "}";
    }

    private static String written(PathPattern.Node node) {
        String inside = written(node.variable(), node.labels());
        String properties = properties(node.properties());
        return "(" + (inside.isEmpty() ? properties.strip() : inside + properties) + ")";
    }

    private static String written(String variable, LabelExpr names) {
        return (PathPattern.isNamed(variable) ? variable : "") + (names == null ? "" : ":" + ExprText.labels(names));
    }

    private static String properties(Expr properties) {
        return properties == null ? "" : " " + ExprText.of(properties);
    }

    private static boolean isAny(PathPattern.Length length) {
        return length.min() == 1 && length.max() == Integer.MAX_VALUE;
    }

    private static String called(PathPattern path, String text) {
        return switch (path.kind()) {
            case ALL -> text;
            case SHORTEST -> "shortestPath(" + text + ")";
            case ALL_SHORTEST -> "allShortestPaths(" + text + ")";
            case SELECT_ONE -> "ANY SHORTEST " + text;
            case SELECT_ALL -> "ALL SHORTEST " + text;
            case SELECTED ->
                "SHORTEST " + path.selection().count() + (path.selection().groups() ? " GROUPS " : " ") + text;
        };
    }

    private static String arrow(String inside, Direction direction) {
        return switch (direction) {
            case OUTGOING -> "-" + inside + "->";
            case INCOMING -> "<-" + inside + "-";
            case BOTH -> "-" + inside + "-";
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
        return arrow(inside, direction);
    }

    private static String length(PathPattern.Length length) {
        String max = length.max() == Integer.MAX_VALUE ? "" : String.valueOf(length.max());
        return "*" + (String.valueOf(length.min()).equals(max) ? max : length.min() + ".." + max);
    }
}

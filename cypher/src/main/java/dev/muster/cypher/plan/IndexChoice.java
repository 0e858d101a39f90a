package dev.muster.cypher.plan;

import dev.muster.cypher.ast.Expr;
import dev.muster.cypher.plan.PatternGraph.NodeSpec;
import dev.muster.cypher.run.Expression;
import dev.muster.cypher.run.IndexSeek;
import dev.muster.cypher.run.IndexSeek.Comparison;
import dev.muster.store.GraphReader;
import dev.muster.store.schema.SchemaRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the index by which a node of a pattern is best found. */
final class IndexChoice {
    private final GraphReader graph;

    IndexChoice(GraphReader graph) {
        this.graph = graph;
    }

    /** A seek, and what it looks for as written. */
    record Found(IndexSeek seek, String condition) {}

    /** The seek in an index whose values can be known when these are bound, or null; a unique index comes first. */
    Found find(NodeSpec node, Set<String> bound) {
        Found best = null;
        for (String label : node.labels) {
            for (SchemaRule index : graph.indexes(label)) {
                Found found = seek(node, index, bound);
                if (found != null && (best == null || rank(found.seek()) < rank(best.seek()))) {
                    best = found;
                }
            }
        }
        return best;
    }

    static boolean findsOne(IndexSeek seek) {
        return seek.index().isUnique() && seek.comparison() == Comparison.EQUAL;
    }

    private static int rank(IndexSeek seek) {
        return findsOne(seek) ? -1 : seek.comparison().ordinal();
    }

    private static Found seek(NodeSpec node, SchemaRule index, Set<String> bound) {
        List<PatternGraph.Comparison> equal = new ArrayList<>();
        for (String property : index.properties()) {
            PatternGraph.Comparison found = comparison(node, property, bound, Expr.Operator.EQUAL);
            if (found != null) {
                equal.add(found);
            }
        }
        if (equal.size() == index.properties().size()) {
            return found(node, index, Comparison.EQUAL, equal);
        }
        PatternGraph.Comparison other = index.properties().size() > 1
                ? null
                : comparison(node, index.properties().get(0), bound, null);
        return other == null ? null : found(node, index, kind(other.operator()), List.of(other));
    }

    private static Found found(
            NodeSpec node, SchemaRule index, Comparison comparison, List<PatternGraph.Comparison> compared) {
        List<Expression> values =
                compared.stream().map(PatternGraph.Comparison::value).toList();
        String condition = compared.stream().map(PatternGraph.Comparison::text).collect(Collectors.joining(" AND "));
        return new Found(new IndexSeek(node.slot, index, comparison, values), condition);
    }

    private static PatternGraph.Comparison comparison(
            NodeSpec node, String property, Set<String> bound, Expr.Operator wanted) {
        for (PatternGraph.Comparison candidate : node.comparisons) {
            boolean fits = candidate.property().equals(property)
                    && bound.containsAll(candidate.needs())
                    && (wanted == null || candidate.operator() == wanted);
            if (fits) {
                return candidate;
            }
        }
        return null;
    }

    private static Comparison kind(Expr.Operator operator) {
        return switch (operator) {
            case EQUAL -> Comparison.EQUAL;
            case IN -> Comparison.IN;
            case LESS, LESS_OR_EQUAL -> Comparison.AT_MOST;
            case GREATER, GREATER_OR_EQUAL -> Comparison.AT_LEAST;
            case STARTS_WITH -> Comparison.PREFIX;
            default -> throw new IllegalStateException("no index serves " + operator);
        };
    }
}

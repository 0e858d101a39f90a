package dev.muster.cypher.plan;

import dev.muster.cypher.ast.Expr;
import dev.muster.cypher.plan.PatternGraph.EdgeSpec;
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

/** Finds the index by which a node or a relationship of a pattern is best found. */
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
                best = better(best, seek(node.slot, node.comparisons, index, bound));
            }
        }
        return best;
    }

    /** The same for a relationship. */
    Found find(EdgeSpec edge, Set<String> bound) {
        Found best = null;
        if (edge.isPlain() && !edge.comparisons().isEmpty()) {
            for (SchemaRule index :
                    graph.relationshipIndexes(edge.hop().types().iterator().next())) {
                best = better(best, seek(edge.slot(), edge.comparisons(), index, bound));
            }
        }
        return best;
    }

    private static Found better(Found one, Found other) {
        return one == null || (other != null && rank(other.seek()) < rank(one.seek())) ? other : one;
    }

    static boolean findsOne(IndexSeek seek) {
        return seek.index().isUnique() && seek.comparison() == Comparison.EQUAL;
    }

    private static int rank(IndexSeek seek) {
        return findsOne(seek) ? -1 : seek.comparison().ordinal();
    }

    private static Found seek(int slot, List<PatternGraph.Comparison> known, SchemaRule index, Set<String> bound) {
        List<PatternGraph.Comparison> equal = new ArrayList<>();
        for (String property : index.properties()) {
            PatternGraph.Comparison found = comparison(known, property, bound, Expr.Operator.EQUAL);
            if (found != null) {
                equal.add(found);
            }
        }
        if (equal.size() == index.properties().size()) {
            return found(slot, index, Comparison.EQUAL, equal);
        }
        PatternGraph.Comparison other = index.properties().size() > 1
                ? null
                : comparison(known, index.properties().get(0), bound, null);
        return other == null ? null : found(slot, index, kind(other.operator()), List.of(other));
    }

    private static Found found(
            int slot, SchemaRule index, Comparison comparison, List<PatternGraph.Comparison> compared) {
        List<Expression> values =
                compared.stream().map(PatternGraph.Comparison::value).toList();
        String condition = compared.stream().map(PatternGraph.Comparison::text).collect(Collectors.joining(" AND "));
        return new Found(new IndexSeek(slot, index, comparison, values), condition);
    }

    private static PatternGraph.Comparison comparison(
            List<PatternGraph.Comparison> known, String property, Set<String> bound, Expr.Operator wanted) {
        for (PatternGraph.Comparison candidate : known) {
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

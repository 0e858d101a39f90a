package dev.muster.cypher.plan;

import dev.muster.cypher.ast.LabelExpr;
import dev.muster.cypher.ast.PathPattern;
import dev.muster.cypher.plan.PatternGraph.EdgeSpec;
import dev.muster.cypher.plan.PatternGraph.NodeSpec;
import dev.muster.cypher.run.Hop;
import dev.muster.cypher.run.IndexSeek;
import dev.muster.cypher.run.Step;
import dev.muster.store.Direction;
import dev.muster.store.GraphReader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** What plans show of the operators of a MATCH, and how many rows they are expected to give. Reads nothing but counts. */
record MatchSteps(GraphReader counts) {
    /** How much of what is looked at one condition is expected to leave. */
    private static final double CONDITION_SELECTIVITY = 0.25;

    private static final double RANGE_SELECTIVITY = 0.3;
    private static final double EQUAL_SELECTIVITY = 0.1;

    Step scan(NodeSpec node, String label) {
        String name = ExprText.variable(node.name);
        double found = label == null ? counts.nodeCount() : counts.nodeCount(label);
        return label == null
                ? Step.source("AllNodesScan", name, List.of(name), rows -> rows * found)
                : Step.source("NodeByLabelScan", name + ":" + label, List.of(name), rows -> rows * found);
    }

    Step seek(NodeSpec node, IndexChoice.Found found) {
        IndexSeek seek = found.seek();
        String variable = ExprText.variable(node.name);
        boolean range = isRange(seek);
        boolean unique = seek.index().isUnique();
        String name = (unique ? "NodeUniqueIndexSeek" : "NodeIndexSeek") + (range ? "ByRange" : "");
        String details = (unique ? "UNIQUE " : "RANGE INDEX ") + variable + ":"
                + seek.index().label() + "(" + String.join(", ", seek.index().properties()) + ") WHERE "
                + found.condition();
        double labelled = counts.nodeCount(seek.index().label());
        double each = IndexChoice.findsOne(seek) ? 1 : labelled * (range ? RANGE_SELECTIVITY : EQUAL_SELECTIVITY);
        return Step.source(name, details, List.of(variable), rows -> rows * each);
    }

    private static boolean isRange(IndexSeek seek) {
        return seek.comparison() != IndexSeek.Comparison.EQUAL && seek.comparison() != IndexSeek.Comparison.IN;
    }

    /** A relationship from an index; its ends come after it. */
    Step seek(EdgeSpec edge, IndexChoice.Found found) {
        IndexSeek seek = found.seek();
        boolean unique = seek.index().isUnique();
        String name = (edge.hop().direction() == Direction.BOTH ? "Undirected" : "Directed")
                + (unique ? "RelationshipUniqueIndexSeek" : "RelationshipIndexSeek")
                + (isRange(seek) ? "ByRange" : "");
        String variable = ExprText.variable(edge.name());
        String details = (unique ? "UNIQUE " : "RANGE INDEX ") + pattern(edge, edge.left(), edge.right(), edge.hop())
                + " ON (" + String.join(", ", seek.index().properties()) + ") WHERE " + found.condition();
        double each = IndexChoice.findsOne(seek)
                ? 1
                : counts.relationshipCount() * (isRange(seek) ? RANGE_SELECTIVITY : EQUAL_SELECTIVITY);
        return Step.source(name, details, List.of(variable), rows -> rows * each);
    }

    Step seekById(String name, boolean byElementId, boolean relationship, String details) {
        String element = relationship ? "RelationshipBy" : "NodeBy";
        return Step.source(
                (relationship ? "Undirected" : "") + element + (byElementId ? "ElementIdSeek" : "IdSeek"),
                details,
                List.of(ExprText.variable(name)),
                rows -> rows);
    }

    /** One hop, or several, from an end that is bound. */
    Step expand(EdgeSpec edge, NodeSpec from, NodeSpec to, Hop hop, boolean toBound) {
        if (edge.group() != null) {
            return Step.of("Repeat(Trail)", pattern(edge, from, to, hop), groupBinds(edge, toBound ? null : to))
                    .expecting(rows -> rows * counts.relationshipCount() / Math.max(1, counts.nodeCount()));
        }
        String name = edge.kind() != PathPattern.Kind.ALL
                ? (edge.kind().isSelective() ? "StatefulShortestPath(Into)" : "ShortestPath")
                : (edge.length() == null ? "Expand" : "VarLengthExpand") + (toBound ? "(Into)" : "(All)");
        DoubleUnaryOperator estimate =
                toBound ? rows -> rows : rows -> rows * counts.relationshipCount() / Math.max(1, counts.nodeCount());
        return Step.of(name, pattern(edge, from, to, hop), binds(edge, toBound ? null : to))
                .expecting(estimate);
    }

    /** The ends of a relationship that is bound. */
    Step ends(EdgeSpec edge) {
        String details = pattern(edge, edge.left(), edge.right(), edge.hop());
        List<String> binds = new ArrayList<>(binds(edge, edge.left()));
        binds.add(ExprText.variable(edge.right().name));
        return Step.of("ProjectEndpoints", details, binds);
    }

    private static List<String> groupBinds(EdgeSpec edge, NodeSpec node) {
        List<String> binds = new ArrayList<>(edge.group().names());
        if (node != null) {
            binds.add(ExprText.variable(node.name));
        }
        return binds;
    }

    private static List<String> binds(EdgeSpec edge, NodeSpec node) {
        List<String> binds = new ArrayList<>();
        binds.add(ExprText.variable(edge.name()));
        if (node != null) {
            binds.add(ExprText.variable(node.name));
        }
        return binds;
    }

    private static String pattern(EdgeSpec edge, NodeSpec from, NodeSpec to, Hop hop) {
        if (edge.group() != null) {
            return "(" + ExprText.variable(from.name) + ") (...)" + PatternText.quantifier(edge.length()) + " ("
                    + ExprText.variable(to.name) + ")";
        }
        LabelExpr types = edge.types();
        return "(" + ExprText.variable(from.name) + ")"
                + PatternText.hop(edge.name(), types, edge.length(), hop.direction()) + "("
                + ExprText.variable(to.name) + ")";
    }

    static Step filter(List<String> conditions) {
        return Step.of("Filter", String.join(" AND ", conditions))
                .expecting(rows -> rows * Math.pow(CONDITION_SELECTIVITY, conditions.size()));
    }
}

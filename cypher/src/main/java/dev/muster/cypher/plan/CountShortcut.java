package dev.muster.cypher.plan;

import dev.muster.cypher.ast.Clause;
import dev.muster.cypher.ast.Expr;
import dev.muster.cypher.ast.LabelExpr;
import dev.muster.cypher.ast.PathPattern;
import dev.muster.cypher.run.Operator;
import dev.muster.cypher.run.RowSource;
import dev.muster.cypher.run.Step;
import dev.muster.store.Direction;
import dev.muster.store.GraphReader;
import java.util.List;
import java.util.function.ToLongFunction;

/** Answers {@code MATCH (n[:Label]) RETURN count(n)} and {@code MATCH ()-[r]->() RETURN count(r)} from the store's counts. */
final class CountShortcut {
    private CountShortcut() {}

    /** The operator that answers the query, or null if it is of another form. */
    static Operator of(List<Clause> clauses) {
        if (clauses.size() != 2
                || !(clauses.get(0) instanceof Clause.Match match)
                || !(clauses.get(1) instanceof Clause.Project project)
                || match.optional()
                || match.where() != null
                || match.patterns().size() != 1) {
            return null;
        }
        PathPattern path = match.patterns().get(0);
        String counted = counted(path);
        ToLongFunction<GraphReader> count = counted == null ? null : count(path);
        return count == null || !returnsCount(project, counted)
                ? null
                : counting(count).shownAs(step(path, project));
    }

    private static Operator counting(ToLongFunction<GraphReader> count) {
        return (input, run) ->
                RowSource.of(new Object[] {count.applyAsLong(run.graph().transaction())});
    }

    private static Step step(PathPattern path, Clause.Project project) {
        String column = project.projection().items().get(0).name();
        String counted = PatternText.of(path);
        String name = path.relationships().isEmpty() ? "NodeCountFromCountStore" : "RelationshipCountFromCountStore";
        return Step.source(name, "count( " + counted + " ) AS " + column, List.of(column), rows -> 1);
    }

    private static String counted(PathPattern path) {
        if (path.variable() != null
                || path.kind() != PathPattern.Kind.ALL
                || path.relationships().size() > 1) {
            return null;
        }
        return path.relationships().isEmpty()
                ? path.nodes().get(0).variable()
                : path.relationships().get(0).variable();
    }

    private static ToLongFunction<GraphReader> count(PathPattern path) {
        for (PathPattern.Node node : path.nodes()) {
            boolean plain = node.properties() == null && node.where() == null;
            if (!plain || (node.labels() != null && !path.relationships().isEmpty())) {
                return null;
            }
        }
        if (path.relationships().isEmpty()) {
            LabelExpr labels = path.nodes().get(0).labels();
            return labels == null
                    ? GraphReader::nodeCount
                    : labels instanceof LabelExpr.Name name ? reader -> reader.nodeCount(name.name()) : null;
        }
        PathPattern.Relationship edge = path.relationships().get(0);
        boolean differentEnds =
                !path.nodes().get(0).variable().equals(path.nodes().get(1).variable());
        boolean plain = edge.types() == null
                && edge.length() == null
                && edge.properties() == null
                && edge.where() == null
                && edge.direction() != Direction.BOTH;
        return plain && differentEnds ? GraphReader::relationshipCount : null;
    }

    private static boolean returnsCount(Clause.Project project, String counted) {
        Clause.Projection projection = project.projection();
        if (!project.isReturn()
                || projection.star()
                || projection.items().size() != 1
                || !projection.orderBy().isEmpty()
                || projection.skip() != null
                || projection.limit() != null) {
            return false;
        }
        Expr expression = projection.items().get(0).expression();
        return expression instanceof Expr.CountStar
                || (expression instanceof Expr.Call call
                        && call.name().equals("count")
                        && !call.distinct()
                        && call.arguments().size() == 1
                        && call.arguments().get(0) instanceof Expr.Variable variable
                        && variable.name().equals(counted));
    }
}

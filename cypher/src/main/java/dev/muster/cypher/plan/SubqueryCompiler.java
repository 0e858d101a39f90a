package dev.muster.cypher.plan;

import dev.muster.cypher.ast.Expr;
import dev.muster.cypher.ast.PathPattern;
import dev.muster.cypher.error.CypherError;
import dev.muster.cypher.run.Expression;
import dev.muster.cypher.run.Operator;
import dev.muster.cypher.run.PathBuilding;
import dev.muster.cypher.run.RowSource;
import java.util.ArrayList;
import java.util.List;

/** Compiles expressions that look into the graph: EXISTS, COUNT, COLLECT, pattern comprehensions, shortestPath. */
final class SubqueryCompiler {
    private final ExpressionCompiler expressions;
    private final QueryCompiler queries;

    SubqueryCompiler(ExpressionCompiler expressions, QueryCompiler queries) {
        this.expressions = expressions;
        this.queries = queries;
    }

    Expression compile(Expr expr, Scope scope) {
        if (expr instanceof Expr.Subquery e) {
            return subquery(e, scope);
        } else if (expr instanceof Expr.PatternComprehension e) {
            return comprehension(e, scope);
        } else if (expr instanceof Expr.ShortestPath e) {
            return shortestPath(e, scope);
        }
        throw new IllegalStateException("no way to compile " + expr);
    }

    private Expression subquery(Expr.Subquery e, Scope scope) {
        if (e.kind() == Expr.SubqueryKind.PATTERN) {
            checkNothingNew(e, scope);
        }
        CompiledQuery query = queries.inner(e.query(), scope, scope.names());
        if (query.writes()) {
            throw expressions
                    .source()
                    .at(e.position(), CypherError.PATTERN, "A " + e.kind() + " Expression cannot contain any updates");
        }
        boolean needsColumn = e.kind() == Expr.SubqueryKind.COLLECT;
        if (needsColumn && query.columns().size() != 1) {
            throw expressions
                    .source()
                    .at(
                            e.position(),
                            CypherError.PATTERN,
                            "A Collect Expression must end with a single return column.");
        }
        return (row, run) -> {
            RowSource rows = query.open(row, run);
            if (e.kind() == Expr.SubqueryKind.EXISTS || e.kind() == Expr.SubqueryKind.PATTERN) {
                return rows.next() != null;
            }
            List<Object> values = new ArrayList<>();
            long count = 0;
            for (Object[] found = rows.next(); found != null; found = rows.next()) {
                run.tick();
                count++;
                if (needsColumn) {
                    values.add(found[0]);
                    run.memory().growing(values);
                }
            }
            return needsColumn ? values : (Object) count;
        };
    }

    private void checkNothingNew(Expr.Subquery e, Scope scope) {
        for (String name : Mentions.variables(e.query())) {
            if (PathPattern.isNamed(name) && scope.find(name) == null) {
                throw expressions
                        .source()
                        .at(
                                e.position(),
                                CypherError.PATTERN,
                                "PatternExpressions are not allowed to introduce new variables: '" + name + "'.");
            }
        }
    }

    private Expression comprehension(Expr.PatternComprehension e, Scope scope) {
        Scope inner = scope.child();
        Operator match = queries.matches().compile(List.of(e.pattern()), e.where(), inner);
        Expression projection = expressions.compile(e.projection(), inner);
        return (row, run) -> {
            RowSource rows = match.open(RowSource.of(row.clone()), run);
            List<Object> result = new ArrayList<>();
            for (Object[] found = rows.next(); found != null; found = rows.next()) {
                result.add(projection.evaluate(found, run));
                run.memory().growing(result);
            }
            return result;
        };
    }

    private Expression shortestPath(Expr.ShortestPath e, Scope scope) {
        Scope inner = scope.child();
        PathPattern pattern = e.pattern();
        for (PathPattern.Node node : pattern.nodes()) {
            if (scope.find(node.variable()) == null) {
                throw expressions
                        .source()
                        .at(
                                node.position(),
                                CypherError.PATTERN,
                                "A shortestPath(...) expression needs both ends bound: `"
                                        + (PathPattern.isNamed(node.variable()) ? node.variable() : "()") + "` is not");
            }
        }
        Operator match = queries.matches().compile(List.of(pattern), null, inner);
        int first = inner.find(pattern.nodes().get(0).variable()).slot();
        int hops = inner.find(pattern.relationships().get(0).variable()).slot();
        PathBuilding building = new PathBuilding(-1, first, new int[] {hops});
        return (row, run) -> {
            RowSource rows = match.open(RowSource.of(row.clone()), run);
            List<Object> paths = new ArrayList<>();
            for (Object[] found = rows.next(); found != null; found = rows.next()) {
                paths.add(building.build(found));
            }
            if (pattern.kind() == PathPattern.Kind.ALL_SHORTEST) {
                return paths;
            }
            return paths.isEmpty() ? null : paths.get(0);
        };
    }
}

package dev.muster.cypher.plan;

import dev.muster.cypher.ast.Expr;
import dev.muster.cypher.run.Expression;
import java.util.ArrayList;
import java.util.List;

/** Compiles expressions over lists. */
final class ListCompiler {
    private final ExpressionCompiler expressions;

    ListCompiler(ExpressionCompiler expressions) {
        this.expressions = expressions;
    }

    /** Null if the expression is none of these. */
    Expression compile(Expr expr, Scope scope) {
        if (expr instanceof Expr.ListOf e) {
            return list(e, scope);
        } else if (expr instanceof Expr.Index e) {
            Expression target = expressions.compile(e.target(), scope);
            Expression index = expressions.compile(e.index(), scope);
            return (row, run) -> Access.index(target.evaluate(row, run), index.evaluate(row, run), run);
        } else if (expr instanceof Expr.Slice e) {
            return slice(e, scope);
        } else if (expr instanceof Expr.ListComprehension e) {
            return comprehension(e, scope);
        } else if (expr instanceof Expr.Reduce e) {
            return reduce(e, scope);
        } else if (expr instanceof Expr.Quantified e) {
            return quantified(e, scope);
        }
        return null;
    }

    private Expression list(Expr.ListOf e, Scope scope) {
        Expression[] items =
                e.items().stream().map(i -> expressions.compile(i, scope)).toArray(Expression[]::new);
        return (row, run) -> {
            List<Object> result = new ArrayList<>(items.length);
            for (Expression item : items) {
                result.add(item.evaluate(row, run));
            }
            return result;
        };
    }

    private Expression slice(Expr.Slice e, Scope scope) {
        Expression target = expressions.compile(e.target(), scope);
        Expression from = expressions.compileOrNull(e.from(), scope);
        Expression to = expressions.compileOrNull(e.to(), scope);
        return (row, run) -> Access.slice(
                target.evaluate(row, run),
                from != null,
                from == null ? null : from.evaluate(row, run),
                to != null,
                to == null ? null : to.evaluate(row, run));
    }

    private static List<?> items(Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw Access.mismatch("List", value);
    }

    private Expression comprehension(Expr.ListComprehension e, Scope scope) {
        Expression list = expressions.compile(e.list(), scope);
        Scope inner = scope.child();
        int slot = inner.withoutAggregates().declare(e.variable(), StaticTypes.ofElements(e.list(), scope));
        Expression where = expressions.conditionOrNull(e.where(), inner, e.position());
        Expression projection = expressions.compileOrNull(e.projection(), inner);
        return (row, run) -> {
            Object value = list.evaluate(row, run);
            if (value == null) {
                return null;
            }
            List<Object> result = new ArrayList<>();
            for (Object item : items(value)) {
                run.tick();
                row[slot] = item;
                if (where == null || Boolean.TRUE.equals(where.evaluate(row, run))) {
                    result.add(projection == null ? item : projection.evaluate(row, run));
                    run.memory().growing(result);
                }
            }
            return result;
        };
    }

    private Expression reduce(Expr.Reduce e, Scope scope) {
        Expression initial = expressions.compile(e.initial(), scope);
        Expression list = expressions.compile(e.list(), scope);
        Scope inner = scope.child();
        int accumulator = inner.declare(e.accumulator(), VariableType.ANY);
        int slot = inner.declare(e.variable(), VariableType.ANY);
        Expression body = expressions.compile(e.body(), inner);
        return (row, run) -> {
            Object value = list.evaluate(row, run);
            if (value == null) {
                return null;
            }
            Object result = initial.evaluate(row, run);
            for (Object item : items(value)) {
                run.tick();
                row[accumulator] = result;
                row[slot] = item;
                result = body.evaluate(row, run);
            }
            return result;
        };
    }

    /** Null where unknown items could decide either way. */
    private Expression quantified(Expr.Quantified e, Scope scope) {
        Expression list = expressions.compile(e.list(), scope);
        Scope inner = scope.child();
        int slot = inner.withoutAggregates().declare(e.variable(), StaticTypes.ofElements(e.list(), scope));
        Expression where = expressions.condition(e.where(), inner, e.position());
        return (row, run) -> {
            Object value = list.evaluate(row, run);
            if (value == null) {
                return null;
            }
            int trues = 0;
            int falses = 0;
            int unknowns = 0;
            for (Object item : items(value)) {
                run.tick();
                row[slot] = item;
                Boolean holds = Predicates.condition(where.evaluate(row, run));
                trues += Boolean.TRUE.equals(holds) ? 1 : 0;
                falses += Boolean.FALSE.equals(holds) ? 1 : 0;
                unknowns += holds == null ? 1 : 0;
            }
            return verdict(e.quantifier(), trues, falses, unknowns);
        };
    }

    private static Boolean verdict(Expr.Quantifier quantifier, int trues, int falses, int unknowns) {
        return switch (quantifier) {
            case ALL -> falses > 0 ? Boolean.FALSE : unknowns > 0 ? null : Boolean.TRUE;
            case ANY -> trues > 0 ? Boolean.TRUE : unknowns > 0 ? null : Boolean.FALSE;
            case NONE -> trues > 0 ? Boolean.FALSE : unknowns > 0 ? null : Boolean.TRUE;
            case SINGLE -> trues > 1 ? Boolean.FALSE : unknowns > 0 ? null : (Boolean) (trues == 1);
        };
    }
}

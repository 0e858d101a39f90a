package dev.muster.cypher.plan;

import dev.muster.cypher.ast.Expr;
import dev.muster.cypher.ast.LabelExpr;
import dev.muster.cypher.ast.PathPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Expressions as plans show them: as an author would have written them, without what no author named. Pure. */
final class ExprText {
    private ExprText() {}

    static String of(Expr expr) {
        if (expr instanceof Expr.Literal e) {
            return literal(e.value());
        } else if (expr instanceof Expr.Parameter e) {
            return "$" + e.name();
        } else if (expr instanceof Expr.Variable e) {
            return variable(e.name());
        } else if (expr instanceof Expr.Property e) {
            return operand(e.target()) + "." + e.key();
        } else if (expr instanceof Expr.HasLabels e) {
            return operand(e.target()) + ":" + labels(e.labels());
        } else if (expr instanceof Expr.Binary e) {
            return operand(e.left()) + " " + sign(e.operator()) + " " + operand(e.right());
        } else if (expr instanceof Expr.Not e) {
            return "NOT " + operand(e.inner());
        } else if (expr instanceof Expr.Negate e) {
            return "-" + operand(e.inner());
        } else if (expr instanceof Expr.IsNull e) {
            return operand(e.inner()) + (e.negated() ? " IS NOT NULL" : " IS NULL");
        } else if (expr instanceof Expr.IsTyped e) {
            return operand(e.inner())
                    + (e.negated() ? " IS NOT :: " : " IS :: ")
                    + e.type().text();
        } else if (expr instanceof Expr.CountStar) {
            return "count(*)";
        } else if (expr instanceof Expr.Call e) {
            return e.written() + "(" + (e.distinct() ? "DISTINCT " : "") + all(e.arguments()) + ")";
        }
        return collection(expr);
    }

    private static String collection(Expr expr) {
        if (expr instanceof Expr.ListOf e) {
            return "[" + all(e.items()) + "]";
        } else if (expr instanceof Expr.MapOf e) {
            return e.entries().entrySet().stream()
                    .map(entry -> entry.getKey() + ": " + of(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        } else if (expr instanceof Expr.Index e) {
            return operand(e.target()) + "[" + of(e.index()) + "]";
        } else if (expr instanceof Expr.Slice e) {
            return operand(e.target()) + "[" + orEmpty(e.from()) + ".." + orEmpty(e.to()) + "]";
        } else if (expr instanceof Expr.ListComprehension e) {
            return "[" + e.variable() + " IN " + of(e.list())
                    + (e.where() == null ? "" : " WHERE " + of(e.where()))
                    + (e.projection() == null ? "" : " | " + of(e.projection())) + "]";
        } else if (expr instanceof Expr.Reduce e) {
            return "reduce(" + e.accumulator() + " = " + of(e.initial()) + ", " + e.variable() + " IN " + of(e.list())
                    + " | " + of(e.body()) + ")";
        } else if (expr instanceof Expr.Quantified e) {
            return e.quantifier().name().toLowerCase(Locale.ROOT) + "(" + e.variable() + " IN " + of(e.list())
                    + " WHERE " + of(e.where()) + ")";
        }
        return query(expr);
    }

    private static String query(Expr expr) {
        if (expr instanceof Expr.Subquery e) {
            String kind =
                    e.kind() == Expr.SubqueryKind.PATTERN ? "EXISTS" : e.kind().name();
            return kind + " { … }";
        } else if (expr instanceof Expr.PatternComprehension e) {
            return "[" + PatternText.of(e.pattern()) + (e.where() == null ? "" : " WHERE " + of(e.where())) + " | "
                    + of(e.projection()) + "]";
        } else if (expr instanceof Expr.ShortestPath e) {
            return PatternText.of(e.pattern());
        } else if (expr instanceof Expr.MapProjection e) {
            return variable(e.subject().name())
                    + e.elements().stream()
                            .map(element -> element.key() == null ? ".*" : element.key() + ": " + of(element.value()))
                            .collect(Collectors.joining(", ", "{", "}"));
        } else if (expr instanceof Expr.Case) {
            return "CASE … END";
        }
        return "…";
    }

    static String all(List<? extends Expr> exprs) {
        return exprs.stream().map(ExprText::of).collect(Collectors.joining(", "));
    }

    private static String orEmpty(Expr expr) {
        return expr == null ? "" : of(expr);
    }

    /** In parentheses if it has an operator of its own. */
    private static String operand(Expr expr) {
        boolean compound = expr instanceof Expr.Binary
                || expr instanceof Expr.Not
                || expr instanceof Expr.IsNull
                || expr instanceof Expr.IsTyped;
        return compound ? "(" + of(expr) + ")" : of(expr);
    }

    private static String literal(Object value) {
        return value instanceof String text ? "\"" + text + "\"" : String.valueOf(value);
    }

    /** A variable's name; {@code anon_7} for one that no author named. */
    static String variable(String name) {
        return PathPattern.isNamed(name) ? name : "anon_" + name.strip();
    }

    static List<String> variables(Iterable<String> names) {
        List<String> result = new ArrayList<>();
        names.forEach(name -> result.add(variable(name)));
        return result;
    }

    static String labels(LabelExpr expression) {
        if (expression instanceof LabelExpr.Name name) {
            return name.name();
        } else if (expression instanceof LabelExpr.And and) {
            return labels(and.left()) + "&" + labels(and.right());
        } else if (expression instanceof LabelExpr.Or or) {
            return "(" + labels(or.left()) + "|" + labels(or.right()) + ")";
        } else if (expression instanceof LabelExpr.Not not) {
            return "!" + labels(not.inner());
        }
        return expression instanceof LabelExpr.Dynamic dynamic
                ? (dynamic.any() ? "$any(" : "$(") + of(dynamic.names()) + ")"
                : "%";
    }

    static String sign(Expr.Operator operator) {
        return switch (operator) {
            case EQUAL -> "=";
            case NOT_EQUAL -> "<>";
            case LESS -> "<";
            case LESS_OR_EQUAL -> "<=";
            case GREATER -> ">";
            case GREATER_OR_EQUAL -> ">=";
            case ADD -> "+";
            case SUBTRACT -> "-";
            case CONCATENATE -> "||";
            case MULTIPLY -> "*";
            case DIVIDE -> "/";
            case MODULO -> "%";
            case POWER -> "^";
            case STARTS_WITH -> "STARTS WITH";
            case ENDS_WITH -> "ENDS WITH";
            case MATCHES -> "=~";
            default -> operator.name();
        };
    }
}

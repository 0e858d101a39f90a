package dev.muster.cypher.plan;

import dev.muster.cypher.ast.Expr;
import dev.muster.cypher.ast.LabelExpr;
import dev.muster.cypher.ast.Position;
import dev.muster.cypher.error.CypherError;
import dev.muster.cypher.function.FunctionTable;
import dev.muster.cypher.notice.Notice;
import dev.muster.cypher.notice.Notices;
import dev.muster.cypher.parse.Source;
import dev.muster.cypher.run.Expression;
import dev.muster.cypher.run.Run;
import dev.muster.cypher.value.Arithmetic;
import dev.muster.cypher.value.Equality;
import dev.muster.store.NameKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compiles expressions: names become slots, and what cannot work is refused with its place. */
final class ExpressionCompiler {
    private final Source source;
    private final ListCompiler lists = new ListCompiler(this);
    private final SubqueryCompiler subqueries;
    private final StaticTypes types;
    private final Notices notices;

    ExpressionCompiler(Source source, QueryCompiler queries, Notices notices) {
        this.source = source;
        this.notices = notices;
        this.types = new StaticTypes(source);
        this.subqueries = new SubqueryCompiler(this, queries);
    }

    Source source() {
        return source;
    }

    /** What is to be said of the statement. */
    Notices notices() {
        return notices;
    }

    StaticTypes types() {
        return types;
    }

    /** Compiles what must be true or false: the one place for a bare pattern. */
    Expression condition(Expr expr, Scope scope, Position position) {
        if (expr instanceof Expr.Subquery e && e.kind() == Expr.SubqueryKind.PATTERN) {
            return subqueries.compile(e, scope);
        }
        types.checkCondition(expr, scope, position);
        return compile(expr, scope);
    }

    Expression conditionOrNull(Expr expr, Scope scope, Position position) {
        return expr == null ? null : condition(expr, scope, position);
    }

    Expression compile(Expr expr, Scope scope) {
        Integer known = scope.computed(expr);
        if (known != null) {
            int slot = known;
            return (row, run) -> row[slot];
        }
        if (Mentions.isAggregate(expr)) {
            return aggregate(expr, scope);
        } else if (expr instanceof Expr.Literal e) {
            return (row, run) -> e.value();
        } else if (expr instanceof Expr.Parameter e) {
            return (row, run) -> run.parameter(e.name());
        } else if (expr instanceof Expr.Variable e) {
            int slot = resolve(e, scope).slot();
            return (row, run) -> row[slot];
        } else if (expr instanceof Expr.Property e) {
            types.checkProperty(e, scope);
            if (StaticTypes.isElement(e.target(), scope)) {
                notices.lookedFor(NameKind.PROPERTY_KEY, e.key(), e.position());
            }
            Expression target = compile(e.target(), scope);
            return (row, run) -> Access.property(target.evaluate(row, run), e.key(), run);
        } else if (expr instanceof Expr.Binary e) {
            return binary(e, scope);
        } else if (expr instanceof Expr.Not e) {
            Expression inner = condition(e.inner(), scope, e.position());
            return (row, run) -> Predicates.not(inner.evaluate(row, run));
        } else if (expr instanceof Expr.Negate e) {
            Expression inner = compile(e.inner(), scope);
            return (row, run) -> Arithmetic.negate(inner.evaluate(row, run));
        } else if (expr instanceof Expr.IsNull e) {
            Expression inner = compile(e.inner(), scope);
            return (row, run) -> (inner.evaluate(row, run) == null) != e.negated();
        } else if (expr instanceof Expr.IsTyped e) {
            Expression inner = compile(e.inner(), scope);
            return (row, run) -> Typing.fits(inner.evaluate(row, run), e.type()) != e.negated();
        } else if (expr instanceof Expr.HasLabels e) {
            VariableType element = StaticTypes.of(e.target(), scope);
            noticeNames(e.labels(), element);
            noticeUnsatisfiable(element == VariableType.RELATIONSHIP ? e.labels() : null, null);
            Expression target = compile(e.target(), scope);
            if (e.labels().isDynamic()) {
                return DynamicNames.condition(target, e.labels(), scope, this);
            }
            return (row, run) -> Predicates.hasLabels(target.evaluate(row, run), e.labels(), run.graph());
        } else if (expr instanceof Expr.Call e) {
            return call(e, scope);
        } else if (expr instanceof Expr.Case e) {
            return caseOf(e, scope);
        } else if (expr instanceof Expr.Let e) {
            return let(e, scope);
        } else if (expr instanceof Expr.MapOf e) {
            return map(e, scope);
        } else if (expr instanceof Expr.MapProjection e) {
            return mapProjection(e, scope);
        }
        if (expr instanceof Expr.Subquery e && e.kind() == Expr.SubqueryKind.PATTERN) {
            throw source.at(e.position(), CypherError.PATTERN_PLACE);
        }
        Expression compiled = lists.compile(expr, scope);
        return compiled != null ? compiled : subqueries.compile(expr, scope);
    }

    /** Says which labels of a node, or types of a relationship, are looked for. */
    void noticeNames(LabelExpr names, VariableType element) {
        if (names instanceof LabelExpr.Name name && element == VariableType.NODE) {
            notices.lookedFor(NameKind.LABEL, name.name(), name.position());
        } else if (names instanceof LabelExpr.Name name && element == VariableType.RELATIONSHIP) {
            notices.lookedFor(NameKind.RELATIONSHIP_TYPE, name.name(), name.position());
        } else if (names instanceof LabelExpr.And and) {
            noticeNames(and.left(), element);
            noticeNames(and.right(), element);
        } else if (names instanceof LabelExpr.Or or) {
            noticeNames(or.left(), element);
            noticeNames(or.right(), element);
        } else if (names instanceof LabelExpr.Not not) {
            noticeNames(not.inner(), element);
        }
    }

    /** Says it if no relationship can be of what is asked of its type (null: nothing is). */
    void noticeUnsatisfiable(LabelExpr types, Position position) {
        if (types != null && !types.isDynamic() && !Predicates.isSatisfiable(types)) {
            Position place = types.position() == null ? position : types.position();
            notices.add(Notice.UNSATISFIABLE_TYPES, place, ExprText.labels(types));
        }
    }

    Expression compileOrNull(Expr expr, Scope scope) {
        return expr == null ? null : compile(expr, scope);
    }

    Scope.Binding resolve(Expr.Variable variable, Scope scope) {
        Scope.Binding binding = scope.find(variable.name());
        if (binding != null) {
            return binding;
        }
        CypherError error = scope.isLostByGrouping(variable.name())
                ? CypherError.IMPLICIT_GROUPING
                : CypherError.UNDEFINED_VARIABLE;
        throw source.at(variable.position(), error, variable.name());
    }

    private Expression aggregate(Expr expr, Scope scope) {
        if (scope.aggregates() != null) {
            int slot = scope.aggregates().slotOf(expr);
            return (row, run) -> row[slot];
        }
        if (expr instanceof Expr.Call call) {
            throw source.at(call.position(), CypherError.AGGREGATE_PLACE, call.written());
        }
        throw CypherError.AGGREGATE_PLACE.exception("count");
    }

    private Expression binary(Expr.Binary e, Scope scope) {
        Expr.Operator operator = e.operator();
        types.checkOperands(e, scope);
        boolean conditions =
                operator == Expr.Operator.AND || operator == Expr.Operator.OR || operator == Expr.Operator.XOR;
        Expression left = conditions ? condition(e.left(), scope, e.position()) : compile(e.left(), scope);
        Expression right = conditions ? condition(e.right(), scope, e.position()) : compile(e.right(), scope);
        return switch (operator) {
            case AND -> (row, run) -> and(left, right, row, run, false);
            case OR -> (row, run) -> and(left, right, row, run, true);
            case XOR -> (row, run) -> Predicates.xor(left.evaluate(row, run), right.evaluate(row, run));
            case EQUAL -> (row, run) -> Equality.equal(left.evaluate(row, run), right.evaluate(row, run));
            case NOT_EQUAL ->
                (row, run) -> Predicates.not(Equality.equal(left.evaluate(row, run), right.evaluate(row, run)));
            case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                (row, run) -> Predicates.compare(operator, left.evaluate(row, run), right.evaluate(row, run));
            case ADD -> (row, run) -> Arithmetic.add(left.evaluate(row, run), right.evaluate(row, run));
            case SUBTRACT -> (row, run) -> Arithmetic.subtract(left.evaluate(row, run), right.evaluate(row, run));
            case CONCATENATE -> (row, run) -> Arithmetic.concatenate(left.evaluate(row, run), right.evaluate(row, run));
            case MULTIPLY -> (row, run) -> Arithmetic.multiply(left.evaluate(row, run), right.evaluate(row, run));
            case DIVIDE -> (row, run) -> Arithmetic.divide(left.evaluate(row, run), right.evaluate(row, run));
            case MODULO -> (row, run) -> Arithmetic.modulo(left.evaluate(row, run), right.evaluate(row, run));
            case POWER -> (row, run) -> Arithmetic.power(left.evaluate(row, run), right.evaluate(row, run));
            case IN -> (row, run) -> Predicates.in(left.evaluate(row, run), right.evaluate(row, run));
            case STARTS_WITH, ENDS_WITH, CONTAINS, MATCHES ->
                (row, run) -> Predicates.text(operator, left.evaluate(row, run), right.evaluate(row, run));
        };
    }

    /** AND ends at the first false, OR ({@code decisive} true) at the first true. */
    private static Boolean and(Expression left, Expression right, Object[] row, Run run, boolean decisive) {
        Boolean a = Predicates.condition(left.evaluate(row, run));
        if (a != null && a == decisive) {
            return decisive;
        }
        Boolean b = Predicates.condition(right.evaluate(row, run));
        if (b != null && b == decisive) {
            return decisive;
        }
        return a == null || b == null ? null : !decisive;
    }

    private Expression call(Expr.Call e, Scope scope) {
        if (e.arguments().isEmpty() && (e.name().equals("file") || e.name().equals("linenumber"))) {
            return ofLine(scope.find(e.name().equals("file") ? Scope.FILE : Scope.LINE_NUMBER));
        }
        FunctionTable.Entry function = FunctionTable.find(e.name());
        if (function == null) {
            throw source.at(e.position(), CypherError.UNKNOWN_FUNCTION, e.written());
        }
        int count = e.arguments().size();
        if (count < function.argumentsMin() || count > function.argumentsMax()) {
            throw source.at(e.position(), CypherError.ARGUMENT_COUNT, e.written(), count);
        }
        if (e.distinct()) {
            throw source.at(
                    e.position(), CypherError.PATTERN, "Invalid use of DISTINCT with function '" + e.written() + "'");
        }
        types.checkCall(e, scope);
        if (e.name().equals("id")) {
            notices.add(
                    Notice.DEPRECATED_FUNCTION,
                    e.position(),
                    "id",
                    "elementId or consider using an application-generated id");
        }
        Expression[] arguments = new Expression[count];
        for (int i = 0; i < count; i++) {
            Expr argument = e.arguments().get(i);
            arguments[i] = e.name().equals("exists") && argument instanceof Expr.Subquery
                    ? condition(argument, scope, e.position())
                    : compile(argument, scope);
        }
        return (row, run) -> {
            Object[] values = new Object[count];
            for (int i = 0; i < count; i++) {
                values[i] = arguments[i].evaluate(row, run);
                if (values[i] == null && !function.takesNull()) {
                    return null;
                }
            }
            return function.body().apply(values, run.surroundings());
        };
    }

    /** What LOAD CSV says of the line it has loaded; null where there is none. */
    private static Expression ofLine(Scope.Binding binding) {
        if (binding == null) {
            return (row, run) -> null;
        }
        int slot = binding.slot();
        return (row, run) -> row[slot];
    }

    private Expression caseOf(Expr.Case e, Scope scope) {
        List<Expression> conditions = new ArrayList<>();
        List<Expression> results = new ArrayList<>();
        for (Expr.Arm arm : e.arms()) {
            conditions.add(condition(arm.when(), scope, e.position()));
            results.add(compile(arm.then(), scope));
        }
        Expression otherwise = compileOrNull(e.otherwise(), scope);
        return (row, run) -> {
            for (int i = 0; i < conditions.size(); i++) {
                if (Boolean.TRUE.equals(conditions.get(i).evaluate(row, run))) {
                    return results.get(i).evaluate(row, run);
                }
            }
            return otherwise == null ? null : otherwise.evaluate(row, run);
        };
    }

    private Expression let(Expr.Let e, Scope scope) {
        Expression value = compile(e.value(), scope);
        Scope inner = scope.child();
        int slot = inner.declare(e.variable(), VariableType.ANY);
        Expression body = compile(e.body(), inner);
        return (row, run) -> {
            row[slot] = value.evaluate(row, run);
            return body.evaluate(row, run);
        };
    }

    private Expression map(Expr.MapOf e, Scope scope) {
        Map<String, Expression> entries = new LinkedHashMap<>();
        e.entries().forEach((key, value) -> entries.put(key, compile(value, scope)));
        return (row, run) -> {
            Map<String, Object> result = new LinkedHashMap<>();
            entries.forEach((key, value) -> result.put(key, value.evaluate(row, run)));
            return result;
        };
    }

    private Expression mapProjection(Expr.MapProjection e, Scope scope) {
        Expression subject = compile(e.subject(), scope);
        List<Expression> values = new ArrayList<>();
        e.elements().forEach(element -> values.add(compileOrNull(element.value(), scope)));
        return (row, run) -> {
            Object value = subject.evaluate(row, run);
            if (value == null) {
                return null;
            }
            Map<String, Object> result = new LinkedHashMap<>();
            for (int i = 0; i < values.size(); i++) {
                if (values.get(i) == null) {
                    result.putAll(Access.entries(value, run));
                } else {
                    result.put(e.elements().get(i).key(), values.get(i).evaluate(row, run));
                }
            }
            return result;
        };
    }
}

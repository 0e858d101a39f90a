package dev.muster.cypher.plan;

import dev.muster.cypher.ast.LabelExpr;
import dev.muster.cypher.error.CypherError;
import dev.muster.cypher.run.Expression;
import dev.muster.cypher.run.Run;
import dev.muster.cypher.value.Kind;
import dev.muster.cypher.value.NodeRef;
import dev.muster.cypher.value.RelationshipRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Labels and types that are known only when the statement runs: {@code $(expression)}. */
final class DynamicNames {
    private DynamicNames() {}

    /** Whether an element's labels, or its type, fulfil an expression with dynamic parts. */
    private interface Test {
        boolean fulfilled(Set<String> names, Object[] row, Run run);
    }

    /** The condition that the value of {@code target} has such labels, or such a type. */
    static Expression condition(Expression target, LabelExpr names, Scope scope, ExpressionCompiler expressions) {
        Test test = test(names, scope, expressions);
        return (row, run) -> {
            Object value = target.evaluate(row, run);
            if (value == null) {
                return null;
            } else if (value instanceof NodeRef node) {
                return test.fulfilled(run.graph().existing(node).labels(), row, run);
            } else if (value instanceof RelationshipRef relationship) {
                return test.fulfilled(Set.of(relationship.type()), row, run);
            }
            throw Access.mismatch("Node or Relationship", value);
        };
    }

    private static Test test(LabelExpr names, Scope scope, ExpressionCompiler expressions) {
        if (names instanceof LabelExpr.Dynamic dynamic) {
            Expression value = expressions.compile(dynamic.names(), scope);
            return (has, row, run) -> fulfilled(value.evaluate(row, run), dynamic.any(), has);
        } else if (names instanceof LabelExpr.And and) {
            Test left = test(and.left(), scope, expressions);
            Test right = test(and.right(), scope, expressions);
            return (has, row, run) -> left.fulfilled(has, row, run) && right.fulfilled(has, row, run);
        } else if (names instanceof LabelExpr.Or or) {
            Test left = test(or.left(), scope, expressions);
            Test right = test(or.right(), scope, expressions);
            return (has, row, run) -> left.fulfilled(has, row, run) || right.fulfilled(has, row, run);
        } else if (names instanceof LabelExpr.Not not) {
            Test inner = test(not.inner(), scope, expressions);
            return (has, row, run) -> !inner.fulfilled(has, row, run);
        }
        return (has, row, run) -> Predicates.fulfils(names, has);
    }

    /** Null is no name, so nothing has it. */
    private static boolean fulfilled(Object value, boolean any, Collection<String> has) {
        if (value == null) {
            return false;
        }
        Set<String> wanted = of(value);
        return any ? wanted.stream().anyMatch(has::contains) : has.containsAll(wanted);
    }

    /** The names that a value gives: a text, or a list of them. */
    static Set<String> of(Object value) {
        Set<String> names = new LinkedHashSet<>();
        for (Object name : value instanceof List<?> list ? list : singleton(value)) {
            if (!(name instanceof String text)) {
                throw CypherError.TYPE.exception(
                        "Type mismatch: expected a label or type to be a String or a List<String>," + " but it was "
                                + Kind.name(value instanceof List<?> ? name : value));
            } else if (text.isEmpty()) {
                throw CypherError.ARGUMENT.exception("'' is not a valid token name. Token names cannot be empty");
            }
            names.add(text);
        }
        return names;
    }

    private static List<Object> singleton(Object value) {
        List<Object> one = new ArrayList<>(1);
        one.add(value); // which may be null
        return one;
    }
}

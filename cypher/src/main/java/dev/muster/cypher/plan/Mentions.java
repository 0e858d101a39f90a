package dev.muster.cypher.plan;

import dev.muster.cypher.ast.Expr;
import dev.muster.cypher.ast.PathPattern;
import dev.muster.cypher.function.Aggregation;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** What a tree mentions, found by walking through its records, whatever they are. For preparing only: it reflects. */
final class Mentions {
    private Mentions() {}

    /** All names of variables in the tree, those that it declares itself included. */
    static Set<String> variables(Object tree) {
        Set<String> names = new HashSet<>();
        walk(tree, true, record -> {
            if (record instanceof Expr.Variable variable) {
                names.add(variable.name());
            } else if (record instanceof PathPattern.Node node) {
                names.add(node.variable());
            } else if (record instanceof PathPattern.Relationship relationship) {
                names.add(relationship.variable());
            }
        });
        return names;
    }

    /** All names of parameters. */
    static Set<String> parameters(Object tree) {
        Set<String> names = new java.util.TreeSet<>();
        walk(tree, true, record -> {
            if (record instanceof Expr.Parameter parameter) {
                names.add(parameter.name());
            }
        });
        return names;
    }

    /** Whether an expression aggregates; subqueries aggregate for themselves. */
    static boolean aggregates(Object tree) {
        boolean[] found = new boolean[1];
        walk(tree, false, record -> found[0] |= isAggregate(record));
        return found[0];
    }

    /** Whether a tree calls for chance. */
    static boolean isRandom(Object tree) {
        boolean[] found = new boolean[1];
        walk(
                tree,
                true,
                record -> found[0] |= record instanceof Expr.Call call
                        && (call.name().equals("rand") || call.name().equals("randomuuid")));
        return found[0];
    }

    static boolean isAggregate(Object record) {
        return record instanceof Expr.CountStar
                || (record instanceof Expr.Call call && Aggregation.find(call.name()) != null);
    }

    private static void walk(Object part, boolean intoSubqueries, Consumer<Object> visitor) {
        if (part instanceof Collection<?> parts) {
            parts.forEach(p -> walk(p, intoSubqueries, visitor));
        } else if (part instanceof Map<?, ?> map) {
            map.values().forEach(p -> walk(p, intoSubqueries, visitor));
        } else if (part instanceof Record record
                && record.getClass().getPackage().equals(Expr.class.getPackage())
                && (intoSubqueries || !(part instanceof Expr.Subquery))) {
            visitor.accept(record);
            if (!(record instanceof Expr.Literal)) {
                for (RecordComponent component : record.getClass().getRecordComponents()) {
                    walk(valueOf(record, component), intoSubqueries, visitor);
                }
            }
        }
    }

    private static Object valueOf(Record record, RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component + " of " + record, e);
        }
    }
}

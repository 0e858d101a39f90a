package dev.muster.cypher.plan;

import dev.muster.cypher.ast.Expr;
import dev.muster.cypher.ast.LabelExpr;
import dev.muster.cypher.error.CypherError;
import dev.muster.cypher.value.Equality;
import dev.muster.cypher.value.Kind;
import dev.muster.cypher.value.NodeRef;
import dev.muster.cypher.value.Ordering;
import dev.muster.cypher.value.RelationshipRef;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Cypher's three-valued logic: what operators that answer true, false or null do. */
final class Predicates {
    private Predicates() {}

    /** Takes a value as a condition; anything but a Boolean or null is a TypeError. */
    static Boolean condition(Object value) {
        if (value == null || value instanceof Boolean) {
            return (Boolean) value;
        }
        throw CypherError.TYPE.exception("Type mismatch: expected Boolean but was " + Kind.name(value));
    }

    static Boolean not(Object value) {
        Boolean condition = condition(value);
        return condition == null ? null : !condition;
    }

    static Boolean xor(Object left, Object right) {
        Boolean a = condition(left);
        Boolean b = condition(right);
        return a == null || b == null ? null : a ^ b;
    }

    static Boolean compare(Expr.Operator operator, Object left, Object right) {
        if (left instanceof Number a && right instanceof Number b && isNaN(a, b)) {
            return false;
        }
        Integer sign = Ordering.comparable(left, right);
        if (sign == null) {
            return null;
        }
        return switch (operator) {
            case LESS -> sign < 0;
            case LESS_OR_EQUAL -> sign <= 0;
            case GREATER -> sign > 0;
            default -> sign >= 0;
        };
    }

    private static boolean isNaN(Number left, Number right) {
        return Double.isNaN(left.doubleValue()) || Double.isNaN(right.doubleValue());
    }

    static Boolean in(Object value, Object list) {
        if (list == null) {
            return null;
        }
        if (!(list instanceof List<?> values)) {
            throw CypherError.TYPE.exception("Type mismatch: expected List but was " + Kind.name(list));
        }
        boolean unknown = false;
        for (Object candidate : values) {
            Boolean equal = Equality.equal(value, candidate);
            if (equal == null) {
                unknown = true;
            } else if (equal) {
                return true;
            }
        }
        return unknown ? null : false;
    }

    /** The text operators: null unless both are strings. */
    static Boolean text(Expr.Operator operator, Object left, Object right) {
        if (!(left instanceof String a) || !(right instanceof String b)) {
            return null;
        }
        return switch (operator) {
            case STARTS_WITH -> a.startsWith(b);
            case ENDS_WITH -> a.endsWith(b);
            case CONTAINS -> a.contains(b);
            default -> pattern(b).matcher(a).matches();
        };
    }

    private static Pattern pattern(String regex) {
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw CypherError.ARGUMENT.exception("Invalid Regex: " + e.getMessage());
        }
    }

    /** Whether a set of labels, or the one type, fulfils the expression. */
    static boolean fulfils(LabelExpr expression, Set<String> names) {
        if (expression instanceof LabelExpr.Name name) {
            return names.contains(name.name());
        } else if (expression instanceof LabelExpr.And and) {
            return fulfils(and.left(), names) && fulfils(and.right(), names);
        } else if (expression instanceof LabelExpr.Or or) {
            return fulfils(or.left(), names) || fulfils(or.right(), names);
        } else if (expression instanceof LabelExpr.Not not) {
            return !fulfils(not.inner(), names);
        }
        return !names.isEmpty();
    }

    /** Whether any relationship, which has exactly one type, can fulfil the expression. */
    static boolean isSatisfiable(LabelExpr types) {
        Set<String> named = new java.util.TreeSet<>();
        names(types, named);
        named.add(""); // a type that it does not name
        return named.stream().anyMatch(type -> fulfils(types, Set.of(type)));
    }

    private static void names(LabelExpr expression, Set<String> to) {
        if (expression instanceof LabelExpr.Name name) {
            to.add(name.name());
        } else if (expression instanceof LabelExpr.And and) {
            names(and.left(), to);
            names(and.right(), to);
        } else if (expression instanceof LabelExpr.Or or) {
            names(or.left(), to);
            names(or.right(), to);
        } else if (expression instanceof LabelExpr.Not not) {
            names(not.inner(), to);
        }
    }

    static Boolean hasLabels(Object value, LabelExpr labels, dev.muster.cypher.value.GraphView graph) {
        if (value == null) {
            return null;
        } else if (value instanceof NodeRef node) {
            return fulfils(labels, graph.existing(node).labels());
        } else if (value instanceof RelationshipRef relationship) {
            return fulfils(labels, Set.of(relationship.type()));
        }
        throw CypherError.TYPE.exception("Type mismatch: expected Node or Relationship but was " + Kind.name(value));
    }

    /** The types that {@code A|B} names, or null if the expression is of another form. */
    static Set<String> alternatives(LabelExpr expression) {
        if (expression == null) {
            return Set.of();
        } else if (expression instanceof LabelExpr.Name name) {
            return Set.of(name.name());
        } else if (expression instanceof LabelExpr.Or or) {
            Set<String> left = alternatives(or.left());
            Set<String> right = alternatives(or.right());
            if (left != null && right != null) {
                Set<String> both = new java.util.TreeSet<>(left);
                both.addAll(right);
                return both;
            }
        }
        return null;
    }

    static Predicate<String> typeTest(LabelExpr expression) {
        return type -> fulfils(expression, Set.of(type));
    }
}

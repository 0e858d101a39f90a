package dev.muster.cypher.plan;

import dev.muster.cypher.ast.Expr;
import dev.muster.cypher.ast.Position;
import dev.muster.cypher.error.CypherError;
import dev.muster.cypher.parse.Source;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What can be said of an expression's type without running it, and the refusal of what cannot work with that type. Whatever
 * is not known is {@link VariableType#ANY} and left to the run.
 */
final class StaticTypes {
    private static final Set<VariableType> BOOLEANS = EnumSet.of(VariableType.BOOLEAN);
    private static final Set<VariableType> LISTS = EnumSet.of(VariableType.LIST, VariableType.RELATIONSHIPS);
    private static final Set<VariableType> NUMBERS = EnumSet.of(VariableType.INTEGER, VariableType.FLOAT);
    private static final Set<VariableType> ENTRIES =
            EnumSet.of(VariableType.MAP, VariableType.NODE, VariableType.RELATIONSHIP);
    private static final Set<VariableType> ELEMENTS = EnumSet.of(VariableType.NODE, VariableType.RELATIONSHIP);
    private static final Set<VariableType> DELETABLE =
            EnumSet.of(VariableType.NODE, VariableType.RELATIONSHIP, VariableType.PATH);

    /** What a function takes as its first argument, for functions where it matters. */
    private static final Map<String, Set<VariableType>> FIRST_ARGUMENTS = Map.ofEntries(
            Map.entry("size", EnumSet.of(VariableType.STRING, VariableType.LIST, VariableType.RELATIONSHIPS)),
            Map.entry("type", EnumSet.of(VariableType.RELATIONSHIP)),
            Map.entry("labels", EnumSet.of(VariableType.NODE)),
            Map.entry("length", EnumSet.of(VariableType.PATH)),
            Map.entry("nodes", EnumSet.of(VariableType.PATH)),
            Map.entry("relationships", EnumSet.of(VariableType.PATH)),
            Map.entry("properties", ENTRIES),
            Map.entry("keys", ENTRIES),
            Map.entry("startnode", EnumSet.of(VariableType.RELATIONSHIP)),
            Map.entry("endnode", EnumSet.of(VariableType.RELATIONSHIP)),
            Map.entry("id", ELEMENTS),
            Map.entry("elementid", ELEMENTS));

    private final Source source;

    StaticTypes(Source source) {
        this.source = source;
    }

    static VariableType of(Expr expr, Scope scope) {
        if (expr instanceof Expr.Literal literal) {
            return of(literal.value());
        } else if (expr instanceof Expr.Variable variable) {
            Scope.Binding binding = scope.find(variable.name());
            return binding == null ? VariableType.ANY : binding.type();
        } else if (expr instanceof Expr.Binary binary) {
            return of(binary, scope);
        } else if (expr instanceof Expr.Negate negate) {
            return of(negate.inner(), scope);
        } else if (expr instanceof Expr.Subquery subquery) {
            return switch (subquery.kind()) {
                case PATTERN, EXISTS -> VariableType.BOOLEAN;
                case COUNT -> VariableType.INTEGER;
                case COLLECT -> VariableType.LIST;
            };
        } else if (expr instanceof Expr.ListOf
                || expr instanceof Expr.ListComprehension
                || expr instanceof Expr.PatternComprehension) {
            return VariableType.LIST;
        } else if (expr instanceof Expr.MapOf || expr instanceof Expr.MapProjection) {
            return VariableType.MAP;
        }
        boolean condition = expr instanceof Expr.Not
                || expr instanceof Expr.IsNull
                || expr instanceof Expr.IsTyped
                || expr instanceof Expr.HasLabels
                || expr instanceof Expr.Quantified;
        return condition ? VariableType.BOOLEAN : VariableType.ANY;
    }

    /** Whether it is a node or a relationship for certain, unless it is null. */
    static boolean isElement(Expr expr, Scope scope) {
        return ELEMENTS.contains(of(expr, scope));
    }

    private static VariableType of(Object value) {
        if (value instanceof Long) {
            return VariableType.INTEGER;
        } else if (value instanceof Double) {
            return VariableType.FLOAT;
        } else if (value instanceof String) {
            return VariableType.STRING;
        }
        return value instanceof Boolean ? VariableType.BOOLEAN : VariableType.ANY;
    }

    private static VariableType of(Expr.Binary binary, Scope scope) {
        return switch (binary.operator()) {
            case ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO -> {
                VariableType left = of(binary.left(), scope);
                boolean same = left == of(binary.right(), scope) && NUMBERS.contains(left);
                yield same ? left : VariableType.ANY;
            }
            case POWER, CONCATENATE -> VariableType.ANY;
            default -> VariableType.BOOLEAN;
        };
    }

    /** The type of all elements of a list as written, if they have one in common. */
    static VariableType ofElements(Expr list, Scope scope) {
        if (!(list instanceof Expr.ListOf items) || items.items().isEmpty()) {
            return VariableType.ANY;
        }
        List<VariableType> types =
                items.items().stream().map(i -> of(i, scope)).distinct().toList();
        return types.size() == 1 ? types.get(0) : VariableType.ANY;
    }

    void checkCondition(Expr expr, Scope scope, Position position) {
        check(expr, scope, BOOLEANS, "Boolean", position);
    }

    void checkOperands(Expr.Binary e, Scope scope) {
        switch (e.operator()) {
            case AND, OR, XOR -> {
                checkCondition(e.left(), scope, e.position());
                checkCondition(e.right(), scope, e.position());
            }
            case IN -> check(e.right(), scope, LISTS, "List", e.position());
            case MODULO, POWER -> {
                check(e.left(), scope, NUMBERS, "Number", e.position());
                check(e.right(), scope, NUMBERS, "Number", e.position());
            }
            default -> {}
        }
    }

    void checkProperty(Expr.Property e, Scope scope) {
        check(e.target(), scope, ENTRIES, "Map, Node or Relationship", e.position());
    }

    void checkCall(Expr.Call e, Scope scope) {
        Set<VariableType> wanted = FIRST_ARGUMENTS.get(e.name());
        if (wanted != null && !e.arguments().isEmpty()) {
            List<String> names = wanted.stream().map(VariableType::text).toList();
            check(e.arguments().get(0), scope, wanted, String.join(" or ", names), e.position());
        }
    }

    void checkDeleted(Expr expr, Scope scope, Position position) {
        check(expr, scope, DELETABLE, "Node, Path or Relationship", position);
    }

    /** SKIP and LIMIT: a number as written must be a whole one and not negative. */
    void checkCount(Expr expr, String word, Position position) {
        Expr inner = expr instanceof Expr.Negate negate ? negate.inner() : expr;
        if (inner instanceof Expr.Literal literal) {
            boolean negative = literal.value() instanceof Long number && (expr == inner ? number < 0 : number > 0);
            if (negative || !(literal.value() instanceof Long)) {
                String text = (expr == inner ? "" : "-") + literal.value();
                throw source.at(
                        position,
                        CypherError.PATTERN,
                        word + ": Invalid input. '" + text + "' is not a valid value. Must be a non-negative integer.");
            }
        }
    }

    private void check(Expr expr, Scope scope, Set<VariableType> wanted, String text, Position position) {
        VariableType type = of(expr, scope);
        if (type != VariableType.ANY && !wanted.contains(type)) {
            throw source.at(
                    position, CypherError.PATTERN, "Type mismatch: expected " + text + " but was " + type.text());
        }
    }
}

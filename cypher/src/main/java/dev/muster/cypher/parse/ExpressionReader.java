package dev.muster.cypher.parse;

import dev.muster.cypher.ast.Expr;
import dev.muster.cypher.ast.Expr.Binary;
import dev.muster.cypher.ast.Expr.Operator;
import dev.muster.cypher.ast.Position;
import dev.muster.cypher.error.CypherError;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.ComparisonExpression6Context;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.Expression1Context;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.Expression2Context;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.ExpressionContext;

/** Reads the ladder of operators; what stands at its foot is {@link AtomReader}'s. */
final class ExpressionReader {
    /** Bounds the depth of left-leaning trees ({@code a + b + c …}), since they are walked recursively. */
    private static final int CHAIN_MAX = 500;

    private final Reading reading;
    private final AtomReader atoms;

    ExpressionReader(Reading reading) {
        this.reading = reading;
        this.atoms = new AtomReader(reading);
    }

    Expr read(ExpressionContext context) {
        return balanced(context, Operator.OR, context.expression11(), this::xor);
    }

    Expr readOrNull(ExpressionContext context) {
        return context == null ? null : read(context);
    }

    List<Expr> readAll(List<ExpressionContext> contexts) {
        List<Expr> result = new ArrayList<>(contexts.size());
        contexts.forEach(c -> result.add(read(c)));
        return result;
    }

    private interface Step<C> {
        Expr read(C context);
    }

    /** A chain of an associative operator, as a tree of logarithmic depth. */
    private static <C> Expr balanced(ParserRuleContext context, Operator operator, List<C> parts, Step<C> step) {
        if (parts.size() == 1) {
            return step.read(parts.get(0));
        }
        int middle = (parts.size() + 1) / 2;
        return new Binary(
                operator,
                balanced(context, operator, parts.subList(0, middle), step),
                balanced(context, operator, parts.subList(middle, parts.size()), step),
                Reading.position(context));
    }

    private Expr xor(Cypher5Parser.Expression11Context context) {
        return balanced(context, Operator.XOR, context.expression10(), this::and);
    }

    private Expr and(Cypher5Parser.Expression10Context context) {
        return balanced(context, Operator.AND, context.expression9(), this::not);
    }

    private Expr not(Cypher5Parser.Expression9Context context) {
        Expr inner = comparison(context.expression8());
        int nots = context.NOT().size();
        if (nots == 0) {
            return inner;
        }
        Position position = Reading.position(context);
        Expr once = new Expr.Not(inner, position);
        return nots % 2 == 1 ? once : new Expr.Not(once, position);
    }

    /** {@code a < b < c} means {@code a < b AND b < c}. */
    private Expr comparison(Cypher5Parser.Expression8Context context) {
        if (context.getChildCount() == 1) {
            return predicate((Cypher5Parser.Expression7Context) context.getChild(0));
        }
        Expr result = null;
        Expr left = predicate((Cypher5Parser.Expression7Context) context.getChild(0));
        checkChain(context);
        for (int i = 1; i < context.getChildCount(); i += 2) {
            Operator operator = comparator(reading, context, context.getChild(i));
            Expr right = predicate((Cypher5Parser.Expression7Context) context.getChild(i + 1));
            Position position = Reading.position(context);
            Expr pair = new Binary(operator, left, right, position);
            result = result == null ? pair : new Binary(Operator.AND, result, pair, position);
            left = right;
        }
        return result;
    }

    static Operator comparator(Reading reading, ParserRuleContext context, ParseTree token) {
        return switch (((TerminalNode) token).getSymbol().getType()) {
            case Cypher5Parser.EQ -> Operator.EQUAL;
            case Cypher5Parser.NEQ -> Operator.NOT_EQUAL;
            case Cypher5Parser.LT -> Operator.LESS;
            case Cypher5Parser.LE -> Operator.LESS_OR_EQUAL;
            case Cypher5Parser.GT -> Operator.GREATER;
            case Cypher5Parser.GE -> Operator.GREATER_OR_EQUAL;
            default -> throw reading.error(context, CypherError.INVALID_TOKEN, token.getText());
        };
    }

    Expr predicate(Cypher5Parser.Expression7Context context) {
        Expr left = sum(context.expression6());
        ComparisonExpression6Context comparison = context.comparisonExpression6();
        if (comparison == null) {
            return left;
        }
        if (comparison instanceof Cypher5Parser.StringAndListComparisonContext c) {
            Operator operator = c.REGEQ() != null
                    ? Operator.MATCHES
                    : c.STARTS() != null
                            ? Operator.STARTS_WITH
                            : c.ENDS() != null
                                    ? Operator.ENDS_WITH
                                    : c.CONTAINS() != null ? Operator.CONTAINS : Operator.IN;
            return new Binary(operator, left, sum(c.expression6()), Reading.position(context));
        }
        if (comparison instanceof Cypher5Parser.NullComparisonContext c) {
            return new Expr.IsNull(left, c.NOT() != null);
        }
        if (comparison instanceof Cypher5Parser.NormalFormComparisonContext c) {
            Expr holds = AtomReader.normalForm("isnormalized", left, c.normalForm(), Reading.position(context));
            return c.NOT() == null ? holds : new Expr.Not(holds, Reading.position(context));
        }
        Cypher5Parser.TypeComparisonContext typed = (Cypher5Parser.TypeComparisonContext) comparison;
        return new Expr.IsTyped(left, reading.types.read(typed.type()), typed.NOT() != null);
    }

    Expr sum(Cypher5Parser.Expression6Context context) {
        return leftChain(context, child -> product((Cypher5Parser.Expression5Context) child));
    }

    private Expr product(Cypher5Parser.Expression5Context context) {
        return leftChain(context, child -> power((Cypher5Parser.Expression4Context) child));
    }

    private Expr power(Cypher5Parser.Expression4Context context) {
        return leftChain(context, child -> sign((Cypher5Parser.Expression3Context) child));
    }

    private Expr leftChain(ParserRuleContext context, Step<ParseTree> step) {
        Expr result = step.read(context.getChild(0));
        checkChain(context);
        for (int i = 1; i < context.getChildCount(); i += 2) {
            Operator operator =
                    switch (((TerminalNode) context.getChild(i)).getSymbol().getType()) {
                        case Cypher5Parser.PLUS -> Operator.ADD;
                        case Cypher5Parser.MINUS -> Operator.SUBTRACT;
                        case Cypher5Parser.DOUBLEBAR -> Operator.CONCATENATE;
                        case Cypher5Parser.TIMES -> Operator.MULTIPLY;
                        case Cypher5Parser.DIVIDE -> Operator.DIVIDE;
                        case Cypher5Parser.PERCENT -> Operator.MODULO;
                        default -> Operator.POWER;
                    };
            Expr right = step.read(context.getChild(i + 1));
            result = new Binary(operator, result, right, Reading.position(context));
        }
        return result;
    }

    private void checkChain(ParserRuleContext context) {
        if (context.getChildCount() > 2 * CHAIN_MAX) {
            throw reading.error(context, CypherError.TOO_DEEP, CHAIN_MAX);
        }
    }

    private Expr sign(Cypher5Parser.Expression3Context context) {
        Expr inner = postfix(context.expression2());
        return context.MINUS() == null ? inner : new Expr.Negate(inner, Reading.position(context));
    }

    private Expr postfix(Expression2Context context) {
        Expr result = atom(context.expression1());
        checkChain(context);
        for (Cypher5Parser.PostFixContext postfix : context.postFix()) {
            Position position = Reading.position(context);
            if (postfix instanceof Cypher5Parser.PropertyPostfixContext p) {
                result = property(result, p.property());
            } else if (postfix instanceof Cypher5Parser.LabelPostfixContext p) {
                result = new Expr.HasLabels(result, reading.patterns.labels(p.labelExpression()));
            } else if (postfix instanceof Cypher5Parser.IndexPostfixContext p) {
                result = new Expr.Index(result, read(p.expression()), position);
            } else if (postfix instanceof Cypher5Parser.RangePostfixContext p) {
                result = new Expr.Slice(result, readOrNull(p.fromExp), readOrNull(p.toExp));
            } else {
                throw reading.unsupported(postfix, Reading.text(postfix));
            }
        }
        return result;
    }

    Expr property(Expr target, Cypher5Parser.PropertyContext context) {
        Cypher5Parser.PropertyKeyNameContext key = context.propertyKeyName();
        return new Expr.Property(target, Reading.name(key), Reading.position(key));
    }

    Expr atom(Expression1Context context) {
        return atoms.read(context);
    }

    Expr.Variable variable(Cypher5Parser.VariableContext context) {
        return new Expr.Variable(Reading.name(context), Reading.position(context));
    }

    Expr map(Cypher5Parser.MapContext context) {
        return atoms.map(context);
    }
}

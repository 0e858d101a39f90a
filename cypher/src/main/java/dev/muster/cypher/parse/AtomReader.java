package dev.muster.cypher.parse;

import dev.muster.cypher.ast.Clause;
import dev.muster.cypher.ast.Expr;
import dev.muster.cypher.ast.Expr.Quantifier;
import dev.muster.cypher.ast.Expr.SubqueryKind;
import dev.muster.cypher.ast.PathPattern;
import dev.muster.cypher.ast.Position;
import dev.muster.cypher.ast.Query;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.antlr.v4.runtime.ParserRuleContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.ExpressionContext;

/** Reads what stands at the foot of the ladder of operators. */
final class AtomReader {
    private final Reading reading;

    AtomReader(Reading reading) {
        this.reading = reading;
    }

    Expr read(Cypher5Parser.Expression1Context context) {
        ParserRuleContext inner = (ParserRuleContext) context.getChild(0);
        Position position = Reading.position(inner);
        if (inner instanceof Cypher5Parser.VariableContext c) {
            return reading.expressions.variable(c);
        } else if (inner instanceof Cypher5Parser.LiteralContext c) {
            return literal(c);
        } else if (inner instanceof Cypher5Parser.ParameterContext c) {
            return parameter(c);
        } else if (inner instanceof Cypher5Parser.ParenthesizedExpressionContext c) {
            return expr(c.expression());
        } else if (inner instanceof Cypher5Parser.FunctionInvocationContext c) {
            return call(c);
        } else if (inner instanceof Cypher5Parser.CountStarContext) {
            return new Expr.CountStar();
        } else if (inner instanceof Cypher5Parser.ListLiteralContext c) {
            return new Expr.ListOf(reading.expressions.readAll(c.expression()));
        } else if (inner instanceof Cypher5Parser.CaseExpressionContext c) {
            return plainCase(c);
        } else if (inner instanceof Cypher5Parser.ExtendedCaseExpressionContext c) {
            return subjectCase(c);
        } else if (inner instanceof Cypher5Parser.ListComprehensionContext c) {
            return new Expr.ListComprehension(
                    Reading.name(c.variable()),
                    expr(c.expression(0)),
                    exprOrNull(c.whereExp),
                    exprOrNull(c.barExp),
                    position);
        } else if (inner instanceof Cypher5Parser.ReduceExpressionContext c) {
            return new Expr.Reduce(
                    Reading.name(c.variable(0)),
                    expr(c.expression(0)),
                    Reading.name(c.variable(1)),
                    expr(c.expression(1)),
                    expr(c.expression(2)));
        } else if (inner instanceof Cypher5Parser.ListItemsPredicateContext c) {
            return quantified(c);
        } else if (inner instanceof Cypher5Parser.MapProjectionContext c) {
            return mapProjection(c);
        } else if (inner instanceof Cypher5Parser.TrimFunctionContext c) {
            return trim(c);
        } else if (inner instanceof Cypher5Parser.NormalizeFunctionContext c) {
            return normalForm("normalize", expr(c.expression()), c.normalForm(), position);
        } else if (inner instanceof Cypher5Parser.PatternExpressionContext c) {
            PathPattern pattern = reading.patterns.path(null, c.pathPatternNonEmpty());
            return new Expr.Subquery(SubqueryKind.PATTERN, matching(List.of(pattern), null, position), position);
        } else if (inner instanceof Cypher5Parser.PatternComprehensionContext c) {
            String variable = c.variable() == null ? null : Reading.name(c.variable());
            return new Expr.PatternComprehension(
                    reading.patterns.path(variable, c.pathPatternNonEmpty()),
                    exprOrNull(c.whereExp),
                    expr(c.barExp),
                    position);
        } else if (inner instanceof Cypher5Parser.ShortestPathExpressionContext c) {
            return new Expr.ShortestPath(reading.patterns.shortest(null, c.shortestPathPattern()));
        } else if (inner instanceof Cypher5Parser.ExistsExpressionContext c) {
            return subquery(SubqueryKind.EXISTS, c.regularQuery(), c.patternList(), c.whereClause(), position);
        } else if (inner instanceof Cypher5Parser.CountExpressionContext c) {
            return subquery(SubqueryKind.COUNT, c.regularQuery(), c.patternList(), c.whereClause(), position);
        } else if (inner instanceof Cypher5Parser.CollectExpressionContext c) {
            return subquery(SubqueryKind.COLLECT, c.regularQuery(), null, null, position);
        }
        throw reading.unsupported(inner, Reading.text(inner));
    }

    private Expr expr(ExpressionContext context) {
        return reading.expressions.read(context);
    }

    private Expr exprOrNull(ExpressionContext context) {
        return reading.expressions.readOrNull(context);
    }

    private Expr literal(Cypher5Parser.LiteralContext context) {
        if (context instanceof Cypher5Parser.NummericLiteralContext c) {
            return new Expr.Literal(Literals.number(reading, c.numberLiteral()));
        } else if (context instanceof Cypher5Parser.StringsLiteralContext c) {
            return new Expr.Literal(Literals.string(reading, c.stringLiteral()));
        } else if (context instanceof Cypher5Parser.BooleanLiteralContext c) {
            return new Expr.Literal(c.TRUE() != null);
        } else if (context instanceof Cypher5Parser.OtherLiteralContext c) {
            return map(c.map());
        }
        Cypher5Parser.KeywordLiteralContext keyword = (Cypher5Parser.KeywordLiteralContext) context;
        if (keyword.NULL() != null) {
            return new Expr.Literal(null);
        }
        return new Expr.Literal(keyword.NAN() != null ? Double.NaN : Double.POSITIVE_INFINITY);
    }

    static Expr.Parameter parameter(Cypher5Parser.ParameterContext context) {
        return new Expr.Parameter(Reading.name(context.parameterName()));
    }

    Expr map(Cypher5Parser.MapContext context) {
        Map<String, Expr> entries = new LinkedHashMap<>();
        for (int i = 0; i < context.expression().size(); i++) {
            entries.put(Reading.name(context.propertyKeyName(i)), expr(context.expression(i)));
        }
        return new Expr.MapOf(entries);
    }

    private Expr call(Cypher5Parser.FunctionInvocationContext context) {
        String written = dotted(
                context.functionName().namespace().symbolicNameString(),
                context.functionName().symbolicNameString());
        List<Expr> arguments = new ArrayList<>();
        context.functionArgument().forEach(a -> arguments.add(expr(a.expression())));
        return new Expr.Call(
                written.toLowerCase(Locale.ROOT),
                written,
                context.DISTINCT() != null,
                arguments,
                Reading.position(context));
    }

    static String dotted(List<? extends ParserRuleContext> namespace, ParserRuleContext name) {
        StringBuilder result = new StringBuilder();
        namespace.forEach(part -> result.append(Reading.name(part)).append('.'));
        return result.append(Reading.name(name)).toString();
    }

    /** A function of a text and a normal form, which is NFC if none is written. */
    static Expr normalForm(String function, Expr text, Cypher5Parser.NormalFormContext form, Position position) {
        List<Expr> arguments = form == null
                ? List.of(text)
                : List.of(text, new Expr.Literal(Reading.text(form).toUpperCase(Locale.ROOT)));
        return new Expr.Call(function, function, false, arguments, position);
    }

    private Expr trim(Cypher5Parser.TrimFunctionContext context) {
        String name = context.LEADING() != null ? "ltrim" : context.TRAILING() != null ? "rtrim" : "trim";
        List<Expr> arguments = new ArrayList<>();
        arguments.add(expr(context.trimSource));
        if (context.trimCharacterString != null) {
            arguments.add(expr(context.trimCharacterString));
        }
        return new Expr.Call(name, name, false, arguments, Reading.position(context));
    }

    private Expr plainCase(Cypher5Parser.CaseExpressionContext context) {
        List<Expr.Arm> arms = new ArrayList<>();
        for (Cypher5Parser.CaseAlternativeContext arm : context.caseAlternative()) {
            arms.add(new Expr.Arm(expr(arm.expression(0)), expr(arm.expression(1))));
        }
        return new Expr.Case(arms, exprOrNull(context.expression()), Reading.position(context));
    }

    private Expr subjectCase(Cypher5Parser.ExtendedCaseExpressionContext context) {
        Position position = Reading.position(context);
        Expr.Variable subject = new Expr.Variable(reading.hidden(), position);
        List<Expr.Arm> arms = new ArrayList<>();
        for (Cypher5Parser.ExtendedCaseAlternativeContext arm : context.extendedCaseAlternative()) {
            Expr when = null;
            for (Cypher5Parser.ExtendedWhenContext one : arm.extendedWhen()) {
                Expr condition = when(subject, one);
                when = when == null ? condition : new Expr.Binary(Expr.Operator.OR, when, condition, position);
            }
            arms.add(new Expr.Arm(when, expr(arm.expression())));
        }
        return new Expr.Let(
                subject.name(),
                expr(context.expression(0)),
                new Expr.Case(arms, exprOrNull(context.elseExp), position));
    }

    private Expr when(Expr.Variable subject, Cypher5Parser.ExtendedWhenContext context) {
        Position position = Reading.position(context);
        if (context instanceof Cypher5Parser.WhenEqualsContext c) {
            return new Expr.Binary(Expr.Operator.EQUAL, subject, expr(c.expression()), position);
        } else if (context instanceof Cypher5Parser.WhenComparatorContext c) {
            Expr.Operator operator = ExpressionReader.comparator(reading, c, c.getChild(0));
            return new Expr.Binary(operator, subject, reading.expressions.predicate(c.expression7()), position);
        } else if (context instanceof Cypher5Parser.WhenNullContext c) {
            return new Expr.IsNull(subject, c.NOT() != null);
        } else if (context instanceof Cypher5Parser.WhenTypeContext c) {
            return new Expr.IsTyped(subject, reading.types.read(c.type()), c.NOT() != null);
        } else if (context instanceof Cypher5Parser.WhenStringOrListContext c) {
            Expr.Operator operator = c.REGEQ() != null
                    ? Expr.Operator.MATCHES
                    : c.STARTS() != null ? Expr.Operator.STARTS_WITH : Expr.Operator.ENDS_WITH;
            return new Expr.Binary(operator, subject, reading.expressions.sum(c.expression6()), position);
        }
        throw reading.unsupported(context, "WHEN " + Reading.text(context));
    }

    private Expr quantified(Cypher5Parser.ListItemsPredicateContext context) {
        Quantifier quantifier = context.ALL() != null
                ? Quantifier.ALL
                : context.ANY() != null ? Quantifier.ANY : context.NONE() != null ? Quantifier.NONE : Quantifier.SINGLE;
        if (context.whereExp == null) {
            throw reading.unsupported(context, Reading.text(context) + " without WHERE");
        }
        return new Expr.Quantified(
                quantifier,
                Reading.name(context.variable()),
                expr(context.inExp),
                expr(context.whereExp),
                Reading.position(context));
    }

    private Expr mapProjection(Cypher5Parser.MapProjectionContext context) {
        Expr.Variable subject = reading.expressions.variable(context.variable());
        List<Expr.ProjectionElement> elements = new ArrayList<>();
        for (Cypher5Parser.MapProjectionElementContext element : context.mapProjectionElement()) {
            if (element.TIMES() != null) {
                elements.add(new Expr.ProjectionElement(null, null));
            } else if (element.property() != null) {
                Expr.Property property = (Expr.Property) reading.expressions.property(subject, element.property());
                elements.add(new Expr.ProjectionElement(property.key(), property));
            } else if (element.variable() != null) {
                Expr.Variable variable = reading.expressions.variable(element.variable());
                elements.add(new Expr.ProjectionElement(variable.name(), variable));
            } else {
                elements.add(new Expr.ProjectionElement(
                        Reading.name(element.propertyKeyName()), expr(element.expression())));
            }
        }
        return new Expr.MapProjection(subject, elements);
    }

    private Expr subquery(
            SubqueryKind kind,
            Cypher5Parser.RegularQueryContext query,
            Cypher5Parser.PatternListContext patterns,
            Cypher5Parser.WhereClauseContext where,
            Position position) {
        Query inner = query != null
                ? reading.clauses.query(query)
                : matching(reading.patterns.list(patterns), where == null ? null : expr(where.expression()), position);
        return new Expr.Subquery(kind, inner, position);
    }

    private static Query matching(List<PathPattern> patterns, Expr where, Position position) {
        return new Query(List.of(new Query.Single(List.of(new Clause.Match(false, patterns, where, position)))), false);
    }
}

package dev.muster.cypher.parse;

import dev.muster.cypher.ast.Expr;
import dev.muster.cypher.ast.LabelExpr;
import dev.muster.cypher.ast.PathPattern;
import dev.muster.cypher.ast.PathPattern.Kind;
import dev.muster.cypher.error.CypherError;
import dev.muster.cypher.notice.Notice;
import dev.muster.store.Direction;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser;

/** Reads patterns and label expressions. */
final class PatternReader {
    private final Reading reading;
    private final SelectorReader selectors;
    private final GroupReader groups;

    PatternReader(Reading reading) {
        this.reading = reading;
        this.selectors = new SelectorReader(reading);
        this.groups = new GroupReader(reading, this);
    }

    List<PathPattern> list(Cypher5Parser.PatternListContext context) {
        List<PathPattern> result = new ArrayList<>();
        context.pattern().forEach(p -> result.add(pattern(p)));
        return result;
    }

    /** Of CREATE: no part of a path may be in parentheses. */
    List<PathPattern> created(Cypher5Parser.PatternListContext context) {
        List<PathPattern> result = new ArrayList<>();
        context.pattern().forEach(p -> result.add(created(p)));
        return result;
    }

    /** Of CREATE or MERGE, likewise. */
    PathPattern created(Cypher5Parser.PatternContext context) {
        Cypher5Parser.PatternElementContext element = context.anonymousPattern().patternElement();
        if (element != null && element.parenthesizedPath().size() == 1 && groups.isPlain(element)) {
            throw reading.error(
                    element,
                    CypherError.PATTERN,
                    "Parenthesized path patterns are not allowed in CREATE or MERGE, but only in MATCH.");
        }
        return pattern(context);
    }

    PathPattern pattern(Cypher5Parser.PatternContext context) {
        String variable = context.variable() == null ? null : Reading.name(context.variable());
        Cypher5Parser.AnonymousPatternContext anonymous = context.anonymousPattern();
        PathPattern.Selection selection = context.selector() == null ? null : selectors.read(context.selector());
        if (anonymous.shortestPathPattern() != null && context.selector() != null) {
            throw reading.error(
                    context,
                    CypherError.PATTERN,
                    "Mixing shortestPath/allShortestPaths with path selectors (e.g. 'ANY SHORTEST') is not allowed.");
        }
        PathPattern path = anonymous.shortestPathPattern() != null
                ? shortest(variable, anonymous.shortestPathPattern())
                : selectors.selected(
                        element(variable, Kind.ALL, anonymous.patternElement()),
                        selection,
                        groups.hasCondition(anonymous.patternElement()));
        return new PathPattern(
                variable, path.kind(), path.nodes(), path.relationships(), Reading.position(context), path.selection());
    }

    PathPattern shortest(String variable, Cypher5Parser.ShortestPathPatternContext context) {
        Kind kind = context.SHORTEST_PATH() != null ? Kind.SHORTEST : Kind.ALL_SHORTEST;
        String function = kind == Kind.SHORTEST ? "shortestPath" : "allShortestPaths";
        PathPattern path = element(variable, kind, context.patternElement());
        if (path.relationships().size() != 1) {
            throw reading.error(
                    context,
                    CypherError.PATTERN,
                    function + "(...) requires a pattern containing a single relationship");
        }
        PathPattern.Length length = path.relationships().get(0).length();
        if (length != null && length.min() > 1) {
            throw reading.error(
                    context,
                    CypherError.PATTERN,
                    function + "(...) does not support a minimal length different from 0 or 1");
        }
        return path;
    }

    PathPattern element(String variable, Kind kind, Cypher5Parser.PatternElementContext context) {
        if (groups.isPlain(context)) {
            return groups.plain(variable, kind, context.parenthesizedPath(0));
        } else if (!context.parenthesizedPath().isEmpty()) {
            return groups.read(variable, kind, context);
        }
        if (!context.quantifier().isEmpty() && kind.isFunction()) {
            throw reading.unsupported(context.quantifier(0), "quantified relationships in shortestPath");
        }
        if (context.nodePattern().size() != context.relationshipPattern().size() + 1) {
            throw reading.error(context, CypherError.PATTERN, GroupReader.JUXTAPOSED);
        }
        PathPattern path = path(variable, kind, context, context.nodePattern(), context.relationshipPattern());
        return context.quantifier().isEmpty() ? path : quantified(path, context);
    }

    /** A quantifier behind a relationship makes it one of several hops, as a length inside of it does. */
    private PathPattern quantified(PathPattern path, Cypher5Parser.PatternElementContext context) {
        List<PathPattern.Relationship> relationships = new ArrayList<>(path.relationships());
        int last = -1;
        for (ParseTree child : context.children) {
            if (child instanceof Cypher5Parser.RelationshipPatternContext) {
                last++;
            } else if (child instanceof Cypher5Parser.QuantifierContext quantifier) {
                if (relationships.get(last).length() != null) {
                    throw reading.error(
                            quantifier,
                            CypherError.PATTERN,
                            "Variable length relationships cannot be part of a quantified path pattern.");
                }
                relationships.set(last, relationships.get(last).of(length(quantifier)));
            }
        }
        return new PathPattern(path.variable(), path.kind(), path.nodes(), relationships, path.position());
    }

    PathPattern.Length length(Cypher5Parser.QuantifierContext context) {
        if (context.PLUS() != null || context.TIMES() != null) {
            return new PathPattern.Length(context.PLUS() != null ? 1 : 0, Integer.MAX_VALUE);
        }
        if (context.COMMA() == null) {
            int exactly = number(context, context.UNSIGNED_DECIMAL_INTEGER(0).getSymbol());
            return checked(context, new PathPattern.Length(exactly, exactly));
        }
        return checked(
                context,
                new PathPattern.Length(
                        context.from == null ? 0 : number(context, context.from),
                        context.to == null ? Integer.MAX_VALUE : number(context, context.to)));
    }

    private PathPattern.Length checked(Cypher5Parser.QuantifierContext context, PathPattern.Length length) {
        if (length.max() == 0) {
            throw reading.error(
                    context, CypherError.PATTERN, "A quantifier for a path pattern must not be limited by 0.");
        } else if (length.min() > length.max()) {
            throw reading.error(
                    context,
                    CypherError.PATTERN,
                    "A quantifier for a path pattern must not have a lower bound which exceeds its upper bound.");
        }
        return length;
    }

    PathPattern path(String variable, Cypher5Parser.PathPatternNonEmptyContext context) {
        return path(variable, Kind.ALL, context, context.nodePattern(), context.relationshipPattern());
    }

    private PathPattern path(
            String variable,
            Kind kind,
            ParserRuleContext context,
            List<Cypher5Parser.NodePatternContext> nodes,
            List<Cypher5Parser.RelationshipPatternContext> relationships) {
        List<PathPattern.Node> readNodes = new ArrayList<>();
        nodes.forEach(n -> readNodes.add(node(n)));
        List<PathPattern.Relationship> readRelationships = new ArrayList<>();
        relationships.forEach(r -> readRelationships.add(relationship(r)));
        return new PathPattern(variable, kind, readNodes, readRelationships, Reading.position(context));
    }

    PathPattern.Node node(Cypher5Parser.NodePatternContext context) {
        return new PathPattern.Node(
                context.variable() == null ? reading.hidden() : Reading.name(context.variable()),
                context.labelExpression() == null ? null : labels(context.labelExpression()),
                properties(context.properties()),
                reading.expressions.readOrNull(context.expression()),
                Reading.position(context));
    }

    PathPattern.Relationship relationship(Cypher5Parser.RelationshipPatternContext context) {
        if (context.pathLength() != null && context.expression() != null) {
            throw reading.error(
                    context,
                    CypherError.PATTERN,
                    "Relationship pattern predicates are not supported for variable-length relationships.");
        }
        noticeSeparators(context.labelExpression());
        boolean left = context.leftArrow() != null;
        boolean right = context.rightArrow() != null;
        Direction direction = left == right ? Direction.BOTH : left ? Direction.INCOMING : Direction.OUTGOING;
        return new PathPattern.Relationship(
                context.variable() == null ? reading.hidden() : Reading.name(context.variable()),
                context.labelExpression() == null ? null : labels(context.labelExpression()),
                direction,
                length(context.pathLength()),
                properties(context.properties()),
                reading.expressions.readOrNull(context.expression()),
                null,
                Reading.position(context));
    }

    /** {@code [:A|:B]} means what {@code [:A|B]} means, and is on its way out. */
    private void noticeSeparators(Cypher5Parser.LabelExpressionContext types) {
        String written = types == null ? "" : Reading.text(types);
        String better = written.replaceAll("\\|\\s*:", "|");
        if (!better.equals(written)) {
            reading.notices.add(Notice.DEPRECATED_TYPE_SEPARATOR, Reading.position(types), written, better);
        }
    }

    private Expr properties(Cypher5Parser.PropertiesContext context) {
        if (context == null) {
            return null;
        }
        return context.map() != null
                ? reading.expressions.map(context.map())
                : AtomReader.parameter(context.parameter());
    }

    private PathPattern.Length length(Cypher5Parser.PathLengthContext context) {
        if (context == null) {
            return null;
        }
        if (context.single != null) {
            int length = number(context, context.single);
            return new PathPattern.Length(length, length);
        }
        return new PathPattern.Length(
                context.from == null ? 1 : number(context, context.from),
                context.to == null ? Integer.MAX_VALUE : number(context, context.to));
    }

    private int number(ParserRuleContext context, Token token) {
        try {
            return Integer.parseInt(token.getText().replace("_", ""));
        } catch (NumberFormatException e) {
            throw reading.error(context, CypherError.INVALID_LITERAL, token.getText() + " (integer is too large)");
        }
    }

    /** Reads a label expression of either spelling ({@code :A} or {@code IS A}). */
    LabelExpr labels(Cypher5Parser.LabelExpressionContext context) {
        return labelTree(context);
    }

    private LabelExpr labelTree(ParseTree context) {
        if (context instanceof Cypher5Parser.LabelNameContext c) {
            return new LabelExpr.Name(Reading.name(c.symbolicNameString()), Reading.position(c));
        } else if (context instanceof Cypher5Parser.LabelNameIsContext c) {
            return new LabelExpr.Name(Reading.name(c.symbolicLabelNameString()), Reading.position(c));
        } else if (context instanceof Cypher5Parser.AnyLabelContext
                || context instanceof Cypher5Parser.AnyLabelIsContext) {
            return new LabelExpr.Any();
        } else if (context instanceof Cypher5Parser.DynamicLabelContext c) {
            return dynamic(c.dynamicAnyAllExpression());
        } else if (context instanceof Cypher5Parser.DynamicLabelIsContext c) {
            return dynamic(c.dynamicAnyAllExpression());
        }
        boolean either = context instanceof Cypher5Parser.LabelExpression4Context
                || context instanceof Cypher5Parser.LabelExpression4IsContext;
        LabelExpr result = null;
        int negations = 0;
        for (int i = 0; i < context.getChildCount(); i++) {
            ParseTree child = context.getChild(i);
            if (child instanceof TerminalNode token) {
                negations += token.getSymbol().getType() == Cypher5Parser.EXCLAMATION_MARK ? 1 : 0;
                continue;
            }
            LabelExpr part = labelTree(child);
            result = result == null ? part : either ? new LabelExpr.Or(result, part) : new LabelExpr.And(result, part);
        }
        return negations % 2 == 1 ? new LabelExpr.Not(result) : result;
    }

    private LabelExpr dynamic(Cypher5Parser.DynamicAnyAllExpressionContext context) {
        return new LabelExpr.Dynamic(
                reading.expressions.read(context.expression()), context.ANY() != null, Reading.position(context));
    }

    List<String> names(List<Cypher5Parser.LabelTypeContext> labels) {
        return labels.stream().map(l -> Reading.name(l.symbolicNameString())).toList();
    }

    List<Expr> dynamicNames(List<Cypher5Parser.DynamicLabelTypeContext> labels) {
        return labels.stream()
                .map(l -> reading.expressions.read(l.dynamicExpression().expression()))
                .toList();
    }
}

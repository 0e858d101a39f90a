package dev.muster.cypher.parse;

import dev.muster.cypher.ast.PathPattern;
import dev.muster.cypher.ast.PathPattern.Kind;
import dev.muster.cypher.ast.Position;
import dev.muster.cypher.error.CypherError;
import dev.muster.store.Direction;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.tree.ParseTree;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser;

/**
 * Reads paths with parts in parentheses that are repeated: {@code (a) ((x)-[r]->(y)){1,3} (b)}. Such a part takes the place of
 * a relationship; where no node is written beside it, one without a name stands there.
 */
final class GroupReader {
    static final String JUXTAPOSED = "Juxtaposition is currently only supported for quantified path patterns.";

    private final Reading reading;
    private final PatternReader patterns;

    GroupReader(Reading reading, PatternReader patterns) {
        this.reading = reading;
        this.patterns = patterns;
    }

    PathPattern read(String variable, Kind kind, Cypher5Parser.PatternElementContext context) {
        List<PathPattern.Node> nodes = new ArrayList<>();
        List<PathPattern.Relationship> relationships = new ArrayList<>();
        Position position = Reading.position(context);
        for (ParseTree child : context.children) {
            boolean wantsNode = nodes.size() == relationships.size();
            if (child instanceof Cypher5Parser.NodePatternContext node) {
                if (!wantsNode) {
                    throw reading.error(node, CypherError.PATTERN, JUXTAPOSED);
                }
                nodes.add(patterns.node(node));
            } else if (child instanceof Cypher5Parser.RelationshipPatternContext relationship) {
                if (wantsNode) {
                    throw reading.error(relationship, CypherError.PATTERN, JUXTAPOSED);
                }
                relationships.add(patterns.relationship(relationship));
            } else if (child instanceof Cypher5Parser.QuantifierContext quantifier) {
                int last = relationships.size() - 1;
                relationships.set(last, relationships.get(last).of(patterns.length(quantifier)));
            } else {
                if (wantsNode) {
                    nodes.add(nameless(position));
                }
                relationships.add(group((Cypher5Parser.ParenthesizedPathContext) child));
            }
        }
        if (nodes.size() == relationships.size()) {
            nodes.add(nameless(position));
        }
        return new PathPattern(variable, kind, nodes, relationships, position);
    }

    /** Whether it is nothing but a path in parentheses that is not repeated. */
    boolean isPlain(Cypher5Parser.PatternElementContext context) {
        return context.getChildCount() == 1
                && context.parenthesizedPath().size() == 1
                && context.parenthesizedPath(0).quantifier() == null;
    }

    /** Whether such a path has a condition of its own, which selectors select after. */
    boolean hasCondition(Cypher5Parser.PatternElementContext context) {
        if (!isPlain(context)) {
            return false;
        }
        Cypher5Parser.ParenthesizedPathContext inner = context.parenthesizedPath(0);
        Cypher5Parser.PatternElementContext path =
                inner.pattern().anonymousPattern().patternElement();
        return inner.expression() != null || path != null && hasCondition(path);
    }

    /** The path in the parentheses: its condition becomes one of its last node's, since it is a part of the pattern as well. */
    PathPattern plain(String variable, Kind kind, Cypher5Parser.ParenthesizedPathContext context) {
        Cypher5Parser.PatternContext inner = context.pattern();
        if (inner.variable() != null) {
            throw reading.error(inner, CypherError.PATTERN, "Sub-path assignment is currently not supported.");
        } else if (inner.selector() != null || inner.anonymousPattern().shortestPathPattern() != null) {
            throw reading.error(
                    inner,
                    CypherError.PATTERN,
                    "Path selectors and shortest paths are not supported within parenthesized path patterns.");
        } else if (kind.isFunction()) {
            throw reading.unsupported(context, "paths in parentheses in shortestPath");
        }
        PathPattern path =
                patterns.element(variable, kind, inner.anonymousPattern().patternElement());
        return context.expression() == null ? path : path.where(reading.expressions.read(context.expression()));
    }

    private PathPattern.Node nameless(Position position) {
        return new PathPattern.Node(reading.hidden(), null, null, null, position);
    }

    private PathPattern.Relationship group(Cypher5Parser.ParenthesizedPathContext context) {
        if (context.quantifier() == null) {
            throw reading.error(context, CypherError.PATTERN, JUXTAPOSED);
        }
        Cypher5Parser.PatternContext inner = context.pattern();
        if (inner.variable() != null) {
            throw reading.error(
                    inner, CypherError.PATTERN, "Assigning a path in a quantified path pattern is not yet supported.");
        } else if (inner.selector() != null || inner.anonymousPattern().shortestPathPattern() != null) {
            throw reading.error(
                    inner,
                    CypherError.PATTERN,
                    "Path selectors and shortest paths are not supported within quantified path patterns.");
        }
        Cypher5Parser.PatternElementContext element = inner.anonymousPattern().patternElement();
        checkParts(element);
        PathPattern path = patterns.pattern(inner);
        if (path.relationships().isEmpty()) {
            throw reading.error(
                    context, CypherError.PATTERN, "A quantified path pattern needs to have at least one relationship.");
        } else if (path.relationships().stream().anyMatch(relationship -> relationship.length() != null)) {
            throw reading.error(
                    context,
                    CypherError.PATTERN,
                    "Variable length relationships cannot be part of a quantified path pattern.");
        }
        return new PathPattern.Relationship(
                reading.hidden(),
                null,
                Direction.OUTGOING,
                patterns.length(context.quantifier()),
                null,
                null,
                new PathPattern.Group(path, reading.expressions.readOrNull(context.expression())),
                Reading.position(context));
    }

    private void checkParts(Cypher5Parser.PatternElementContext element) {
        if (!element.parenthesizedPath().isEmpty() || !element.quantifier().isEmpty()) {
            throw reading.error(element, CypherError.NESTED_QUANTIFIERS);
        }
    }
}

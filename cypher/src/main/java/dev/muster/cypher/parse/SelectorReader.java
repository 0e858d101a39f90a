package dev.muster.cypher.parse;

import dev.muster.cypher.ast.PathPattern;
import dev.muster.cypher.ast.PathPattern.Kind;
import dev.muster.cypher.error.CypherError;
import dev.muster.store.Direction;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser;

/** Reads what stands before a path and says which of the paths between two nodes are wanted. */
final class SelectorReader {
    private final Reading reading;

    SelectorReader(Reading reading) {
        this.reading = reading;
    }

    /** Null: all paths are wanted. */
    PathPattern.Selection read(Cypher5Parser.SelectorContext context) {
        if (context instanceof Cypher5Parser.AllShortestPathContext) {
            return new PathPattern.Selection(1, true);
        } else if (context instanceof Cypher5Parser.ShortestGroupContext c) {
            return new PathPattern.Selection(count(c, c.UNSIGNED_DECIMAL_INTEGER()), true);
        } else if (context instanceof Cypher5Parser.AnyShortestPathContext c) {
            return new PathPattern.Selection(count(c, c.UNSIGNED_DECIMAL_INTEGER()), false);
        } else if (context instanceof Cypher5Parser.AnyPathContext c) { // any will do, so the shortest do
            return new PathPattern.Selection(count(c, c.UNSIGNED_DECIMAL_INTEGER()), false);
        }
        return null;
    }

    private int count(ParserRuleContext context, TerminalNode count) {
        if (count == null) {
            return 1;
        }
        int number;
        try {
            number = Integer.parseInt(count.getText().replace("_", ""));
        } catch (NumberFormatException e) {
            throw reading.error(context, CypherError.INVALID_LITERAL, count.getText() + " (integer is too large)");
        }
        if (number == 0) {
            throw reading.error(context, CypherError.PATTERN, "The path count needs to be greater than 0.");
        }
        return number;
    }

    /** The path with its selection; {@code conditioned} if it has a condition in parentheses of its own. */
    PathPattern selected(PathPattern path, PathPattern.Selection selection, boolean conditioned) {
        if (selection == null || path.relationships().isEmpty()) {
            return path;
        } else if (selection.count() == 1 && !conditioned && isSearchable(path)) {
            return path.of(selection.groups() ? Kind.SELECT_ALL : Kind.SELECT_ONE);
        }
        return path.of(selection);
    }

    /** Whether the simplest of searches does: from node to node, each of which is reached once. */
    private static boolean isSearchable(PathPattern path) {
        PathPattern.Relationship first = path.relationships().get(0);
        return path.relationships().size() == 1
                && first.group() == null
                && first.direction() != Direction.BOTH
                && first.length() != null
                && first.length().min() <= 1;
    }
}

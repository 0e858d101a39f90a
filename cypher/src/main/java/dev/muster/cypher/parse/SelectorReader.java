package dev.muster.cypher.parse;

import dev.muster.cypher.ast.PathPattern;
import dev.muster.cypher.ast.PathPattern.Kind;
import dev.muster.cypher.error.CypherError;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser;

/** Reads what stands before a path and says which of the paths between two nodes are wanted. */
final class SelectorReader {
    private final Reading reading;

    SelectorReader(Reading reading) {
        this.reading = reading;
    }

    Kind read(Cypher5Parser.SelectorContext context) {
        if (context instanceof Cypher5Parser.AllPathContext) {
            return Kind.ALL;
        } else if (context instanceof Cypher5Parser.AllShortestPathContext) {
            return Kind.SELECT_ALL;
        } else if (context instanceof Cypher5Parser.ShortestGroupContext c) {
            checkOne(c, c.UNSIGNED_DECIMAL_INTEGER());
            return Kind.SELECT_ALL;
        } else if (context instanceof Cypher5Parser.AnyShortestPathContext c) {
            checkOne(c, c.UNSIGNED_DECIMAL_INTEGER());
        } else if (context instanceof Cypher5Parser.AnyPathContext c) {
            checkOne(c, c.UNSIGNED_DECIMAL_INTEGER()); // any path will do, so a shortest one does
        }
        return Kind.SELECT_ONE;
    }

    private void checkOne(ParserRuleContext context, TerminalNode count) {
        String text = count == null ? "1" : count.getText().replace("_", "");
        if (text.matches("0+")) {
            throw reading.error(context, CypherError.PATTERN, "The path count needs to be greater than 0.");
        } else if (!text.matches("0*1")) {
            throw reading.unsupported(context, "path selector " + Reading.text(context) + " (more than one)");
        }
    }

    /** The path, if selectors can be had for it: one relationship with a quantifier. A single node is selected as it is. */
    PathPattern checked(PathPattern path, ParserRuleContext context) {
        if (!path.kind().isSelective()) {
            return path;
        } else if (path.relationships().isEmpty()) {
            return path.of(Kind.ALL);
        }
        PathPattern.Length length = path.relationships().get(0).length();
        boolean several = path.relationships().size() > 1;
        if (several || length == null || path.relationships().get(0).group() != null) {
            throw reading.unsupported(
                    context, "path selectors of other patterns than one relationship with a quantifier");
        } else if (length.min() > 1) {
            throw reading.unsupported(context, "path selectors with a lower bound above 1");
        }
        return path;
    }
}

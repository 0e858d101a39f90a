package dev.muster.cypher.parse;

import dev.muster.cypher.CypherException;
import dev.muster.cypher.ast.Position;
import dev.muster.cypher.error.CypherError;
import dev.muster.cypher.notice.Notices;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.Interval;

/** What the readers of one statement share: its text, the other readers, and a source of names for what has none. */
final class Reading {
    private final Source source;
    final ExpressionReader expressions = new ExpressionReader(this);
    final PatternReader patterns = new PatternReader(this);
    final TypeReader types = new TypeReader(this);
    final ClauseReader clauses = new ClauseReader(this);
    final Notices notices = new Notices();
    final GraphUses graphs = new GraphUses(this);
    private int nameless;

    Reading(Source source) {
        this.source = source;
    }

    /** A variable that no author can write. */
    String hidden() {
        return " " + nameless++;
    }

    static Position position(ParserRuleContext context) {
        return position(context.getStart());
    }

    static Position position(Token token) {
        return new Position(token.getLine(), token.getCharPositionInLine() + 1, token.getStartIndex());
    }

    /** The author's text of a part of the statement. */
    static String text(ParserRuleContext context) {
        Token start = context.getStart();
        return start.getInputStream()
                .getText(Interval.of(start.getStartIndex(), context.getStop().getStopIndex()));
    }

    /** A name without its backticks. */
    static String name(ParserRuleContext context) {
        String text = context.getText();
        return text.startsWith("`") ? text.substring(1, text.length() - 1).replace("``", "`") : text;
    }

    CypherException unsupported(ParserRuleContext context, String construct) {
        return source.at(position(context), CypherError.NOT_SUPPORTED, construct);
    }

    CypherException error(ParserRuleContext context, CypherError error, Object... details) {
        return source.at(position(context), error, details);
    }
}

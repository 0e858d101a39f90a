package dev.muster.cypher.parse;

import dev.muster.cypher.ast.Command;
import dev.muster.cypher.ast.Position;
import dev.muster.cypher.ast.Query;
import dev.muster.cypher.error.CypherError;
import java.util.List;
import java.util.Set;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.neo4j.cypher.internal.parser.v5.Cypher5Lexer;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.StatementContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.StatementsContext;

/**
 * Text to tree. Predicts with SLL first, which is several times faster; only what that refuses is parsed again with LL, which
 * also gives the error. Any thread.
 */
public final class StatementParser {
    /** Each level costs some twenty frames of the generated parser, so this keeps well below a small thread's stack. */
    private static final int NESTING_MAX = 100;

    private StatementParser() {}

    /**
     * Reads exactly one statement; throws {@link dev.muster.cypher.CypherException}. Calls of the {@code procedures}, whose
     * names are in lower case, are commands.
     */
    public static Parsed parse(String text, Set<String> procedures) {
        Source source = new Source(text);
        PreParser.Stripped stripped = PreParser.strip(text);
        CommonTokenStream tokens = tokens(source, stripped.text());
        checkNesting(source, tokens.getTokens());
        StatementsContext statements = statements(source, tokens);
        if (statements.statement().size() != 1) {
            throw source.at(
                    Reading.position(statements.statement(1)),
                    CypherError.ONE_STATEMENT,
                    statements.statement().size());
        }
        return read(source, stripped.mode(), statements.statement(0), procedures);
    }

    private static CommonTokenStream tokens(Source source, String text) {
        Cypher5Lexer lexer = new Cypher5Lexer(CharStreams.fromString(text));
        lexer.removeErrorListeners();
        lexer.addErrorListener(new SyntaxErrorListener(source));
        CommonTokenStream tokens = new CommonTokenStream(lexer);
        tokens.fill();
        if (tokens.LA(1) == Token.EOF) {
            throw source.at(new Position(1, 1, 0), CypherError.EMPTY);
        }
        return tokens;
    }

    private static void checkNesting(Source source, List<Token> tokens) {
        int depth = 0;
        for (Token token : tokens) {
            switch (token.getType()) {
                case Cypher5Lexer.LPAREN, Cypher5Lexer.LBRACKET, Cypher5Lexer.LCURLY, Cypher5Lexer.CASE -> depth++;
                case Cypher5Lexer.RPAREN, Cypher5Lexer.RBRACKET, Cypher5Lexer.RCURLY, Cypher5Lexer.END -> depth--;
                default -> {}
            }
            if (depth > NESTING_MAX) {
                throw source.at(Reading.position(token), CypherError.TOO_DEEP, NESTING_MAX);
            }
        }
    }

    private static StatementsContext statements(Source source, CommonTokenStream tokens) {
        Cypher5Parser parser = new Cypher5Parser(tokens);
        parser.removeErrorListeners();
        parser.setErrorHandler(new BailErrorStrategy());
        parser.getInterpreter().setPredictionMode(PredictionMode.SLL);
        try {
            return parser.statements();
        } catch (ParseCancellationException sllRefused) {
            tokens.seek(0);
        }
        Cypher5Parser thorough = new Cypher5Parser(tokens);
        thorough.removeErrorListeners();
        thorough.addErrorListener(new SyntaxErrorListener(source));
        thorough.getInterpreter().setPredictionMode(PredictionMode.LL);
        return thorough.statements();
    }

    private static Parsed read(Source source, Parsed.Mode mode, StatementContext statement, Set<String> procedures) {
        Reading reading = new Reading(source);
        if (statement.periodicCommitQueryHintFailure() != null) {
            throw reading.unsupported(statement, "USING PERIODIC COMMIT");
        }
        if (statement.command() != null) {
            if (statement.command().useClause() != null) {
                reading.graphs.named(statement.command().useClause());
            }
            return new Parsed(
                    source,
                    mode,
                    reading.graphs.everywhere(),
                    null,
                    new CommandReader(reading, source.text()).read(statement.command()),
                    reading.notices);
        }
        Query query = reading.clauses.statement(statement.regularQuery());
        Command call = AdminCall.of(source, query, procedures);
        return new Parsed(
                source,
                mode,
                reading.graphs.everywhere(),
                reading.graphs.within(),
                call == null ? query : null,
                call,
                reading.notices);
    }
}

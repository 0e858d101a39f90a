package dev.muster.cypher.parse;

import dev.muster.cypher.ast.Position;
import dev.muster.cypher.error.CypherError;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser;

/** Turns the first error of lexer or parser into the exception that the client sees. */
final class SyntaxErrorListener extends BaseErrorListener {
    private final Source source;

    SyntaxErrorListener(Source source) {
        this.source = source;
    }

    @Override
    public void syntaxError(
            Recognizer<?, ?> recognizer, Object symbol, int line, int column, String message, RecognitionException e) {
        if (!(symbol instanceof Token token)) {
            int offset = source.text()
                            .lines()
                            .limit(line - 1L)
                            .mapToInt(l -> l.length() + 1)
                            .sum()
                    + column;
            Position position = new Position(line, column + 1, offset);
            String rest = source.text().substring(Math.min(offset, source.text().length()));
            throw source.at(position, CypherError.INVALID_TOKEN, rest.isEmpty() ? "" : rest.substring(0, 1));
        }
        Parser parser = (Parser) recognizer;
        IntervalSet expected = e instanceof org.antlr.v4.runtime.NoViableAltException || e == null
                ? parser.getExpectedTokens()
                : e.getExpectedTokens();
        String found = token.getType() == Token.EOF ? "" : token.getText();
        throw source.at(Reading.position(token), CypherError.INVALID_INPUT, found, words(parser, expected));
    }

    private static String words(Parser parser, IntervalSet expected) {
        IntervalSet names =
                parser.getATN().nextTokens(parser.getATN().ruleToStartState[Cypher5Parser.RULE_symbolicNameString]);
        List<String> words = new ArrayList<>();
        if (expected.contains(Cypher5Parser.IDENTIFIER)) {
            words.add("an identifier");
            expected = expected.subtract(names);
        }
        for (int type : expected.toList()) {
            String literal = parser.getVocabulary().getLiteralName(type);
            String symbolic = parser.getVocabulary().getSymbolicName(type);
            String word = type == Token.EOF ? "<EOF>" : literal != null ? literal : "'" + symbolic + "'";
            if (!words.contains(word)) {
                words.add(word);
            }
        }
        if (words.size() < 2) {
            return words.isEmpty() ? "something else" : words.get(0);
        }
        int last = words.size() - 1;
        return String.join(", ", words.subList(0, last)) + " or " + words.get(last);
    }
}

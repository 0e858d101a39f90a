package dev.muster.cypher.parse;

import dev.muster.cypher.CypherException;
import dev.muster.cypher.ast.Position;
import dev.muster.cypher.error.CypherError;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A statement's text as the client sent it; turns an error and its place into what the client is shown. */
public record Source(String text) {
    /** What begins a command that has passwords in it. */
    private static final Pattern ABOUT_USERS =
            Pattern.compile("(?i)\\b(?:CREATE(?:\\s+OR\\s+REPLACE)?|ALTER(?:\\s+CURRENT)?)\\s+USER\\b");

    private static final Pattern STRING = Pattern.compile(
            "'[^'\\\\]*+(?:\\\\.[^'\\\\]*+)*+'?|\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"?", Pattern.DOTALL);

    /** The exception for an error at a place: line, column and offset, then the line, then a caret under the place. */
    public CypherException at(Position position, CypherError error, Object... details) {
        String place =
                " (line %d, column %d (offset: %d))".formatted(position.line(), position.column(), position.offset());
        String caret = " ".repeat(position.column()) + "^";
        Matcher users = ABOUT_USERS.matcher(text);
        boolean secret = users.find();
        String shown = secret ? text.substring(0, users.end()) + masked(text.substring(users.end())) : text;
        Object[] told = details.clone();
        if (secret
                && told.length > 0
                && told[0] instanceof String found
                && STRING.matcher(found).matches()) {
            told[0] = masked(found);
        }
        return new CypherException(
                error.code(),
                error.text(told) + place + "\n\"" + line(shown, position.line()) + "\"\n" + caret,
                error.detail(told).at(position.place()));
    }

    /** Without what is in quotes, which could be a password, and an error's text may come into a log; as long as before. */
    private static String masked(String part) {
        return STRING.matcher(part)
                .replaceAll(found -> Matcher.quoteReplacement(found.group().replaceAll("[^\r\n]", "*")));
    }

    private static String line(String shown, int number) {
        return shown.split("\r\n|\n|\r", -1)[number - 1];
    }
}

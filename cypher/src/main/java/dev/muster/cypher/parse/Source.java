package dev.muster.cypher.parse;

import dev.muster.cypher.CypherException;
import dev.muster.cypher.ast.Position;
import dev.muster.cypher.error.CypherError;

/** A statement's text as the client sent it; turns an error and its place into what the client is shown. */
public record Source(String text) {
    /** The exception for an error at a place: line, column and offset, then the line, then a caret under the place. */
    public CypherException at(Position position, CypherError error, Object... details) {
        String place =
                " (line %d, column %d (offset: %d))".formatted(position.line(), position.column(), position.offset());
        String caret = " ".repeat(position.column()) + "^";
        return new CypherException(
                error.code(),
                error.text(details) + place + "\n\"" + line(position.line()) + "\"\n" + caret,
                error.detail(details).at(position.place()));
    }

    private String line(int number) {
        return text.split("\r\n|\n|\r", -1)[number - 1];
    }
}

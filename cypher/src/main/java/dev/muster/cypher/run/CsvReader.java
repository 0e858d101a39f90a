package dev.muster.cypher.run;

import dev.muster.cypher.CypherException;
import dev.muster.cypher.error.CypherError;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a CSV file (UTF-8, with or without a byte order mark) row by row, with one buffer whatever its size. A field in
 * double quotes may hold separators, line ends, quotes that are doubled or follow a backslash, and backslashes that follow
 * one. An empty field is null unless it is quoted. Empty lines are left out. One thread.
 */
final class CsvReader {
    /** A quote that is never closed must not take the rest of a large file into memory. */
    private static final int FIELD_CHARS_MAX = 2 * 1024 * 1024;

    private static final int END = -1;
    private static final char QUOTE = '"';
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final String url;
    private final char separator;
    private final Reader reader;
    private final char[] buffer = new char[32 * 1024];
    private int position;
    private int limit;
    private final StringBuilder field = new StringBuilder();
    private long linesEnded;
    private long line;
    private int ahead;

    CsvReader(String url, char separator, InputStream content) {
        this.url = url;
        this.separator = separator;
        this.reader = new InputStreamReader(
                content,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
        this.ahead = read();
        if (ahead == BYTE_ORDER_MARK) {
            ahead = read();
        }
    }

    /** The line on which the row that was read last ends; the first is 1. */
    long line() {
        return line;
    }

    /** The next row's fields, or null at the end. */
    List<Object> next() {
        while (ahead == '\n' || ahead == '\r') {
            endLine();
        }
        if (ahead == END) {
            return null;
        }
        List<Object> row = new ArrayList<>();
        row.add(field());
        while (ahead == separator) {
            ahead = read();
            row.add(field());
        }
        line = linesEnded + 1;
        if (ahead != END) {
            endLine();
        }
        return row;
    }

    /** Takes in a line end of one or two characters. */
    private void endLine() {
        boolean carriageReturn = ahead == '\r';
        ahead = read();
        if (carriageReturn && ahead == '\n') {
            ahead = read();
        }
        linesEnded++;
    }

    private Object field() {
        if (ahead == QUOTE) {
            return quoted();
        }
        field.setLength(0);
        while (ahead != END && ahead != separator && ahead != '\n' && ahead != '\r') {
            append(ahead);
            ahead = read();
        }
        return field.isEmpty() ? null : field.toString();
    }

    private String quoted() {
        long begun = linesEnded + 1;
        field.setLength(0);
        ahead = read();
        while (true) {
            int character = ahead;
            if (character == END) {
                throw failed("the quote that opens on line " + begun + " is not closed");
            }
            ahead = read();
            if (character == QUOTE && ahead != QUOTE) {
                break;
            }
            boolean escape = character == QUOTE || (character == '\\' && (ahead == QUOTE || ahead == '\\'));
            if (escape) {
                character = ahead;
                ahead = read();
            }
            append(character);
            linesEnded += character == '\n' || (character == '\r' && ahead != '\n') ? 1 : 0;
        }
        if (ahead != END && ahead != separator && ahead != '\n' && ahead != '\r') {
            throw failed("line " + (linesEnded + 1) + " has characters behind the closing quote of a field");
        }
        return field.toString();
    }

    private void append(int character) {
        if (field.length() == FIELD_CHARS_MAX) {
            throw failed("a field that ends behind line " + (linesEnded + 1) + " has more than " + FIELD_CHARS_MAX
                    + " characters; is a quote not closed?");
        }
        field.append((char) character);
    }

    private int read() {
        if (position == limit) {
            fill();
        }
        return limit < 0 ? END : buffer[position++];
    }

    private void fill() {
        try {
            position = 0;
            limit = reader.read(buffer);
        } catch (CharacterCodingException e) {
            throw failed("it is not in UTF-8, near line " + (linesEnded + 1));
        } catch (IOException e) {
            throw failed("reading failed: " + e.getMessage());
        }
        if (limit < 0) {
            position = limit;
        }
    }

    private CypherException failed(String why) {
        return CypherError.EXTERNAL_RESOURCE.exception(url, why);
    }
}

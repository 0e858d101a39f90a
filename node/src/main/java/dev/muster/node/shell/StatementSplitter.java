package dev.muster.node.shell;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts text into what is to be executed: statements, which end with a semicolon that is not inside a string, backticks or
 * a comment, and shell commands, which are a line that begins with a colon where a statement could begin. Text may come in
 * pieces of whole lines.
 */
public final class StatementSplitter {
    private final StringBuilder current = new StringBuilder();
    private Inside inside = Inside.NOTHING;

    private enum Inside {
        NOTHING,
        SINGLE_QUOTES,
        DOUBLE_QUOTES,
        BACKTICKS,
        BLOCK_COMMENT,
        COMMAND
    }

    /** All of a text, its end included. */
    public static List<String> split(String text) {
        StatementSplitter splitter = new StatementSplitter();
        List<String> all = new ArrayList<>(splitter.add(text));
        String rest = splitter.rest();
        if (!rest.isEmpty()) {
            all.add(rest);
        }
        return all;
    }

    /** Takes more lines; returns what they complete, without semicolons and comments. */
    List<String> add(String text) {
        List<String> complete = new ArrayList<>();
        String lines = text.endsWith("\n") ? text : text + "\n";
        for (int at = 0; at < lines.length(); ) {
            at = step(lines, at, complete);
        }
        return complete;
    }

    /** Whether a statement has begun and not ended. */
    boolean isIncomplete() {
        return inside != Inside.NOTHING || !current.toString().isBlank();
    }

    /** What has begun and not ended; forgets it. */
    String rest() {
        String rest = current.toString().strip();
        current.setLength(0);
        inside = Inside.NOTHING;
        return rest;
    }

    /** Takes one piece that must not be cut; returns where the next begins. */
    private int step(String text, int at, List<String> complete) {
        char c = text.charAt(at);
        return switch (inside) {
            case NOTHING -> outside(text, at, c, complete);
            case BLOCK_COMMENT -> {
                if (text.startsWith("*/", at)) {
                    inside = Inside.NOTHING;
                    yield at + 2;
                }
                yield at + 1;
            }
            case COMMAND -> {
                if (c == '\n') {
                    finish(complete);
                } else {
                    current.append(c);
                }
                yield at + 1;
            }
            case SINGLE_QUOTES -> quoted(text, at, '\'');
            case DOUBLE_QUOTES -> quoted(text, at, '"');
            case BACKTICKS -> quoted(text, at, '`');
        };
    }

    private int outside(String text, int at, char c, List<String> complete) {
        if (text.startsWith("//", at)) {
            return text.indexOf('\n', at);
        }
        if (text.startsWith("/*", at)) {
            inside = Inside.BLOCK_COMMENT;
            current.append(' ');
            return at + 2;
        }
        if (c == ';') {
            finish(complete);
            return at + 1;
        }
        if (c == ':' && current.toString().isBlank()) {
            inside = Inside.COMMAND;
        } else if (c == '\'') {
            inside = Inside.SINGLE_QUOTES;
        } else if (c == '"') {
            inside = Inside.DOUBLE_QUOTES;
        } else if (c == '`') {
            inside = Inside.BACKTICKS;
        }
        current.append(c);
        return at + 1;
    }

    private int quoted(String text, int at, char quote) {
        char c = text.charAt(at);
        current.append(c);
        if (c == '\\' && quote != '`' && at + 1 < text.length()) {
            current.append(text.charAt(at + 1));
            return at + 2;
        }
        if (c == quote) {
            inside = Inside.NOTHING;
        }
        return at + 1;
    }

    private void finish(List<String> complete) {
        String text = current.toString().strip();
        String statement = inside == Inside.COMMAND && text.endsWith(";")
                ? text.substring(0, text.length() - 1).strip()
                : text;
        if (!statement.isEmpty()) {
            complete.add(statement);
        }
        current.setLength(0);
        inside = Inside.NOTHING;
    }
}

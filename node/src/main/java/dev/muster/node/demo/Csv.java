package dev.muster.node.demo;

import java.util.ArrayList;
import java.util.List;

/** Reads comma-separated text (RFC 4180): quoted fields may hold commas, line ends, and quotes written twice. */
final class Csv {
    private final String text;
    private int at;

    private Csv(String text) {
        this.text = text;
    }

    /** All lines with their fields; every line must have as many as the first. */
    static List<List<String>> parse(String text) {
        Csv csv = new Csv(text);
        List<List<String>> lines = new ArrayList<>();
        while (csv.at < text.length()) {
            List<String> line = csv.line();
            if (!lines.isEmpty() && line.size() != lines.get(0).size()) {
                throw new IllegalArgumentException("line " + (lines.size() + 1) + " has " + line.size()
                        + " fields, the head has " + lines.get(0).size());
            }
            lines.add(line);
        }
        return lines;
    }

    private List<String> line() {
        List<String> fields = new ArrayList<>();
        fields.add(field());
        while (at < text.length() && text.charAt(at) == ',') {
            at++;
            fields.add(field());
        }
        skipLineEnd();
        return fields;
    }

    private String field() {
        if (at < text.length() && text.charAt(at) == '"') {
            return quoted();
        }
        int start = at;
        while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at);
    }

    private String quoted() {
        StringBuilder field = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c != '"') {
                field.append(c);
            } else if (at + 1 < text.length() && text.charAt(at + 1) == '"') {
                field.append('"');
                at++;
            } else {
                at++;
                return field.toString();
            }
        }
        throw new IllegalArgumentException("a quoted field is not closed");
    }

    private void skipLineEnd() {
        if (at < text.length() && text.charAt(at) == '\r') {
            at++;
        }
        if (at < text.length() && text.charAt(at) == '\n') {
            at++;
        }
    }
}

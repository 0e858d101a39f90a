package dev.muster.cypher.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads one cell of the kit's tables into the canonical text of {@link Notation}. */
final class NotationReader {
    private final String text;
    private final Notation notation;
    private int at;

    NotationReader(String text, Notation notation) {
        this.text = text;
        this.notation = notation;
    }

    String read() {
        String result = value();
        skip();
        if (at != text.length()) {
            throw new IllegalArgumentException("cannot read " + text + " beyond " + at);
        }
        return result;
    }

    private void skip() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }

    private boolean take(String expected) {
        skip();
        boolean found = text.startsWith(expected, at);
        at += found ? expected.length() : 0;
        return found;
    }

    private void need(String expected) {
        if (!take(expected)) {
            throw new IllegalArgumentException("no " + expected + " at " + at + " of " + text);
        }
    }

    private String value() {
        skip();
        if (take("<")) {
            return path();
        } else if (take("(")) {
            return node();
        } else if (take("[")) {
            return text.startsWith(":", at) ? relationship() : list();
        } else if (take("{")) {
            return map();
        } else if (take("'")) {
            return string();
        }
        return scalar(word());
    }

    private String word() {
        skip();
        int from = at;
        while (at < text.length() && ",]}):({ ".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(from, at);
    }

    private static String scalar(String word) {
        return switch (word) {
            case "true", "false", "null" -> word;
            case "NaN" -> "NaN";
            case "Inf" -> "Infinity";
            case "-Inf" -> "-Infinity";
            default ->
                word.matches("-?\\d+")
                        ? Long.toString(Long.parseLong(word))
                        : Notation.number(Double.parseDouble(word));
        };
    }

    private String string() {
        StringBuilder result = new StringBuilder("'");
        while (text.charAt(at) != '\'') {
            if (text.charAt(at) == '\\') {
                at++;
            }
            result.append(text.charAt(at++));
        }
        at++;
        return result.append("'").toString();
    }

    private String list() {
        List<String> items = new ArrayList<>();
        while (!take("]")) {
            items.add(value());
            take(",");
        }
        return notation.list(items);
    }

    private String map() {
        Map<String, String> entries = new TreeMap<>();
        while (!take("}")) {
            String key = word();
            need(":");
            entries.put(key, value());
            take(",");
        }
        return Notation.entries(entries);
    }

    private String properties() {
        return take("{") ? map() : "";
    }

    private String node() {
        List<String> labels = new ArrayList<>();
        while (take(":")) {
            labels.add(word());
        }
        String properties = properties();
        need(")");
        return Notation.node(labels, properties);
    }

    private String relationship() {
        need(":");
        String type = word();
        String properties = properties();
        need("]");
        return Notation.relationship(type, properties);
    }

    private String path() {
        StringBuilder result = new StringBuilder("<");
        need("(");
        result.append(node());
        while (!take(">")) {
            boolean backwards = take("<-");
            if (!backwards) {
                need("-");
            }
            need("[");
            result.append(backwards ? "<-" : "-").append(relationship());
            need(backwards ? "-" : "->");
            need("(");
            result.append(backwards ? "-" : "->").append(node());
        }
        return result.append(">").toString();
    }
}

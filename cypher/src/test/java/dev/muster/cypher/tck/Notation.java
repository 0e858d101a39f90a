package dev.muster.cypher.tck;

import dev.muster.cypher.value.Text;
import dev.muster.store.value.DurationValue;
import dev.muster.store.value.NodeValue;
import dev.muster.store.value.PathValue;
import dev.muster.store.value.PointValue;
import dev.muster.store.value.RelationshipValue;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Results as text in one canonical form, in the kit's notation: labels and keys sorted, temporal values as the strings the kit
 * writes for them, which are Java's (without seconds where those are zero). Two results are equal when their texts are.
 */
final class Notation {
    private final boolean sortLists;

    /** {@code sortLists}: the order of a list's elements does not matter. */
    Notation(boolean sortLists) {
        this.sortLists = sortLists;
    }

    /** What the engine answered. */
    String ofValue(Object value) {
        if (value == null || value instanceof Boolean || value instanceof Long) {
            return String.valueOf(value);
        } else if (value instanceof Double number) {
            return number(number);
        } else if (value instanceof String text) {
            return "'" + text + "'";
        } else if (value instanceof Temporal) {
            return "'" + value + "'";
        } else if (value instanceof DurationValue || value instanceof PointValue) {
            return "'" + Text.of(value) + "'";
        } else if (value instanceof List<?> list) {
            return list(list.stream().map(this::ofValue).toList());
        } else if (value instanceof Map<?, ?> map) {
            return map(map);
        } else if (value instanceof NodeValue node) {
            return node(node.labels(), properties(node.properties()));
        } else if (value instanceof RelationshipValue relationship) {
            return relationship(relationship.type(), properties(relationship.properties()));
        }
        return path((PathValue) value);
    }

    static String number(double value) {
        return value == 0 ? "0.0" : Double.toString(value);
    }

    String list(List<String> items) {
        return (sortLists ? items.stream().sorted() : items.stream()).collect(Collectors.joining(", ", "[", "]"));
    }

    private String map(Map<?, ?> map) {
        Map<String, String> entries = new TreeMap<>();
        map.forEach((key, value) -> entries.put((String) key, ofValue(value)));
        return entries(entries);
    }

    static String entries(Map<String, String> entries) {
        return entries.entrySet().stream()
                .map(e -> e.getKey() + ": " + e.getValue())
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private String properties(Map<String, Object> properties) {
        return properties.isEmpty() ? "" : map(properties);
    }

    static String node(Collection<String> labels, String properties) {
        return "(" + new TreeSet<>(labels).stream().map(l -> ":" + l).collect(Collectors.joining()) + properties + ")";
    }

    static String relationship(String type, String properties) {
        return "[:" + type + properties + "]";
    }

    private String path(PathValue path) {
        StringBuilder result = new StringBuilder("<");
        for (int i = 0; i < path.nodes().size(); i++) {
            NodeValue node = path.nodes().get(i);
            result.append(ofValue(node));
            if (i < path.relationships().size()) {
                RelationshipValue relationship = path.relationships().get(i);
                boolean forwards = relationship.startId() == node.id();
                result.append(forwards ? "-" : "<-")
                        .append(ofValue(relationship))
                        .append(forwards ? "->" : "-");
            }
        }
        return result.append(">").toString();
    }

    /** The rows of a table, each as one text. */
    List<String> rows(List<List<Object>> rows) {
        List<String> result = new ArrayList<>();
        rows.forEach(row -> result.add(row.stream().map(this::ofValue).collect(Collectors.joining(" | "))));
        return result;
    }

    /** The rows the kit expects. */
    List<String> expectedRows(List<List<String>> rows) {
        List<String> result = new ArrayList<>();
        rows.forEach(row -> result.add(
                row.stream().map(cell -> new NotationReader(cell, this).read()).collect(Collectors.joining(" | "))));
        return result;
    }
}

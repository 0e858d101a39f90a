package dev.muster.cypher.run;

import dev.muster.store.GraphReader;
import dev.muster.store.NodeRecord;
import dev.muster.store.RelationshipRecord;
import dev.muster.store.schema.SchemaRule;
import dev.muster.store.value.DurationValue;
import dev.muster.store.value.NodeValue;
import dev.muster.store.value.PointValue;
import dev.muster.store.value.RelationshipValue;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The procedures that tell what is in a graph. They read all of it: exact, and as slow as that is. */
final class SchemaProcedures {
    /** How Neo4j calls the kinds of values; a list has {@code Array} after that of its elements. */
    private static final Map<Class<?>, String> TYPES = Map.ofEntries(
            Map.entry(String.class, "String"),
            Map.entry(Long.class, "Long"),
            Map.entry(Double.class, "Double"),
            Map.entry(Boolean.class, "Boolean"),
            Map.entry(LocalDate.class, "Date"),
            Map.entry(LocalTime.class, "LocalTime"),
            Map.entry(OffsetTime.class, "Time"),
            Map.entry(LocalDateTime.class, "LocalDateTime"),
            Map.entry(ZonedDateTime.class, "DateTime"),
            Map.entry(DurationValue.class, "Duration"),
            Map.entry(PointValue.class, "Point"),
            Map.entry(byte[].class, "ByteArray"));

    private SchemaProcedures() {}

    /** Those that have the same labels, or the same type: how many, and which properties. */
    private static final class Group {
        private long count;
        private final SortedMap<String, Property> properties = new TreeMap<>();

        void add(Map<String, Object> values) {
            count++;
            values.forEach((key, value) -> {
                Property property = properties.computeIfAbsent(key, unknown -> new Property());
                property.count++;
                property.types.add(type(value));
            });
        }

        /** A row for each property, or one without if there is none; they begin with {@code what}. */
        void rows(List<Object> what, List<List<Object>> into) {
            if (properties.isEmpty()) {
                into.add(row(what, null, null, false));
            }
            properties.forEach(
                    (key, property) -> into.add(row(what, key, List.copyOf(property.types), property.count == count)));
        }

        private static List<Object> row(List<Object> what, String key, List<String> types, boolean mandatory) {
            List<Object> row = new ArrayList<>(what);
            row.addAll(Arrays.asList(key, types, mandatory));
            return row;
        }
    }

    private static final class Property {
        private long count;
        private final SortedSet<String> types = new TreeSet<>();
    }

    private static String type(Object value) {
        if (value instanceof List<?> list) {
            return list.isEmpty() ? "Array" : type(list.get(0)) + "Array";
        }
        return TYPES.getOrDefault(value.getClass(), value.getClass().getSimpleName());
    }

    private static String quoted(Collection<String> names) {
        return names.stream().map(name -> ":`" + name + "`").collect(Collectors.joining());
    }

    static List<List<Object>> nodeTypes(Run run) {
        SortedMap<String, Group> groups = new TreeMap<>();
        Map<String, List<String>> labels = new HashMap<>();
        for (Iterator<NodeRecord> nodes = run.graph().transaction().nodes(); nodes.hasNext(); run.tick()) {
            NodeRecord node = nodes.next();
            List<String> sorted = node.labels().stream().sorted().toList();
            String name = quoted(sorted);
            labels.put(name, sorted);
            groups.computeIfAbsent(name, unknown -> new Group()).add(node.properties());
        }
        List<List<Object>> rows = new ArrayList<>();
        groups.forEach((name, group) -> group.rows(List.of(name, labels.get(name)), rows));
        return rows;
    }

    static List<List<Object>> relationshipTypes(Run run) {
        SortedMap<String, Group> groups = new TreeMap<>();
        for (Iterator<RelationshipRecord> all = run.graph().transaction().relationships(); all.hasNext(); run.tick()) {
            RelationshipRecord relationship = all.next();
            groups.computeIfAbsent(relationship.type(), unknown -> new Group()).add(relationship.properties());
        }
        List<List<Object>> rows = new ArrayList<>();
        groups.forEach((type, group) -> group.rows(List.of(quoted(List.of(type))), rows));
        return rows;
    }

    /** Which labels are connected by a type. */
    private record Connection(String start, String type, String end) {}

    /** A node for each label, and a relationship for each pair of labels that a type connects: none of them is in the graph. */
    static List<List<Object>> picture(Run run) {
        GraphReader graph = run.graph().transaction();
        Map<String, NodeValue> nodes = new LinkedHashMap<>();
        for (String label : graph.labels()) {
            if (graph.nodeCount(label) > 0) {
                nodes.put(label, node(label, -1 - nodes.size(), graph));
            }
        }
        List<Object> relationships = new ArrayList<>();
        for (Connection connection : connections(graph, run)) {
            long id = -1 - relationships.size();
            NodeValue start = nodes.get(connection.start());
            NodeValue end = nodes.get(connection.end());
            relationships.add(new RelationshipValue(
                    id,
                    String.valueOf(id),
                    start.id(),
                    start.elementId(),
                    end.id(),
                    end.elementId(),
                    connection.type(),
                    Map.of("name", connection.type())));
        }
        return List.of(List.of(List.copyOf(nodes.values()), relationships));
    }

    private static NodeValue node(String label, long id, GraphReader graph) {
        List<String> indexes = new ArrayList<>();
        List<String> constraints = new ArrayList<>();
        for (SchemaRule rule : graph.schema().rules()) {
            if (rule.label().equals(label) && !rule.isOnRelationships()) {
                if (rule.isConstraint()) {
                    constraints.add(RuleText.creating(rule, true));
                } else {
                    indexes.add(String.join(",", rule.properties()));
                }
            }
        }
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("name", label);
        properties.put("indexes", indexes);
        properties.put("constraints", constraints);
        return new NodeValue(id, String.valueOf(id), List.of(label), properties);
    }

    private static List<Connection> connections(GraphReader graph, Run run) {
        Set<Connection> found = new TreeSet<>((a, b) -> Arrays.compare(
                new String[] {a.start(), a.type(), a.end()}, new String[] {b.start(), b.type(), b.end()}));
        for (Iterator<RelationshipRecord> all = graph.relationships(); all.hasNext(); run.tick()) {
            RelationshipRecord relationship = all.next();
            for (String start : graph.node(relationship.startId()).labels()) {
                for (String end : graph.node(relationship.endId()).labels()) {
                    found.add(new Connection(start, relationship.type(), end));
                }
            }
        }
        return List.copyOf(found);
    }
}

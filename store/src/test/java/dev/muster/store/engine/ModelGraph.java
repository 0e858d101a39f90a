package dev.muster.store.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.store.Direction;
import dev.muster.store.GraphReader;
import dev.muster.store.NodeRecord;
import dev.muster.store.RelationshipRecord;
import dev.muster.store.change.GraphTransaction;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The graph as plain sorted maps: what a store and a transaction on it are compared with. */
final class ModelGraph {
    private static final List<String> LABELS = List.of("Airport", "City", "Country", "Person");
    private static final List<String> TYPES = List.of("IN", "ROUTE", "KNOWS");
    private static final List<String> KEYS = List.of("code", "name", "size", "tags");

    record Node(TreeSet<String> labels, TreeMap<String, Object> properties) {}

    record Relationship(String type, long start, long end, TreeMap<String, Object> properties) {}

    final TreeMap<Long, Node> nodes = new TreeMap<>();
    final TreeMap<Long, Relationship> relationships = new TreeMap<>();

    ModelGraph copy() {
        ModelGraph copy = new ModelGraph();
        nodes.forEach(
                (id, node) -> copy.nodes.put(id, new Node(new TreeSet<>(node.labels), new TreeMap<>(node.properties))));
        relationships.forEach((id, one) -> copy.relationships.put(
                id, new Relationship(one.type, one.start, one.end, new TreeMap<>(one.properties))));
        return copy;
    }

    /** Does one random thing to a transaction and to the model alike. */
    void step(Random random, GraphTransaction transaction) {
        int choice = random.nextInt(100);
        if (choice < 30 || nodes.size() < 3) {
            createNode(random, transaction);
        } else if (choice < 60) {
            createRelationship(random, transaction);
        } else if (choice < 70) {
            setProperty(random, transaction);
        } else if (choice < 80) {
            changeLabel(random, transaction);
        } else if (choice < 88 && !relationships.isEmpty()) {
            long id = pick(random, relationships);
            transaction.deleteRelationship(id);
            relationships.remove(id);
        } else if (choice < 94 && !relationships.isEmpty()) {
            long id = pick(random, relationships);
            String key = KEYS.get(random.nextInt(KEYS.size()));
            Object value = value(random);
            transaction.setRelationshipProperty(id, key, value);
            set(relationships.get(id).properties, key, value);
        } else {
            detachDelete(random, transaction);
        }
    }

    private void createNode(Random random, GraphTransaction transaction) {
        TreeSet<String> labels = new TreeSet<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            labels.add(LABELS.get(random.nextInt(LABELS.size())));
        }
        TreeMap<String, Object> properties = properties(random);
        long id = transaction.createNode(labels, properties);
        assertThat(nodes).doesNotContainKey(id);
        nodes.put(id, new Node(labels, properties));
    }

    private void createRelationship(Random random, GraphTransaction transaction) {
        long start = pick(random, nodes);
        long end = random.nextInt(10) == 0 ? start : pick(random, nodes);
        String type = TYPES.get(random.nextInt(TYPES.size()));
        TreeMap<String, Object> properties = properties(random);
        long id = transaction.createRelationship(type, start, end, properties);
        relationships.put(id, new Relationship(type, start, end, properties));
    }

    private void setProperty(Random random, GraphTransaction transaction) {
        long id = pick(random, nodes);
        String key = KEYS.get(random.nextInt(KEYS.size()));
        Object value = value(random);
        transaction.setNodeProperty(id, key, value);
        set(nodes.get(id).properties, key, value);
    }

    private void changeLabel(Random random, GraphTransaction transaction) {
        long id = pick(random, nodes);
        String label = LABELS.get(random.nextInt(LABELS.size()));
        if (random.nextBoolean()) {
            assertThat(transaction.addLabel(id, label))
                    .isEqualTo(nodes.get(id).labels.add(label));
        } else {
            assertThat(transaction.removeLabel(id, label))
                    .isEqualTo(nodes.get(id).labels.remove(label));
        }
    }

    private void detachDelete(Random random, GraphTransaction transaction) {
        long id = pick(random, nodes);
        List<Long> attached = new ArrayList<>();
        transaction.expand(id, Direction.BOTH, Set.of(), (relationship, type, other, outgoing) -> {
            attached.add(relationship);
            return true;
        });
        attached.forEach(transaction::deleteRelationship);
        transaction.deleteNode(id);
        attached.forEach(relationships::remove);
        nodes.remove(id);
    }

    /** Everything a reader can say must be what the model says. */
    void assertSameAs(GraphReader reader) {
        assertThat(reader.nodeCount()).isEqualTo(nodes.size());
        assertThat(reader.relationshipCount()).isEqualTo(relationships.size());
        Iterator<NodeRecord> actualNodes = reader.nodes();
        nodes.forEach((id, node) -> assertNode(actualNodes.next(), id, node));
        assertThat(actualNodes.hasNext()).isFalse();
        Iterator<RelationshipRecord> actual = reader.relationships();
        relationships.forEach((id, one) -> assertRelationship(actual.next(), id, one));
        assertThat(actual.hasNext()).isFalse();
        for (String label : LABELS) {
            List<Long> found = new ArrayList<>();
            reader.nodesWithLabel(label).forEachRemaining(found::add);
            List<Long> expected = nodes.entrySet().stream()
                    .filter(entry -> entry.getValue().labels.contains(label))
                    .map(Map.Entry::getKey)
                    .toList();
            assertThat(found).isEqualTo(expected);
            assertThat(reader.nodeCount(label)).isEqualTo(expected.size());
        }
        for (Direction direction : Direction.values()) {
            for (Set<String> types : List.of(Set.<String>of(), Set.of("ROUTE"), Set.of("KNOWS", "IN", "NEVER"))) {
                nodes.keySet().forEach(id -> assertExpand(reader, id, direction, types));
            }
        }
    }

    private static void assertNode(NodeRecord actual, long id, Node expected) {
        assertThat(actual.id()).isEqualTo(id);
        assertThat(actual.labels()).isEqualTo(expected.labels);
        assertThat(List.copyOf(actual.properties().entrySet())).isEqualTo(List.copyOf(expected.properties.entrySet()));
    }

    private static void assertRelationship(RelationshipRecord actual, long id, Relationship expected) {
        assertThat(actual.id()).isEqualTo(id);
        assertThat(actual.type()).isEqualTo(expected.type);
        assertThat(actual.startId()).isEqualTo(expected.start);
        assertThat(actual.endId()).isEqualTo(expected.end);
        assertThat(actual.properties()).isEqualTo(expected.properties);
    }

    private void assertExpand(GraphReader reader, long nodeId, Direction direction, Set<String> types) {
        TreeSet<String> found = new TreeSet<>();
        List<String> typesInOrder = new ArrayList<>();
        reader.expand(nodeId, direction, types, (id, type, other, outgoing) -> {
            if (!found.add(id + type + other + outgoing)) {
                throw new AssertionError("relationship " + id + " was visited twice");
            }
            if (typesInOrder.isEmpty()
                    || !typesInOrder.get(typesInOrder.size() - 1).equals(type)) {
                typesInOrder.add(type);
            }
            return true;
        });
        TreeSet<String> expected = new TreeSet<>();
        relationships.forEach((id, one) -> {
            if (!types.isEmpty() && !types.contains(one.type)) {
                return;
            }
            boolean out = one.start == nodeId && direction != Direction.INCOMING;
            boolean in = one.end == nodeId && direction != Direction.OUTGOING;
            if (out) {
                expected.add(id + one.type + one.end + true);
            } else if (in) {
                expected.add(id + one.type + one.start + false);
            }
        });
        if (!found.equals(expected) || typesInOrder.size() != new TreeSet<>(typesInOrder).size()) {
            throw new AssertionError(found + " by " + typesInOrder + " where the model has " + expected);
        }
    }

    private static TreeMap<String, Object> properties(Random random) {
        TreeMap<String, Object> properties = new TreeMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            set(properties, KEYS.get(random.nextInt(KEYS.size())), value(random));
        }
        return properties;
    }

    private static void set(TreeMap<String, Object> properties, String key, Object value) {
        if (value == null) {
            properties.remove(key);
        } else {
            properties.put(key, value);
        }
    }

    private static Object value(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> null;
            case 1 -> random.nextLong();
            case 2 -> random.nextDouble();
            case 3 -> "text " + random.nextInt(1000);
            case 4 -> List.of((long) random.nextInt(), (long) random.nextInt());
            default -> random.nextBoolean();
        };
    }

    private static long pick(Random random, TreeMap<Long, ?> from) {
        Long id = from.ceilingKey((long) (random.nextDouble() * (from.lastKey() + 1)));
        return id == null ? from.lastKey() : id;
    }
}

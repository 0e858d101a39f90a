package dev.muster.cypher.run;

import dev.muster.cypher.error.CypherError;
import dev.muster.cypher.run.Statistics.Counter;
import dev.muster.cypher.value.Kind;
import dev.muster.cypher.value.NodeRef;
import dev.muster.cypher.value.PathRef;
import dev.muster.cypher.value.RelationshipRef;
import dev.muster.store.Direction;
import dev.muster.store.NodeRecord;
import dev.muster.store.change.GraphTransaction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Single changes of the graph, each checked and counted. */
public final class Writes {
    /** What a transaction keeps of a node that it creates or deletes, and of its places in sets and maps; likewise the others. */
    private static final long NODE_BYTES = 450;

    private static final long RELATIONSHIP_BYTES = 400;
    private static final long EDIT_BYTES = 150;

    private Writes() {}

    /** A new node; null properties are left out. */
    public static NodeRef createNode(Set<String> labels, Map<String, Object> properties, Run run) {
        Map<String, Object> stored = storable(properties);
        run.memory().change(NODE_BYTES + Sizes.of(stored));
        long id = run.graph().transaction().createNode(labels, stored);
        run.graph().forget(id);
        run.statistics().count(Counter.NODES_CREATED, 1);
        run.statistics().count(Counter.LABELS_ADDED, labels.size());
        run.statistics().count(Counter.PROPERTIES_SET, stored.size());
        return new NodeRef(id);
    }

    public static RelationshipRef createRelationship(
            String type, Object start, Object end, Map<String, Object> properties, Run run) {
        if (!(start instanceof NodeRef from) || !(end instanceof NodeRef to)) {
            throw CypherError.SEMANTIC.exception("Failed to create relationship of type '" + type + "': "
                    + (start instanceof NodeRef ? "end" : "start") + " node is missing");
        }
        run.graph().existing(from);
        run.graph().existing(to);
        Map<String, Object> stored = storable(properties);
        run.memory().change(RELATIONSHIP_BYTES + Sizes.of(stored));
        long id = run.graph().transaction().createRelationship(type, from.id(), to.id(), stored);
        run.statistics().count(Counter.RELATIONSHIPS_CREATED, 1);
        run.statistics().count(Counter.PROPERTIES_SET, stored.size());
        return new RelationshipRef(id, type, from.id(), to.id());
    }

    private static Map<String, Object> storable(Map<String, Object> properties) {
        Map<String, Object> result = new LinkedHashMap<>();
        properties.forEach((key, value) -> {
            if (value != null) {
                result.put(key, storable(value));
            }
        });
        return result;
    }

    /** The value as it can be kept; integers in a list with floats become floats. */
    private static Object storable(Object value) {
        return switch (Kind.of(value)) {
            case MAP, NODE, RELATIONSHIP, PATH ->
                throw CypherError.TYPE.exception(
                        "Property values can only be of primitive types or arrays thereof. Encountered: "
                                + Kind.name(value) + ".");
            case LIST -> storableList((List<?>) value);
            default -> value;
        };
    }

    private static List<Object> storableList(List<?> list) {
        List<Object> result = new ArrayList<>(list.size());
        boolean floats = list.stream().anyMatch(v -> v instanceof Double);
        Kind kind = null;
        for (Object item : list) {
            if (item == null) {
                throw CypherError.TYPE.exception("Collections containing null values can not be stored in properties.");
            }
            Kind own = Kind.of(item);
            if (own == Kind.LIST || own == Kind.BYTES) {
                throw CypherError.TYPE.exception("Collections containing collections can not be stored in properties.");
            }
            if (kind != null && own != kind) {
                throw CypherError.TYPE.exception("Neo4j only supports a subset of Cypher types for storage as singleton"
                        + " or array properties. Please refer to section cypher/syntax/values of the manual for more"
                        + " details.");
            }
            kind = own;
            Object stored = storable(item);
            result.add(floats ? (Object) ((Number) stored).doubleValue() : stored);
        }
        return result;
    }

    /** Sets, or with null removes, one property; nothing happens to null. */
    public static void setProperty(Object target, String key, Object value, Run run) {
        if (target == null) {
            return;
        }
        Object stored = value == null ? null : storable(value);
        run.memory().change(EDIT_BYTES + Sizes.of(stored));
        GraphTransaction transaction = run.graph().transaction();
        boolean changed;
        if (target instanceof NodeRef node) {
            run.graph().existing(node);
            run.graph().forget(node.id());
            changed = transaction.setNodeProperty(node.id(), key, stored);
        } else if (target instanceof RelationshipRef relationship) {
            run.graph().existing(relationship);
            changed = transaction.setRelationshipProperty(relationship.id(), key, stored);
        } else {
            throw CypherError.TYPE.exception(
                    "Type mismatch: expected Node or Relationship but was " + Kind.name(target));
        }
        run.statistics().count(Counter.PROPERTIES_SET, changed || stored != null ? 1 : 0);
    }

    /** {@code =} or, if {@code add}, {@code +=}. */
    public static void setProperties(Object target, Object value, boolean add, Run run) {
        if (target == null) {
            return;
        }
        if (!(target instanceof NodeRef) && !(target instanceof RelationshipRef)) {
            throw CypherError.TYPE.exception(
                    "Type mismatch: expected Node or Relationship but was " + Kind.name(target));
        }
        Map<String, Object> wanted = entries(value, run);
        if (!add) {
            List<String> present =
                    new ArrayList<>(run.graph().properties(target).keySet());
            present.removeAll(wanted.keySet());
            present.forEach(key -> setProperty(target, key, null, run));
        }
        wanted.forEach((key, v) -> setProperty(target, key, v, run));
    }

    private static Map<String, Object> entries(Object value, Run run) {
        Map<String, Object> result = new LinkedHashMap<>();
        if (value instanceof NodeRef || value instanceof RelationshipRef) {
            result.putAll(run.graph().properties(value));
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((k, v) -> result.put((String) k, v));
        } else {
            throw CypherError.TYPE.exception(
                    "Type mismatch: expected Map, Node or Relationship but was " + Kind.name(value));
        }
        return result;
    }

    public static void setLabels(Object target, List<String> labels, boolean remove, Run run) {
        if (target == null) {
            return;
        }
        if (!(target instanceof NodeRef node)) {
            throw CypherError.TYPE.exception("Type mismatch: expected Node but was " + Kind.name(target));
        }
        run.graph().existing(node);
        run.graph().forget(node.id());
        run.memory().change(EDIT_BYTES);
        for (String label : labels) {
            boolean changed = remove
                    ? run.graph().transaction().removeLabel(node.id(), label)
                    : run.graph().transaction().addLabel(node.id(), label);
            run.statistics().count(remove ? Counter.LABELS_REMOVED : Counter.LABELS_ADDED, changed ? 1 : 0);
        }
    }

    /** Deletes a node, relationship or path; what is deleted already is left alone. */
    public static void delete(Object target, boolean detach, Run run) {
        if (target instanceof PathRef path) {
            path.relationships().forEach(r -> delete(r, detach, run));
            path.nodes().forEach(n -> delete(n, detach, run));
        } else if (target instanceof RelationshipRef relationship) {
            deleteRelationship(relationship.id(), run);
        } else if (target instanceof NodeRef node) {
            deleteNode(node.id(), detach, run);
        } else if (target != null) {
            throw CypherError.TYPE.exception(
                    "Type mismatch: expected Node, Path or Relationship but was " + Kind.name(target));
        }
    }

    private static void deleteRelationship(long id, Run run) {
        if (run.graph().transaction().relationship(id) != null) {
            run.memory().change(RELATIONSHIP_BYTES);
            run.graph().transaction().deleteRelationship(id);
            run.statistics().count(Counter.RELATIONSHIPS_DELETED, 1);
        }
    }

    private static void deleteNode(long id, boolean detach, Run run) {
        NodeRecord record = run.graph().transaction().node(id);
        if (record == null) {
            return;
        }
        if (detach) {
            Set<Long> relationships = new LinkedHashSet<>();
            run.graph().transaction().expand(id, Direction.BOTH, Set.of(), (relationship, type, other, outgoing) -> {
                relationships.add(relationship);
                return true;
            });
            relationships.forEach(r -> deleteRelationship(r, run));
        }
        run.graph().forget(id);
        run.memory().change(NODE_BYTES);
        run.graph().transaction().deleteNode(id);
        run.statistics().count(Counter.NODES_DELETED, 1);
    }
}

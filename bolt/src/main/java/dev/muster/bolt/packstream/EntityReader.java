package dev.muster.bolt.packstream;

import dev.muster.store.value.NodeValue;
import dev.muster.store.value.PathValue;
import dev.muster.store.value.RelationshipValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads what {@link StructureWriter} makes of nodes, relationships and paths, with element ids. */
final class EntityReader {
    private final List<Object> fields;

    private EntityReader(List<Object> fields) {
        this.fields = fields;
    }

    /** The entity of that tag; whatever does not fit is {@link InvalidValue}. */
    static Object read(int tag, List<Object> fields) {
        try {
            EntityReader reader = new EntityReader(fields);
            return switch (tag) {
                case Marker.NODE -> reader.node();
                case Marker.RELATIONSHIP -> reader.relationship();
                case Marker.UNBOUND_RELATIONSHIP -> reader.unbound();
                default -> reader.path();
            };
        } catch (ClassCastException | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new InvalidValue("a graph entity is not complete", e);
        }
    }

    private NodeValue node() {
        return new NodeValue(integer(0), string(3), this.<String>list(1), map(2));
    }

    private RelationshipValue relationship() {
        return new RelationshipValue(
                integer(0), string(5), integer(1), string(6), integer(2), string(7), string(3), map(4));
    }

    /** Its ends are known only with the path. */
    private RelationshipValue unbound() {
        return new RelationshipValue(integer(0), string(3), 0, "", 0, "", string(1), map(2));
    }

    private PathValue path() {
        List<NodeValue> nodes = list(0);
        List<RelationshipValue> relationships = list(1);
        List<Long> indices = list(2);
        List<NodeValue> walkedNodes = new ArrayList<>();
        List<RelationshipValue> walked = new ArrayList<>();
        NodeValue from = nodes.get(0);
        walkedNodes.add(from);
        for (int i = 0; i < indices.size(); i += 2) {
            long step = indices.get(i);
            NodeValue to = nodes.get(Math.toIntExact(indices.get(i + 1)));
            RelationshipValue unbound = relationships.get(Math.toIntExact(Math.abs(step)) - 1);
            walked.add(step > 0 ? bound(unbound, from, to) : bound(unbound, to, from));
            walkedNodes.add(to);
            from = to;
        }
        return new PathValue(walkedNodes, walked);
    }

    private static RelationshipValue bound(RelationshipValue unbound, NodeValue start, NodeValue end) {
        return new RelationshipValue(
                unbound.id(),
                unbound.elementId(),
                start.id(),
                start.elementId(),
                end.id(),
                end.elementId(),
                unbound.type(),
                unbound.properties());
    }

    private long integer(int field) {
        return (Long) fields.get(field);
    }

    private String string(int field) {
        return (String) fields.get(field);
    }

    @SuppressWarnings("unchecked") // elements of another kind fail where they are used, in read
    private <T> List<T> list(int field) {
        return (List<T>) fields.get(field);
    }

    @SuppressWarnings("unchecked") // PackReader makes no other maps
    private Map<String, Object> map(int field) {
        return (Map<String, Object>) fields.get(field);
    }
}

package dev.muster.store.value;

import java.util.List;

/** A path as a query result: nodes in order, and between each two the relationship, whichever way it points. */
public record PathValue(List<NodeValue> nodes, List<RelationshipValue> relationships) {
    public PathValue {
        nodes = List.copyOf(nodes);
        relationships = List.copyOf(relationships);
        if (nodes.size() != relationships.size() + 1) {
            throw new IllegalArgumentException(
                    nodes.size() + " nodes cannot be joined by " + relationships.size() + " relationships");
        }
    }
}

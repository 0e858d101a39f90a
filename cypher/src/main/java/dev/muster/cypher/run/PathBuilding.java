package dev.muster.cypher.run;

import dev.muster.cypher.value.NodeRef;
import dev.muster.cypher.value.PathRef;
import dev.muster.cypher.value.RelationshipRef;
import java.util.ArrayList;
import java.util.List;

/** Puts a path together from its first node and its relationships, each a single one or a list. */
public record PathBuilding(int slot, int firstNode, int[] relationships) {
    /** Null if a part is. */
    public PathRef build(Object[] row) {
        if (!(row[firstNode] instanceof NodeRef first)) {
            return null;
        }
        List<NodeRef> nodes = new ArrayList<>();
        List<RelationshipRef> walked = new ArrayList<>();
        nodes.add(first);
        for (int part : relationships) {
            if (row[part] == null) {
                return null;
            }
            List<?> hops = row[part] instanceof List<?> list ? list : List.of(row[part]);
            for (Object hop : hops) {
                RelationshipRef relationship = (RelationshipRef) hop;
                walked.add(relationship);
                nodes.add(new NodeRef(
                        relationship.otherEnd(nodes.get(nodes.size() - 1).id())));
            }
        }
        return new PathRef(nodes, walked);
    }

    /** As a step of a plan. */
    public Operator operator() {
        return (input, run) -> () -> {
            Object[] row = input.next();
            if (row != null) {
                row[slot] = build(row);
            }
            return row;
        };
    }
}

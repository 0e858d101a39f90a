package dev.muster.cypher.value;

import java.util.ArrayList;
import java.util.List;

/** A path inside a running statement; one node more than relationships. */
public record PathRef(List<NodeRef> nodes, List<RelationshipRef> relationships) {
    /** Nodes and relationships in turn. */
    public List<Object> elements() {
        List<Object> result = new ArrayList<>(nodes.size() + relationships.size());
        for (int i = 0; i < nodes.size(); i++) {
            result.add(nodes.get(i));
            if (i < relationships.size()) {
                result.add(relationships.get(i));
            }
        }
        return result;
    }
}

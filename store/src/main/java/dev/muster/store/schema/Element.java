package dev.muster.store.schema;

import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A node or a relationship as rules see it.
 *
 * @param names of its labels, or of its type
 */
public record Element(boolean isRelationship, long id, SortedSet<String> names, Map<String, Object> properties) {
    /** A node. */
    public static Element node(long id, SortedSet<String> labels, Map<String, Object> properties) {
        return new Element(false, id, labels, properties);
    }

    /** A relationship. */
    public static Element relationship(long id, String type, Map<String, Object> properties) {
        return new Element(true, id, new TreeSet<>(Set.of(type)), properties);
    }

    /** As reasons name it. */
    public String what() {
        return (isRelationship ? "relationship " : "node ") + id;
    }
}

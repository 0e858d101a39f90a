package dev.muster.store.schema;

import dev.muster.store.value.ByteSink;
import dev.muster.store.value.Varints;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/**
 * An index or a constraint on the nodes with a label, or on the relationships of a type.
 *
 * @param number stands in the keys of its index; given when the rule comes into the store, and never used again
 * @param name unique in the database
 * @param label of the nodes, or the type of the relationships
 * @param properties in the order of the index's keys
 * @param type what the property's values may be; null unless the rule is about that
 */
public record SchemaRule(int number, String name, Kind kind, String label, List<String> properties, PropertyType type) {
    /** What a rule is. The ordinals are stored: new kinds go to the end. */
    public enum Kind {
        /** An index and nothing else. */
        RANGE,
        /** No two nodes have the same values; has an index. */
        UNIQUE,
        /** No two nodes have the same values, and all have some; has an index. */
        KEY,
        /** All nodes have the property; no index. */
        EXISTENCE,
        /** Like the others, on relationships. */
        RELATIONSHIP_RANGE,
        RELATIONSHIP_UNIQUE,
        RELATIONSHIP_KEY,
        RELATIONSHIP_EXISTENCE,
        /** The property's values are of a type; no index. */
        PROPERTY_TYPE,
        RELATIONSHIP_PROPERTY_TYPE;

        /** The same of relationships. */
        public Kind onRelationships() {
            return switch (this) {
                case RANGE -> RELATIONSHIP_RANGE;
                case UNIQUE -> RELATIONSHIP_UNIQUE;
                case KEY -> RELATIONSHIP_KEY;
                case EXISTENCE -> RELATIONSHIP_EXISTENCE;
                case PROPERTY_TYPE -> RELATIONSHIP_PROPERTY_TYPE;
                default -> this;
            };
        }

        private Kind onNodes() {
            return switch (this) {
                case RELATIONSHIP_RANGE -> RANGE;
                case RELATIONSHIP_UNIQUE -> UNIQUE;
                case RELATIONSHIP_KEY -> KEY;
                case RELATIONSHIP_EXISTENCE -> EXISTENCE;
                case RELATIONSHIP_PROPERTY_TYPE -> PROPERTY_TYPE;
                default -> this;
            };
        }
    }

    /** A rule that is not about types. */
    public SchemaRule(int number, String name, Kind kind, String label, List<String> properties) {
        this(number, name, kind, label, properties, null);
    }

    public SchemaRule {
        properties = List.copyOf(properties);
        if (name.isEmpty() || label.isEmpty() || properties.isEmpty()) {
            throw new IllegalArgumentException("a rule needs a name, a label and properties");
        } else if ((type != null) != (kind.onNodes() == Kind.PROPERTY_TYPE)) {
            throw new IllegalArgumentException("a rule about types has a type, and no other has");
        }
    }

    public boolean isIndexed() {
        return type == null && kind.onNodes() != Kind.EXISTENCE;
    }

    public boolean isConstraint() {
        return kind.onNodes() != Kind.RANGE;
    }

    public boolean isUnique() {
        return kind.onNodes() == Kind.UNIQUE || kind.onNodes() == Kind.KEY;
    }

    public boolean demandsPresence() {
        return kind.onNodes() == Kind.EXISTENCE || kind.onNodes() == Kind.KEY;
    }

    public boolean isOnRelationships() {
        return kind.onNodes() != kind;
    }

    /** Whether it says something about an element. */
    public boolean concerns(Element element) {
        return element.isRelationship() == isOnRelationships()
                && element.names().contains(label);
    }

    /** The values of the rule's properties, or null if it does not concern the element or that lacks one of them. */
    public List<Object> values(Element element) {
        return concerns(element) ? values(element.names(), element.properties()) : null;
    }

    /**
     * The first property of an element which it concerns that is not there and must be, or has not the type that it must
     * have; null if the element fulfils the rule.
     */
    public String missing(Element element) {
        return concerns(element) ? missing(element.names(), element.properties()) : null;
    }

    SchemaRule numbered(int given) {
        return new SchemaRule(given, name, kind, label, properties, type);
    }

    /** The values of the rule's properties, or null if the node lacks the label or one of them. */
    public List<Object> values(SortedSet<String> labels, Map<String, Object> of) {
        if (!labels.contains(label)) {
            return null;
        }
        List<Object> values = new ArrayList<>(properties.size());
        for (String property : properties) {
            Object value = of.get(property);
            if (value == null) {
                return null;
            }
            values.add(value);
        }
        return values;
    }

    /** The same of a node. */
    public String missing(SortedSet<String> labels, Map<String, Object> of) {
        if (!labels.contains(label)) {
            return null;
        } else if (type != null) {
            Object value = of.get(properties.get(0));
            return value == null || type.fits(value) ? null : properties.get(0);
        } else if (!demandsPresence()) {
            return null;
        }
        return properties.stream().filter(p -> of.get(p) == null).findFirst().orElse(null);
    }

    /** All but the number. */
    public void write(ByteSink sink) {
        sink.putString(name).put((byte) kind.ordinal()).putString(label).putUnsigned(properties.size());
        properties.forEach(sink::putString);
        if (type != null) {
            sink.putUnsigned(type.bits());
        }
    }

    /** Reads what {@link #write} wrote; anything else is an {@link IllegalArgumentException} or the buffer's end. */
    public static SchemaRule read(int number, ByteBuffer source) {
        String name = Varints.readString(source);
        int kind = source.get();
        if (kind < 0 || kind >= Kind.values().length) {
            throw new IllegalArgumentException("no rule of a schema has the kind " + kind);
        }
        String label = Varints.readString(source);
        int count = Varints.readCount(source);
        List<String> properties = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            properties.add(Varints.readString(source));
        }
        Kind known = Kind.values()[kind];
        PropertyType type =
                known.onNodes() == Kind.PROPERTY_TYPE ? PropertyType.of(Varints.readUnsigned(source)) : null;
        return new SchemaRule(number, name, known, label, properties, type);
    }
}

package dev.muster.store.schema;

import dev.muster.store.value.ByteSink;
import dev.muster.store.value.Varints;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * All rules of a database, ordered by name.
 *
 * @param nextNumber the number of the next rule that comes
 */
public record Schema(int nextNumber, List<SchemaRule> rules) {
    public static final Schema EMPTY = new Schema(1, List.of());

    public Schema {
        rules = List.copyOf(rules);
    }

    /** The rule of that name, or null. */
    public SchemaRule find(String name) {
        return rules.stream().filter(r -> r.name().equals(name)).findFirst().orElse(null);
    }

    /** The indexes on a label. */
    public List<SchemaRule> indexes(String label) {
        return indexes(label, false);
    }

    /** The indexes on a type of relationships. */
    public List<SchemaRule> relationshipIndexes(String type) {
        return indexes(type, true);
    }

    private List<SchemaRule> indexes(String name, boolean onRelationships) {
        return rules.stream()
                .filter(r -> r.isIndexed()
                        && r.isOnRelationships() == onRelationships
                        && r.label().equals(name))
                .toList();
    }

    /** The rules that concern an element. */
    public List<SchemaRule> of(Element element) {
        return rules.isEmpty()
                ? rules
                : rules.stream().filter(r -> r.concerns(element)).toList();
    }

    /** Whether there are rules on relationships. */
    public boolean concernsRelationships() {
        return rules.stream().anyMatch(SchemaRule::isOnRelationships);
    }

    /** With one more rule, which gets the next number. Its name must be free. */
    public Schema with(SchemaRule rule) {
        if (find(rule.name()) != null) {
            throw new IllegalStateException("there is a rule called " + rule.name() + " already");
        }
        List<SchemaRule> more = new ArrayList<>(rules);
        more.add(rule.numbered(nextNumber));
        more.sort(Comparator.comparing(SchemaRule::name));
        return new Schema(nextNumber + 1, more);
    }

    public Schema without(String name) {
        return new Schema(
                nextNumber, rules.stream().filter(r -> !r.name().equals(name)).toList());
    }

    /** The schema as bytes. */
    public void write(ByteSink sink) {
        sink.putUnsigned(nextNumber).putUnsigned(rules.size());
        for (SchemaRule rule : rules) {
            sink.putUnsigned(rule.number());
            rule.write(sink);
        }
    }

    public static Schema read(ByteBuffer source) {
        int nextNumber = (int) Varints.readUnsigned(source);
        int count = Varints.readCount(source);
        List<SchemaRule> rules = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            rules.add(SchemaRule.read((int) Varints.readUnsigned(source), source));
        }
        return new Schema(nextNumber, rules);
    }
}

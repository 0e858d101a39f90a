package dev.muster.store.graph;

import dev.muster.store.RelationshipRecord;
import dev.muster.store.change.SchemaChange;
import dev.muster.store.schema.Element;
import dev.muster.store.schema.IndexKeys;
import dev.muster.store.schema.KeyRange;
import dev.muster.store.schema.Schema;
import dev.muster.store.schema.SchemaRule;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.h2.mvstore.Cursor;

/** Keeps the indexes of the schema true to the records. Lane only. */
final class IndexMaintenance {
    private final GraphMaps maps;

    IndexMaintenance(GraphMaps maps) {
        this.maps = maps;
    }

    /** The keys of an element in all indexes. */
    static List<byte[]> keys(Element element, Schema schema) {
        List<byte[]> keys = new ArrayList<>();
        for (SchemaRule rule : schema.of(element)) {
            List<Object> values = rule.isIndexed() ? rule.values(element) : null;
            if (values != null) {
                keys.add(IndexKeys.key(rule, values, element.id()));
            }
        }
        return keys;
    }

    void add(Element element, Schema schema) {
        if (!schema.rules().isEmpty()) {
            keys(element, schema).forEach(key -> maps.indexes().put(key, Present.YES));
        }
    }

    void remove(Element element, Schema schema) {
        if (!schema.rules().isEmpty()) {
            keys(element, schema).forEach(key -> maps.indexes().remove(key));
        }
    }

    void add(RelationshipRecord relationship, Schema schema) {
        if (schema.concernsRelationships()) {
            add(relationship.element(), schema);
        }
    }

    void remove(RelationshipRecord relationship, Schema schema) {
        if (schema.concernsRelationships()) {
            remove(relationship.element(), schema);
        }
    }

    /** A rule comes with its index filled, or goes with it. */
    void apply(SchemaChange change, StateBuilder next) {
        if (change instanceof SchemaChange.Created created) {
            next.schema(next.schema().with(created.rule()));
            fill(next.schema().find(created.rule().name()), next.tokens());
        } else if (change instanceof SchemaChange.Dropped dropped) {
            SchemaRule rule = next.schema().find(dropped.name());
            next.schema(next.schema().without(dropped.name()));
            clear(IndexKeys.all(rule));
        }
    }

    private void fill(SchemaRule rule, Tokens tokens) {
        Schema alone = new Schema(rule.number() + 1, List.of(rule));
        if (rule.isIndexed() && rule.isOnRelationships()) {
            fillWithRelationships(alone, tokens);
        } else if (rule.isIndexed()) {
            fillWithNodes(alone, tokens.labels().number(rule.label()), tokens);
        }
    }

    private void fillWithNodes(Schema alone, int label, Tokens tokens) {
        if (label == TokenTable.NONE) {
            return;
        }
        Iterator<Long> labelled = maps.labelIndex().keyIterator(GraphMaps.labelKey(label, 0));
        while (labelled.hasNext()) {
            long key = labelled.next();
            if (GraphMaps.labelOfLabelKey(key) != label) {
                break;
            }
            long id = GraphMaps.nodeOfLabelKey(key);
            add(RecordCodec.decodeNode(id, maps.nodes().get(id), tokens).element(), alone);
        }
    }

    private void fillWithRelationships(Schema alone, Tokens tokens) {
        Cursor<Long, byte[]> all = maps.relationships().cursor(null);
        while (all.hasNext()) {
            long id = all.next();
            add(RecordCodec.decodeRelationship(id, all.getValue(), tokens).element(), alone);
        }
    }

    private void clear(KeyRange range) {
        List<byte[]> doomed = new ArrayList<>();
        Iterator<byte[]> keys = maps.indexes().keyIterator(range.from());
        while (keys.hasNext()) {
            byte[] key = keys.next();
            if (!range.contains(key)) {
                break;
            }
            doomed.add(key);
        }
        doomed.forEach(maps.indexes()::remove);
    }
}

package dev.muster.store.graph;

import dev.muster.store.NodeRecord;
import dev.muster.store.change.SchemaChange;
import dev.muster.store.schema.IndexKeys;
import dev.muster.store.schema.KeyRange;
import dev.muster.store.schema.Schema;
import dev.muster.store.schema.SchemaRule;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Keeps the indexes of the schema true to the records. Lane only. */
final class IndexMaintenance {
    private final GraphMaps maps;

    IndexMaintenance(GraphMaps maps) {
        this.maps = maps;
    }

    /** The keys of a node in all indexes. */
    static List<byte[]> keys(NodeRecord node, Schema schema) {
        List<byte[]> keys = new ArrayList<>();
        for (SchemaRule rule : schema.of(node.labels())) {
            List<Object> values = rule.isIndexed() ? rule.values(node.labels(), node.properties()) : null;
            if (values != null) {
                keys.add(IndexKeys.key(rule, values, node.id()));
            }
        }
        return keys;
    }

    void add(NodeRecord node, Schema schema) {
        if (!schema.rules().isEmpty()) {
            keys(node, schema).forEach(key -> maps.indexes().put(key, Present.YES));
        }
    }

    void remove(NodeRecord node, Schema schema) {
        if (!schema.rules().isEmpty()) {
            keys(node, schema).forEach(key -> maps.indexes().remove(key));
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
        int label = tokens.labels().number(rule.label());
        if (!rule.isIndexed() || label == TokenTable.NONE) {
            return;
        }
        Schema alone = new Schema(rule.number() + 1, List.of(rule));
        Iterator<Long> labelled = maps.labelIndex().keyIterator(GraphMaps.labelKey(label, 0));
        while (labelled.hasNext()) {
            long key = labelled.next();
            if (GraphMaps.labelOfLabelKey(key) != label) {
                break;
            }
            long id = GraphMaps.nodeOfLabelKey(key);
            add(RecordCodec.decodeNode(id, maps.nodes().get(id), tokens), alone);
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

package dev.muster.store.change;

import dev.muster.store.NodeRecord;
import dev.muster.store.schema.IndexKeys;
import dev.muster.store.schema.KeyRange;
import dev.muster.store.schema.SchemaRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The index keys of the nodes that a transaction touched, brought up to date when they are asked for. */
final class IndexOverlay {
    private final Map<Long, NodeEdit> edits;
    private final List<SchemaRule> rules;
    private final TreeSet<byte[]> keys = new TreeSet<>(Arrays::compareUnsigned);
    private final Map<Long, List<byte[]>> keysOfNode = new HashMap<>();
    private final Set<Long> stale = new HashSet<>();

    IndexOverlay(Map<Long, NodeEdit> edits, List<SchemaRule> rules) {
        this.edits = edits;
        this.rules = rules;
    }

    void touched(long nodeId) {
        if (!rules.isEmpty()) {
            stale.add(nodeId);
        }
    }

    /** The touched nodes with a key in the range. */
    List<Long> nodes(KeyRange range) {
        stale.forEach(this::refresh);
        stale.clear();
        List<Long> found = new ArrayList<>();
        keys.subSet(range.from(), true, range.to(), true).forEach(key -> found.add(IndexKeys.nodeId(key)));
        return found;
    }

    private void refresh(long nodeId) {
        keysOfNode.getOrDefault(nodeId, List.of()).forEach(keys::remove);
        List<byte[]> now = new ArrayList<>();
        NodeRecord record = edits.get(nodeId).record();
        for (SchemaRule rule : record == null ? List.<SchemaRule>of() : rules) {
            List<Object> values = rule.isIndexed() ? rule.values(record.labels(), record.properties()) : null;
            if (values != null) {
                now.add(IndexKeys.key(rule, values, nodeId));
            }
        }
        keys.addAll(now);
        keysOfNode.put(nodeId, now);
    }
}

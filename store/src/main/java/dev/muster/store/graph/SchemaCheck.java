package dev.muster.store.graph;

import dev.muster.store.NodeRecord;
import dev.muster.store.change.ChangeSet;
import dev.muster.store.change.NodeChange;
import dev.muster.store.change.SchemaChange;
import dev.muster.store.schema.IndexKeys;
import dev.muster.store.schema.KeyRange;
import dev.muster.store.schema.Schema;
import dev.muster.store.schema.SchemaRule;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** The part of the conflict check that is about the schema: whether the graph with the changes would fulfil its rules. */
final class SchemaCheck {
    private final GraphRoots graph;
    private final GraphState state;
    private final ChangeSet changes;
    private final Map<Long, NodeChange> nodeChanges;
    private final Map<ByteBuffer, List<NodeRecord>> seen = new HashMap<>();

    SchemaCheck(GraphRoots graph, GraphState state, ChangeSet changes, Map<Long, NodeChange> nodeChanges) {
        this.graph = graph;
        this.state = state;
        this.changes = changes;
        this.nodeChanges = nodeChanges;
    }

    /** Why the changes do not fit, or null. */
    String reason() {
        if (!changes.schema().isEmpty()) {
            return againstSchemaChanges();
        }
        if (state.schema().rules().isEmpty()) {
            return null;
        }
        for (NodeChange change : changes.nodes()) {
            NodeRecord after = after(change);
            String reason = after == null ? null : against(after);
            if (reason != null) {
                return reason;
            }
        }
        return null;
    }

    private NodeRecord after(NodeChange change) {
        if (change instanceof NodeChange.Created created) {
            return new NodeRecord(created.id(), 0, created.labels(), created.properties());
        } else if (change instanceof NodeChange.Changed changed) {
            return Graph.changed(node(changed.id()), changed, 0);
        }
        return null;
    }

    private NodeRecord node(long id) {
        return RecordCodec.decodeNode(id, graph.node(id), state.tokens());
    }

    private String against(NodeRecord node) {
        for (SchemaRule rule : state.schema().of(node.labels())) {
            String missing = rule.missing(node.labels(), node.properties());
            if (missing != null) {
                return "node " + node.id() + " lacks property " + missing + ", which " + rule.name() + " demands";
            }
            List<Object> values = rule.isUnique() ? rule.values(node.labels(), node.properties()) : null;
            long other = values == null ? -1 : other(rule, values, node);
            if (other >= 0) {
                return "node " + node.id() + " has the values of node " + other + ", which " + rule.name() + " forbids";
            }
        }
        return null;
    }

    /** Another node with the same values, of the store or of the same transaction; -1 if there is none. */
    private long other(SchemaRule rule, List<Object> values, NodeRecord node) {
        KeyRange range = IndexKeys.equal(rule, values);
        for (Iterator<byte[]> keys = graph.indexKeys(range); keys.hasNext(); ) {
            long id = IndexKeys.nodeId(keys.next());
            if (!nodeChanges.containsKey(id) && isSame(rule, values, node(id))) {
                return id;
            }
        }
        List<NodeRecord> before = seen.computeIfAbsent(ByteBuffer.wrap(range.from()), key -> new ArrayList<>());
        for (NodeRecord candidate : before) {
            if (isSame(rule, values, candidate)) {
                return candidate.id();
            }
        }
        before.add(node);
        return -1;
    }

    private static boolean isSame(SchemaRule rule, List<Object> values, NodeRecord node) {
        List<Object> others = rule.values(node.labels(), node.properties());
        return others != null && IndexKeys.same(values, others);
    }

    private String againstSchemaChanges() {
        if (!changes.nodes().isEmpty() || !changes.relationships().isEmpty()) {
            return "a transaction changes either data or the schema";
        }
        Schema schema = state.schema();
        for (SchemaChange change : changes.schema()) {
            if (change instanceof SchemaChange.Dropped dropped) {
                if (schema.find(dropped.name()) == null) {
                    return "the schema has no rule called " + dropped.name();
                }
                schema = schema.without(dropped.name());
            } else if (change instanceof SchemaChange.Created created) {
                if (schema.find(created.rule().name()) != null) {
                    return "the schema has a rule called " + created.rule().name() + " already";
                }
                String reason = againstRecords(created.rule());
                if (reason != null) {
                    return reason;
                }
                schema = schema.with(created.rule());
            }
        }
        return null;
    }

    private String againstRecords(SchemaRule rule) {
        int label = state.tokens().labels().number(rule.label());
        if (!rule.isConstraint() || label == TokenTable.NONE) {
            return null;
        }
        Map<ByteBuffer, List<NodeRecord>> nodes = new HashMap<>();
        Iterator<Long> keys = graph.labelKeys(GraphMaps.labelKey(label, 0), GraphMaps.labelKey(label + 1, 0) - 1);
        while (keys.hasNext()) {
            NodeRecord node = node(GraphMaps.nodeOfLabelKey(keys.next()));
            if (rule.missing(node.labels(), node.properties()) != null) {
                return "node " + node.id() + " does not fulfil " + rule.name();
            }
            List<Object> values = rule.isUnique() ? rule.values(node.labels(), node.properties()) : null;
            if (values != null) {
                ByteBuffer key = ByteBuffer.wrap(IndexKeys.equal(rule, values).from());
                List<NodeRecord> same = nodes.computeIfAbsent(key, k -> new ArrayList<>(1));
                if (same.stream().anyMatch(other -> isSame(rule, values, other))) {
                    return "node " + node.id() + " does not fulfil " + rule.name();
                }
                same.add(node);
            }
        }
        return null;
    }
}

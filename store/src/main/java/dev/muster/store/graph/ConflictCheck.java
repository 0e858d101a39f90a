package dev.muster.store.graph;

import dev.muster.store.change.ChangeSet;
import dev.muster.store.change.NodeChange;
import dev.muster.store.change.RelationshipChange;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/**
 * Decides whether a change set still fits the graph; the rules are in the package's description. Reads the graph and the
 * change set and nothing else, in id order, so that every member finds the same first reason.
 */
final class ConflictCheck {
    private final GraphRoots graph;
    private final GraphState state;
    private final ChangeSet changes;
    private final Map<Long, NodeChange> nodeChanges = new HashMap<>();
    private final Set<Long> relationshipsChanged = new HashSet<>();

    private ConflictCheck(GraphRoots graph, GraphState state, ChangeSet changes) {
        this.graph = graph;
        this.state = state;
        this.changes = changes;
    }

    /** Why the change set does not fit, or null if it does. */
    static String reasonAgainst(GraphRoots graph, GraphState state, ChangeSet changes) {
        return new ConflictCheck(graph, state, changes).reason();
    }

    private String reason() {
        boolean deletesNodes = false;
        for (NodeChange change : changes.nodes()) {
            String reason = against(change);
            if (reason != null) {
                return reason;
            }
            nodeChanges.put(change.id(), change);
            deletesNodes |= change instanceof NodeChange.Deleted;
        }
        for (RelationshipChange change : changes.relationships()) {
            String reason = against(change);
            if (reason != null) {
                return reason;
            }
            relationshipsChanged.add(change.id());
        }
        String reason = deletesNodes ? againstLeftRelationships() : null;
        if (reason == null) {
            reason = new SchemaCheck(graph, state, changes, nodeChanges.keySet(), relationshipsChanged).reason();
        }
        return reason == null ? againstLabelNumbers() : reason;
    }

    private String against(NodeChange change) {
        byte[] present = graph.node(change.id());
        if (change instanceof NodeChange.Created) {
            return present == null ? null : "node " + change.id() + " exists already";
        }
        long seenVersion = change instanceof NodeChange.Changed changed
                ? changed.seenVersion()
                : ((NodeChange.Deleted) change).seenVersion();
        return againstVersion("node " + change.id(), present, seenVersion);
    }

    private String against(RelationshipChange change) {
        byte[] present = graph.relationship(change.id());
        String name = "relationship " + change.id();
        if (change instanceof RelationshipChange.Created created) {
            if (present != null) {
                return name + " exists already";
            }
            long missing =
                    !remains(created.startId()) ? created.startId() : !remains(created.endId()) ? created.endId() : -1;
            return missing < 0 ? null : "node " + missing + ", an end of " + name + ", is gone";
        }
        long seenVersion = change instanceof RelationshipChange.Changed changed
                ? changed.seenVersion()
                : ((RelationshipChange.Deleted) change).seenVersion();
        return againstVersion(name, present, seenVersion);
    }

    private static String againstVersion(String name, byte[] present, long seenVersion) {
        if (present == null) {
            return name + " is gone";
        }
        long changedBy = RecordCodec.changedBy(present);
        return changedBy == seenVersion
                ? null
                : name + " was changed by transaction " + changedBy + " after it was read as of " + seenVersion;
    }

    private boolean remains(long nodeId) {
        NodeChange change = nodeChanges.get(nodeId);
        return change == null ? graph.node(nodeId) != null : !(change instanceof NodeChange.Deleted);
    }

    private String againstLeftRelationships() {
        Set<Long> deleted = new HashSet<>();
        for (RelationshipChange change : changes.relationships()) {
            if (change instanceof RelationshipChange.Deleted) {
                deleted.add(change.id());
            }
        }
        for (NodeChange change : changes.nodes()) {
            if (!(change instanceof NodeChange.Deleted)) {
                continue;
            }
            Iterator<AdjacencyKey> keys = graph.adjacencyFrom(AdjacencyKey.from(change.id(), 0));
            while (keys.hasNext()) {
                AdjacencyKey key = keys.next();
                if (key.nodeId() != change.id()) {
                    break;
                }
                if (!deleted.contains(key.relationshipId())) {
                    return "node " + change.id() + " still has relationship " + key.relationshipId();
                }
            }
        }
        return null;
    }

    private String againstLabelNumbers() {
        if (state.tokens().labels().size() < GraphMaps.LABELS_MAX / 2) {
            return null;
        }
        Set<String> added = new HashSet<>();
        for (NodeChange change : changes.nodes()) {
            if (change instanceof NodeChange.Created created) {
                added.addAll(created.labels());
            } else if (change instanceof NodeChange.Changed changed) {
                added.addAll(changed.labelsAdded());
            }
        }
        added.removeIf(label -> state.tokens().labels().number(label) != TokenTable.NONE);
        int labels = state.tokens().labels().size() + added.size();
        return labels <= GraphMaps.LABELS_MAX ? null : "a store has at most " + GraphMaps.LABELS_MAX + " labels";
    }
}

package dev.muster.store.graph;

import dev.muster.store.CorruptStore;
import dev.muster.store.NodeRecord;
import dev.muster.store.PinnedVersion;
import dev.muster.store.RelationshipRecord;
import dev.muster.store.StoreIdentity;
import dev.muster.store.change.ChangeSet;
import dev.muster.store.change.NodeChange;
import dev.muster.store.change.RelationshipChange;
import java.util.Collections;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.h2.mvstore.MVStore;

/**
 * The graph of one store: its maps and its present state. Lane only; what {@link #pin} returns is for any thread.
 *
 * <p>Once {@link #apply} has thrown, maps and state may disagree, and the graph must not be used any more.
 */
public final class Graph {
    private final MVStore store;
    private final GraphMaps maps;
    private final IndexMaintenance indexes;
    private final RecordDigest records = new RecordDigest();
    private GraphState state;

    /** The graph of the last commit of an MVStore; an empty one if there is none. */
    public Graph(MVStore store) {
        this.store = store;
        this.maps = GraphMaps.open(store);
        this.indexes = new IndexMaintenance(maps);
        this.state = maps.readState();
    }

    /** What is known of the present version. */
    public GraphState state() {
        return state;
    }

    GraphMaps maps() {
        return maps;
    }

    MVStore store() {
        return store;
    }

    void state(GraphState loaded) {
        state = loaded;
    }

    /** Puts the state where the next commit takes it along. */
    public void writeState() {
        maps.writeState(state);
    }

    /** Puts a mark into the next commit, or takes it out if it is null: what {@link #mark} gives when that is opened. */
    public void mark(byte[] mark) {
        maps.writeMark(mark);
    }

    /** The mark of the last commit, or null. */
    public byte[] mark() {
        return maps.readMark();
    }

    /** Keeps the present version for reading. */
    public PinnedVersion pin(StoreIdentity identity, long appliedIndex) {
        return new PinnedGraph(maps.roots(), state, identity, appliedIndex, store);
    }

    /** Why the change set does not fit the present version, or null if it does. */
    public String conflict(ChangeSet changes) {
        return ConflictCheck.reasonAgainst(maps.roots(), state, changes);
    }

    /** Makes the changes, which must fit, as the transaction after the last one. */
    public void apply(ChangeSet changes) {
        long transactionId = state.lastTransactionId() + 1;
        StateBuilder next = new StateBuilder(state, records);
        changes.nodes().forEach(change -> apply(change, transactionId, next));
        changes.relationships().forEach(change -> apply(change, transactionId, next));
        changes.schema().forEach(change -> indexes.apply(change, next));
        state = next.build(transactionId);
    }

    private void apply(NodeChange change, long transactionId, StateBuilder next) {
        if (change instanceof NodeChange.Created created) {
            put(new NodeRecord(created.id(), transactionId, created.labels(), created.properties()), next);
            return;
        }
        NodeRecord old =
                RecordCodec.decodeNode(change.id(), present(maps.nodes().get(change.id()), change), next.tokens());
        next.minus(old);
        indexes.remove(old.element(), next.schema());
        for (String label : old.labels()) {
            maps.labelIndex().remove(GraphMaps.labelKey(next.tokens().labels().number(label), old.id()));
        }
        if (change instanceof NodeChange.Changed changed) {
            put(changed(old, changed, transactionId), next);
        } else {
            maps.nodes().remove(old.id());
        }
    }

    private void put(NodeRecord node, StateBuilder next) {
        next.plus(node);
        Tokens tokens = next.tokens();
        maps.nodes().put(node.id(), RecordCodec.encode(node, tokens));
        indexes.add(node.element(), next.schema());
        for (String label : node.labels()) {
            maps.labelIndex().put(GraphMaps.labelKey(tokens.labels().number(label), node.id()), Present.YES);
        }
    }

    static NodeRecord changed(NodeRecord old, NodeChange.Changed change, long transactionId) {
        SortedSet<String> labels = new TreeSet<>(old.labels());
        labels.removeAll(change.labelsRemoved());
        labels.addAll(change.labelsAdded());
        return new NodeRecord(
                old.id(),
                transactionId,
                Collections.unmodifiableSortedSet(labels),
                changed(old.properties(), change.propertiesSet()));
    }

    static RelationshipRecord changed(RelationshipRecord old, RelationshipChange.Changed change, long transactionId) {
        Map<String, Object> properties = changed(old.properties(), change.propertiesSet());
        return new RelationshipRecord(old.id(), transactionId, old.type(), old.startId(), old.endId(), properties);
    }

    private static Map<String, Object> changed(Map<String, Object> old, Map<String, Object> set) {
        Map<String, Object> properties = new TreeMap<>(old);
        set.forEach((key, value) -> {
            if (value == null) {
                properties.remove(key);
            } else {
                properties.put(key, value);
            }
        });
        return Collections.unmodifiableMap(properties);
    }

    private void apply(RelationshipChange change, long transactionId, StateBuilder next) {
        if (change instanceof RelationshipChange.Created created) {
            RelationshipRecord relationship = new RelationshipRecord(
                    created.id(),
                    transactionId,
                    created.type(),
                    created.startId(),
                    created.endId(),
                    created.properties());
            put(relationship, next);
            int type = next.tokens().types().number(created.type());
            putAdjacency(relationship, type);
            return;
        }
        RelationshipRecord old = RecordCodec.decodeRelationship(
                change.id(), present(maps.relationships().get(change.id()), change), next.tokens());
        next.minus(old);
        indexes.remove(old, next.schema());
        if (change instanceof RelationshipChange.Changed changed) {
            put(changed(old, changed, transactionId), next);
        } else {
            int type = next.tokens().types().number(old.type());
            maps.relationships().remove(old.id());
            maps.adjacency().remove(AdjacencyKey.outgoing(old.startId(), type, old.id(), old.endId()));
            maps.adjacency().remove(AdjacencyKey.incoming(old.endId(), type, old.id(), old.startId()));
        }
    }

    private void put(RelationshipRecord relationship, StateBuilder next) {
        next.plus(relationship);
        maps.relationships().put(relationship.id(), RecordCodec.encode(relationship, next.tokens()));
        indexes.add(relationship, next.schema());
    }

    private void putAdjacency(RelationshipRecord one, int type) {
        maps.adjacency().put(AdjacencyKey.outgoing(one.startId(), type, one.id(), one.endId()), Present.YES);
        maps.adjacency().put(AdjacencyKey.incoming(one.endId(), type, one.id(), one.startId()), Present.YES);
    }

    private static byte[] present(byte[] record, Object change) {
        if (record == null) {
            throw new CorruptStore("what " + change + " changes is not there", null);
        }
        return record;
    }
}

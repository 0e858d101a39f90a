package dev.muster.store.graph;

import dev.muster.store.CorruptStore;
import dev.muster.store.NodeRecord;
import dev.muster.store.RelationshipRecord;
import dev.muster.store.StreamedStore;
import dev.muster.store.change.ChangeSet;
import dev.muster.store.change.NodeChange;
import dev.muster.store.change.RelationshipChange;
import org.h2.mvstore.MVMap;

/**
 * Applies what a transaction changes in a stretch of a graph, to the maps of records only: the rest of the graph has not
 * come yet, and comes as it is after the transaction. A change that does not fit the record is a {@link CorruptStore}.
 *
 * @param tokens numbers for all names, as the version has them from which the rest comes
 */
record StretchReplay(GraphMaps maps, Tokens tokens, StreamedStore.Stretch stretch) {
    /** Returns whether the transaction changed anything in the stretch. */
    boolean apply(long transactionId, ChangeSet changes) {
        boolean changed = false;
        for (NodeChange change : changes.nodes()) {
            if (stretch.hasNode(change.id())) {
                apply(transactionId, change);
                changed = true;
            }
        }
        for (RelationshipChange change : changes.relationships()) {
            if (stretch.hasRelationship(change.id())) {
                apply(transactionId, change);
                changed = true;
            }
        }
        return changed;
    }

    private void apply(long transactionId, NodeChange change) {
        if (change instanceof NodeChange.Created created) {
            absent(maps.nodes(), change.id(), change);
            put(new NodeRecord(created.id(), transactionId, created.labels(), created.properties()));
        } else if (change instanceof NodeChange.Changed changed) {
            byte[] old = seen(maps.nodes(), change.id(), changed.seenVersion(), change);
            put(Graph.changed(RecordCodec.decodeNode(change.id(), old, tokens), changed, transactionId));
        } else if (change instanceof NodeChange.Deleted deleted) {
            seen(maps.nodes(), change.id(), deleted.seenVersion(), change);
            maps.nodes().remove(change.id());
        }
    }

    private void put(NodeRecord node) {
        maps.nodes().put(node.id(), RecordCodec.encode(node, tokens));
    }

    private void apply(long transactionId, RelationshipChange change) {
        if (change instanceof RelationshipChange.Created created) {
            absent(maps.relationships(), change.id(), change);
            put(new RelationshipRecord(
                    created.id(),
                    transactionId,
                    created.type(),
                    created.startId(),
                    created.endId(),
                    created.properties()));
        } else if (change instanceof RelationshipChange.Changed changed) {
            byte[] old = seen(maps.relationships(), change.id(), changed.seenVersion(), change);
            put(Graph.changed(RecordCodec.decodeRelationship(change.id(), old, tokens), changed, transactionId));
        } else if (change instanceof RelationshipChange.Deleted deleted) {
            seen(maps.relationships(), change.id(), deleted.seenVersion(), change);
            maps.relationships().remove(change.id());
        }
    }

    private void put(RelationshipRecord relationship) {
        maps.relationships().put(relationship.id(), RecordCodec.encode(relationship, tokens));
    }

    private static void absent(MVMap<Long, byte[]> records, long id, Object change) {
        if (records.containsKey(id)) {
            throw new CorruptStore("what " + change + " creates is there already", null);
        }
    }

    private static byte[] seen(MVMap<Long, byte[]> records, long id, long seenVersion, Object change) {
        byte[] record = records.get(id);
        if (record == null || RecordCodec.changedBy(record) != seenVersion) {
            throw new CorruptStore("what " + change + " changes is not there, or not that version of it", null);
        }
        return record;
    }
}

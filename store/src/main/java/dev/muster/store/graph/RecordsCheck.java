package dev.muster.store.graph;

import dev.muster.store.GraphDigest;
import dev.muster.store.NodeRecord;
import dev.muster.store.RelationshipRecord;
import dev.muster.store.StoreCheck;
import dev.muster.store.StoreCheck.Part;
import dev.muster.store.schema.Element;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Checks some of the records of a version against what is derived of them, and counts them. One thread; others may be at others. */
final class RecordsCheck {
    private final GraphView version;
    private final GraphRoots roots;
    private final StoreCheck wanted;
    private final List<String> problems = new ArrayList<>();
    private final RecordDigest ofRecords = new RecordDigest();
    private final long[] labelCounts;
    private GraphDigest digest = GraphDigest.EMPTY;
    private long indexKeys;
    private long nodes;
    private long relationships;

    RecordsCheck(GraphView version, StoreCheck wanted) {
        this.version = version;
        this.roots = version.roots();
        this.wanted = wanted;
        this.labelCounts = new long[version.state().tokens().labels().size()];
    }

    /** Nodes with ids from one to another, which is excluded. */
    void nodes(long from, long to) {
        Iterator<NodeRecord> all = roots.nodesFrom(
                from,
                cursor -> RecordCodec.decodeNode(
                        cursor.getKey(), cursor.getValue(), version.state().tokens()));
        while (all.hasNext()) {
            NodeRecord node = all.next();
            if (node.id() >= to) {
                return;
            }
            node(node);
        }
    }

    private void node(NodeRecord node) {
        nodes++;
        if (wanted.has(Part.GRAPH)) {
            digest = digest.plus(ofRecords.of(node));
            checkVersion("node", node.id(), node.changedBy(), version.state().highestNodeId());
        }
        checkIndexes(node.element());
        for (String label : node.labels()) {
            int number = version.state().tokens().labels().number(label);
            labelCounts[number]++;
            if (wanted.has(Part.INDEXES) && !roots.hasLabel(number, node.id())) {
                problem("node " + node.id() + " is missing from the index of label " + label);
            }
        }
    }

    /** Relationships with ids from one to another, which is excluded. */
    void relationships(long from, long to) {
        Iterator<RelationshipRecord> all = roots.relationshipsFrom(
                from,
                cursor -> RecordCodec.decodeRelationship(
                        cursor.getKey(), cursor.getValue(), version.state().tokens()));
        while (all.hasNext()) {
            RelationshipRecord one = all.next();
            if (one.id() >= to) {
                return;
            }
            relationships++;
            checkIndexes(one.element());
            if (wanted.has(Part.GRAPH)) {
                relationship(one);
            }
        }
    }

    private void relationship(RelationshipRecord one) {
        digest = digest.plus(ofRecords.of(one));
        checkVersion("relationship", one.id(), one.changedBy(), version.state().highestRelationshipId());
        int type = version.state().tokens().types().number(one.type());
        checkEnd(one, one.startId(), AdjacencyKey.outgoing(one.startId(), type, one.id(), one.endId()));
        checkEnd(one, one.endId(), AdjacencyKey.incoming(one.endId(), type, one.id(), one.startId()));
    }

    private void checkEnd(RelationshipRecord relationship, long nodeId, AdjacencyKey key) {
        if (roots.node(nodeId) == null) {
            problem("relationship " + relationship.id() + " has node " + nodeId + " at an end, which is not there");
        }
        if (!roots.hasAdjacency(key)) {
            problem("relationship " + relationship.id() + " is missing at node " + nodeId);
        }
    }

    private void checkIndexes(Element element) {
        if (!wanted.has(Part.INDEXES)) {
            return;
        }
        for (byte[] key : IndexMaintenance.keys(element, version.state().schema())) {
            indexKeys++;
            if (!roots.hasIndexKey(key)) {
                problem(element.what() + " is missing from an index");
            }
        }
    }

    private void checkVersion(String what, long id, long changedBy, long highestId) {
        if (id > highestId || changedBy < 1 || changedBy > version.transactionId()) {
            problem(what + " " + id + " of transaction " + changedBy + " lies beyond the highest id " + highestId
                    + " or the last transaction " + version.transactionId());
        }
    }

    private void problem(String text) {
        if (problems.size() < wanted.problemsMax()) {
            problems.add(text);
        }
    }

    List<String> problems() {
        return problems;
    }

    long[] labelCounts() {
        return labelCounts;
    }

    /** The sum over its records. */
    GraphDigest digest() {
        return digest;
    }

    long indexKeys() {
        return indexKeys;
    }

    long nodes() {
        return nodes;
    }

    long relationships() {
        return relationships;
    }
}

package dev.muster.store.graph;

import dev.muster.store.GraphDigest;
import dev.muster.store.NodeRecord;
import dev.muster.store.PinnedVersion;
import dev.muster.store.RelationshipRecord;
import dev.muster.store.schema.Element;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Checks a version against itself: each relationship has both its ends in the adjacency and both nodes, each label its
 * entry in the index, nothing is there beyond, and counts and digest are those of the records. Reads everything. A page
 * or record that cannot be read is a {@link dev.muster.store.CorruptStore}.
 */
public final class StoreChecker {
    private final GraphView version;
    private final int problemsMax;
    private final List<String> problems = new ArrayList<>();
    private final RecordDigest records = new RecordDigest();
    private GraphDigest digest;
    private long indexKeys;

    private StoreChecker(GraphView version, int problemsMax) {
        this.version = version;
        this.problemsMax = problemsMax;
        this.digest = records.of(version.state().schema());
    }

    /** What is wrong with a version that a store pinned, one sentence each, at most so many; empty if nothing is. */
    public static List<String> check(PinnedVersion version, int problemsMax) {
        if (!(version instanceof GraphView view)) {
            throw new IllegalArgumentException("not a version that a store pinned: " + version.getClass());
        }
        StoreChecker checker = new StoreChecker(view, problemsMax);
        checker.check();
        return List.copyOf(checker.problems);
    }

    private void check() {
        GraphRoots roots = version.roots();
        GraphState state = version.state();
        long[] labelCounts = new long[state.tokens().labels().size()];
        long nodes = checkNodes(roots, labelCounts);
        long relationships = checkRelationships(roots);
        expect("nodes", state.nodeCount(), nodes);
        expect("relationships", state.relationshipCount(), relationships);
        long labels = 0;
        for (int label = 0; label < labelCounts.length; label++) {
            String name = state.tokens().labels().name(label);
            expect("nodes with label " + name, state.labelCount(label), labelCounts[label]);
            labels += labelCounts[label];
        }
        expect("entries of the label index", labels, roots.labelIndex().getTotalCount());
        expect("keys of indexes", indexKeys, roots.indexes().getTotalCount());
        expect("ends of relationships", 2 * relationships, roots.adjacency().getTotalCount());
        if (!digest.equals(state.digest())) {
            problem("the digest of the records is " + digest + ", not " + state.digest());
        }
    }

    private long checkNodes(GraphRoots roots, long[] labelCounts) {
        long count = 0;
        for (Iterator<NodeRecord> nodes = version.nodes(); nodes.hasNext(); count++) {
            NodeRecord node = nodes.next();
            digest = digest.plus(records.of(node));
            checkIndexes(roots, node.element());
            checkVersion("node", node.id(), node.changedBy(), version.state().highestNodeId());
            for (String label : node.labels()) {
                int number = version.state().tokens().labels().number(label);
                labelCounts[number]++;
                if (!roots.hasLabel(number, node.id())) {
                    problem("node " + node.id() + " is missing from the index of label " + label);
                }
            }
        }
        return count;
    }

    private void checkIndexes(GraphRoots roots, Element element) {
        for (byte[] key : IndexMaintenance.keys(element, version.state().schema())) {
            indexKeys++;
            if (!roots.hasIndexKey(key)) {
                problem(element.what() + " is missing from an index");
            }
        }
    }

    private long checkRelationships(GraphRoots roots) {
        long count = 0;
        for (Iterator<RelationshipRecord> all = version.relationships(); all.hasNext(); count++) {
            RelationshipRecord one = all.next();
            digest = digest.plus(records.of(one));
            checkIndexes(roots, one.element());
            checkVersion(
                    "relationship", one.id(), one.changedBy(), version.state().highestRelationshipId());
            int type = version.state().tokens().types().number(one.type());
            checkEnd(roots, one, one.startId(), AdjacencyKey.outgoing(one.startId(), type, one.id(), one.endId()));
            checkEnd(roots, one, one.endId(), AdjacencyKey.incoming(one.endId(), type, one.id(), one.startId()));
        }
        return count;
    }

    private void checkEnd(GraphRoots roots, RelationshipRecord relationship, long nodeId, AdjacencyKey key) {
        if (roots.node(nodeId) == null) {
            problem("relationship " + relationship.id() + " has node " + nodeId + " at an end, which is not there");
        }
        if (!roots.hasAdjacency(key)) {
            problem("relationship " + relationship.id() + " is missing at node " + nodeId);
        }
    }

    private void checkVersion(String what, long id, long changedBy, long highestId) {
        if (id > highestId || changedBy < 1 || changedBy > version.transactionId()) {
            problem(what + " " + id + " of transaction " + changedBy + " lies beyond the highest id " + highestId
                    + " or the last transaction " + version.transactionId());
        }
    }

    private void expect(String what, long counted, long found) {
        if (counted != found) {
            problem(found + " " + what + " where the counts say " + counted);
        }
    }

    private void problem(String text) {
        if (problems.size() < problemsMax) {
            problems.add(text);
        }
    }
}

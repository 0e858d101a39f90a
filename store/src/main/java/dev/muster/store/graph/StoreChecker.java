package dev.muster.store.graph;

import dev.muster.store.GraphDigest;
import dev.muster.store.NodeRecord;
import dev.muster.store.PinnedVersion;
import dev.muster.store.RelationshipRecord;
import dev.muster.store.StoreCheck;
import dev.muster.store.StoreCheck.Part;
import dev.muster.store.schema.Element;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Checks a version against itself: each relationship has both its ends in the adjacency and both nodes, each label its
 * entry in the index, nothing is there beyond, and counts and digest are those of the records. Reads everything. A page
 * or record that cannot be read is a {@link dev.muster.store.CorruptStore}.
 */
public final class StoreChecker {
    /** Between two reports of progress. */
    private static final int RECORDS_PER_STEP = 1024;

    private final GraphView version;
    private final StoreCheck wanted;
    private final List<String> problems = new ArrayList<>();
    private final RecordDigest records = new RecordDigest();
    private GraphDigest digest;
    private long indexKeys;

    private StoreChecker(GraphView version, StoreCheck wanted) {
        this.version = version;
        this.wanted = wanted;
        this.digest = records.of(version.state().schema());
    }

    /** What is wrong with a version that a store pinned, one sentence each; empty if nothing is. */
    public static List<String> check(PinnedVersion version, StoreCheck wanted) {
        if (!(version instanceof GraphView view)) {
            throw new IllegalArgumentException("not a version that a store pinned: " + version.getClass());
        }
        StoreChecker checker = new StoreChecker(view, wanted);
        checker.check();
        return List.copyOf(checker.problems);
    }

    private void check() {
        GraphRoots roots = version.roots();
        GraphState state = version.state();
        long[] labelCounts = new long[state.tokens().labels().size()];
        long nodes = checkNodes(roots, labelCounts);
        long relationships = checkRelationships(roots);
        if (wanted.has(Part.COUNTS)) {
            checkCounts(state, nodes, relationships, labelCounts);
        }
        if (wanted.has(Part.INDEXES)) {
            expect(
                    "entries of the label index",
                    LongStream.of(labelCounts).sum(),
                    roots.labelIndex().getTotalCount());
            expect("keys of indexes", indexKeys, roots.indexes().getTotalCount());
        }
        if (wanted.has(Part.GRAPH)) {
            expect("ends of relationships", 2 * relationships, roots.adjacency().getTotalCount());
            if (!digest.equals(state.digest())) {
                problem("the digest of the records is " + digest + ", not " + state.digest());
            }
        }
    }

    private void checkCounts(GraphState state, long nodes, long relationships, long[] labelCounts) {
        expect("nodes", state.nodeCount(), nodes);
        expect("relationships", state.relationshipCount(), relationships);
        for (int label = 0; label < labelCounts.length; label++) {
            String name = state.tokens().labels().name(label);
            expect("nodes with label " + name, state.labelCount(label), labelCounts[label]);
        }
    }

    private long checkNodes(GraphRoots roots, long[] labelCounts) {
        long count = 0;
        for (Iterator<NodeRecord> nodes = version.nodes(); nodes.hasNext(); count++) {
            NodeRecord node = nodes.next();
            step("nodes", count, version.nodeCount());
            if (wanted.has(Part.GRAPH)) {
                digest = digest.plus(records.of(node));
                checkVersion(
                        "node", node.id(), node.changedBy(), version.state().highestNodeId());
            }
            checkIndexes(roots, node.element());
            for (String label : node.labels()) {
                int number = version.state().tokens().labels().number(label);
                labelCounts[number]++;
                if (wanted.has(Part.INDEXES) && !roots.hasLabel(number, node.id())) {
                    problem("node " + node.id() + " is missing from the index of label " + label);
                }
            }
        }
        wanted.progress().reached("nodes", 1);
        return count;
    }

    private void step(String what, long count, long all) {
        if (count % RECORDS_PER_STEP == 0) {
            wanted.progress().reached(what, Math.min(1, count / (double) Math.max(1, all)));
        }
    }

    private void checkIndexes(GraphRoots roots, Element element) {
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

    private long checkRelationships(GraphRoots roots) {
        long count = 0;
        for (Iterator<RelationshipRecord> all = version.relationships(); all.hasNext(); count++) {
            RelationshipRecord one = all.next();
            step("relationships", count, version.relationshipCount());
            checkIndexes(roots, one.element());
            if (wanted.has(Part.GRAPH)) {
                checkRelationship(roots, one);
            }
        }
        wanted.progress().reached("relationships", 1);
        return count;
    }

    private void checkRelationship(GraphRoots roots, RelationshipRecord one) {
        digest = digest.plus(records.of(one));
        checkVersion("relationship", one.id(), one.changedBy(), version.state().highestRelationshipId());
        int type = version.state().tokens().types().number(one.type());
        checkEnd(roots, one, one.startId(), AdjacencyKey.outgoing(one.startId(), type, one.id(), one.endId()));
        checkEnd(roots, one, one.endId(), AdjacencyKey.incoming(one.endId(), type, one.id(), one.startId()));
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
        if (problems.size() < wanted.problemsMax()) {
            problems.add(text);
        }
    }
}

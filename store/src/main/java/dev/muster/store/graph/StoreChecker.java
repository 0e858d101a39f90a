package dev.muster.store.graph;

import dev.muster.runtime.Workers;
import dev.muster.store.GraphDigest;
import dev.muster.store.PinnedVersion;
import dev.muster.store.StoreCheck;
import dev.muster.store.StoreCheck.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Checks a version against itself: each relationship has both its ends in the adjacency and both nodes, each label its
 * entry in the index, nothing is there beyond, and counts and digest are those of the records. Reads everything, several
 * {@linkplain RecordsCheck stretches} at a time if there are others who help. A page
 * or record that cannot be read is a {@link dev.muster.store.CorruptStore}.
 */
public final class StoreChecker {
    /** Ids of a stretch, at least: short enough for progress to be told often. */
    private static final long STRETCH_IDS_MIN = 4_096;

    private static final long STRETCHES_MAX = 1_024;

    private final GraphView version;
    private final StoreCheck wanted;
    private final List<String> problems = new ArrayList<>();
    private final long[] labelCounts;
    private GraphDigest digest;
    private long indexKeys;
    private long nodes;
    private long relationships;

    private StoreChecker(GraphView version, StoreCheck wanted) {
        this.version = version;
        this.wanted = wanted;
        this.labelCounts = new long[version.state().tokens().labels().size()];
        this.digest = new RecordDigest().of(version.state().schema());
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
        checkAll("nodes", state.highestNodeId(), RecordsCheck::nodes);
        checkAll("relationships", state.highestRelationshipId(), RecordsCheck::relationships);
        if (wanted.has(Part.COUNTS)) {
            checkCounts(state);
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

    /** Checks some of the records, by their ids; the last one is excluded. */
    @FunctionalInterface
    private interface Stretch {
        void check(RecordsCheck records, long from, long to);
    }

    /** Has all stretches checked, so many at a time, and adds up in their order what was found. */
    private void checkAll(String what, long highestId, Stretch stretch) {
        long ids = Math.max(STRETCH_IDS_MIN, highestId / STRETCHES_MAX + 1);
        Deque<Workers.Work<RecordsCheck>> underWay = new ArrayDeque<>();
        for (long from = 0; from <= Math.max(0, highestId); from += ids) {
            long begin = from;
            long end = from + ids > highestId ? Long.MAX_VALUE : from + ids; // and what lies beyond, if anything does
            underWay.add(wanted.workers().begin(() -> {
                RecordsCheck records = new RecordsCheck(version, wanted);
                stretch.check(records, begin, end);
                return records;
            }));
            if (underWay.size() >= wanted.threads()) {
                take(underWay.remove());
                wanted.progress().reached(what, Math.min(1, from / (double) Math.max(1, highestId)));
            }
        }
        underWay.forEach(this::take);
        wanted.progress().reached(what, 1);
    }

    private void take(Workers.Work<RecordsCheck> work) {
        RecordsCheck records;
        try {
            records = work.result();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        nodes += records.nodes();
        relationships += records.relationships();
        indexKeys += records.indexKeys();
        digest = digest.plus(records.digest());
        Arrays.setAll(labelCounts, label -> labelCounts[label] + records.labelCounts()[label]);
        records.problems().forEach(this::problem);
    }

    private void checkCounts(GraphState state) {
        expect("nodes", state.nodeCount(), nodes);
        expect("relationships", state.relationshipCount(), relationships);
        for (int label = 0; label < labelCounts.length; label++) {
            String name = state.tokens().labels().name(label);
            expect("nodes with label " + name, state.labelCount(label), labelCounts[label]);
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

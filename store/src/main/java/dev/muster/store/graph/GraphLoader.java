package dev.muster.store.graph;

import dev.muster.runtime.Workers;
import dev.muster.store.CorruptStore;
import dev.muster.store.StreamedStore.Stretch;
import dev.muster.store.change.ChangeSet;
import dev.muster.store.value.Varints;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * Fills an empty graph from the parts of another one. A part that does not fit is a {@link CorruptStore}.
 *
 * <p>Records come in id order and are appended. What is derived from them is derived as they come, as long as all are of one
 * version; else once all are there.
 */
public final class GraphLoader {
    /** Some megabytes of keys. */
    private static final int KEYS_IN_MEMORY_MAX = 128 * 1024;

    /** What {@link #transactionId} is if nobody said of what version the parts are. */
    private static final long UNKNOWN = -1;

    private final Graph graph;
    private final Workers workers;
    private final int keysInMemoryMax;
    private final GraphMaps maps;
    private final RecordAppender nodes;
    private final RecordAppender relationships;
    /** Null if it has to be made once all records are there. */
    private Derivation derived;

    private Tokens tokens;
    private GraphState sent;
    private byte lastKind;
    private long lastId = -1;
    private Stretch stretch;
    private long transactionId;
    /** Of which version the parts are that come now. */
    private long version = UNKNOWN;

    /** Into a graph with nothing in it. */
    public GraphLoader(Graph graph, Workers workers) {
        this(graph, workers, KEYS_IN_MEMORY_MAX);
    }

    GraphLoader(Graph graph, Workers workers, int keysInMemoryMax) {
        this(graph, workers, keysInMemoryMax, Stretch.NOTHING, UNKNOWN);
    }

    /** Goes on with a graph that has the records of a stretch as of a transaction, and nothing else of use. */
    public GraphLoader(Graph graph, Stretch stretch, long transactionId) {
        this(graph, Workers.INLINE, KEYS_IN_MEMORY_MAX, stretch, transactionId);
        SortedRuns.clear(graph.store());
    }

    private GraphLoader(Graph graph, Workers workers, int keysInMemoryMax, Stretch stretch, long transactionId) {
        this.workers = workers;
        this.keysInMemoryMax = keysInMemoryMax;
        this.graph = graph;
        this.maps = graph.maps();
        this.nodes = new RecordAppender(maps.nodes());
        this.relationships = new RecordAppender(maps.relationships());
        this.stretch = stretch;
        this.transactionId = transactionId;
    }

    /** The parts that follow, from the names on, are of the version after that transaction. */
    public void begin(long pinnedTransactionId) {
        if (stretch.isEmpty()) {
            transactionId = pinnedTransactionId;
        } else if (pinnedTransactionId < transactionId) {
            throw new CorruptStore(
                    "parts of transaction " + pinnedTransactionId + " cannot follow those of " + transactionId, null);
        }
        version = pinnedTransactionId;
        lastKind = 0;
        sent = null;
    }

    /** Takes the next part. */
    public void part(byte[] part) {
        ByteBuffer source = PartFormat.open(part);
        try {
            take(source);
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            throw new CorruptStore("a part of the store makes no sense: " + e.getMessage(), e);
        }
    }

    /** Brings the records that are there from one transaction to the next; the names of the version have come. */
    public void transaction(long next, ChangeSet changes) {
        if (next != transactionId + 1 || next > version) {
            throw new CorruptStore(
                    "transaction " + next + " cannot follow " + transactionId + " on the way to " + version, null);
        }
        try {
            if (new StretchReplay(maps, tokens, stretch).apply(next, changes)) {
                forgetDerived();
            }
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new CorruptStore("transaction " + next + " does not fit what has come: " + e.getMessage(), e);
        }
        transactionId = next;
    }

    /** What has come, as of {@link #transactionId}. */
    public Stretch stretch() {
        return stretch;
    }

    /** Of which version all that has come is; only if somebody said what comes. */
    public long transactionId() {
        return transactionId;
    }

    /** Whether the state has come, with which parts end. */
    public boolean hasLastPart() {
        return sent != null;
    }

    /**
     * Checks that all has come and is what the sender had, and completes the graph. {@code relief} is called every now and
     * then, to write what has come so far out of memory.
     */
    public void complete(Runnable relief) {
        if (sent == null) {
            throw new CorruptStore("the stream of the store ended early, after node or relationship " + lastId, null);
        }
        if (derived == null) {
            derived = new Derivation(graph, keysInMemoryMax, sent.tokens(), workers);
            derived.all(relief);
        }
        derived.complete(sent, relief);
        stretch = Stretch.WHOLE;
    }

    private void forgetDerived() {
        if (derived != null) {
            derived = null;
            SortedRuns.clear(graph.store());
        }
    }

    private void take(ByteBuffer source) {
        byte kind = source.get();
        boolean first = lastKind == 0;
        if (first != (kind == PartFormat.NAMES) || kind < lastKind || lastKind == PartFormat.STATE) {
            throw new IllegalArgumentException("a part of kind " + kind + " cannot follow one of kind " + lastKind);
        }
        if (!first && version != UNKNOWN && version != transactionId) {
            throw new IllegalArgumentException(
                    "a part of transaction " + version + " cannot follow what is of " + transactionId);
        }
        if (kind != lastKind) {
            lastId = lastIdOf(kind);
            lastKind = kind;
        }
        switch (kind) {
            case PartFormat.NAMES -> takeNames(source);
            case PartFormat.NODES -> takeNodes(source);
            case PartFormat.RELATIONSHIPS -> takeRelationships(source);
            case PartFormat.STATE -> takeState(source);
            default -> throw new IllegalArgumentException("no part has the kind " + kind);
        }
    }

    /** The last record of that kind in the stretch. */
    private long lastIdOf(byte kind) {
        boolean same = kind == (stretch.last() == Stretch.Records.NODES ? PartFormat.NODES : PartFormat.RELATIONSHIPS);
        return same ? stretch.id() : -1;
    }

    private void takeNames(ByteBuffer source) {
        tokens = Tokens.read(source);
        if (stretch.isEmpty()) {
            forgetDerived();
            derived = new Derivation(graph, keysInMemoryMax, tokens, workers);
        }
    }

    private void takeState(ByteBuffer source) {
        byte[] bytes = new byte[source.remaining()];
        source.get(bytes);
        GraphState state = GraphState.decode(bytes);
        if (version != UNKNOWN && state.lastTransactionId() != version) {
            throw new IllegalArgumentException(
                    "a state of transaction " + state.lastTransactionId() + " is not that of " + version);
        }
        sent = state;
    }

    private void takeNodes(ByteBuffer source) {
        if (stretch.last() != Stretch.Records.NODES) {
            throw new IllegalArgumentException("nodes cannot follow relationships");
        }
        if (derived != null) {
            derived.part(PartFormat.NODES, source);
        }
        takeRecords(source, (id, record) -> {
            if (derived != null) {
                derived.node(id, record);
            }
            nodes.append(id, record);
        });
        stretch = new Stretch(Stretch.Records.NODES, lastId);
    }

    private void takeRelationships(ByteBuffer source) {
        if (derived != null) {
            derived.part(PartFormat.RELATIONSHIPS, source);
        }
        takeRecords(source, (id, record) -> {
            if (derived != null) {
                derived.relationship(id, record);
            }
            relationships.append(id, record);
        });
        stretch = new Stretch(Stretch.Records.RELATIONSHIPS, lastId);
    }

    private void takeRecords(ByteBuffer source, RecordTaker taker) {
        long id = 0;
        while (source.hasRemaining()) {
            id += Varints.readUnsigned(source);
            if (id <= lastId || id > ChangeSet.ID_MAX) {
                throw new IllegalArgumentException("record " + id + " cannot follow " + lastId);
            }
            lastId = id;
            byte[] record = new byte[Varints.readCount(source)];
            source.get(record);
            taker.take(id, record);
        }
    }

    @FunctionalInterface
    private interface RecordTaker {
        void take(long id, byte[] record);
    }
}

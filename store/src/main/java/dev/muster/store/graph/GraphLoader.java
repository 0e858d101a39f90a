package dev.muster.store.graph;

import dev.muster.store.CorruptStore;
import dev.muster.store.NodeRecord;
import dev.muster.store.value.Varints;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.LongDataType;

/**
 * Fills an empty graph from the parts of another one. A part that does not fit is a {@link CorruptStore}.
 *
 * <p>Records come in id order and are appended; what hangs on them in another order goes through {@link SortedRuns}.
 */
public final class GraphLoader {
    /** Some megabytes of keys. */
    private static final int KEYS_IN_MEMORY_MAX = 128 * 1024;

    /** Pages of appended records have this many; those of larger ones would be longer than pages should be. */
    private static final int APPENDED_PER_PAGE = 48;

    private static final int APPENDED_BYTES_MAX = 16 * 1024 / APPENDED_PER_PAGE;

    private final Graph graph;
    private final int keysInMemoryMax;
    private final GraphMaps maps;
    private final SortedRuns<Long> labels;
    private final SortedRuns<AdjacencyKey> adjacency;
    private StateBuilder state;
    private Tokens tokens;
    private GraphState sent;
    private byte lastKind;
    private long lastId = -1;

    /** Into a graph with nothing in it. */
    public GraphLoader(Graph graph) {
        this(graph, KEYS_IN_MEMORY_MAX);
    }

    GraphLoader(Graph graph, int keysInMemoryMax) {
        this.keysInMemoryMax = keysInMemoryMax;
        this.graph = graph;
        this.maps = graph.maps();
        labels = new SortedRuns<>(graph.store(), maps.labelIndex(), LongDataType.INSTANCE, keysInMemoryMax);
        adjacency = new SortedRuns<>(graph.store(), maps.adjacency(), AdjacencyKeyType.INSTANCE, keysInMemoryMax);
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

    /**
     * Checks that all has come and is what the sender had, and completes the graph. {@code relief} is called every now and
     * then, to write what has come so far out of memory.
     */
    public void complete(Runnable relief) {
        if (sent == null) {
            throw new CorruptStore("the stream of the store ended early, after node or relationship " + lastId, null);
        }
        state.schema(sent.schema());
        GraphState built = state.build(sent.lastTransactionId());
        if (built.highestNodeId() > sent.highestNodeId()
                || built.highestRelationshipId() > sent.highestRelationshipId()
                || built.nodeCount() != sent.nodeCount()
                || built.relationshipCount() != sent.relationshipCount()
                || !built.digest().equals(sent.digest())) {
            throw new CorruptStore(
                    "the stream of the store does not add up: " + built.nodeCount() + " nodes and "
                            + built.relationshipCount() + " relationships with digest " + built.digest() + " came, "
                            + sent.nodeCount() + " and " + sent.relationshipCount() + " with digest " + sent.digest()
                            + " were announced",
                    null);
        }
        labels.complete(relief);
        adjacency.complete(relief);
        graph.state(sent);
        if (!sent.schema().rules().isEmpty()) {
            fillIndexes(relief);
        }
    }

    /** Indexes do not travel: they are made anew from the records. */
    private void fillIndexes(Runnable relief) {
        SortedRuns<byte[]> keys =
                new SortedRuns<>(graph.store(), maps.indexes(), ByteArrayDataType.INSTANCE, keysInMemoryMax);
        int nodes = 0;
        for (Iterator<Long> ids = maps.nodes().keyIterator(null); ids.hasNext(); ) {
            long id = ids.next();
            NodeRecord node = RecordCodec.decodeNode(id, maps.nodes().get(id), sent.tokens());
            IndexMaintenance.keys(node, sent.schema()).forEach(keys::add);
            if (++nodes % keysInMemoryMax == 0) {
                relief.run();
            }
        }
        keys.complete(relief);
    }

    private void take(ByteBuffer source) {
        byte kind = source.get();
        boolean first = lastKind == 0;
        if (first != (kind == PartFormat.NAMES) || kind < lastKind || lastKind == PartFormat.STATE) {
            throw new IllegalArgumentException("a part of kind " + kind + " cannot follow one of kind " + lastKind);
        }
        if (kind != lastKind) {
            lastId = -1;
            lastKind = kind;
        }
        switch (kind) {
            case PartFormat.NAMES -> takeNames(source);
            case PartFormat.NODES, PartFormat.RELATIONSHIPS -> takeRecords(kind, source);
            case PartFormat.STATE -> takeState(source);
            default -> throw new IllegalArgumentException("no part has the kind " + kind);
        }
    }

    private void takeNames(ByteBuffer source) {
        tokens = Tokens.read(source);
        GraphState empty = GraphState.EMPTY;
        state = new StateBuilder(
                new GraphState(
                        0,
                        empty.digest(),
                        0,
                        0,
                        -1,
                        -1,
                        tokens,
                        new long[tokens.labels().size()],
                        empty.schema()),
                new RecordDigest());
    }

    private void takeState(ByteBuffer source) {
        byte[] bytes = new byte[source.remaining()];
        source.get(bytes);
        sent = GraphState.decode(bytes);
    }

    private void takeRecords(byte kind, ByteBuffer source) {
        long id = 0;
        while (source.hasRemaining()) {
            id += Varints.readUnsigned(source);
            if (id <= lastId || id > dev.muster.store.change.ChangeSet.ID_MAX) {
                throw new IllegalArgumentException("record " + id + " cannot follow " + lastId);
            }
            lastId = id;
            byte[] record = new byte[Varints.readCount(source)];
            source.get(record);
            if (kind == PartFormat.NODES) {
                putNode(id, record);
            } else {
                putRelationship(id, record);
            }
        }
    }

    private void putNode(long id, byte[] record) {
        ByteBuffer source = ByteBuffer.wrap(record);
        Varints.readUnsigned(source); // the transaction that wrote it
        int count = Varints.readCount(source);
        for (int i = 0; i < count; i++) {
            int label = (int) Varints.readUnsigned(source);
            tokens.labels().name(label);
            state.labelled(label);
            labels.add(GraphMaps.labelKey(label, id));
        }
        state.plusNode(id, record);
        put(maps.nodes(), id, record);
    }

    private void putRelationship(long id, byte[] record) {
        ByteBuffer source = ByteBuffer.wrap(record);
        Varints.readUnsigned(source); // the transaction that wrote it
        int type = (int) Varints.readUnsigned(source);
        long startId = Varints.readUnsigned(source);
        long endId = Varints.readUnsigned(source);
        state.plusRelationship(id, record);
        put(maps.relationships(), id, record);
        adjacency.add(AdjacencyKey.outgoing(startId, type, id, endId));
        adjacency.add(AdjacencyKey.incoming(endId, type, id, startId));
    }

    private static void put(MVMap<Long, byte[]> map, long id, byte[] record) {
        if (record.length <= APPENDED_BYTES_MAX) {
            map.append(id, record);
        } else {
            map.put(id, record);
        }
    }
}

package dev.muster.store.graph;

import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.DataType;
import org.h2.mvstore.type.LongDataType;

/**
 * The maps of one graph in an MVStore. Each has one writer, so that what comes in order can be appended.
 *
 * @param labelIndex the keys are label numbers and node ids, {@link #labelKey} puts them together
 * @param indexes the keys of all indexes of the schema, as {@link dev.muster.store.schema.IndexKeys} makes them
 * @param states holds the encoded {@link GraphState} of the last commit under key 0, and under key
 *     1, while the graph is not complete, what whoever fills it wrote there
 */
public record GraphMaps(
        MVMap<Long, byte[]> nodes,
        MVMap<Long, byte[]> relationships,
        MVMap<AdjacencyKey, Present> adjacency,
        MVMap<Long, Present> labelIndex,
        MVMap<byte[], Present> indexes,
        MVMap<Long, byte[]> states) {
    /** How many labels can be numbered beside 44 bits of node id. */
    static final int LABELS_MAX = 1 << 18;

    private static final int ID_BITS = 44;
    private static final long STATE_KEY = 0;
    private static final long MARK_KEY = 1;

    /** Opens the maps, making those that are missing. */
    public static GraphMaps open(MVStore store) {
        MVMap.Builder<Long, byte[]> records = new MVMap.Builder<Long, byte[]>()
                .singleWriter()
                .keyType(LongDataType.INSTANCE)
                .valueType(ByteArrayDataType.INSTANCE);
        return new GraphMaps(
                store.openMap("nodes", records),
                store.openMap("relationships", records),
                openSet(store, "adjacency", AdjacencyKeyType.INSTANCE),
                openSet(store, "labels", LongDataType.INSTANCE),
                openSet(store, "indexes", ByteArrayDataType.INSTANCE),
                store.openMap("states", records));
    }

    /** Opens a map that is a set, making it if it is missing. */
    static <K> MVMap<K, Present> openSet(MVStore store, String name, DataType<K> keyType) {
        return store.openMap(
                name,
                new MVMap.Builder<K, Present>().singleWriter().keyType(keyType).valueType(Present.Type.INSTANCE));
    }

    /** Puts the state into the next commit. */
    public void writeState(GraphState state) {
        states.put(STATE_KEY, state.encode());
    }

    /** The state of the last commit; the empty one if there was none. */
    public GraphState readState() {
        byte[] bytes = states.get(STATE_KEY);
        return bytes == null ? GraphState.EMPTY : GraphState.decode(bytes);
    }

    void writeMark(byte[] mark) {
        if (mark == null) {
            states.remove(MARK_KEY);
        } else {
            states.put(MARK_KEY, mark);
        }
    }

    byte[] readMark() {
        return states.get(MARK_KEY);
    }

    /** The maps' contents as they are now, fixed. */
    GraphRoots roots() {
        return new GraphRoots(
                this,
                nodes.flushAndGetRoot(),
                relationships.flushAndGetRoot(),
                adjacency.flushAndGetRoot(),
                labelIndex.flushAndGetRoot(),
                indexes.flushAndGetRoot());
    }

    static long labelKey(int label, long nodeId) {
        return (long) label << ID_BITS | nodeId;
    }

    static long nodeOfLabelKey(long key) {
        return key & (1L << ID_BITS) - 1;
    }

    static int labelOfLabelKey(long key) {
        return (int) (key >>> ID_BITS);
    }
}

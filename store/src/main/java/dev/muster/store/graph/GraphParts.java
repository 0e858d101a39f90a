package dev.muster.store.graph;

import dev.muster.store.PinnedVersion;
import dev.muster.store.StreamedStore;
import dev.muster.store.value.ByteSink;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import org.h2.mvstore.Cursor;

/** Cuts a pinned version into parts. Records travel as they are stored. */
public final class GraphParts implements StreamedStore.Parts {
    private static final int ROOM_BYTES = StreamedStore.PART_BYTES + 1024;
    /** What a record that is larger than most has taken is not kept. */
    private static final int ROOM_BYTES_MAX = 4 * ROOM_BYTES;

    private final GraphView version;
    private final Iterator<Map.Entry<Long, byte[]>> nodes;
    private final Iterator<Map.Entry<Long, byte[]>> relationships;
    /** Room for one part after the other. */
    private ByteSink room = new ByteSink(ROOM_BYTES);

    private boolean begun;
    private boolean ended;
    private long given;

    private GraphParts(GraphView version, StreamedStore.Stretch behind) {
        this.version = version;
        this.nodes = behind.last() == StreamedStore.Stretch.Records.NODES
                ? version.roots().nodesFrom(behind.id() + 1, GraphParts::entry)
                : Collections.emptyIterator();
        this.relationships = behind.isWhole()
                ? Collections.emptyIterator()
                : version.roots()
                        .relationshipsFrom(
                                behind.last() == StreamedStore.Stretch.Records.NODES ? 0 : behind.id() + 1,
                                GraphParts::entry);
    }

    /** The parts of a version that a store pinned: the names, what lies behind the stretch, and the state. */
    public static GraphParts of(PinnedVersion version, StreamedStore.Stretch behind) {
        if (!(version instanceof GraphView view)) {
            throw new IllegalArgumentException("not a version that a store pinned: " + version.getClass());
        }
        return new GraphParts(view, behind);
    }

    /** Up to where the parts go that end with this one; null if it has no records and is not the end. */
    public static StreamedStore.Stretch stretchTo(byte[] part) {
        return PartFormat.stretch(part);
    }

    @Override
    public byte[] next() {
        version.roots();
        if (!begun) {
            begun = true;
            ByteSink names = PartFormat.begin(PartFormat.NAMES, room);
            version.state().tokens().write(names);
            return PartFormat.end(names);
        }
        if (nodes.hasNext()) {
            return records(PartFormat.NODES, nodes);
        }
        if (relationships.hasNext()) {
            return records(PartFormat.RELATIONSHIPS, relationships);
        }
        if (!ended) {
            ended = true;
            return PartFormat.end(
                    PartFormat.begin(PartFormat.STATE, room).put(version.state().encode()));
        }
        return null;
    }

    @Override
    public double progress() {
        long all = version.nodeCount() + version.relationshipCount();
        return ended || all == 0 ? 1 : (double) given / all;
    }

    private byte[] records(byte kind, Iterator<Map.Entry<Long, byte[]>> records) {
        room = room.array().length > ROOM_BYTES_MAX ? new ByteSink(ROOM_BYTES) : room;
        ByteSink sink = PartFormat.begin(kind, room);
        long previous = 0;
        while (sink.length() < StreamedStore.PART_BYTES && records.hasNext()) {
            Map.Entry<Long, byte[]> entry = records.next();
            sink.putUnsigned(entry.getKey() - previous);
            sink.putUnsigned(entry.getValue().length).put(entry.getValue());
            previous = entry.getKey();
            given++;
        }
        return PartFormat.end(sink);
    }

    static Map.Entry<Long, byte[]> entry(Cursor<Long, byte[]> cursor) {
        return Map.entry(cursor.getKey(), cursor.getValue());
    }
}

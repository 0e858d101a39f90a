package dev.muster.store.graph;

import dev.muster.runtime.Workers;
import dev.muster.store.CorruptStore;
import dev.muster.store.NodeRecord;
import dev.muster.store.RelationshipRecord;
import dev.muster.store.value.Varints;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.LongDataType;

/**
 * What a graph derives from its records: counts, digest, labels, adjacency and indexes. It is shown each record once, as it comes with
 * its part or as the maps hold it, and fills the maps that are not those of records through {@link SortedRuns}.
 */
final class Derivation {
    private final Graph graph;
    private final GraphMaps maps;
    private final int keysInMemoryMax;
    private final Tokens tokens;
    private final StateBuilder state;
    private final PartDigests digests;
    private final SortedRuns<Long> labels;
    private final SortedRuns<AdjacencyKey> adjacency;

    /** For records whose names have these numbers; the workers help with the digests of parts. */
    Derivation(Graph graph, int keysInMemoryMax, Tokens tokens, Workers workers) {
        this.graph = graph;
        this.digests = new PartDigests(workers, tokens);
        this.maps = graph.maps();
        this.keysInMemoryMax = keysInMemoryMax;
        this.tokens = tokens;
        labels = new SortedRuns<>(graph.store(), maps.labelIndex(), LongDataType.INSTANCE, keysInMemoryMax);
        adjacency = new SortedRuns<>(graph.store(), maps.adjacency(), AdjacencyKeyType.INSTANCE, keysInMemoryMax);
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

    /** A part comes, whose records {@link #node} or {@link #relationship} is told one by one as well. */
    void part(byte kind, ByteBuffer records) {
        digests.add(kind, records);
    }

    void node(long id, byte[] record) {
        ByteBuffer source = ByteBuffer.wrap(record);
        Varints.readUnsigned(source); // the transaction that wrote it
        int count = Varints.readCount(source);
        for (int i = 0; i < count; i++) {
            int label = (int) Varints.readUnsigned(source);
            tokens.labels().name(label);
            state.labelled(label);
            labels.add(GraphMaps.labelKey(label, id));
        }
        state.plusNode(id);
    }

    void relationship(long id, byte[] record) {
        ByteBuffer source = ByteBuffer.wrap(record);
        Varints.readUnsigned(source); // the transaction that wrote it
        int type = (int) Varints.readUnsigned(source);
        long startId = Varints.readUnsigned(source);
        long endId = Varints.readUnsigned(source);
        state.plusRelationship(id);
        adjacency.add(AdjacencyKey.outgoing(startId, type, id, endId));
        adjacency.add(AdjacencyKey.incoming(endId, type, id, startId));
    }

    /** All records that the maps hold; {@code relief} as in {@link GraphLoader#complete}. */
    void all(Runnable relief) {
        GraphRoots roots = maps.roots();
        RecordDigest digest = new RecordDigest();
        int records = 0;
        try {
            for (Iterator<Map.Entry<Long, byte[]>> all = roots.nodesFrom(0, GraphParts::entry); all.hasNext(); ) {
                Map.Entry<Long, byte[]> entry = all.next();
                node(entry.getKey(), entry.getValue());
                state.plus(digest.ofStoredNode(entry.getKey(), ByteBuffer.wrap(entry.getValue()), tokens));
                records = relieved(records, relief);
            }
            for (Iterator<Map.Entry<Long, byte[]>> all = roots.relationshipsFrom(0, GraphParts::entry);
                    all.hasNext(); ) {
                Map.Entry<Long, byte[]> entry = all.next();
                relationship(entry.getKey(), entry.getValue());
                state.plus(digest.ofStoredRelationship(entry.getKey(), ByteBuffer.wrap(entry.getValue()), tokens));
                records = relieved(records, relief);
            }
        } catch (IllegalArgumentException e) {
            throw new CorruptStore("a record of the store makes no sense: " + e.getMessage(), e);
        }
    }

    private int relieved(int records, Runnable relief) {
        if ((records + 1) % keysInMemoryMax == 0) {
            relief.run();
        }
        return records + 1;
    }

    /** Checks that the records are what the sender had, and completes the graph. */
    void complete(GraphState sent, Runnable relief) {
        try {
            state.plus(digests.sum());
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            throw new CorruptStore("a part of the store makes no sense: " + e.getMessage(), e);
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
            fillIndexes(sent, relief);
        }
    }

    /** Indexes do not travel: they are made anew from the records. */
    private void fillIndexes(GraphState sent, Runnable relief) {
        SortedRuns<byte[]> keys =
                new SortedRuns<>(graph.store(), maps.indexes(), ByteArrayDataType.INSTANCE, keysInMemoryMax);
        int records = 0;
        for (Iterator<Long> ids = maps.nodes().keyIterator(null); ids.hasNext(); ) {
            long id = ids.next();
            NodeRecord node = RecordCodec.decodeNode(id, maps.nodes().get(id), sent.tokens());
            IndexMaintenance.keys(node.element(), sent.schema()).forEach(keys::add);
            records = relieved(records, relief);
        }
        Iterator<Long> relationships = sent.schema().concernsRelationships()
                ? maps.relationships().keyIterator(null)
                : Collections.emptyIterator();
        while (relationships.hasNext()) {
            long id = relationships.next();
            RelationshipRecord one =
                    RecordCodec.decodeRelationship(id, maps.relationships().get(id), sent.tokens());
            IndexMaintenance.keys(one.element(), sent.schema()).forEach(keys::add);
            records = relieved(records, relief);
        }
        keys.complete(relief);
    }
}

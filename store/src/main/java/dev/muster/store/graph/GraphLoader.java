package dev.muster.store.graph;

import dev.muster.store.CorruptStore;
import dev.muster.store.NodeRecord;
import dev.muster.store.RelationshipRecord;
import dev.muster.store.value.Varints;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/** Fills an empty graph from the parts of another one. A part that does not fit is a {@link CorruptStore}. */
public final class GraphLoader {
    private final Graph graph;
    private StateBuilder state;
    private Tokens tokens;
    private GraphState sent;
    private byte lastKind;
    private long lastId = -1;

    /** Into a graph with nothing in it. */
    public GraphLoader(Graph graph) {
        this.graph = graph;
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

    /** Checks that all has come and is what the sender had. */
    public void complete() {
        if (sent == null) {
            throw new CorruptStore("the stream of the store ended early, after node or relationship " + lastId, null);
        }
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
        graph.state(sent);
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
                        new long[tokens.labels().size()]),
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
        NodeRecord node = RecordCodec.decodeNode(id, record, tokens);
        state.plus(node);
        graph.maps().nodes().put(id, record);
        for (String label : node.labels()) {
            graph.maps().labelIndex().put(GraphMaps.labelKey(tokens.labels().number(label), id), Present.YES);
        }
    }

    private void putRelationship(long id, byte[] record) {
        RelationshipRecord relationship = RecordCodec.decodeRelationship(id, record, tokens);
        state.plus(relationship);
        graph.maps().relationships().put(id, record);
        graph.putAdjacency(relationship, tokens.types().number(relationship.type()));
    }
}

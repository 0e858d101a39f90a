package dev.muster.store.graph;

import dev.muster.store.CorruptStore;
import dev.muster.store.Direction;
import dev.muster.store.GraphDigest;
import dev.muster.store.GraphReader;
import dev.muster.store.NameKind;
import dev.muster.store.NodeRecord;
import dev.muster.store.RelationshipRecord;
import dev.muster.store.schema.IndexKeys;
import dev.muster.store.schema.KeyRange;
import dev.muster.store.schema.Schema;
import java.nio.BufferUnderflowException;
import java.util.Collections;
import java.util.Iterator;
import java.util.Set;

/** Reads one version of the graph. */
class GraphView implements GraphReader {
    /** How many keys of the wrong direction are stepped over before the right ones are searched for. */
    private static final int STEPS_BEFORE_SEARCH = 8;

    private final GraphRoots roots;
    private final GraphState state;

    GraphView(GraphRoots roots, GraphState state) {
        this.roots = roots;
        this.state = state;
    }

    /** The pages; fails if the version may no longer be read. */
    GraphRoots roots() {
        return roots;
    }

    GraphState state() {
        return state;
    }

    @Override
    public long transactionId() {
        return state.lastTransactionId();
    }

    @Override
    public NodeRecord node(long id) {
        byte[] bytes = roots().node(id);
        try {
            return bytes == null ? null : RecordCodec.decodeNode(id, bytes, state.tokens());
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            throw new CorruptStore("node " + id + " makes no sense: " + e.getMessage(), e);
        }
    }

    @Override
    public RelationshipRecord relationship(long id) {
        byte[] bytes = roots().relationship(id);
        try {
            return bytes == null ? null : RecordCodec.decodeRelationship(id, bytes, state.tokens());
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            throw new CorruptStore("relationship " + id + " makes no sense: " + e.getMessage(), e);
        }
    }

    @Override
    public Iterator<NodeRecord> nodes() {
        return roots().nodesFrom(
                        0, cursor -> RecordCodec.decodeNode(cursor.getKey(), cursor.getValue(), state.tokens()));
    }

    @Override
    public Iterator<RelationshipRecord> relationships() {
        return roots().relationshipsFrom(
                        0,
                        cursor -> RecordCodec.decodeRelationship(cursor.getKey(), cursor.getValue(), state.tokens()));
    }

    @Override
    public Iterator<Long> nodesWithLabel(String label) {
        int number = state.tokens().labels().number(label);
        if (number == TokenTable.NONE) {
            return Collections.emptyIterator();
        }
        Iterator<Long> keys = roots().labelKeys(GraphMaps.labelKey(number, 0), GraphMaps.labelKey(number + 1, 0) - 1);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return keys.hasNext();
            }

            @Override
            public Long next() {
                return GraphMaps.nodeOfLabelKey(keys.next());
            }
        };
    }

    @Override
    public Schema schema() {
        return state.schema();
    }

    @Override
    public Iterator<Long> inIndex(KeyRange range) {
        Iterator<byte[]> keys = roots().indexKeys(range);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return keys.hasNext();
            }

            @Override
            public Long next() {
                return IndexKeys.id(keys.next());
            }
        };
    }

    @Override
    public void expand(long nodeId, Direction direction, Set<String> types, ExpandVisitor visitor) {
        if (types.isEmpty()) {
            expand(nodeId, direction, 0, Integer.MAX_VALUE, visitor);
            return;
        }
        int[] numbers = types.stream()
                .mapToInt(type -> state.tokens().types().number(type))
                .filter(number -> number != TokenTable.NONE)
                .sorted()
                .toArray();
        for (int number : numbers) {
            if (!expand(nodeId, direction, number, number, visitor)) {
                return;
            }
        }
    }

    /** Visits the types of a range of numbers; returns false once the visitor has had enough. */
    private boolean expand(long nodeId, Direction direction, int fromType, int toType, ExpandVisitor visitor) {
        int wrong = 0;
        int first = fromType << 1 | (direction == Direction.INCOMING ? 1 : 0);
        Iterator<AdjacencyKey> keys = roots().adjacencyFrom(AdjacencyKey.from(nodeId, first));
        while (keys.hasNext()) {
            AdjacencyKey key = keys.next();
            if (key.nodeId() != nodeId || key.type() > toType) {
                return true;
            }
            if (isWanted(key, direction)) {
                wrong = 0;
                String type = state.tokens().types().name(key.type());
                if (!visitor.visit(key.relationshipId(), type, key.otherId(), key.isOutgoing())) {
                    return false;
                }
            } else if (direction != Direction.BOTH && ++wrong == STEPS_BEFORE_SEARCH) {
                wrong = 0;
                keys = roots().adjacencyFrom(AdjacencyKey.from(nodeId, key.typeAndDirection() + 1));
            }
        }
        return true;
    }

    private static boolean isWanted(AdjacencyKey key, Direction direction) {
        return switch (direction) {
            case OUTGOING -> key.isOutgoing();
            case INCOMING -> !key.isOutgoing();
            case BOTH -> key.isOutgoing() || key.otherId() != key.nodeId();
        };
    }

    @Override
    public long nodeCount() {
        return state.nodeCount();
    }

    @Override
    public long nodeCount(String label) {
        return state.labelCount(state.tokens().labels().number(label));
    }

    @Override
    public long relationshipCount() {
        return state.relationshipCount();
    }

    @Override
    public Set<String> labels() {
        return state.tokens().labels().sorted();
    }

    @Override
    public Set<String> relationshipTypes() {
        return state.tokens().types().sorted();
    }

    @Override
    public Set<String> propertyKeys() {
        return state.tokens().keys().sorted();
    }

    @Override
    public boolean knows(NameKind kind, String name) {
        Tokens tokens = state.tokens();
        TokenTable table = switch (kind) {
            case LABEL -> tokens.labels();
            case RELATIONSHIP_TYPE -> tokens.types();
            case PROPERTY_KEY -> tokens.keys();
        };
        return table.number(name) != TokenTable.NONE;
    }

    GraphDigest computeDigest() {
        RecordDigest records = new RecordDigest();
        GraphDigest digest = records.of(state.schema());
        for (Iterator<NodeRecord> nodes = nodes(); nodes.hasNext(); ) {
            digest = digest.plus(records.of(nodes.next()));
        }
        for (Iterator<RelationshipRecord> all = relationships(); all.hasNext(); ) {
            digest = digest.plus(records.of(all.next()));
        }
        return digest;
    }
}

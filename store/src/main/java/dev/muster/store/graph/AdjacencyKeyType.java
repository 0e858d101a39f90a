package dev.muster.store.graph;

import java.nio.ByteBuffer;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/** How adjacency keys are compared and stored: within a page as differences, which makes most of them 4 to 6 bytes. */
final class AdjacencyKeyType extends BasicDataType<AdjacencyKey> {
    static final AdjacencyKeyType INSTANCE = new AdjacencyKeyType();

    private static final int MEMORY_BYTES = 48;

    private AdjacencyKeyType() {}

    @Override
    public int compare(AdjacencyKey one, AdjacencyKey other) {
        int order = Long.compare(one.nodeId(), other.nodeId());
        if (order == 0) {
            order = Integer.compare(one.typeAndDirection(), other.typeAndDirection());
        }
        return order == 0 ? Long.compare(one.relationshipId(), other.relationshipId()) : order;
    }

    @Override
    public int getMemory(AdjacencyKey key) {
        return MEMORY_BYTES;
    }

    @Override
    public AdjacencyKey[] createStorage(int size) {
        return new AdjacencyKey[size];
    }

    @Override
    public void write(WriteBuffer target, Object storage, int length) {
        AdjacencyKey previous = AdjacencyKey.from(0, 0);
        for (int i = 0; i < length; i++) {
            AdjacencyKey key = ((AdjacencyKey[]) storage)[i];
            boolean sameNode = key.nodeId() == previous.nodeId();
            boolean sameStretch = sameNode && key.typeAndDirection() == previous.typeAndDirection();
            target.putVarLong(key.nodeId() - previous.nodeId());
            target.putVarInt(sameNode ? key.typeAndDirection() - previous.typeAndDirection() : key.typeAndDirection());
            target.putVarLong(sameStretch ? key.relationshipId() - previous.relationshipId() : key.relationshipId());
            target.putVarLong(key.otherId());
            previous = key;
        }
    }

    @Override
    public void read(ByteBuffer source, Object storage, int length) {
        AdjacencyKey previous = AdjacencyKey.from(0, 0);
        for (int i = 0; i < length; i++) {
            long nodeDifference = DataUtils.readVarLong(source);
            int typeAndDirection = DataUtils.readVarInt(source);
            long relationshipId = DataUtils.readVarLong(source);
            if (nodeDifference == 0) {
                typeAndDirection += previous.typeAndDirection();
                if (typeAndDirection == previous.typeAndDirection()) {
                    relationshipId += previous.relationshipId();
                }
            }
            previous = new AdjacencyKey(
                    previous.nodeId() + nodeDifference,
                    typeAndDirection,
                    relationshipId,
                    DataUtils.readVarLong(source));
            ((AdjacencyKey[]) storage)[i] = previous;
        }
    }

    @Override
    public void write(WriteBuffer target, AdjacencyKey key) {
        write(target, new AdjacencyKey[] {key}, 1);
    }

    @Override
    public AdjacencyKey read(ByteBuffer source) {
        AdjacencyKey[] one = createStorage(1);
        read(source, one, 1);
        return one[0];
    }
}

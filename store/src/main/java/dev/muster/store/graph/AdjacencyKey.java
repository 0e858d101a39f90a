package dev.muster.store.graph;

/**
 * One end of a relationship: sorted by node, then type, then direction, then relationship, so that a step through the
 * graph is one stretch of keys. {@code otherId} is the node at the other end; it does not count for the order.
 *
 * @param typeAndDirection the type's number doubled, plus 1 at the end node
 */
record AdjacencyKey(long nodeId, int typeAndDirection, long relationshipId, long otherId) {
    static AdjacencyKey outgoing(long startId, int type, long relationshipId, long endId) {
        return new AdjacencyKey(startId, type << 1, relationshipId, endId);
    }

    static AdjacencyKey incoming(long endId, int type, long relationshipId, long startId) {
        return new AdjacencyKey(endId, type << 1 | 1, relationshipId, startId);
    }

    /** Sorts before every key of that node from that type and direction on. */
    static AdjacencyKey from(long nodeId, int typeAndDirection) {
        return new AdjacencyKey(nodeId, typeAndDirection, 0, 0);
    }

    int type() {
        return typeAndDirection >>> 1;
    }

    boolean isOutgoing() {
        return (typeAndDirection & 1) == 0;
    }
}

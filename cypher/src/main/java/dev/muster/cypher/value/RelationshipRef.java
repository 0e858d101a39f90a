package dev.muster.cypher.value;

/** A relationship inside a running statement: what an expansion tells, without its record. Equal by id. */
public record RelationshipRef(long id, String type, long startId, long endId) {
    @Override
    public boolean equals(Object other) {
        return other instanceof RelationshipRef that && that.id == id;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(id);
    }

    /** The end that is not {@code nodeId}; the node itself for a loop. */
    public long otherEnd(long nodeId) {
        return startId == nodeId ? endId : startId;
    }
}

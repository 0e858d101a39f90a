package dev.muster.raft.wire;

import io.microraft.RaftEndpoint;

/** A member as the library sees it. Value equality keeps its maps, and so simulations, deterministic. */
public final class Endpoint implements RaftEndpoint {
    private final String serverId;
    private final int incarnation;
    /** Members are looked up by endpoint several times per message, in groups whose objects are in no cache. */
    private final int hash;

    /** One text per name in a process: so equal names are the same, and need not be compared. */
    public Endpoint(String serverId, int incarnation) {
        this.serverId = serverId.intern();
        this.incarnation = incarnation;
        this.hash = 31 * serverId.hashCode() + incarnation;
    }

    /** The server whose life it is. */
    public String serverId() {
        return serverId;
    }

    /** Which of the server's lives. */
    public int incarnation() {
        return incarnation;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof Endpoint endpoint
                        && hash == endpoint.hash
                        && incarnation == endpoint.incarnation
                        && serverId.equals(endpoint.serverId);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public Object getId() {
        return toString();
    }

    @Override
    public String toString() {
        return incarnation == 0 ? serverId : serverId + "#" + incarnation;
    }
}

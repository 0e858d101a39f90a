package dev.muster.raft.wire;

import io.microraft.RaftEndpoint;

/** A member as the library sees it. Value equality keeps its maps, and so simulations, deterministic. */
public record Endpoint(String serverId, int incarnation) implements RaftEndpoint {
    /** One text per name in a process: members are looked up by endpoint several times per message. */
    public Endpoint {
        serverId = serverId.intern();
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof Endpoint endpoint
                        && incarnation == endpoint.incarnation
                        && serverId.equals(endpoint.serverId);
    }

    @Override
    public int hashCode() {
        return 31 * serverId.hashCode() + incarnation;
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

package dev.muster.raft.wire;

import io.microraft.RaftEndpoint;

/** A member as the library sees it. Value equality keeps its maps, and so simulations, deterministic. */
public record Endpoint(String serverId, int incarnation) implements RaftEndpoint {
    @Override
    public Object getId() {
        return toString();
    }

    @Override
    public String toString() {
        return incarnation == 0 ? serverId : serverId + "#" + incarnation;
    }
}

package dev.muster.raft;

import java.util.UUID;

/** Names a group for ever: the database id of the database whose log it is. Never reused. */
public record GroupId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}

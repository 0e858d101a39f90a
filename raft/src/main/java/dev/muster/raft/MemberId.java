package dev.muster.raft;

/**
 * A server's membership in groups: the server's id and which life of it this is. A server whose disk was wiped comes
 * back with a higher incarnation, since under the old name it could vote twice in a term.
 */
public record MemberId(String serverId, int incarnation) {
    @Override
    public String toString() {
        return incarnation == 0 ? serverId : serverId + "#" + incarnation;
    }
}

package dev.muster.raft;

import java.util.List;

/**
 * How a member of a group is born: as one of the founders, all of which must be given the same list in the same order, or
 * joining a group that exists elsewhere. On later starts the log's own memory wins.
 *
 * @param label for logs and traces only: the database's name
 * @param initialMembers the founders; none for a member that joins
 * @param isJoining whether this member joins
 * @param self who this server is in the group, or null if it is who it is everywhere ({@link RaftServer#self}). A server
 *     that destroyed its copy comes back to the group in a later life than that one only
 */
public record GroupSpec(GroupId id, String label, List<MemberId> initialMembers, boolean isJoining, MemberId self) {
    public GroupSpec {
        initialMembers = List.copyOf(initialMembers);
        if (initialMembers.isEmpty() != isJoining) {
            throw new IllegalArgumentException(
                    isJoining
                            ? "who joins has no initial members: " + label
                            : "a group needs at least one member: " + label);
        }
    }

    /** Of a founder. Throws {@link IllegalArgumentException} if nobody founds the group. */
    public GroupSpec(GroupId id, String label, List<MemberId> initialMembers) {
        this(id, label, initialMembers, false, null);
    }

    /**
     * Of a member that joins: it knows nobody, votes for nobody, and waits until the leader, which has {@linkplain
     * RaftGroup#addLearner added} it before or after this start, tells it everything.
     */
    public static GroupSpec joining(GroupId id, String label) {
        return new GroupSpec(id, label, List.of(), true, null);
    }

    /** The same in that life of this server. */
    public GroupSpec as(MemberId member) {
        return new GroupSpec(id, label, initialMembers, isJoining, member);
    }
}

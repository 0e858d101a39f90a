package dev.muster.raft;

import java.util.List;

/**
 * How a group is born: its name and the members that start it. Every starter must be given the same list in the same
 * order; on later starts the log's own memory wins.
 */
public record GroupSpec(GroupId id, String label, List<MemberId> initialMembers) {
    /** {@code label} is for logs and traces only: the database's name. */
    public GroupSpec {
        initialMembers = List.copyOf(initialMembers);
        if (initialMembers.isEmpty()) {
            throw new IllegalArgumentException("a group needs at least one member: " + label);
        }
    }
}

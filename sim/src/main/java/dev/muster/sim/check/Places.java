package dev.muster.sim.check;

import dev.muster.catalog.Allocation;
import dev.muster.catalog.DatabaseEntry;
import dev.muster.node.hosting.HostedDatabase;
import dev.muster.raft.MemberId;
import dev.muster.raft.RaftStatus;
import dev.muster.raft.Role;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether a database's copies are where the catalog wants them, and its group has the members that belong to them. */
final class Places {
    private Places() {}

    /** What is not as it should be yet of a copy on a server; empty if nothing. */
    static String misplaced(String server, HostedDatabase database) {
        DatabaseEntry entry = database.entry();
        Allocation copy = entry.copyOn(server);
        if (copy == null || copy.life() != database.member().incarnation()) {
            return "'" + entry.name() + "' is still on " + server;
        }
        RaftStatus raft = database.raftStatus();
        if (raft == null) {
            return ""; // where it does not run nothing can change
        }
        if (entry.leaving().findAny().isPresent()) {
            return "'" + entry.name() + "' has copies that have to go: " + entry.allocations();
        }
        if (raft.role() != Role.LEADER) {
            return "";
        }
        boolean asWanted = !raft.membership().changing()
                && Set.copyOf(raft.membership().voters()).equals(members(entry, Allocation.Mode.PRIMARY))
                && Set.copyOf(raft.membership().learners()).equals(members(entry, Allocation.Mode.SECONDARY));
        return asWanted
                ? ""
                : "'" + entry.name() + "' is to be on " + entry.allocations() + " and is on " + raft.membership();
    }

    private static Set<MemberId> members(DatabaseEntry entry, Allocation.Mode mode) {
        return entry.wanted()
                .filter(copy -> copy.mode() == mode)
                .map(copy -> new MemberId(copy.serverId(), copy.life()))
                .collect(Collectors.toSet());
    }
}

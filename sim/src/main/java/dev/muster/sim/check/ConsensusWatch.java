package dev.muster.sim.check;

import dev.muster.node.hosting.HostedDatabase;
import dev.muster.node.server.MusterServer;
import dev.muster.raft.RaftStatus;
import dev.muster.raft.Role;
import dev.muster.sim.cluster.SimulatedMember;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Watches what all members say of their groups: at most one leader per term (Raft paper, figure 3), terms that never go
 * back on a server, commit indexes that never go back in a life, nothing applied beyond what is committed.
 */
final class ConsensusWatch {
    private record Term(UUID databaseId, int term) {}

    private record Place(String server, UUID databaseId, int life) {}

    private record Seen(int life, int start, int term, long commitIndex) {}

    private final Map<Term, String> leaders = new HashMap<>();
    private final Map<Place, Seen> last = new HashMap<>();

    /** Looks at all that a member hosts now. Throws {@link Violation}. */
    void look(SimulatedMember member) {
        MusterServer server = member.server();
        if (server == null) {
            return;
        }
        for (HostedDatabase database : server.databases().all()) {
            RaftStatus status = database.raftStatus();
            if (status != null && status.term() > 0) { // else the log has not been read yet
                look(member, database, status);
            }
        }
    }

    private void look(SimulatedMember member, HostedDatabase database, RaftStatus status) {
        if (status.role() == Role.LEADER) {
            String before = leaders.putIfAbsent(new Term(database.databaseId(), status.term()), member.name());
            if (before != null && !before.equals(member.name())) {
                throw new Violation(
                        "election safety",
                        before + " and " + member.name() + " lead '" + database.name() + "' in term " + status.term());
            }
        }
        if (status.appliedIndex() > status.commitIndex() && status.commitIndex() > 0) {
            throw new Violation(
                    "nothing uncommitted is applied",
                    member.name() + " has applied entry " + status.appliedIndex() + " of '" + database.name()
                            + "', committed is " + status.commitIndex());
        }
        Place place = new Place(
                member.name(), database.databaseId(), database.member().incarnation());
        Seen now = new Seen(member.lives(), database.starts(), status.term(), status.commitIndex());
        Seen before = last.put(place, now);
        if (before != null) {
            compare(place, database.name(), before, now);
        }
    }

    private static void compare(Place place, String name, Seen before, Seen now) {
        if (now.term() < before.term()) {
            throw new Violation(
                    "terms never go back",
                    place.server() + " was in term " + before.term() + " of '" + name + "' and is in " + now.term());
        }
        if (now.life() == before.life() && now.start() == before.start() && now.commitIndex() < before.commitIndex()) {
            throw new Violation(
                    "commit indexes never go back",
                    place.server() + " had committed entry " + before.commitIndex() + " of '" + name + "' and says "
                            + now.commitIndex());
        }
    }
}

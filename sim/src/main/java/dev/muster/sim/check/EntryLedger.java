package dev.muster.sim.check;

import dev.muster.raft.MemberId;
import dev.muster.raft.Membership;
import dev.muster.raft.RaftGroup;
import dev.muster.raft.RaftStatus;
import dev.muster.raft.Role;
import dev.muster.sim.cluster.ConsensusObserver;
import dev.muster.sim.seam.LogRecords;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Keeps the books of all entries on all servers, from what their disks are told: whoever applies an entry first, which is
 * before anybody is told of it, finds it durable on the disks of a majority; the entries of one index and term are the same
 * everywhere (log matching, Raft paper figure 3); the entries that are applied at one index are the same everywhere and for
 * ever; a vote is durable before it is given, and no member gives two in a term; and a leader of a newer term has all that was
 * applied in older ones (leader completeness).
 */
public final class EntryLedger implements ConsensusObserver {
    /** Makes any checksum differ from no entry. */
    private static final long APPLIED = 1L << Integer.SIZE;

    private record Vote(int term, String votedFor) {}

    /** One group. */
    private static final class Books {
        final DurableEntries durable = new DurableEntries();
        final Map<Integer, Marks> byTerm = new HashMap<>();
        final Map<String, Vote> votes = new HashMap<>();
        /** The last ones of members that were forgotten since, until another of the server begins. */
        final Map<String, Vote> votesOfEnded = new HashMap<>();

        final Map<String, Long> lives = new HashMap<>();
        final Marks applied = new Marks();
        /** The highest index that was applied of each term. */
        final TreeMap<Integer, Long> lastOfTerm = new TreeMap<>();

        long lastChecked;
        int newestLeader;
    }

    private final Map<UUID, Books> books = new HashMap<>();
    private final Map<String, String> servers = new HashMap<>();
    private final Map<String, List<RaftGroup>> running = new HashMap<>();
    private Violation found;
    private long checked;

    /** How many entries were found to be durable when they were applied. */
    public long checked() {
        return checked;
    }

    /** Looks at the leaders; throws what was found since the last look. */
    void look() {
        if (found != null) {
            throw found;
        }
        running.forEach((server, groups) -> groups.forEach(group -> look(server, group)));
        if (found != null) {
            throw found;
        }
    }

    private void look(String server, RaftGroup group) {
        RaftStatus status = group.status();
        Books known = books(group.id().value());
        if (status.role() != Role.LEADER || status.term() <= known.newestLeader) {
            return;
        }
        known.newestLeader = status.term();
        Map.Entry<Integer, Long> before = known.lastOfTerm.lowerEntry(status.term());
        if (before != null && before.getValue() > status.lastIndex()) {
            found(
                    "leader completeness",
                    server + " leads " + group.id() + " in term " + status.term() + ", its log ends with entry "
                            + status.lastIndex() + ", and entry " + before.getValue() + " of term " + before.getKey()
                            + " was applied before");
        }
    }

    private Books books(UUID group) {
        return books.computeIfAbsent(group, id -> new Books());
    }

    private void found(String invariant, String detail) {
        if (found == null) {
            found = new Violation(invariant, detail);
        }
    }

    @Override
    public void began(String server, String serverId) {
        servers.put(serverId, server);
        running.put(server, new ArrayList<>());
    }

    @Override
    public void started(String server, RaftGroup group, long life) {
        Books known = books(group.id().value());
        Long before = known.lives.put(server, life);
        if (before != null && before != life) {
            known.votes.remove(server); // another member, which knows nothing of that one's votes
            known.votesOfEnded.remove(server);
        }
        known.durable.started(server, life);
        running.get(server).removeIf(earlier -> earlier.id().equals(group.id()));
        running.get(server).add(group);
    }

    @Override
    public void wrote(String server, UUID group, long index, long mark) {
        Books known = books(group);
        long same = known.byTerm
                .computeIfAbsent(LogRecords.termOf(mark), term -> new Marks())
                .putIfAbsent(index, mark);
        if (same != mark) {
            found(
                    "log matching",
                    "entry " + index + " of term " + LogRecords.termOf(mark) + " of " + group + " is another one on "
                            + server + " than elsewhere");
        }
    }

    @Override
    public void synced(String server, UUID group, long index, long mark) {
        books(group).durable.synced(server, index, mark);
    }

    @Override
    public void keptVote(String server, UUID group, int term, String votedFor) {
        Vote before = books(group).votes.put(server, new Vote(term, votedFor));
        if (before != null
                && before.term() == term
                && before.votedFor() != null
                && !before.votedFor().equals(votedFor)) {
            found(
                    "one vote per term",
                    server + " voted for " + before.votedFor() + " in term " + term + " of " + group + ", and now for "
                            + votedFor);
        }
    }

    @Override
    public void forgot(String server, UUID group) {
        Books known = books(group);
        Vote last = known.votes.remove(server);
        if (last != null) {
            known.votesOfEnded.put(server, last);
        }
        known.durable.forgot(server);
    }

    /** What it voted for stays so: only another member may vote anew in its place. */
    @Override
    public void lostDisk(String server) {
        books.forEach((group, known) -> {
            Long life = known.lives.get(server);
            if (life != null) {
                Membership membership = newestMembership(group);
                known.durable.lostDisk(
                        server,
                        life,
                        known.lastChecked,
                        (index, mark) -> membership == null
                                || membership.changing() // it is not known yet whose majority counts
                                || isMajority(holders(known, membership, index, mark), membership));
            }
        });
    }

    private Membership newestMembership(UUID group) {
        Membership newest = null;
        for (List<RaftGroup> groups : running.values()) {
            for (RaftGroup each : groups) {
                Membership membership = each.status().membership();
                if (each.id().value().equals(group) && (newest == null || membership.index() > newest.index())) {
                    newest = membership;
                }
            }
        }
        return newest;
    }

    /** The voters on whose disks the entry is, or was. */
    private List<String> holders(Books known, Membership membership, long index, long mark) {
        List<String> holders = new ArrayList<>();
        for (MemberId voter : membership.voters()) {
            String name = servers.get(voter.serverId());
            if (known.durable.mark(name, voter.incarnation(), index) == mark) {
                holders.add(name);
            }
        }
        return holders;
    }

    /** In groups of an even size half of the members is enough to commit, since it takes more than half to elect. */
    private static boolean isMajority(List<String> holders, Membership membership) {
        return holders.size() * 2 >= membership.voters().size();
    }

    @Override
    public void votes(String server, UUID group, int term, String votedFor) {
        Books known = books(group);
        // One sync may make durable both the vote and that the member is forgotten, before the vote leaves the server.
        // Its log
        // refuses that member from then on, so that it cannot vote another time.
        Vote kept = known.votes.getOrDefault(server, known.votesOfEnded.get(server));
        if (kept == null || kept.term() < term || (kept.term() == term && !votedFor.equals(kept.votedFor()))) {
            found(
                    "votes are durable before they are given",
                    server + " votes for " + votedFor + " in term " + term + " of " + group + ", durable is " + kept);
        }
    }

    /**
     * The entry may not have been written here yet, so what it is follows from its payload alone; entries of consensus
     * itself have none.
     */
    @Override
    public void applying(String server, RaftGroup group, long index, byte[] payload) {
        if (payload.length == 0) {
            return;
        }
        Books known = books(group.id().value());
        int sum = LogRecords.sumOfEntry(payload);
        long first = known.applied.putIfAbsent(index, APPLIED | Integer.toUnsignedLong(sum));
        if ((int) first != sum) {
            found(
                    "state-machine safety",
                    server + " applies another entry " + index + " of " + group.id() + " than was applied before");
        } else if (index > known.lastChecked) {
            known.lastChecked = index;
            checkDurable(known, server, group, index, sum);
        }
    }

    private void checkDurable(Books known, String server, RaftGroup group, long index, int sum) {
        Membership membership = group.status().membership();
        List<String> holders = new ArrayList<>();
        for (MemberId voter : membership.voters()) {
            String name = servers.get(voter.serverId());
            long mark = known.durable.mark(name, voter.incarnation(), index);
            if (mark != 0 && (int) mark == sum) {
                holders.add(name);
                known.lastOfTerm.put(LogRecords.termOf(mark), index);
            }
        }
        if (membership.changing() || membership.index() + 1 >= index) {
            return; // the majority that counts is about to be another one
        }
        checked++;
        if (!isMajority(holders, membership)) {
            found(
                    "durable before acknowledged",
                    server + " applies entry " + index + " of " + group.id() + ", which is durable on " + holders
                            + " of " + membership.voters().size() + " servers");
        }
    }
}

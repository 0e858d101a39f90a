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
 * ever; and a leader of a newer term has all that was applied in older ones (leader completeness).
 */
public final class EntryLedger implements ConsensusObserver {
    /** One group. */
    private static final class Books {
        final Map<String, Marks> written = new HashMap<>();
        final Map<String, Marks> durable = new HashMap<>();
        final Map<Integer, Marks> byTerm = new HashMap<>();
        final Marks applied = new Marks();
        /** The highest index that was applied of each term. */
        final TreeMap<Integer, Long> lastOfTerm = new TreeMap<>();

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
        Books group0 = books(group.id().value());
        if (status.role() != Role.LEADER || status.term() <= group0.newestLeader) {
            return;
        }
        group0.newestLeader = status.term();
        Map.Entry<Integer, Long> before = group0.lastOfTerm.lowerEntry(status.term());
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
    public void started(String server, RaftGroup group) {
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
        known.written.computeIfAbsent(server, name -> new Marks()).put(index, mark);
    }

    @Override
    public void synced(String server, UUID group, long index, long mark) {
        Books known = books(group);
        known.written.computeIfAbsent(server, name -> new Marks()).put(index, mark);
        known.durable.computeIfAbsent(server, name -> new Marks()).put(index, mark);
    }

    @Override
    public void lostPower(String server) {
        books.values().forEach(known -> {
            Marks durable = known.durable.getOrDefault(server, new Marks());
            known.written.put(server, durable.copy());
        });
    }

    @Override
    public void applying(String server, RaftGroup group, long index) {
        Books known = books(group.id().value());
        long own = known.written.getOrDefault(server, Marks.NONE).get(index);
        if (own == 0) {
            return; // not from a log that was watched
        }
        long first = known.applied.putIfAbsent(index, own);
        if (first != own) {
            found(
                    "state-machine safety",
                    server + " applies as entry " + index + " of " + group.id() + " one of term "
                            + LogRecords.termOf(own) + "; elsewhere it was one of term " + LogRecords.termOf(first));
        } else if (known.lastOfTerm.getOrDefault(LogRecords.termOf(own), 0L) < index) {
            known.lastOfTerm.put(LogRecords.termOf(own), index);
            checkDurable(known, server, group, index, own);
        }
    }

    private void checkDurable(Books known, String server, RaftGroup group, long index, long mark) {
        Membership membership = group.status().membership();
        if (membership.changing() || membership.index() + 1 >= index) {
            return; // the majority that counts is about to be another one
        }
        List<String> holders = new ArrayList<>();
        for (MemberId voter : membership.voters()) {
            String name = servers.get(voter.serverId());
            if (known.durable.getOrDefault(name, Marks.NONE).get(index) == mark) {
                holders.add(name);
            }
        }
        checked++;
        if (holders.size() * 2 < membership.voters().size()) {
            found(
                    "durable before acknowledged",
                    server + " applies entry " + index + " of " + group.id() + ", which is durable on " + holders
                            + " of " + membership.voters().size() + " servers only");
        }
    }
}

package dev.muster.sim.check;

import dev.muster.catalog.DatabaseReport.CurrentStatus;
import dev.muster.node.hosting.HostedDatabase;
import dev.muster.node.server.MusterServer;
import dev.muster.raft.RaftStatus;
import dev.muster.sim.cluster.SimulatedCluster;
import dev.muster.sim.cluster.SimulatedMember;
import dev.muster.store.PinnedVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What all servers must agree on once nothing is wrong any more. */
public final class FinalState {
    private final SimulatedCluster cluster;

    public FinalState(SimulatedCluster cluster) {
        this.cluster = cluster;
    }

    /** Whether every server is up and has every database in the state that was requested, as far as the others have it. */
    public boolean isAsRequested() {
        return missing().isEmpty();
    }

    /** What {@link #isAsRequested} waits for first; empty if nothing. */
    public String missing() {
        Map<String, Long> highest = new TreeMap<>();
        Map<String, Integer> hosts = new TreeMap<>();
        Map<String, Integer> wanted = new TreeMap<>();
        List<String> names = judged().stream().map(SimulatedMember::name).toList();
        for (SimulatedMember member : judged()) {
            MusterServer server = member.server();
            if (server == null) {
                return member.name() + " is not up";
            }
            for (HostedDatabase database : server.databases().all()) {
                wanted.put(database.databaseId().toString(), (int) database.entry().members().stream()
                        .filter(names::contains)
                        .count());
                String misplaced = Places.misplaced(member.name(), database);
                if (!misplaced.isEmpty()) {
                    return misplaced;
                }
                if (member.isDamaged() && database.status() == CurrentStatus.DIRTY) {
                    hosts.merge(database.databaseId().toString(), 1, Integer::sum);
                    continue; // found out, said so, and waits for somebody who replaces the copy
                }
                if (isWithoutItsSeed(database)) {
                    hosts.merge(database.databaseId().toString(), 1, Integer::sum);
                    continue;
                }
                if (!isAsRequested(database)) {
                    return "'" + database.name() + "' is " + database.status().text() + " on " + member.name() + " ("
                            + database.message() + "; " + database.raftStatus() + ")";
                }
                String id = database.databaseId().toString();
                highest.merge(id, database.lastTransactionId(), Math::max);
                hosts.merge(id, 1, Integer::sum);
            }
        }
        if (!hosts.equals(wanted)) {
            return "not every server has the databases that it should have: " + hosts + ", wanted " + wanted;
        }
        return allHave(highest) ? "" : "not every server has the last transactions: " + highest;
    }

    /** All members but one whose files were damaged so that it does not start, or does not know what is requested. */
    private List<SimulatedMember> judged() {
        return cluster.members().stream()
                .filter(member -> !member.isDamaged()
                        || (member.server() != null
                                && member.server().databases().system().status() != CurrentStatus.DIRTY))
                .toList();
    }

    private static boolean isAsRequested(HostedDatabase database) {
        boolean online = database.status() == CurrentStatus.ONLINE;
        RaftStatus raft = database.raftStatus();
        return switch (database.entry().requestedStatus()) {
            case ONLINE -> online && raft != null && raft.leader() != null;
            case OFFLINE -> database.status() == CurrentStatus.OFFLINE;
        };
    }

    /** Whether what the database was to begin with lies on a damaged server only: nobody can have it, and each copy says so. */
    private boolean isWithoutItsSeed(HostedDatabase database) {
        String seed = database.entry().seedServerId();
        return seed != null
                && database.status() != CurrentStatus.ONLINE
                && cluster.members().stream()
                        .anyMatch(member -> member.name().equals(seed) && (member.isDamaged() || member.hasLostDisk()))
                && judged().stream()
                        .map(member -> member.server().databases().byId(database.databaseId()))
                        .noneMatch(copy -> copy != null && copy.status() == CurrentStatus.ONLINE);
    }

    private boolean allHave(Map<String, Long> highest) {
        return judged().stream()
                .flatMap(member -> member.server().databases().all().stream())
                .filter(database -> database.status() == CurrentStatus.ONLINE)
                .allMatch(database -> database.lastTransactionId()
                        == highest.get(database.databaseId().toString()));
    }

    /** Compares all stores with each other, and each with what its own records add up to. */
    public List<String> differences() {
        List<String> problems = new ArrayList<>();
        Map<String, String> digests = new TreeMap<>();
        for (SimulatedMember member : judged()) {
            for (HostedDatabase database : member.server().databases().all()) {
                if (database.status() == CurrentStatus.ONLINE) {
                    database.pin().thenAccept(version -> compare(member.name(), database, version, digests, problems));
                }
            }
        }
        cluster.simulation().runFor(Duration.ofSeconds(1));
        return problems;
    }

    private static void compare(
            String server,
            HostedDatabase database,
            PinnedVersion version,
            Map<String, String> digests,
            List<String> problems) {
        try (version) {
            String digest = version.digest() + " at " + version.transactionId();
            if (!version.recomputeDigest().equals(version.digest())) {
                problems.add("consistent stores: '" + database.name() + "' on " + server
                        + " has records that do not add up to its digest");
            }
            String before = digests.putIfAbsent(database.databaseId().toString(), digest);
            if (before != null && !before.equals(digest)) {
                problems.add("equal stores: '" + database.name() + "' on " + server + " is " + digest + ", elsewhere "
                        + before);
            }
        }
    }
}

package dev.muster.sim.fault;

import dev.muster.catalog.Allocation;
import dev.muster.catalog.DatabaseEntry;
import dev.muster.node.hosting.HostedDatabase;
import dev.muster.node.server.MusterServer;
import dev.muster.runtime.sim.SimulatedRandom;
import dev.muster.sim.cluster.Administrator;
import dev.muster.sim.cluster.ClientAnswer;
import dev.muster.sim.cluster.SimulatedCluster;
import dev.muster.sim.cluster.SimulatedMember;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Has databases change their copies, by an administrator who repeats each command until it is done, or cannot be done. What
 * was begun is taken back in the same way, in order; so it may last longer than the fault was to last.
 */
final class MembershipFaults {
    private static final int COPIES_MAX = 3;
    private static final int SECONDARIES_MAX = 2;

    private final SimulatedCluster cluster;
    private final List<String> databases;
    private final List<Administrator> administrators = new ArrayList<>();

    /** With the databases whose copies may be moved about. */
    MembershipFaults(SimulatedCluster cluster, List<String> databases) {
        this.cluster = cluster;
        this.databases = databases;
    }

    /** Whether every command has been given that was to be given. */
    boolean isOver() {
        return administrators.stream().allMatch(Administrator::isIdle);
    }

    /** Begins to change one database; returns what heals it, or null if no server knows where its copies are. */
    Runnable change(PlannedFault fault, SimulatedMember victim, SimulatedRandom dice) {
        DatabaseEntry entry = entry(dice);
        if (entry == null) {
            return null;
        }
        String before =
                topology(entry.name(), count(entry, Allocation.Mode.PRIMARY), count(entry, Allocation.Mode.SECONDARY));
        Administrator administrator = new Administrator(cluster, MembershipFaults::isImpossible);
        administrators.add(administrator);
        if (dice.between(0, 1) == 0) {
            String other = otherTopology(entry.name(), dice);
            note(fault, victim, other);
            administrator.insist(other);
            return () -> administrator.insist(before);
        }
        String allowed = "ALTER SERVER '" + victim.name() + "' SET OPTIONS {deniedDatabases: []}";
        note(fault, victim, "'" + entry.name() + "' has to leave");
        administrator.insist(allowed.replace("[]", "['" + entry.name() + "']"));
        administrator.insist(topology(
                entry.name(), Math.max(1, Math.min(COPIES_MAX, cluster.members().size()) - 1), 0));
        return () -> {
            administrator.insist(allowed);
            administrator.insist(before);
        };
    }

    private void note(PlannedFault fault, SimulatedMember victim, String text) {
        cluster.note(victim.name(), "fault #" + fault.number() + ": " + text);
    }

    private String otherTopology(String database, SimulatedRandom dice) {
        int copies = Math.min(COPIES_MAX, cluster.members().size());
        long primaries = dice.between(1, copies);
        return topology(database, primaries, dice.between(0, Math.min(SECONDARIES_MAX, copies - primaries)));
    }

    private static String topology(String database, long primaries, long secondaries) {
        return "ALTER DATABASE " + database + " SET TOPOLOGY " + primaries + " PRIMARIES " + secondaries
                + " SECONDARIES";
    }

    private static long count(DatabaseEntry entry, Allocation.Mode mode) {
        return entry.wanted().filter(copy -> copy.mode() == mode).count();
    }

    /** One of the databases, as some server has it in its catalog. */
    private DatabaseEntry entry(SimulatedRandom dice) {
        TreeMap<String, DatabaseEntry> known = new TreeMap<>();
        for (SimulatedMember member : cluster.members()) {
            MusterServer server = member.server();
            if (server != null) {
                for (HostedDatabase database : server.databases().all()) {
                    known.putIfAbsent(database.name(), database.entry());
                }
            }
        }
        known.keySet().retainAll(databases);
        List<DatabaseEntry> entries = List.copyOf(known.values());
        return entries.isEmpty() ? null : entries.get(dice.nextInt(entries.size()));
    }

    /** There are too few servers for it, or the database or the server has gone meanwhile. */
    private static boolean isImpossible(ClientAnswer answer) {
        return answer.message().contains("possible servers")
                || answer.message().contains("no such server")
                || answer.message().contains("it is Dropped")
                || answer.code().equals("Neo.ClientError.Database.DatabaseNotFound");
    }
}

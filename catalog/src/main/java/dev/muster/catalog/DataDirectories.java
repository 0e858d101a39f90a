package dev.muster.catalog;

import dev.muster.catalog.Allocation.Mode;
import dev.muster.store.change.GraphTransaction;
import java.util.ArrayList;
import java.util.List;

/**
 * Which data directory each server works on. A server that comes back on a fresh one has lost what it promised as a member of
 * its databases' groups, votes and entries, and would lose acknowledged transactions if it went on as who it was. So its copies
 * go, and others of its take their places, which know nothing yet and get everything from the others.
 */
final class DataDirectories {
    private DataDirectories() {}

    /**
     * Nothing for a server that is not known, or was dropped, or has said the same before; nor for what it said before a later
     * start on yet another directory, whose copies would be taken for lost.
     */
    static void note(AdminCommand.NoteDataDirectory command, GraphTransaction system) {
        ServerGraph.Stored known = ServerRules.find(system, command.serverId());
        if (known == null
                || known.entry().state() == ServerEntry.State.DROPPED
                || known.entry().dataId().equals(command.dataId())
                || !known.entry().dataId().equals(command.insteadOf())) {
            return;
        }
        boolean lost = command.fresh() && mayHavePromised(known.entry(), system);
        int life = Placement.life(system);
        CatalogGraph.nextVersion(system);
        ServerGraph.write(system, known, known.entry().on(command.dataId()));
        if (lost) {
            CatalogGraph.databases(system).forEach(stored -> replace(stored, command.serverId(), life, system));
        }
    }

    /** A founder that nobody had heard of when the cluster was born may have voted; one that joins begins only after this. */
    private static boolean mayHavePromised(ServerEntry server, GraphTransaction system) {
        return !server.dataId().isEmpty()
                || CatalogGraph.database(system, DatabaseNames.SYSTEM)
                        .entry()
                        .founders()
                        .contains(server.serverId());
    }

    private static void replace(CatalogGraph.Stored stored, String serverId, int life, GraphTransaction system) {
        DatabaseEntry entry = stored.entry();
        if (entry.allocations().stream().noneMatch(copy -> copy.serverId().equals(serverId))) {
            return;
        }
        boolean only = entry.wanted().allMatch(copy -> copy.serverId().equals(serverId));
        List<Allocation> replaced = new ArrayList<>();
        List<Allocation> lost = new ArrayList<>();
        for (Allocation copy : entry.allocations()) {
            if (!copy.serverId().equals(serverId)) {
                replaced.add(copy);
                continue;
            }
            if (!copy.isLeaving()) {
                replaced.add(new Allocation(serverId, life, copy.mode()));
            }
            if (!only) { // else nobody is left who could take it out of the group
                lost.add(copy.as(Mode.LOST));
            }
        }
        replaced.addAll(lost);
        CatalogGraph.allocate(system, stored, entry.topology(), replaced);
    }
}

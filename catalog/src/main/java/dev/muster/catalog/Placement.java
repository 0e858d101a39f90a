package dev.muster.catalog;

import dev.muster.store.GraphReader;
import dev.muster.store.change.GraphTransaction;
import java.util.List;

/** Where databases are: what a topology becomes. What moves from one server to another: {@link Moves}. */
final class Placement {
    private Placement() {}

    /** Where a new database goes: as many copies as wanted, or as there can be if nobody said how many. */
    static List<Allocation> ofNew(
            GraphReader system, String name, Topology wanted, boolean hard, String seed, DatabaseEntry replaced) {
        List<DatabaseEntry> others = entries(system).stream()
                .filter(entry -> replaced == null || !entry.databaseId().equals(replaced.databaseId()))
                .toList();
        Allocator allocator = new Allocator(servers(system), others);
        Topology asked = hard ? wanted : reduced(wanted, allocator.possible(name));
        List<Allocation> placed = allocator.place(name, asked, List.of(), 0, seed);
        if (placed == null) {
            throw CatalogError.TOPOLOGY_TOO_LARGE.exception("create", name, asked.copies(), allocator.possible(name));
        }
        return placed;
    }

    /**
     * Where a database goes that is made anew of the copy of {@code seed}, which must be
     * among its primaries (null for any), on servers that answer only: its group must not be without a majority again.
     */
    static List<Allocation> ofRecreated(
            GraphReader system, DatabaseEntry before, Topology wanted, String seed, List<String> answering) {
        List<DatabaseEntry> others = entries(system).stream()
                .filter(entry -> !entry.databaseId().equals(before.databaseId()))
                .toList();
        List<ServerEntry> servers = servers(system).stream()
                .filter(server -> answering.contains(server.serverId()))
                .toList();
        Allocator allocator = new Allocator(servers, others);
        List<Allocation> placed = allocator.place(before.name(), wanted, List.of(), 0, seed);
        boolean withSeed = placed != null
                && placed.stream()
                        .anyMatch(copy ->
                                seed == null || copy.serverId().equals(seed) && copy.mode() == Allocation.Mode.PRIMARY);
        if (!withSeed) {
            throw CatalogError.TOPOLOGY_TOO_LARGE.exception(
                    "recreate", before.name(), wanted.copies(), allocator.possible(before.name()));
        }
        return placed;
    }

    private static Topology reduced(Topology wanted, int possible) {
        int primaries = Math.max(1, Math.min(wanted.primaries(), possible));
        return new Topology(primaries, Math.max(0, Math.min(wanted.secondaries(), possible - primaries)));
    }

    static void alter(CatalogGraph.Stored stored, AdminCommand.Counts counts, GraphTransaction system) {
        String name = stored.entry().name();
        Topology wanted = CreateRules.topology(
                "alter",
                name,
                counts.primaries(),
                counts.secondaries(),
                stored.entry().topology());
        Allocator allocator = new Allocator(servers(system), entries(system));
        List<Allocation> placed = allocator.place(name, wanted, stored.entry().allocations(), life(system), null);
        if (placed == null) {
            throw CatalogError.TOPOLOGY_TOO_LARGE.exception("alter", name, wanted.copies(), allocator.possible(name));
        }
        if (!wanted.equals(stored.entry().topology())
                || !placed.equals(stored.entry().allocations())) {
            CatalogGraph.nextVersion(system);
            CatalogGraph.allocate(system, stored, wanted, placed);
        }
    }

    /** Nothing if the copy has to go already, is gone, or is the only one: then nobody could give another. */
    static void replace(AdminCommand.ReplaceCopy command, GraphTransaction system) {
        CatalogGraph.databases(system).stream()
                .filter(stored -> stored.entry().databaseId().equals(command.databaseId()))
                .filter(stored -> stored.entry().members().size() > 1)
                .forEach(stored -> stored.entry()
                        .wanted()
                        .filter(copy -> copy.serverId().equals(command.serverId()) && copy.life() == command.life())
                        .findFirst()
                        .ifPresent(copy -> replace(stored, copy, system)));
    }

    private static void replace(CatalogGraph.Stored stored, Allocation copy, GraphTransaction system) {
        DatabaseEntry entry = stored.entry();
        int life = life(system);
        CatalogGraph.nextVersion(system);
        CatalogGraph.allocate(
                system, stored, entry.topology(), Allocator.moved(entry.allocations(), copy, copy.serverId(), life));
    }

    /** The life of copies that this command makes: no earlier command can have had it. */
    static int life(GraphReader system) {
        return Math.toIntExact(CatalogGraph.version(system) + 1);
    }

    static List<DatabaseEntry> entries(GraphReader system) {
        return CatalogGraph.databases(system).stream()
                .map(CatalogGraph.Stored::entry)
                .toList();
    }

    static List<ServerEntry> servers(GraphReader system) {
        return ServerGraph.servers(system).stream()
                .map(ServerGraph.Stored::entry)
                .toList();
    }
}

package dev.muster.catalog;

import dev.muster.store.GraphReader;
import dev.muster.store.change.GraphTransaction;
import java.util.List;

/** Which database is the default one, and how many copies those get for which nobody says (F.9, F.10). */
final class DefaultRules {
    /** What Neo4j calls an allocator that gives new copies to the servers with the fewest ({@link Allocator}). */
    private static final String ALLOCATOR = "EQUAL_NUMBERS";

    private DefaultRules() {}

    /** Only while the old one is stopped or gone, so that nobody is led from one to the other in the middle of something. */
    static Catalog.ShownDatabases setDatabase(AdminCommand.SetDefaultDatabase command, GraphTransaction system) {
        String name = AliasGraph.resolved(system, DatabaseNames.folded(command.name()));
        if (name.equals(DatabaseNames.SYSTEM)) {
            throw CatalogError.DEFAULT_SYSTEM.exception();
        }
        if (CatalogGraph.database(system, name) == null) {
            throw CatalogError.DEFAULT_NOT_FOUND.exception(name);
        }
        String before = CatalogGraph.defaultDatabase(system);
        CatalogGraph.Stored old = CatalogGraph.database(system, before);
        if (!name.equals(before)) {
            if (old != null && old.entry().requestedStatus() == DatabaseEntry.RequestedStatus.ONLINE) {
                throw CatalogError.DEFAULT_RUNNING.exception(before);
            }
            CatalogGraph.nextVersion(system);
            CatalogGraph.setDefaultDatabase(system, name);
        }
        return new Catalog.ShownDatabases(
                List.of("result"), List.of(List.of("Default database set to '" + name + "'")));
    }

    static void setTopology(AdminCommand.SetDefaultTopology command, GraphTransaction system) {
        Topology before = CatalogGraph.defaultTopology(system);
        int primaries = command.primaries();
        int secondaries = command.secondaries();
        if (primaries < 1
                || primaries > Topology.PRIMARIES_MAX
                || secondaries < 0
                || secondaries > Topology.SECONDARIES_SUPPORTED) {
            throw CatalogError.DEFAULT_TOPOLOGY.exception(Topology.PRIMARIES_MAX, Topology.SECONDARIES_SUPPORTED);
        }
        Topology wanted = new Topology(primaries, secondaries);
        if (!wanted.equals(before)) {
            CatalogGraph.nextVersion(system);
            CatalogGraph.setDefaultTopology(system, wanted);
        }
    }

    static Catalog.ShownDatabases showTopology(GraphReader system) {
        Topology topology = CatalogGraph.defaultTopology(system);
        return new Catalog.ShownDatabases(
                List.of(
                        "allocator",
                        "defaultPrimariesCount",
                        "defaultSecondariesCount",
                        "defaultDatabase",
                        "autoEnableFreeServers"),
                List.of(List.of(
                        ALLOCATOR,
                        (long) topology.primaries(),
                        (long) topology.secondaries(),
                        CatalogGraph.defaultDatabase(system),
                        Boolean.TRUE.equals(CatalogGraph.enablesFreeServers(system)))));
    }
}

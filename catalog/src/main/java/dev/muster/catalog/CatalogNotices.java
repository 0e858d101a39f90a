package dev.muster.catalog;

import dev.muster.catalog.CatalogNotice.Told;
import dev.muster.store.GraphReader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is to be told of a command about servers and databases: looked up before it is carried out, and said once it has
 * been. Pure.
 *
 * @param version of the catalog before
 * @param cordoned the names of servers that take no copies, before
 * @param database that the command alters, before; else null
 */
record CatalogNotices(AdminCommand command, long version, List<String> cordoned, DatabaseEntry database) {
    /** To be made before the command is carried out. */
    static CatalogNotices before(AdminCommand command, GraphReader system) {
        boolean places = command instanceof AdminCommand.CreateDatabase
                || command instanceof AdminCommand.AlterDatabase
                || command instanceof AdminCommand.DeallocateServers;
        List<String> cordoned = !places
                ? List.of()
                : ServerGraph.servers(system).stream()
                        .map(ServerGraph.Stored::entry)
                        .filter(server -> server.state() == ServerEntry.State.CORDONED)
                        .map(ServerEntry::name)
                        .toList();
        return new CatalogNotices(command, CatalogGraph.version(system), cordoned, altered(command, system));
    }

    private static DatabaseEntry altered(AdminCommand command, GraphReader system) {
        if (!(command instanceof AdminCommand.AlterDatabase alter) || alter.topology() == null) {
            return null;
        }
        CatalogGraph.Stored stored = CatalogGraph.database(system, SystemCatalog.resolved(system, alter));
        return stored == null ? null : stored.entry();
    }

    /** What is to be told once the command has been carried out, and answered this. */
    List<Told> after(Catalog.ShownDatabases answer, GraphReader system) {
        boolean changed = CatalogGraph.version(system) != version;
        List<Told> told = new ArrayList<>();
        if (command instanceof AdminCommand.EnableServer enable && !enable.alter() && !changed) {
            told.add(CatalogNotice.SERVER_ENABLED.of(enable.server()));
        } else if (command instanceof AdminCommand.CordonServer cordon && cordon.cordon() && !changed) {
            told.add(CatalogNotice.SERVER_CORDONED.of(cordon.server()));
        } else if (command instanceof AdminCommand.ReallocateDatabases
                && answer.rows().isEmpty()) {
            told.add(CatalogNotice.NOTHING_REALLOCATED.of());
        } else if (database != null && isWhereItWas(system)) {
            told.add(CatalogNotice.TOPOLOGY_MATCHED.of());
        } else if (!cordoned.isEmpty() && decidesWhere(changed, answer)) {
            told.add(CatalogNotice.CORDONED_SERVERS.of(
                    cordoned.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "))));
        }
        return told;
    }

    private boolean isWhereItWas(GraphReader system) {
        DatabaseEntry now = CatalogGraph.database(system, database.name()).entry();
        return now.topology().equals(database.topology()) && now.allocations().equals(database.allocations());
    }

    /** Whether somebody had to decide on which servers copies are. */
    private boolean decidesWhere(boolean changed, Catalog.ShownDatabases answer) {
        return command instanceof AdminCommand.CreateDatabase && changed
                || database != null
                || command instanceof AdminCommand.DeallocateServers
                        && !answer.rows().isEmpty();
    }
}

package dev.muster.catalog;

import dev.muster.store.change.GraphTransaction;
import java.util.ArrayList;
import java.util.List;

/**
 * DROP DATABASE … DUMP DATA (facts/backup-and-admin.md F.3): the database is taken down and dumped on each of its servers, and goes
 * only when all of them have said that they have. If one cannot, that calls the command off and the database is as before.
 */
final class DumpRules {
    private DumpRules() {}

    /** All servers with a copy must answer: what is on one that does not would be destroyed undumped when it comes back. */
    static void ask(
            AdminCommand.DropDatabase command,
            CatalogGraph.Stored stored,
            GraphTransaction system,
            Catalog.CommandContext context) {
        DatabaseEntry entry = stored.entry();
        if (entry.isBeingDumped()) {
            return;
        }
        if (!command.cascadeAliases()) {
            AliasRules.letGo(entry.name(), false, system); // refuses if there are any
        }
        entry.members().stream()
                .filter(server -> !context.members().contains(server))
                .findFirst()
                .ifPresent(server -> {
                    throw CatalogError.DUMP_UNAVAILABLE.exception(entry.name(), server);
                });
        CatalogGraph.nextVersion(system);
        CatalogGraph.dump(system, stored, entry.members(), "");
        CatalogGraph.dumpCascades(system, stored, command.cascadeAliases());
    }

    /** Nothing if that database is gone, or that server is not waited for any more. */
    static void note(AdminCommand.NoteDump command, GraphTransaction system) {
        CatalogGraph.databases(system).stream()
                .filter(stored -> stored.entry().databaseId().equals(command.databaseId()))
                .filter(stored -> stored.entry().isBeingDumped()
                        && stored.entry().dumping().servers().contains(command.serverId()))
                .forEach(stored -> note(command, stored, system));
    }

    private static void note(AdminCommand.NoteDump command, CatalogGraph.Stored stored, GraphTransaction system) {
        CatalogGraph.nextVersion(system);
        if (command.failure() != null) {
            CatalogGraph.dump(system, stored, List.of(), "server '" + command.serverId() + "': " + command.failure());
            return;
        }
        List<String> left = new ArrayList<>(stored.entry().dumping().servers());
        left.remove(command.serverId());
        if (!left.isEmpty()) {
            CatalogGraph.dump(system, stored, left, "");
            return;
        }
        boolean cascades = CatalogGraph.dumpCascades(system, stored);
        if (!cascades && !AliasGraph.of(system, stored.entry().name()).isEmpty()) {
            CatalogGraph.dump(system, stored, List.of(), "it has got an alias meanwhile");
            return;
        }
        AliasRules.letGo(stored.entry().name(), cascades, system);
        system.deleteNode(stored.nodeId());
    }

    /** Refuses what cannot be done to a database that is about to go. */
    static void refuseIfDumped(String verb, CatalogGraph.Stored stored) {
        if (stored.entry().isBeingDumped()) {
            throw CatalogError.DUMP_UNDER_WAY.exception(verb, stored.entry().name());
        }
    }
}

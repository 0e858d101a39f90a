package dev.muster.catalog;

import dev.muster.store.GraphReader;
import dev.muster.store.change.GraphTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The same database in a new group (facts/backup-and-admin.md B.7): for one whose group has lost its majority, or that is to be
 * set back. Its id is a new one, so every server makes its copy anew, but for the one whose copy is taken.
 */
final class RecreateRules {
    private RecreateRules() {}

    /** {@link Catalog.CommandContext#foundStores} are the copies that there are, with their last transactions. */
    static void recreate(
            AdminCommand.RecreateDatabase command, GraphTransaction system, Catalog.CommandContext context) {
        String name = AliasGraph.resolved(system, DatabaseNames.folded(command.name()));
        if (name.equals(DatabaseNames.SYSTEM)) {
            throw CatalogError.SYSTEM_PROTECTED.exception("recreate");
        }
        CatalogGraph.Stored stored = CatalogGraph.database(system, name);
        if (stored == null) {
            throw CatalogError.NOT_FOUND.exception("recreate", name);
        }
        checkOptions(name, command);
        DatabaseEntry entry = stored.entry();
        Topology topology =
                CreateRules.topology("recreate", name, command.primaries(), command.secondaries(), entry.topology());
        String seed = command.seedUri() == null ? seed(name, command, topology, entry, system, context) : null;
        List<Allocation> placed = Placement.ofRecreated(system, entry, topology, seed, context.members());
        system.deleteNode(stored.nodeId());
        CatalogGraph.create(
                system,
                SystemCatalog.newEntry(
                        name,
                        topology,
                        placed,
                        seed,
                        ArtifactSeed.of(command.seedUri()),
                        context,
                        CatalogGraph.nextVersion(system)));
        if (entry.readOnly()) {
            CatalogGraph.setReadOnly(system, CatalogGraph.database(system, name), true);
        }
    }

    private static void checkOptions(String name, AdminCommand.RecreateDatabase command) {
        if (command.seedUri() == null && command.seedingServers() == null) {
            throw CatalogError.RECREATE_SEED.exception(name, "Either seedingServers or seedURI must be given.");
        }
        if (command.seedUri() != null
                && command.seedingServers() != null
                && !command.seedingServers().isEmpty()) {
            throw CatalogError.RECREATE_SEED.exception(name, "With seedURI, seedingServers must be empty.");
        }
        if (command.seedUri() != null && !CreateRules.isSeedUri(command.seedUri())) {
            throw CatalogError.RECREATE_SEED.exception(name, "seedURI must be s3://bucket/path or file:///path.");
        }
        if (command.secondaries() != null && command.primaries() == null) {
            throw CatalogError.RECREATE_SEED.exception(name, "secondaries cannot be given without primaries.");
        }
    }

    /** The server whose copy is taken: the one that has come furthest. */
    private static String seed(
            String name,
            AdminCommand.RecreateDatabase command,
            Topology topology,
            DatabaseEntry entry,
            GraphTransaction system,
            Catalog.CommandContext context) {
        Map<String, Long> copies = context.foundStores();
        List<String> candidates = new ArrayList<>();
        if (command.seedingServers().isEmpty()) {
            for (String server : entry.members()) {
                if (copies.containsKey(server)) {
                    candidates.add(server);
                } else if (isEnabled(system, server)) {
                    throw CatalogError.RECREATE_UNAVAILABLE.exception(name, "server '" + server + "'");
                }
            }
        } else {
            command.seedingServers().forEach(server -> candidates.add(seeder(name, server, copies, system)));
            if (candidates.size() > topology.copies()) {
                throw CatalogError.TOO_MANY_SEEDERS.exception(name, candidates.size(), topology.copies());
            }
        }
        String seed = CreateRules.bestSeed(copies, candidates);
        if (seed == null) {
            throw CatalogError.RECREATE_SEED.exception(name, "No server has a copy of it.");
        }
        return seed;
    }

    private static String seeder(String name, String nameOrId, Map<String, Long> copies, GraphReader system) {
        return ServerGraph.servers(system).stream()
                .map(ServerGraph.Stored::entry)
                .filter(server ->
                        server.name().equals(nameOrId) || server.serverId().equals(nameOrId))
                .map(ServerEntry::serverId)
                .filter(copies::containsKey)
                .findFirst()
                .orElseThrow(() -> CatalogError.NO_SUCH_SEEDER.exception(name, nameOrId));
    }

    private static boolean isEnabled(GraphReader system, String serverId) {
        return ServerGraph.servers(system).stream()
                .map(ServerGraph.Stored::entry)
                .anyMatch(server -> server.serverId().equals(serverId) && server.state() == ServerEntry.State.ENABLED);
    }
}

package dev.muster.sim.planted;

import dev.muster.catalog.AdminCommand;
import dev.muster.catalog.Catalog;
import dev.muster.catalog.DatabaseEntry;
import dev.muster.catalog.ServerEntry;
import dev.muster.catalog.ServerReport;
import dev.muster.catalog.SystemCatalog;
import dev.muster.catalog.Vocabulary;
import dev.muster.node.server.ServerParts;
import dev.muster.sim.cluster.Seams;
import dev.muster.store.GraphReader;
import dev.muster.store.change.GraphTransaction;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Bugs of what commands make of the catalog, and of what servers read in it. */
final class CatalogBugs {
    static final List<PlantedBug> ALL = List.of(
            PlantedBug.of(
                            "STOP changes nothing",
                            "STOP DATABASE is acknowledged and forgotten",
                            () -> catalogs(() -> new Forgets(AdminCommand.StopDatabase.class::isInstance)))
                    .in("admin"),
            PlantedBug.of(
                            "START changes nothing",
                            "START DATABASE is acknowledged and forgotten",
                            () -> catalogs(() -> new Forgets(AdminCommand.StartDatabase.class::isInstance)))
                    .in("admin"),
            PlantedBug.of(
                            "DROP changes nothing",
                            "DROP DATABASE is acknowledged and forgotten",
                            () -> catalogs(() -> new Forgets(AdminCommand.DropDatabase.class::isInstance)))
                    .in("admin"),
            PlantedBug.of(
                            "reconciler forgets a stop",
                            "servers read in the catalog that every database is to be online",
                            () -> catalogs(AllOnline::new))
                    .in("admin"));

    private CatalogBugs() {}

    private static Seams catalogs(Supplier<Catalog> catalog) {
        return new Seams() {
            @Override
            public ServerParts parts(String server, ServerParts standard) {
                return standard.withCatalog(catalog.get());
            }
        };
    }

    /** Rules that are as they should be, to be made wrong in one place. */
    private abstract static class Rules implements Catalog {
        final Catalog right = new SystemCatalog();

        @Override
        public long version(GraphReader system) {
            return right.version(system);
        }

        @Override
        public List<DatabaseEntry> databases(GraphReader system) {
            return right.databases(system);
        }

        @Override
        public DatabaseEntry database(GraphReader system, String name) {
            return right.database(system, name);
        }

        @Override
        public Map<String, String> aliases(GraphReader system) {
            return right.aliases(system);
        }

        @Override
        public ShownDatabases showAliases(
                AdminCommand.ShowAliases command, GraphReader system, Vocabulary vocabulary, boolean allColumns) {
            return right.showAliases(command, system, vocabulary, allColumns);
        }

        @Override
        public ShownDatabases showDefaultTopology(GraphReader system) {
            return right.showDefaultTopology(system);
        }

        @Override
        public String defaultDatabase(GraphReader system) {
            return right.defaultDatabase(system);
        }

        @Override
        public List<ServerEntry> servers(GraphReader system) {
            return right.servers(system);
        }

        @Override
        public ShownDatabases showServers(GraphReader system, List<ServerReport> servers, boolean allColumns) {
            return right.showServers(system, servers, allColumns);
        }

        @Override
        public ShownDatabases execute(AdminCommand command, GraphTransaction system, CommandContext context) {
            return right.execute(command, system, context);
        }

        @Override
        public void bootstrap(GraphTransaction system, String defaultDatabase, CommandContext context) {
            right.bootstrap(system, defaultDatabase, context);
        }

        @Override
        public ShownDatabases show(
                AdminCommand.ShowDatabases command,
                GraphReader system,
                List<ServerReport> servers,
                Vocabulary vocabulary,
                boolean allColumns,
                Viewer viewer) {
            return right.show(command, system, servers, vocabulary, allColumns, viewer);
        }
    }

    private static final class Forgets extends Rules {
        private final Predicate<AdminCommand> which;

        Forgets(Predicate<AdminCommand> which) {
            this.which = which;
        }

        @Override
        public ShownDatabases execute(AdminCommand command, GraphTransaction system, CommandContext context) {
            return which.test(command) ? ShownDatabases.NOTHING : super.execute(command, system, context);
        }
    }

    private static final class AllOnline extends Rules {
        @Override
        public List<DatabaseEntry> databases(GraphReader system) {
            return super.databases(system).stream()
                    .map(entry -> new DatabaseEntry(
                            entry.name(),
                            entry.databaseId(),
                            DatabaseEntry.RequestedStatus.ONLINE,
                            entry.topology(),
                            entry.founders(),
                            entry.allocations(),
                            entry.seedServerId(),
                            entry.artifactSeed(),
                            entry.readOnly(),
                            entry.createdAtMillis(),
                            entry.version()))
                    .toList();
        }
    }
}

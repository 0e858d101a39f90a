package dev.muster.catalog;

import dev.muster.store.GraphReader;
import dev.muster.store.change.GraphTransaction;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * The rules of the catalog, without effects: commands become changes of the {@code system} graph. Implemented by {@code
 * SystemCatalog}.
 *
 * <p>Every command that changes something also changes one node that all commands share, so that of two made on the same
 * version only one can be committed; the caller runs the other again.
 */
public interface Catalog {
    /** Grows with each change of what is here; of a copy that was placed later than at the founding, its life is such a version. */
    long version(GraphReader system);

    /** All databases, {@code system} included, sorted by name. */
    List<DatabaseEntry> databases(GraphReader system);

    /** The names of the databases that aliases stand for, by alias, all in lower case. */
    Map<String, String> aliases(GraphReader system);

    /** The database of that name or alias (any case), or null. */
    DatabaseEntry database(GraphReader system, String name);

    /** All servers that belong to the cluster, or did, by id; empty before the bootstrap. */
    List<ServerEntry> servers(GraphReader system);

    /** The name of the default database. */
    String defaultDatabase(GraphReader system);

    /**
     * Carries out a command other than SHOW in the transaction. Throws {@link CatalogException}. Changes nothing where the
     * command asks for what is already so; except START, which always renews the wish (a higher {@link
     * DatabaseEntry#version}), since that is how a failed start is tried again. Returns what the command answers with; most
     * have {@link ShownDatabases#NOTHING} to say.
     */
    ShownDatabases execute(AdminCommand command, GraphTransaction system, CommandContext context);

    /**
     * Writes the first contents of {@code system}: the catalog with {@code system} itself and the default database, which
     * starts from a store in {@code foundStores} if there is one. Only on a version without a catalog.
     */
    void bootstrap(GraphTransaction system, String defaultDatabase, CommandContext context);

    /** What SHOW answers: columns in order, and rows, in the vocabulary asked for (facts/backup-and-admin.md F.5, F.6). */
    ShownDatabases show(
            AdminCommand.ShowDatabases command,
            GraphReader system,
            List<ServerReport> servers,
            Vocabulary vocabulary,
            boolean allColumns,
            Viewer viewer);

    /** What SHOW answers to somebody who may see everything. */
    default ShownDatabases show(
            AdminCommand.ShowDatabases command,
            GraphReader system,
            List<ServerReport> servers,
            Vocabulary vocabulary,
            boolean allColumns) {
        return show(command, system, servers, vocabulary, allColumns, Viewer.OF_ALL);
    }

    /** What SHOW ALIASES answers. */
    ShownDatabases showAliases(
            AdminCommand.ShowAliases command, GraphReader system, Vocabulary vocabulary, boolean allColumns);

    /** What {@code dbms.showTopologyGraphConfig()} answers. */
    ShownDatabases showDefaultTopology(GraphReader system);

    /** What SHOW SERVERS answers (facts/backup-and-admin.md F.11). */
    ShownDatabases showServers(GraphReader system, List<ServerReport> servers, boolean allColumns);

    /**
     * Who looks at databases.
     *
     * @param home the name or alias of the viewer's home database in lower case, or null if it is the default one
     * @param sees which databases are shown
     */
    record Viewer(String home, Predicate<DatabaseEntry> sees) {
        /** Nobody in particular, who may see everything. */
        public static final Viewer OF_ALL = new Viewer(null, database -> true);
    }

    /**
     * What a command answers with: column names and rows of values.
     *
     * @param told what whoever gave the command should know besides
     */
    record ShownDatabases(List<String> columns, List<List<Object>> rows, List<CatalogNotice.Told> told) {
        public static final ShownDatabases NOTHING = new ShownDatabases(List.of(), List.of());

        public ShownDatabases(List<String> columns, List<List<Object>> rows) {
            this(columns, rows, List.of());
        }

        /** The same, and what else is to be told. */
        public ShownDatabases with(List<CatalogNotice.Told> notices) {
            return new ShownDatabases(columns, rows, notices);
        }
    }

    /**
     * What a command may know of the world.
     *
     * @param newDatabaseId drawn for the command; used if it makes a database
     * @param members for the bootstrap: the servers that the cluster is born with, by id, in a stable order; for other commands
     *     those that answer
     * @param foundStores for CREATE: servers that have a store of that name lying ready, with its last transaction id; for a
     *     database that is made anew: those that have a copy of it
     * @param defaultTopology for the bootstrap: what databases get for which nobody says otherwise; null is one primary on
     *     each founding server
     */
    record CommandContext(
            UUID newDatabaseId,
            long nowMillis,
            List<String> members,
            int maxDatabases,
            Map<String, Long> foundStores,
            Topology defaultTopology) {}
}

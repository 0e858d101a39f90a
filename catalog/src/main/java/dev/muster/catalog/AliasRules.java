package dev.muster.catalog;

import dev.muster.store.GraphReader;
import dev.muster.store.change.GraphTransaction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The commands about aliases: other names of databases of this cluster. A name is a database's or an alias's, never both, and
 * an alias never outlives its database.
 */
final class AliasRules {
    /** As long as the language lets a name be. */
    private static final int LENGTH_MAX = 65_534;

    private static final List<String> V4 = List.of("name", "database", "location", "url", "user");
    private static final List<String> V4_ALL = List.of("name", "database", "location", "url", "user", "driver");
    private static final List<String> V5 = List.of("name", "composite", "database", "location", "url", "user");
    private static final List<String> V5_ALL =
            List.of("name", "composite", "database", "location", "url", "user", "driver", "properties");

    private AliasRules() {}

    static void create(AdminCommand.CreateAlias command, GraphTransaction system) {
        if (command.orReplace() && command.ifNotExists()) {
            throw CatalogError.ALIAS_BOTH_MODIFIERS.exception(command.alias());
        }
        String name = checked(command.alias());
        AliasGraph.Stored existing = AliasGraph.alias(system, name);
        boolean taken = CatalogGraph.database(system, name) != null;
        if (command.ifNotExists() && (taken || existing != null)) {
            return;
        }
        if (taken) {
            throw CatalogError.ALIAS_IS_DATABASE.exception(name);
        }
        if (existing != null && !command.orReplace()) {
            throw CatalogError.ALIAS_EXISTS.exception(name);
        }
        String target = target("create", name, command.target(), system);
        if (existing == null) {
            CatalogGraph.nextVersion(system);
            AliasGraph.create(system, name, target);
        } else {
            point(existing, target, system);
        }
    }

    static void alter(AdminCommand.AlterAlias command, GraphTransaction system) {
        String name = DatabaseNames.folded(command.alias());
        AliasGraph.Stored existing = AliasGraph.alias(system, name);
        if (existing == null && command.ifExists()) {
            return;
        }
        if (existing == null) {
            throw CatalogError.ALIAS_NOT_FOUND.exception("alter", name);
        }
        point(existing, target("alter", name, command.target(), system), system);
    }

    static void drop(AdminCommand.DropAlias command, GraphTransaction system) {
        String name = DatabaseNames.folded(command.alias());
        AliasGraph.Stored existing = AliasGraph.alias(system, name);
        if (existing == null && command.ifExists()) {
            return;
        }
        if (existing == null) {
            throw CatalogError.ALIAS_NOT_FOUND.exception("delete", name);
        }
        CatalogGraph.nextVersion(system);
        system.deleteNode(existing.nodeId());
    }

    /** Removes the aliases of a database that is about to go, or refuses that. Of the commands that remove databases. */
    static void letGo(String database, boolean cascade, GraphTransaction system) {
        List<AliasGraph.Stored> aliases = AliasGraph.of(system, database);
        if (!aliases.isEmpty() && !cascade) {
            throw CatalogError.HAS_ALIASES.exception(
                    database,
                    aliases.stream().map(alias -> "'" + alias.name() + "'").collect(Collectors.joining(", ")));
        }
        aliases.forEach(alias -> system.deleteNode(alias.nodeId()));
    }

    /** What SHOW ALIASES answers. All aliases are local, so the columns of remote ones are empty. */
    static Catalog.ShownDatabases show(
            AdminCommand.ShowAliases command, GraphReader system, Vocabulary vocabulary, boolean allColumns) {
        String only = command.alias() == null ? null : DatabaseNames.folded(command.alias());
        List<String> columns = vocabulary == Vocabulary.V5 ? (allColumns ? V5_ALL : V5) : (allColumns ? V4_ALL : V4);
        List<List<Object>> rows = new ArrayList<>();
        for (AliasGraph.Stored alias : AliasGraph.aliases(system)) {
            if (only == null || alias.name().equals(only)) {
                List<Object> row = new ArrayList<>();
                columns.forEach(column -> row.add(value(column, alias)));
                rows.add(Collections.unmodifiableList(row));
            }
        }
        return new Catalog.ShownDatabases(columns, rows);
    }

    private static Object value(String column, AliasGraph.Stored alias) {
        return switch (column) {
            case "name" -> alias.name();
            case "database" -> alias.target();
            case "location" -> "local";
            default -> null;
        };
    }

    private static void point(AliasGraph.Stored alias, String target, GraphTransaction system) {
        if (!alias.target().equals(target)) {
            CatalogGraph.nextVersion(system);
            AliasGraph.point(system, alias, target);
        }
    }

    /** An alias of an alias would have no end. */
    private static String target(String verb, String alias, String typed, GraphTransaction system) {
        String target = DatabaseNames.folded(typed);
        if (CatalogGraph.database(system, target) == null) {
            throw CatalogError.ALIAS_TARGET_NOT_FOUND.exception(verb, alias, target);
        }
        return target;
    }

    private static String checked(String name) {
        String folded = DatabaseNames.folded(name);
        boolean reserved = folded.startsWith("_") || folded.startsWith(DatabaseNames.SYSTEM);
        if (folded.isEmpty() || folded.length() > LENGTH_MAX || reserved || folded.endsWith(".")) {
            String shown = folded.length() > LENGTH_MAX ? folded.substring(0, 20) + "..." : name;
            throw CatalogError.ALIAS_NAME.exception(shown, LENGTH_MAX);
        }
        return folded;
    }
}

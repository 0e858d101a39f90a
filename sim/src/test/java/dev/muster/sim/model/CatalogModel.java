package dev.muster.sim.model;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is requested of a cluster of three servers, as facts/backup-and-admin.md F.3, F.8 and F.9 have it: databases but {@code
 * system}, aliases, the default database. Immutable.
 */
record CatalogModel(SortedMap<String, Database> databases, SortedMap<String, String> aliases, String defaultDatabase) {
    static final int SERVERS = 3;
    static final int DATABASES_MAX = 4;
    static final String FIRST = "neo4j";
    static final CatalogModel BEGINNING =
            new CatalogModel(new TreeMap<>(Map.of(FIRST, new Database(true, false, SERVERS))), new TreeMap<>(), FIRST);

    private static final String EXISTS = "Neo.ClientError.Database.ExistingDatabaseFound";
    private static final String ALIAS_EXISTS = "Neo.ClientError.Database.ExistingAliasFound";
    private static final String NOT_FOUND = "Neo.ClientError.Database.DatabaseNotFound";
    private static final String ARGUMENT = "Neo.ClientError.Statement.ArgumentError";
    private static final String LIMIT = "Neo.DatabaseError.Database.DatabaseLimitReached";
    private static final String PROCEDURE = "Neo.ClientError.Procedure.ProcedureCallFailed";

    record Database(boolean online, boolean readOnly, int primaries) {}

    /** What a command comes to: the catalog after it, or the code of the refusal, which changes nothing. */
    record Outcome(CatalogModel after, String refusal) {}

    /** As SHOW DATABASES has it, which marks the default database if it is there. */
    CatalogModel shown() {
        return databases.containsKey(defaultDatabase) ? this : new CatalogModel(databases, aliases, "");
    }

    private Outcome refused(String code) {
        return new Outcome(this, code);
    }

    private Outcome unchanged() {
        return new Outcome(this, null);
    }

    private Outcome with(String name, Database database) {
        SortedMap<String, Database> changed = new TreeMap<>(databases);
        changed.put(name, database);
        return new Outcome(new CatalogModel(changed, aliases, defaultDatabase), null);
    }

    private Outcome withAlias(String alias, String target) {
        SortedMap<String, String> changed = new TreeMap<>(aliases);
        if (target == null) {
            changed.remove(alias);
        } else {
            changed.put(alias, target);
        }
        return new Outcome(new CatalogModel(databases, changed, defaultDatabase), null);
    }

    private String meant(String name) {
        return aliases.getOrDefault(name, name);
    }

    private Database found(String name) {
        return databases.get(meant(name));
    }

    /** {@code primaries} 0 stands for no TOPOLOGY. */
    Outcome create(String name, boolean ifNotExists, boolean orReplace, int primaries) {
        boolean exists = databases.containsKey(name);
        boolean isAlias = aliases.containsKey(name);
        if (ifNotExists && (exists || isAlias)) {
            return unchanged();
        } else if (isAlias) {
            return refused(ALIAS_EXISTS);
        } else if (exists && !orReplace) {
            return refused(EXISTS);
        } else if (!exists && databases.size() + 1 >= DATABASES_MAX) { // and system
            return refused(LIMIT);
        } else if (primaries > SERVERS) {
            return refused(ARGUMENT);
        } else if (exists && aliases.containsValue(name)) {
            return refused(ALIAS_EXISTS);
        }
        return with(name, new Database(true, false, primaries == 0 ? SERVERS : primaries));
    }

    Outcome drop(String typed, boolean ifExists, boolean cascade) {
        String name = meant(typed);
        if (!databases.containsKey(name)) {
            return ifExists ? unchanged() : refused(NOT_FOUND);
        } else if (aliases.containsValue(name) && !cascade) {
            return refused(ALIAS_EXISTS);
        }
        SortedMap<String, Database> left = new TreeMap<>(databases);
        left.remove(name);
        SortedMap<String, String> named = new TreeMap<>(aliases);
        named.values().removeIf(name::equals);
        return new Outcome(new CatalogModel(left, named, defaultDatabase), null);
    }

    Outcome start(String name) {
        return request(name, true);
    }

    Outcome stop(String name) {
        return request(name, false);
    }

    private Outcome request(String name, boolean online) {
        Database database = found(name);
        return database == null
                ? refused(NOT_FOUND)
                : with(meant(name), new Database(online, database.readOnly(), database.primaries()));
    }

    Outcome access(String name, boolean readOnly, boolean ifExists) {
        Database database = found(name);
        if (database == null) {
            return ifExists ? unchanged() : refused(NOT_FOUND);
        }
        return with(meant(name), new Database(database.online(), readOnly, database.primaries()));
    }

    Outcome topology(String name, int primaries) {
        Database database = found(name);
        if (database == null) {
            return refused(NOT_FOUND);
        }
        return primaries > SERVERS
                ? refused(ARGUMENT)
                : with(meant(name), new Database(database.online(), database.readOnly(), primaries));
    }

    Outcome createAlias(String alias, String target, boolean ifNotExists, boolean orReplace) {
        boolean taken = databases.containsKey(alias);
        boolean exists = aliases.containsKey(alias);
        if (ifNotExists && (taken || exists)) {
            return unchanged();
        } else if (taken) {
            return refused(EXISTS);
        } else if (exists && !orReplace) {
            return refused(ALIAS_EXISTS);
        }
        return databases.containsKey(target) ? withAlias(alias, target) : refused(NOT_FOUND);
    }

    Outcome alterAlias(String alias, String target) {
        return aliases.containsKey(alias) && databases.containsKey(target)
                ? withAlias(alias, target)
                : refused(NOT_FOUND);
    }

    Outcome dropAlias(String alias, boolean ifExists) {
        if (!aliases.containsKey(alias)) {
            return ifExists ? unchanged() : refused(NOT_FOUND);
        }
        return withAlias(alias, null);
    }

    Outcome setDefault(String typed) {
        String name = meant(typed);
        Database before = databases.get(defaultDatabase);
        if (!databases.containsKey(name) || !name.equals(defaultDatabase) && before != null && before.online()) {
            return refused(PROCEDURE);
        }
        return new Outcome(new CatalogModel(databases, aliases, name), null);
    }
}

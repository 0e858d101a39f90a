package dev.muster.catalog;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The table of what an administration command can fail with: status code, text, what to do. Where Neo4j has a text for
 * it that text is used to the letter (facts/backup-and-admin.md F.7, F.8), since scripts match it.
 */
public enum CatalogError {
    NAME_EMPTY(Codes.ARGUMENT, "The provided database name is empty.", "give a name", Gql.of("22N05")),
    NAME_LENGTH(
            Codes.ARGUMENT,
            "The provided database name must have a length between 3 and 63 characters.",
            "choose a longer or shorter name",
            Gql.of("22N05")),
    NAME_START(
            Codes.ARGUMENT,
            "Database name '%s' is not starting with an ASCII alphabetic character.",
            "begin the name with a letter from a to z",
            Gql.of("22N05", "%1$s", "database name")),
    NAME_PREFIX(
            Codes.ARGUMENT,
            "Database name '%s' is invalid, due to the prefix 'system'.",
            "choose a name that does not begin with 'system'",
            Gql.of("22N05", "%1$s", "database name")),
    NAME_CHARACTERS(
            Codes.ARGUMENT,
            "Database name '%s' contains illegal characters. Use simple ascii characters, numbers, dots and dashes.",
            "use a to z, 0 to 9, '.' and '-', and end with a letter or a digit",
            Gql.of("22N05", "%1$s", "database name")),

    EXISTS(
            Codes.EXISTS,
            "Failed to create the specified database '%s': Database already exists.",
            "drop it first, or say IF NOT EXISTS or OR REPLACE",
            Gql.of("42N11", "%1$s")),
    NOT_FOUND(
            Codes.NOT_FOUND,
            "Failed to %s the specified database '%s': Database does not exist.",
            "look at SHOW DATABASES for the names there are",
            Gql.of("22N51", "%2$s")),
    NAME_IS_ALIAS(
            Codes.ALIAS_EXISTS,
            "Failed to create the specified database '%s': Database name or alias already exists.",
            "choose another name, or drop the alias",
            Gql.of("42N11", "%1$s")),
    HAS_ALIASES(
            Codes.ALIAS_EXISTS,
            "Failed to delete the specified database '%s': Database has one or more aliases. Drop the aliases: [%s] before"
                    + " dropping the database.",
            "drop the aliases, or say CASCADE ALIASES",
            Gql.of("42N82", "%1$s", "[%2$s]")),
    ALIAS_NAME(
            Codes.ARGUMENT,
            "The provided alias name '%s' is invalid: it must have 1 to %d characters, not begin with '_' or 'system', and"
                    + " not end with '.'.",
            "choose another name",
            Gql.of("22N05", "%1$s", "alias name")),
    ALIAS_IS_DATABASE(
            Codes.EXISTS,
            "Failed to create the specified database alias '%s': Database exists with that name.",
            "choose another name",
            Gql.of("42N11", "%1$s")),
    ALIAS_EXISTS(
            Codes.ALIAS_EXISTS,
            "Failed to create the specified database alias '%s': Database name or alias already exists.",
            "say IF NOT EXISTS or OR REPLACE, or alter it",
            Gql.of("42N11", "%1$s")),
    ALIAS_NOT_FOUND(
            Codes.NOT_FOUND,
            "Failed to %s the specified database alias '%s': Database does not exist.",
            "look at SHOW ALIASES FOR DATABASE for the aliases there are",
            Gql.of("22N51", "%2$s")),
    ALIAS_TARGET_NOT_FOUND(
            Codes.NOT_FOUND,
            "Failed to %s the specified database alias '%s': Database '%s' does not exist.",
            "name a database, not an alias; look at SHOW DATABASES for those there are",
            Gql.of("22N51", "%3$s")),
    ALIAS_BOTH_MODIFIERS(
            Codes.SYNTAX,
            "Failed to create the specified database alias '%s': cannot have both `OR REPLACE` and `IF NOT EXISTS`.",
            "say one of them",
            Gql.of("42N14", "OR REPLACE", "IF NOT EXISTS")),
    LIMIT_REACHED(
            "Neo.DatabaseError.Database.DatabaseLimitReached",
            "Failed to create the specified database '%s': The total limit of databases is already reached. To create"
                    + " more you need to either drop databases or change the limit via the config setting"
                    + " 'dbms.max_databases'",
            "drop a database or raise dbms.max_databases",
            Gql.of("51N55", "%1$s", "dbms.max_databases")),
    SYSTEM_PROTECTED(
            Codes.ARGUMENT,
            "Not allowed to %s system database.",
            "leave it be: all other databases depend on it",
            Gql.of("51N69", "%1$s")),
    BOTH_MODIFIERS(
            Codes.SYNTAX,
            "Failed to create the specified database '%s': cannot have both `OR REPLACE` and `IF NOT EXISTS`.",
            "say one of them",
            Gql.of("42N14", "OR REPLACE", "IF NOT EXISTS")),

    DUMP_UNAVAILABLE(
            Codes.UNKNOWN,
            "Failed to delete the specified database '%s' with DUMP DATA: server '%s', which has a copy of it, does not answer.",
            "wait for the server, back the database up and drop it without DUMP DATA, or take the server out of its topology",
            Gql.of("51N41")),
    DUMP_UNDER_WAY(
            Codes.UNKNOWN,
            "Failed to %s the specified database '%s': it is being dumped, and dropped then.",
            "wait until it is gone; or drop it without DUMP DATA, which waits for no dump",
            Gql.of("51N41")),
    ALTER_OPTION(
            Codes.ARGUMENT,
            "Could not alter database '%s' with specified options: '%s' must be 'OFF', since there is no change data"
                    + " capture.",
            "leave it out, or set it to 'OFF'"),

    TOPOLOGY_PRIMARIES_RANGE(
            Codes.ARGUMENT,
            "Could not %s database '%s'. TOPOLOGY has to specify 1 to 11 primaries and 0 to 20 secondaries.",
            "choose numbers in these ranges",
            Gql.of("51N52", "%1$s", "%3$d", "11")),
    TOPOLOGY_SECONDARIES_RANGE(
            Codes.ARGUMENT,
            "Could not %s database '%s'. TOPOLOGY has to specify 1 to 11 primaries and 0 to 20 secondaries.",
            "choose numbers in these ranges",
            Gql.of("51N53", "%1$s", "%3$d", "20")),
    TOPOLOGY_TOO_LARGE(
            Codes.ARGUMENT,
            "Could not %s database '%s'. Desired number of allocations is '%d', but only '%d' possible servers found"
                    + " - some servers may be constrained.",
            "ask for fewer copies, or add and enable servers",
            Gql.ofDatabase()),
    TOPOLOGY_SECONDARIES(
            Codes.ARGUMENT,
            "Could not %s database '%s'. At most %d secondaries per database are supported.",
            "ask for fewer secondaries, or for primaries instead",
            Gql.of("51N53", "%1$s", "%4$d", "2")),

    RECREATE_SEED(
            Codes.PROCEDURE,
            "Could not recreate database '%s'. %s",
            "give seedingServers (empty for all of them) or seedURI",
            Gql.of("51N50", "%1$s")),
    RECREATE_UNAVAILABLE(
            Codes.PROCEDURE,
            "Could not recreate database '%s'. Of the servers that are to have it, %s has no copy that could be compared.",
            "wait for it, cordon it with dbms.cluster.cordonServer, or name the seedingServers",
            Gql.of("51N50", "%1$s")),
    TOO_MANY_SEEDERS(
            Codes.PROCEDURE,
            "Could not recreate database '%s'. The number of seeding servers '%d' is larger than the defined number of"
                    + " allocations '%d'.",
            "name fewer seedingServers, or ask for more copies",
            Gql.of("52N18", "%2$d", "%3$d")),
    NO_SUCH_SEEDER(
            Codes.PROCEDURE,
            "Could not recreate database '%s'. The specified seeding server with id '%s' was not found, or has no copy of it.",
            "look at SHOW SERVERS and SHOW DATABASES",
            Gql.of("52N19", "%2$s")),

    DEFAULT_RUNNING(
            Codes.PROCEDURE,
            "The old default database '%s' is still running.",
            "stop it first, and start it afterwards",
            Gql.of("52N12", "%1$s")),
    DEFAULT_NOT_FOUND(
            Codes.PROCEDURE,
            "New default database '%s' does not exist.",
            "create it first; look at SHOW DATABASES",
            Gql.of("52N13", "%1$s")),
    DEFAULT_SYSTEM(
            Codes.PROCEDURE,
            "System database cannot be set as default.",
            "choose a database that holds data",
            Gql.of("52N14")),
    DEFAULT_TOPOLOGY(
            Codes.PROCEDURE,
            "Could not set the default allocation numbers: there must be 1 to %d primaries and 0 to %d secondaries.",
            "choose numbers in these ranges"),

    SERVER_NOT_FOUND(
            Codes.SERVER,
            "Could not %s server '%s': there is no such server.",
            "look at SHOW SERVERS for their names",
            Gql.ofServer()),
    SERVER_STATE(
            Codes.SERVER,
            "Could not %s server '%s': it is %s.",
            "deallocate its databases before a server is dropped; enable only servers that are free",
            Gql.ofServer()),
    SERVER_OPTION(
            Codes.ARGUMENT,
            "Could not %s server '%s' with specified options: '%s' must be %s.",
            "correct the option's value",
            Gql.ofServer()),
    SERVER_OPTIONS_EXCLUDE(
            Codes.ARGUMENT,
            "Could not %s server '%s' with specified options: allowedDatabases and deniedDatabases exclude each other.",
            "give one of them",
            Gql.ofServer()),
    SERVER_NAME_TAKEN(
            Codes.SERVER,
            "Could not rename server '%s': there is a server '%s' already.",
            "choose another name",
            Gql.of("51N47", "%1$s")),
    DEALLOCATE_OFFLINE(
            Codes.SERVER,
            "Could not deallocate server(s) %s: database '%s' is offline.",
            "start the database, or drop it",
            Gql.of("51N43", "%1$s")),
    DEALLOCATE_TOO_FEW(
            Codes.SERVER,
            "Could not deallocate server(s) %s: for database '%s' the desired number of allocations is '%d', but only"
                    + " '%d' possible servers found - some servers may be constrained.",
            "add and enable servers first, or ask for fewer copies",
            Gql.of("51N43", "%1$s")),
    MOVE_NUMBER(
            Codes.PROCEDURE,
            "The number of databases that move must be 1 or more, and not %d.",
            "give a larger number, or leave it"),
    OPTION_VALUE(
            Codes.ARGUMENT,
            "Could not create database '%s' with specified options: '%s' must be %s.",
            "correct the option's value"),
    OPTION_NEEDS_EXISTING_DATA(
            Codes.ARGUMENT,
            "Could not create database '%s' with specified options: '%s' needs existingData: 'use'.",
            "add existingData: 'use'"),
    OPTION_NEEDS_SEED_URI(
            Codes.ARGUMENT,
            "Could not create database '%s' with specified options: '%s' needs seedURI.",
            "add existingData: 'use' and seedURI"),
    OPTION_WITH_REPLACE(
            Codes.ARGUMENT,
            "Could not create database '%s' with specified options: '%s' cannot be used with OR REPLACE.",
            "drop the database, then create it"),
    SEED_SERVER_UNKNOWN(
            Codes.ARGUMENT,
            "Could not create database '%s' with specified options: there is no server '%s'.",
            "name a server of this cluster"),
    SEED_TWICE(
            Codes.ARGUMENT,
            "Could not create database '%s' with specified options: 'seedURI' and '%s' exclude each other.",
            "leave one of them out"),
    SEED_IN_THE_WAY(
            Codes.ARGUMENT,
            "Could not create database '%s' with specified options: a store of that name lies on server '%s' already.",
            "create the database without seedURI to use that store, or remove the store there"),
    SEED_MISSING(
            Codes.ARGUMENT,
            "Could not create database '%s' with specified options: no store of that name was found on %s.",
            "restore the store on that server first, or create the database without existing data"),

    NOT_SUPPORTED(
            "Neo.ClientError.Statement.UnsupportedAdministrationCommand",
            "not supported yet: %s",
            "leave it out of the command");

    private final String code;
    private final String text;
    private final String whatToDo;
    private final Gql gql;

    CatalogError(String code, String text, String whatToDo) {
        this(code, text, whatToDo, Gql.NONE);
    }

    CatalogError(String code, String text, String whatToDo, Gql gql) {
        this.code = code;
        this.text = text;
        this.whatToDo = whatToDo;
        this.gql = gql;
    }

    /** The status code clients see. */
    public String code() {
        return code;
    }

    /** For the reference of errors. */
    public String whatToDo() {
        return whatToDo;
    }

    /** Every GQLSTATUS that it may have. */
    public Set<String> gqlStatuses() {
        return gql.codes();
    }

    CatalogException exception(Object... arguments) {
        return new CatalogException(
                code, String.format(Locale.ROOT, text, arguments), gql.code(arguments), gql.arguments(arguments));
    }

    /** Codes that several entries share. */
    private static final class Codes {
        static final String ARGUMENT = "Neo.ClientError.Statement.ArgumentError";
        static final String SYNTAX = "Neo.ClientError.Statement.SyntaxError";
        static final String ALIAS_EXISTS = "Neo.ClientError.Database.ExistingAliasFound";
        static final String EXISTS = "Neo.ClientError.Database.ExistingDatabaseFound";
        static final String NOT_FOUND = "Neo.ClientError.Database.DatabaseNotFound";
        static final String PROCEDURE = "Neo.ClientError.Procedure.ProcedureCallFailed";
        static final String UNKNOWN = "Neo.DatabaseError.Database.Unknown";
        static final String SERVER = UNKNOWN;
    }

    /**
     * Which GQLSTATUS an error has, and how the text's arguments fill the blanks of it, each as a format.
     *
     * @param byVerb the codes by the first of the text's arguments, or one for all under {@code ""}
     */
    private record Gql(Map<String, String> byVerb, List<String> blanks) {
        static final Gql NONE = new Gql(Map.of(), List.of());

        static Gql of(String code, String... blanks) {
            return new Gql(Map.of("", code), List.of(blanks));
        }

        static Gql ofDatabase() {
            return new Gql(Map.of("create", "51N51", "alter", "51N49", "recreate", "51N50"), List.of("%2$s"));
        }

        static Gql ofServer() {
            return new Gql(
                    Map.of(
                            "enable",
                            "51N48",
                            "alter",
                            "51N46",
                            "rename",
                            "51N47",
                            "drop",
                            "51N44",
                            "cordon",
                            "51N45",
                            "uncordon",
                            "51N45",
                            "deallocate",
                            "51N43"),
                    List.of("%2$s"));
        }

        Set<String> codes() {
            return Set.copyOf(byVerb.values());
        }

        String code(Object... arguments) {
            String verb = byVerb.containsKey("") || arguments.length == 0 ? "" : String.valueOf(arguments[0]);
            return byVerb.get(verb);
        }

        List<String> arguments(Object... arguments) {
            return blanks.stream()
                    .map(blank -> String.format(Locale.ROOT, blank, arguments))
                    .toList();
        }
    }
}

package dev.muster.catalog;

import static dev.muster.catalog.CatalogStory.createCommand;
import static dev.muster.catalog.CatalogStory.createOrReplace;
import static dev.muster.catalog.CatalogStory.createTopology;
import static dev.muster.catalog.CatalogStory.createWith;
import static dev.muster.catalog.CatalogStory.dropCommand;
import static dev.muster.catalog.CatalogStory.startCommand;
import static dev.muster.catalog.CatalogStory.stopCommand;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.catalog.AdminCommand.AlterDatabase;
import dev.muster.catalog.AdminCommand.CreateDatabase;
import dev.muster.catalog.AdminCommand.DeallocateServers;
import dev.muster.catalog.AdminCommand.DropDatabase;
import dev.muster.catalog.AdminCommand.DropServer;
import dev.muster.catalog.AdminCommand.EnableServer;
import dev.muster.catalog.AdminCommand.RenameServer;
import dev.muster.catalog.AdminCommand.Wait;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Provokes every entry of the error table; none changes anything. */
class CatalogErrorTest {
    private static final String ARGUMENT = "Neo.ClientError.Statement.ArgumentError: ";
    private static final String UNSUPPORTED = "Neo.ClientError.Statement.UnsupportedAdministrationCommand: ";

    /** What needs more of a story: tests below, AliasesTest, DefaultsTest, DumpDataTest, MovesTest and RecreateScenarioTest provoke these. */
    private static final EnumSet<CatalogError> ELSEWHERE = EnumSet.of(
            CatalogError.LIMIT_REACHED,
            CatalogError.DEALLOCATE_OFFLINE,
            CatalogError.NAME_IS_ALIAS,
            CatalogError.HAS_ALIASES,
            CatalogError.ALIAS_NAME,
            CatalogError.ALIAS_IS_DATABASE,
            CatalogError.ALIAS_EXISTS,
            CatalogError.ALIAS_NOT_FOUND,
            CatalogError.ALIAS_TARGET_NOT_FOUND,
            CatalogError.ALIAS_BOTH_MODIFIERS,
            CatalogError.RECREATE_SEED,
            CatalogError.RECREATE_UNAVAILABLE,
            CatalogError.TOO_MANY_SEEDERS,
            CatalogError.NO_SUCH_SEEDER,
            CatalogError.DEFAULT_RUNNING,
            CatalogError.DEFAULT_NOT_FOUND,
            CatalogError.DEFAULT_SYSTEM,
            CatalogError.DEFAULT_TOPOLOGY,
            CatalogError.MOVE_NUMBER,
            CatalogError.DUMP_UNAVAILABLE,
            CatalogError.DUMP_UNDER_WAY);

    private final CatalogStory story = new CatalogStory();

    @Test
    void eachMistakeHasItsCodeAndText() {
        Map<AdminCommand, String> expected = new LinkedHashMap<>();
        names(expected);
        existence(expected);
        topologies(expected);
        servers(expected);
        options(expected);
        story.create("sales");
        story.foundStores = Map.of("s1", 4L);
        story.graph.takeTouched();
        Set<String> provoked = new TreeSet<>();
        expected.forEach((command, text) -> {
            CatalogException failure = failure(command);
            assertThat(failure.code() + ": " + failure.getMessage()).isEqualTo(text);
            provoked.add(failure.getMessage().replaceAll("'[^']*'|\\d+|server|any", ""));
        });
        assertThat(story.graph.takeTouched()).isEmpty();
        assertThat(provoked)
                .hasSizeGreaterThanOrEqualTo(EnumSet.complementOf(ELSEWHERE).size());
    }

    @Test
    void theLimitCountsSystemAndStoppedDatabases() {
        story.create("sales");
        story.run(stopCommand("sales"));
        story.maxDatabases = 3;

        CatalogException failure = failure(createCommand("foo"));

        assertThat(failure.code()).isEqualTo("Neo.DatabaseError.Database.DatabaseLimitReached");
        assertThat(failure)
                .hasMessage("Failed to create the specified database 'foo': The total limit of databases is already"
                        + " reached. To create more you need to either drop databases or change the limit via the"
                        + " config setting 'dbms.max_databases'");
    }

    @Test
    void aServerThatHostsAStoppedDatabaseIsNotEmptied() {
        story.run(createTopology("archive", 2, 0));
        story.run(stopCommand("archive"));

        assertThat(failure(new DeallocateServers(List.of("s1"), true)))
                .hasMessage("Could not deallocate server(s) 's1': database 'archive' is offline.");
    }

    @Test
    void everyErrorSaysWhatToDo() {
        for (CatalogError error : CatalogError.values()) {
            assertThat(error.whatToDo()).as(error.name()).isNotBlank();
            assertThat(error.code()).as(error.name()).startsWith("Neo.");
        }
    }

    private static void names(Map<AdminCommand, String> expected) {
        expected.put(createCommand(""), ARGUMENT + "The provided database name is empty.");
        String length = ARGUMENT + "The provided database name must have a length between 3 and 63 characters.";
        expected.put(createCommand("ab"), length);
        expected.put(createCommand("_a"), length);
        expected.put(createCommand("a".repeat(64)), length);
        String start = ARGUMENT + "Database name '%s' is not starting with an ASCII alphabetic character.";
        expected.put(createCommand("_abc"), String.format(start, "_abc"));
        expected.put(createCommand("1abc"), String.format(start, "1abc"));
        expected.put(createCommand("äbc"), String.format(start, "äbc"));
        expected.put(
                createCommand("systemX_"),
                ARGUMENT + "Database name 'systemX_' is invalid, due to the prefix 'system'.");
        expected.put(
                createOrReplace("system"), ARGUMENT + "Database name 'system' is invalid, due to the prefix 'system'.");
        String characters = ARGUMENT + "Database name '%s' contains illegal characters. Use simple ascii characters,"
                + " numbers, dots and dashes.";
        for (String name : new String[] {"my_db", "my db", "abc-", "abc.", "abö"}) {
            expected.put(createCommand(name), String.format(characters, name));
        }
    }

    private static void existence(Map<AdminCommand, String> expected) {
        expected.put(
                createCommand("SALES"),
                "Neo.ClientError.Database.ExistingDatabaseFound: Failed to create the specified database 'sales': Database"
                        + " already exists.");
        String notFound =
                "Neo.ClientError.Database.DatabaseNotFound: Failed to %s the specified database 'foo': Database"
                        + " does not exist.";
        expected.put(dropCommand("foo"), String.format(notFound, "delete"));
        expected.put(startCommand("foo"), String.format(notFound, "start"));
        expected.put(stopCommand("foo"), String.format(notFound, "stop"));
        expected.put(dropCommand("system"), ARGUMENT + "Not allowed to delete system database.");
        expected.put(stopCommand("System"), ARGUMENT + "Not allowed to stop system database.");
        expected.put(
                new CreateDatabase("foo", true, true, null, null, Map.of(), Wait.NOWAIT),
                "Neo.ClientError.Statement.SyntaxError: Failed to create the specified database 'foo': cannot have both"
                        + " `OR REPLACE` and `IF NOT EXISTS`.");
        expected.put(new DropDatabase("foo", false, false, true, Wait.NOWAIT), String.format(notFound, "delete"));
    }

    private static void topologies(Map<AdminCommand, String> expected) {
        String range = ARGUMENT
                + "Could not create database 'foo'. TOPOLOGY has to specify 1 to 11 primaries and 0 to 20 secondaries.";
        expected.put(createTopology("foo", 0, null), range);
        expected.put(createTopology("foo", 12, null), range);
        expected.put(createTopology("foo", 3, 21), range);
        expected.put(
                createTopology("foo", 3, 1),
                ARGUMENT
                        + "Could not create database 'foo'. Desired number of allocations is '4', but only '3' possible"
                        + " servers found - some servers may be constrained.");
        expected.put(
                createTopology("foo", 1, 3),
                ARGUMENT + "Could not create database 'foo'. At most 2 secondaries per database are supported.");
        expected.put(
                AlterDatabase.topology("sales", false, 4, null, Wait.NOWAIT),
                ARGUMENT
                        + "Could not alter database 'sales'. Desired number of allocations is '4', but only '3' possible"
                        + " servers found - some servers may be constrained.");
        expected.put(
                AlterDatabase.topology("nothing", false, 1, null, Wait.NOWAIT),
                "Neo.ClientError.Database.DatabaseNotFound: "
                        + "Failed to alter the specified database 'nothing': Database does not exist.");
        expected.put(
                AlterDatabase.topology("system", false, 1, null, Wait.NOWAIT),
                ARGUMENT + "Not allowed to alter system database.");
        expected.put(AlterDatabase.access("system", true), ARGUMENT + "Not allowed to alter system database.");
        expected.put(
                AlterDatabase.access("nothing", true),
                "Neo.ClientError.Database.DatabaseNotFound: "
                        + "Failed to alter the specified database 'nothing': Database does not exist.");
        expected.put(
                altering(Map.of("txLogEnrichment", "FULL"), List.of()),
                ARGUMENT + "Could not alter database 'sales' with specified options: 'txLogEnrichment' must be 'OFF',"
                        + " since there is no change data capture.");
        expected.put(
                altering(Map.of("existingData", "use"), List.of()),
                UNSUPPORTED + "not supported yet: option 'existingData'");
        expected.put(altering(Map.of(), List.of("speed")), UNSUPPORTED + "not supported yet: option 'speed'");
    }

    private static AlterDatabase altering(Map<String, Object> options, List<String> removed) {
        return new AlterDatabase("sales", false, true, null, options, removed, Wait.NOWAIT);
    }

    private static void servers(Map<AdminCommand, String> expected) {
        String unknown = "Neo.DatabaseError.Database.Unknown: ";
        expected.put(
                new EnableServer("s9", false, Map.of()),
                unknown + "Could not enable server 's9': there is no such server.");
        expected.put(new DropServer("s1"), unknown + "Could not drop server 's1': it is Enabled.");
        expected.put(
                new EnableServer("s1", false, Map.of("modeConstraint", "NOBODY")),
                ARGUMENT + "Could not enable server 's1' with specified options: 'modeConstraint' must be 'PRIMARY',"
                        + " 'SECONDARY' or 'NONE'.");
        expected.put(
                new EnableServer("s1", true, Map.of("tags", 1L)),
                ARGUMENT + "Could not alter server 's1' with specified options: 'tags' must be a list of strings.");
        expected.put(
                new EnableServer("s1", true, Map.of("allowedDatabases", List.of("a"), "deniedDatabases", List.of("b"))),
                ARGUMENT + "Could not alter server 's1' with specified options: allowedDatabases and deniedDatabases"
                        + " exclude each other.");
        expected.put(
                new RenameServer("s1", "s2"),
                unknown + "Could not rename server 's1': there is a server 's2' already.");
        expected.put(
                new DeallocateServers(List.of("s1", "s2"), false),
                unknown + "Could not deallocate server(s) 's1', 's2': for database 'neo4j' the desired number of"
                        + " allocations is '3', but only '1' possible servers found - some servers may be"
                        + " constrained.");
    }

    private static void options(Map<AdminCommand, String> expected) {
        String options = ARGUMENT + "Could not create database 'foo' with specified options: ";
        expected.put(createWith("foo", Map.of("existingData", "maybe")), options + "'existingData' must be 'use'.");
        expected.put(
                createWith("foo", Map.of("existingData", "use", "existingDataSeedServer", 7L)),
                options + "'existingDataSeedServer' must be the id of a server.");
        expected.put(
                createWith("foo", Map.of("existingDataSeedServer", "s1")),
                options + "'existingDataSeedServer' needs existingData: 'use'.");
        expected.put(
                createWith("foo", Map.of("existingData", "use", "existingDataSeedServer", "s9")),
                options + "there is no server 's9'.");
        expected.put(
                createWith("foo", Map.of("existingData", "use", "existingDataSeedServer", "s2")),
                options + "no store of that name was found on server 's2'.");
        expected.put(
                new CreateDatabase("foo", false, true, null, null, Map.of("existingData", "use"), Wait.NOWAIT),
                options + "'existingData' cannot be used with OR REPLACE.");
        expected.put(createWith("foo", Map.of("seedURI", "s3://x")), options + "'seedURI' needs existingData: 'use'.");
        expected.put(
                createWith("foo", Map.of("existingData", "use", "seedURI", "s3://x")),
                options + "a store of that name lies on server 's1' already.");
        expected.put(
                createWith("foo", Map.of("existingData", "use", "seedURI", "ftp://x")),
                options
                        + "'seedURI' must be an address of the form s3://bucket/path or file:///path of an artifact or of a"
                        + " folder of one database's.");
        expected.put(
                createWith(
                        "foo", Map.of("existingData", "use", "existingDataSeedServer", "s1", "seedURI", "file:///x")),
                options + "'seedURI' and 'existingDataSeedServer' exclude each other.");
        expected.put(
                createWith("foo", Map.of("existingData", "use", "seedRestoreUntil", 7L)),
                options + "'seedRestoreUntil' needs seedURI.");
        expected.put(
                createWith("foo", Map.of("existingData", "use", "seedURI", "s3://x", "seedRestoreUntil", "today")),
                options + "'seedRestoreUntil' must be a transaction id or a datetime with a time zone.");
        expected.put(
                createWith("foo", Map.of("existingData", "use", "seedURI", "s3://x", "seedSourceDatabase", 7L)),
                options + "'seedSourceDatabase' must be the name of a database.");
        expected.put(
                createWith("foo", Map.of("existingData", "use", "seedURI", "s3://x", "seedConfig", "region=x")),
                UNSUPPORTED + "not supported yet: option 'seedConfig'");
    }

    private CatalogException failure(AdminCommand command) {
        try {
            story.run(command);
        } catch (CatalogException e) {
            return e;
        }
        throw new AssertionError("no failure: " + command);
    }
}

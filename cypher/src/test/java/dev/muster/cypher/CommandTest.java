package dev.muster.cypher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.catalog.AdminCommand;
import dev.muster.catalog.AdminCommand.ShowDatabases;
import dev.muster.catalog.AdminCommand.ShowDatabases.Scope;
import dev.muster.catalog.AdminCommand.Wait;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Administration statements become the catalog's commands. */
class CommandTest {
    private final TestRuns runs = new TestRuns();

    private AdminCommand command(String text) {
        return runs.engine.prepare(text).admin(Map.of("name", "p1", "count", 3L, "options", Map.of("a", 1L)));
    }

    @Test
    void createsDatabases() {
        assertThat(command("CREATE DATABASE sales"))
                .isEqualTo(new AdminCommand.CreateDatabase("sales", false, false, null, null, Map.of(), Wait.NOWAIT));
        assertThat(
                        command(
                                "create or replace database `my-db` TOPOLOGY 3 PRIMARIES 1 SECONDARY OPTIONS {x: 'y', z: [1]} WAIT"))
                .isEqualTo(new AdminCommand.CreateDatabase(
                        "my-db", false, true, 3, 1, Map.of("x", "y", "z", List.of(1L)), new Wait(300)));
        assertThat(
                        command(
                                "CREATE DATABASE $name IF NOT EXISTS TOPOLOGY $count PRIMARIES OPTIONS $options WAIT 5 SECONDS"))
                .isEqualTo(new AdminCommand.CreateDatabase("p1", true, false, 3, null, Map.of("a", 1L), new Wait(5)));
        assertThat(command("CREATE DATABASE a.b NOWAIT").verb()).isEqualTo("CREATE DATABASE");
    }

    @Test
    void dropsStartsAndStops() {
        assertThat(command("DROP DATABASE sales"))
                .isEqualTo(new AdminCommand.DropDatabase("sales", false, false, false, Wait.NOWAIT));
        assertThat(command("DROP DATABASE $name IF EXISTS DUMP DATA WAIT 1 SECOND"))
                .isEqualTo(new AdminCommand.DropDatabase("p1", true, false, true, new Wait(1)));
        assertThat(command("DROP DATABASE x DESTROY DATA"))
                .isEqualTo(new AdminCommand.DropDatabase("x", false, false, false, Wait.NOWAIT));
        assertThat(command("START DATABASE x WAIT")).isEqualTo(new AdminCommand.StartDatabase("x", new Wait(300)));
        assertThat(command("STOP DATABASE x;")).isEqualTo(new AdminCommand.StopDatabase("x", Wait.NOWAIT));
    }

    @Test
    void altersTopologies() {
        assertThat(command("ALTER DATABASE sales SET TOPOLOGY 3 PRIMARIES 1 SECONDARY"))
                .isEqualTo(AdminCommand.AlterDatabase.topology("sales", false, 3, 1, Wait.NOWAIT));
        assertThat(command("ALTER DATABASE $name IF EXISTS SET TOPOLOGY $count PRIMARIES WAIT 7"))
                .isEqualTo(AdminCommand.AlterDatabase.topology("p1", true, 3, null, new Wait(7)));
        assertThat(command("ALTER DATABASE x SET TOPOLOGY 2 SECONDARIES").verb())
                .isEqualTo("ALTER DATABASE");
    }

    @Test
    void commandsServers() {
        assertThat(command("ENABLE SERVER 's4'")).isEqualTo(new AdminCommand.EnableServer("s4", false, Map.of()));
        assertThat(command("ENABLE SERVER $name OPTIONS {modeConstraint: 'SECONDARY', tags: ['x']}"))
                .isEqualTo(new AdminCommand.EnableServer(
                        "p1", false, Map.of("modeConstraint", "SECONDARY", "tags", List.of("x"))));
        assertThat(command("ALTER SERVER 's4' SET OPTIONS $options"))
                .isEqualTo(new AdminCommand.EnableServer("s4", true, Map.of("a", 1L)));
        assertThat(command("RENAME SERVER 's4' TO 'four'")).isEqualTo(new AdminCommand.RenameServer("s4", "four"));
        assertThat(command("DROP SERVER 's4'")).isEqualTo(new AdminCommand.DropServer("s4"));
        assertThat(command("DRYRUN DEALLOCATE DATABASES FROM SERVERS 's4', $name"))
                .isEqualTo(new AdminCommand.DeallocateServers(List.of("s4", "p1"), true));
        assertThat(command("DEALLOCATE DATABASE FROM SERVER 's4'"))
                .isEqualTo(new AdminCommand.DeallocateServers(List.of("s4"), false));
        assertThat(command("REALLOCATE DATABASES")).isEqualTo(new AdminCommand.ReallocateDatabases(false));
        assertThat(command("SHOW SERVERS")).isEqualTo(new AdminCommand.ShowServers());
        assertThat(runs.engine
                        .prepare("SHOW SERVER YIELD name WHERE name = 's1'")
                        .wantsAllColumns())
                .isTrue();
    }

    @Test
    void showsDatabases() {
        assertThat(command("SHOW DATABASES")).isEqualTo(new ShowDatabases(Scope.ALL, null));
        assertThat(command("SHOW DATABASE `x`")).isEqualTo(new ShowDatabases(Scope.ONE, "x"));
        assertThat(command("SHOW DEFAULT DATABASE")).isEqualTo(new ShowDatabases(Scope.DEFAULT, null));
        assertThat(command("SHOW HOME DATABASE YIELD name")).isEqualTo(new ShowDatabases(Scope.HOME, null));
        Statement statement = runs.engine.prepare("USE system SHOW DATABASES YIELD *");
        assertThat(statement.use()).isEqualTo("system");
        assertThat(statement.wantsAllColumns()).isTrue();
        assertThat(runs.engine.prepare("SHOW DATABASES WHERE name = 'x'").wantsAllColumns())
                .isFalse();
        assertThat(runs.engine.prepare("USE `other` MATCH (n) RETURN n").use()).isEqualTo("other");
    }

    private String projected(String text) {
        List<String> columns = List.of("name", "currentStatus", "address");
        Iterator<List<Object>> rows = List.of(
                        List.<Object>of("neo4j", "online", "a:1"),
                        List.<Object>of("sales", "offline", "b:1"),
                        List.<Object>of("hr", "online", "b:1"))
                .iterator();
        Rows answer = new Rows() {
            @Override
            public List<String> columns() {
                return columns;
            }

            @Override
            public List<Object> next() {
                return rows.hasNext() ? rows.next() : null;
            }

            @Override
            public Map<String, Object> statistics() {
                return Map.of();
            }

            @Override
            public void close() {}
        };
        Rows result = runs.engine.prepare(text).project(answer, runs.context(), Map.of("status", "online"));
        List<List<Object>> shown = new ArrayList<>();
        for (List<Object> row = result.next(); row != null; row = result.next()) {
            shown.add(row);
        }
        return result.columns() + " " + shown;
    }

    @Test
    void filtersAndProjectsWhatTheCatalogAnswers() {
        assertThat(projected("SHOW DATABASES"))
                .isEqualTo(
                        "[name, currentStatus, address] [[neo4j, online, a:1], [sales, offline, b:1], [hr, online, b:1]]");
        assertThat(projected("SHOW DATABASES WHERE currentStatus = 'offline'"))
                .isEqualTo("[name, currentStatus, address] [[sales, offline, b:1]]");
        assertThat(projected("SHOW DATABASES YIELD *")).startsWith("[name, currentStatus, address] [[neo4j,");
        assertThat(
                        projected(
                                "SHOW DATABASES YIELD name AS n, currentStatus ORDER BY n SKIP 1 LIMIT 2 WHERE currentStatus = $status"))
                .isEqualTo("[n, currentStatus] [[neo4j, online]]");
        assertThat(projected("SHOW DATABASES YIELD currentStatus RETURN currentStatus AS s, count(*) AS c ORDER BY s"))
                .isEqualTo("[s, c] [[offline, 1], [online, 2]]");
        assertThat(projected("SHOW DATABASES YIELD * RETURN DISTINCT address ORDER BY address"))
                .isEqualTo("[address] [[a:1], [b:1]]");
        assertThatThrownBy(() -> projected("SHOW DATABASES YIELD nothing"))
                .hasMessageStartingWith("Variable `nothing` not defined");
    }

    @Test
    void altersAccessAndOptions() {
        assertThat(command("ALTER DATABASE sales SET ACCESS READ ONLY"))
                .isEqualTo(AdminCommand.AlterDatabase.access("sales", true));
        assertThat(command("ALTER DATABASE sales IF EXISTS SET ACCESS READ WRITE SET TOPOLOGY $count PRIMARIES"
                        + " SET OPTION txLogEnrichment 'OFF' WAIT 3"))
                .isEqualTo(new AdminCommand.AlterDatabase(
                        "sales",
                        true,
                        false,
                        new AdminCommand.Counts(3, null),
                        Map.of("txLogEnrichment", "OFF"),
                        List.of(),
                        new Wait(3)));
        assertThat(command("ALTER DATABASE $name REMOVE OPTION a REMOVE OPTION `b c`"))
                .isEqualTo(new AdminCommand.AlterDatabase(
                        "p1", false, null, null, Map.of(), List.of("a", "b c"), Wait.NOWAIT));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ALTER DATABASE x SET ACCESS READ ONLY SET ACCESS READ WRITE | Duplicate SET ACCESS clause",
                "ALTER DATABASE x SET TOPOLOGY 1 PRIMARY SET TOPOLOGY 1 PRIMARY | Duplicate SET TOPOLOGY clause",
                "ALTER DATABASE x SET OPTION a 1 SET OPTION a 2 | Duplicate SET OPTION clause: a",
                "ALTER DATABASE x SET OPTION a null | OPTION a needs a value; REMOVE OPTION takes it away"
            })
    void saysEachThingOnce(String text, String mistake) {
        assertThatThrownBy(() -> command(text)).hasMessageStartingWith(mistake);
    }

    @Test
    void namesAliases() {
        assertThat(command("CREATE ALIAS films FOR DATABASE `my-movies`"))
                .isEqualTo(new AdminCommand.CreateAlias("films", false, false, "my-movies"));
        assertThat(command("CREATE OR REPLACE ALIAS $name FOR DATABASE movies"))
                .isEqualTo(new AdminCommand.CreateAlias("p1", false, true, "movies"));
        assertThat(command("CREATE ALIAS a.b IF NOT EXISTS FOR DATABASE $name"))
                .isEqualTo(new AdminCommand.CreateAlias("a.b", true, false, "p1"));
        assertThat(command("ALTER ALIAS films IF EXISTS SET DATABASE TARGET series"))
                .isEqualTo(new AdminCommand.AlterAlias("films", true, "series"));
        assertThat(command("DROP ALIAS films FOR DATABASE")).isEqualTo(new AdminCommand.DropAlias("films", false));
        assertThat(command("DROP ALIAS films IF EXISTS FOR DATABASE"))
                .isEqualTo(new AdminCommand.DropAlias("films", true));
        assertThat(command("SHOW ALIASES FOR DATABASE WHERE name = 'x'")).isEqualTo(new AdminCommand.ShowAliases(null));
        assertThat(command("SHOW ALIAS films FOR DATABASES YIELD name"))
                .isEqualTo(new AdminCommand.ShowAliases("films"));
        assertThat(command("DROP DATABASE x CASCADE ALIASES"))
                .isEqualTo(new AdminCommand.DropDatabase("x", false, true, false, Wait.NOWAIT));
        assertThat(command("DROP DATABASE x RESTRICT"))
                .isEqualTo(new AdminCommand.DropDatabase("x", false, false, false, Wait.NOWAIT));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CREATE ALIAS a FOR DATABASE b AT 'neo4j://x' USER u PASSWORD 'secret' | CREATE ALIAS with AT, USER, PASSWORD or DRIVER (aliases are of databases of this cluster)",
                "ALTER ALIAS a SET DATABASE TARGET b AT 'neo4j://x' | ALTER ALIAS with AT, USER, PASSWORD or DRIVER (aliases are of databases of this cluster)",
                "ALTER ALIAS a SET DATABASE PASSWORD 'secret' | ALTER ALIAS with AT, USER, PASSWORD or DRIVER (aliases are of databases of this cluster)",
                "CREATE ALIAS a FOR DATABASE b PROPERTIES {x: 1} | CREATE ALIAS with PROPERTIES",
                "ALTER ALIAS a SET DATABASE PROPERTIES {x: 1} | ALTER ALIAS with PROPERTIES",
                "CREATE COMPOSITE DATABASE x | CREATE COMPOSITE DATABASE (there are no composite databases)",
                "DROP COMPOSITE DATABASE x | DROP COMPOSITE DATABASE (there are no composite databases)"
            })
    void refusesRemoteAliasesAndCompositeDatabases(String text, String refused) {
        assertThatThrownBy(() -> runs.engine.prepare(text))
                .isInstanceOfSatisfying(
                        CypherException.class,
                        e -> assertThat(e.code())
                                .isEqualTo("Neo.ClientError.Statement.UnsupportedAdministrationCommand"))
                .hasMessage("Unsupported administration command: " + refused);
    }

    @Test
    void wantsItsParameters() {
        assertThatThrownBy(() -> runs.engine.prepare("START DATABASE $x").admin(Map.of()))
                .hasMessage("Expected parameter(s): x");
        assertThatThrownBy(() -> runs.engine.prepare("START DATABASE $x").admin(Map.of("x", 1L)))
                .hasMessage("Type mismatch: the name of a database must be a String");
    }
}

package dev.muster.cypher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SHOW PROCEDURES and SHOW FUNCTIONS, as tools ask for them. */
class ListingTest {
    private final TestRuns runs = new TestRuns();

    @Test
    void proceduresAreShownWithWhatMostAskFor() {
        assertThat(runs.columns("SHOW PROCEDURES")).containsExactly("name", "description", "mode", "worksOnSystem");
        assertThat(runs.run("SHOW PROCEDURE"))
                .contains(
                        List.of("db.labels", "List all labels attached to nodes within a database.", "READ", true),
                        List.of(
                                "dbms.cluster.cordonServer",
                                "Keep a server from being given copies of databases.",
                                "WRITE",
                                true))
                .isSortedAccordingTo((a, b) -> ((String) a.get(0)).compareTo((String) b.get(0)));
    }

    @Test
    void allOfAProcedureIsShownToWhoAsksForAll() {
        String query = "SHOW PROCEDURES YIELD * WHERE name = 'dbms.cluster.reallocateNumberOfDatabases'";
        assertThat(runs.columns(query))
                .containsExactly(
                        "name",
                        "description",
                        "mode",
                        "worksOnSystem",
                        "signature",
                        "argumentDescription",
                        "returnDescription",
                        "admin",
                        "rolesExecution",
                        "rolesBoostedExecution",
                        "isDeprecated",
                        "deprecatedBy",
                        "option");
        List<Object> row = runs.run(query).get(0);
        assertThat(row.get(4))
                .isEqualTo(
                        "dbms.cluster.reallocateNumberOfDatabases(number :: INTEGER, dryrun = false :: BOOLEAN) :: (database"
                                + " :: STRING, fromServerName :: STRING, fromServerId :: STRING, toServerName :: STRING, toServerId ::"
                                + " STRING, mode :: STRING)");
        assertThat(row.get(5))
                .isEqualTo(List.of(
                        Map.of(
                                "name",
                                "number",
                                "type",
                                "INTEGER",
                                "description",
                                "number :: INTEGER",
                                "isDeprecated",
                                false),
                        Map.of(
                                "name",
                                "dryrun",
                                "type",
                                "BOOLEAN",
                                "description",
                                "dryrun = false :: BOOLEAN",
                                "isDeprecated",
                                false,
                                "default",
                                "DefaultParameterValue{value=false, type=BOOLEAN}")));
        assertThat(row.subList(7, 13)).hasToString("[true, null, null, false, null, {deprecated=false}]");
    }

    @Test
    void aShowIsShapedAsOthersAre() {
        assertThat(runs.run("SHOW PROCEDURES YIELD name, mode AS m WHERE m = 'READ' AND name =~ 'db[.][a-zA-Z]*'"
                        + " RETURN name, toLower(m) AS mode ORDER BY name DESC SKIP 1 LIMIT 2"))
                .containsExactly(List.of("db.propertyKeys", "read"), List.of("db.ping", "read"));
        assertThat(runs.run("SHOW FUNCTIONS WHERE category = 'Load CSV'"))
                .extracting(row -> row.get(0))
                .containsExactly("file", "linenumber");
        assertThat(runs.run("SHOW PROCEDURES YIELD name WHERE name = $name", Map.of("name", "db.ping")))
                .containsExactly(List.of("db.ping"));
        assertThatThrownBy(() -> runs.run("SHOW PROCEDURES YIELD name, colour"))
                .hasMessageContaining("Variable `colour` not defined");
        assertThatThrownBy(() -> runs.run("SHOW PROCEDURES YIELD name SHOW FUNCTIONS YIELD category RETURN *"))
                .hasMessageContaining("clauses after a SHOW command");
    }

    @Test
    void aFunctionThatTakesSeveralKindsIsShownForEach() {
        assertThat(runs.columns("SHOW FUNCTIONS")).containsExactly("name", "category", "description");
        assertThat(runs.run(
                                "SHOW FUNCTIONS YIELD name, signature, aggregating, isBuiltIn, returnDescription, isDeprecated,"
                                        + " deprecatedBy WHERE name IN ['abs', 'max', 'toInt'] RETURN *")
                        .toString())
                .isEqualTo("[[abs, abs(input :: FLOAT) :: FLOAT, false, true, FLOAT, false, null],"
                        + " [abs, abs(input :: INTEGER) :: INTEGER, false, true, INTEGER, false, null],"
                        + " [max, max(input :: ANY) :: ANY, true, true, ANY, false, null],"
                        + " [toInt, toInt(input :: BOOLEAN | FLOAT | INTEGER | STRING) :: INTEGER,"
                        + " false, true, INTEGER, true, toInteger]]");
        assertThat(runs.value("SHOW FUNCTIONS YIELD name, argumentDescription WHERE name = 'reduce'"
                        + " RETURN [a IN argumentDescription | a.name + '/' + a.type]"))
                .hasToString("[accumulator/VARIABLE, initial/ANY, variable/VARIABLE, list/LIST<ANY>, expression/ANY]");
    }

    @Test
    void functionsAreBuiltInAllOfThem() {
        int all = runs.run("SHOW FUNCTIONS").size();
        assertThat(runs.run("SHOW ALL FUNCTION")).hasSize(all);
        assertThat(runs.run("SHOW BUILT IN FUNCTIONS EXECUTABLE BY CURRENT USER"))
                .hasSize(all);
        assertThat(runs.run("SHOW USER DEFINED FUNCTIONS")).isEmpty();
    }

    @Test
    void everyFunctionThatIsShownCanBeCalled() {
        Map<String, String> inWords = Map.of(
                "reduce", "reduce(sum = 0, x IN [1] | sum + x)",
                "all", "all(x IN [1] WHERE x = 1)",
                "any", "any(x IN [1] WHERE x = 1)",
                "none", "none(x IN [1] WHERE x = 1)",
                "single", "single(x IN [1] WHERE x = 1)");
        for (List<Object> row : runs.run("SHOW FUNCTIONS YIELD name, argumentDescription RETURN name,"
                + " [a IN argumentDescription WHERE a.default IS NULL | 'null'] AS given")) {
            String name = (String) row.get(0);
            String call = name + "(" + String.join(", ", ((List<?>) row.get(1)).toArray(String[]::new)) + ")";
            String query = "RETURN " + inWords.getOrDefault(name, call);
            assertThatCode(() -> runs.engine.prepare(query)).as(query).doesNotThrowAnyException();
        }
    }

    @Test
    void whatIsNotThereIsNeitherShownNorCalled() {
        assertThat(runs.run("SHOW FUNCTIONS WHERE name = 'apoc.version'")).isEmpty();
        assertThatThrownBy(() -> runs.engine.prepare("RETURN apoc.version()")).hasMessageContaining("Unknown function");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "db.labels",
                "db.relationshipTypes",
                "db.propertyKeys",
                "db.ping",
                "db.schema.visualization",
                "db.schema.nodeTypeProperties",
                "db.schema.relTypeProperties"
            })
    void proceduresOfTheEngineHaveTheColumnsThatAreShown(String name) {
        Object shown = runs.run("SHOW PROCEDURES YIELD name, returnDescription WHERE name = '" + name
                        + "' RETURN [column IN returnDescription | column.name]")
                .get(0)
                .get(0);
        assertThat(runs.columns("CALL " + name + "()")).isEqualTo(shown);
    }

    @Test
    void transactionsAreListedWithTheColumnsOfNeo4j() {
        assertThat(runs.columns("SHOW TRANSACTIONS"))
                .containsExactly(
                        "database",
                        "transactionId",
                        "currentQueryId",
                        "connectionId",
                        "clientAddress",
                        "username",
                        "currentQuery",
                        "startTime",
                        "status",
                        "elapsedTime");
        assertThat(runs.columns("SHOW TRANSACTION 'neo4j-transaction-1', 'neo4j-transaction-2' YIELD *"))
                .hasSize(39)
                .endsWith("initializationStackTrace");
    }

    @Test
    void whatIsToBeTerminatedIsNamed() {
        List<Object> missing = new ArrayList<>(List.of("neo4j-transaction-1"));
        missing.add(null);
        missing.add("Transaction not found.");
        assertThat(runs.run("TERMINATE TRANSACTION 'neo4j-transaction-1'")).containsExactly(missing);
        assertThat(runs.run(
                        "TERMINATE TRANSACTIONS $ids",
                        Map.of("ids", List.of("neo4j-transaction-1", "neo4j-transaction-1"))))
                .containsExactly(missing);
        assertThat(runs.columns("TERMINATE TRANSACTION 'a'")).containsExactly("transactionId", "username", "message");
        assertThat(runs.run("TERMINATE TRANSACTIONS 'a', 'b' YIELD transactionId AS id, username WHERE username IS NULL"
                        + " RETURN id ORDER BY id DESC"))
                .containsExactly(List.of("b"), List.of("a"));
        assertThatThrownBy(() -> runs.run("TERMINATE TRANSACTIONS")).hasMessageContaining("Invalid input");
        assertThatThrownBy(() -> runs.run("TERMINATE TRANSACTIONS $ids", Map.of("ids", 7L)))
                .hasMessageContaining("must be a String or a List of Strings");
    }

    @Test
    void settingsAreListedWithTheColumnsOfNeo4j() {
        assertThat(runs.columns("SHOW SETTINGS"))
                .containsExactly("name", "value", "isDynamic", "defaultValue", "description");
        assertThat(runs.columns("SHOW SETTING 'db.transaction.timeout' YIELD *"))
                .endsWith("startupValue", "isExplicitlySet", "validValues", "isDeprecated")
                .hasSize(9);
    }

    @Test
    void itIsAReadOfAnyDatabase() {
        assertThat(runs.engine.prepare("SHOW PROCEDURES").kind()).isEqualTo(Statement.Kind.READ);
        assertThat(runs.engine.prepare("USE system SHOW FUNCTIONS").use()).isEqualTo("system");
    }
}

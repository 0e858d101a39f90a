package dev.muster.cypher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the author of a statement is told although it does not fail, and where; and what is not worth telling. */
class NoticeTest {
    private final TestRuns runs = new TestRuns();

    @BeforeEach
    void people() {
        runs.run("CREATE (:Person {name: 'Ann', age: 1})-[:KNOWS {since: 1}]->(:Person {name: 'Bob'})");
        runs.run("CREATE INDEX by_name FOR (p:Person) ON (p.name)");
    }

    private String told(String statement) {
        runs.run(statement);
        return runs.notifications.stream().map(NoticeTest::shortly).collect(Collectors.joining(" "));
    }

    private static String shortly(Notification told) {
        Place place = told.place();
        return told.gqlStatus() + (place == null ? "" : "@" + place.line() + ":" + place.column());
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "MATCH (n:Perso) RETURN n;01N50@1:10",
                "MATCH (n) WHERE n:Person AND NOT n:Perso|Folk RETURN n;01N50@1:36 01N50@1:42",
                "MATCH (n)-[:KNOW]->() RETURN n;01N51@1:13",
                "MATCH ()-[r]->() WHERE r:KNOW RETURN r;01N51@1:26",
                "MATCH (n:Person {nme: 'Tom'}) RETURN n;01N52@1:7",
                "MATCH (n:Person) RETURN n.nme AS name ORDER BY n.nme;01N52@1:27 01N52@1:50",
                "MATCH (a)-[r:KNOWS*1..2 {sinse: 1}]->(b) RETURN r;01N52@1:10",
                "RETURN EXISTS { (:Perso) } AS is;01N50@1:19",
                "MATCH (n:Perso) SET n.new = 1;01N50@1:10",
                "MATCH (a:Person), (b:Person) RETURN a.name;03N90@1:1",
                "MATCH (a)-->(b), (c) RETURN 1 AS one;03N90@1:1",
                "MATCH (a:Person) WITH a MATCH (a)-->(b), (c:Person) RETURN b;03N90@1:25",
                "MATCH (a:Person), (b:Person) MATCH p = shortestPath((a)-[:KNOWS*]-(b)) WHERE a <> b RETURN p;03N90@1:1 03N91@1:36",
                "MATCH (a:Person {age: 1})-->(b) MATCH p = shortestPath((a)-[:KNOWS]->(b)) RETURN p;01N01@1:39",
                "MATCH (n) RETURN id(n) AS id;01N01@1:18",
                "MATCH ()-[:KNOWS|:KNOWS]->() RETURN 1 AS one;01N01@1:11",
                "MATCH (a)-->(b) SET a += b;01N01@1:21",
                "UNWIND [1] AS x CALL { WITH x RETURN x + 1 AS y } RETURN y;01N00@1:17",
                "UNWIND [1, null] AS x RETURN sum(x) AS s;01G11",
                "MATCH (n:Person) USING INDEX n:Person(age) WHERE n.age = 1 RETURN n;01N31@1:18",
                "MATCH (n:Person) WHERE n['na' + 'me'] IS NOT NULL RETURN n;03N95",
                "WITH 'name' AS key MATCH (n:Person) WHERE 'Ann' = n[key] RETURN n;03N95",
                "MATCH (n) CALL { MATCH (n)--(m) RETURN m } RETURN *;01N00@1:11 03N60@1:24",
                "MATCH (n) CALL () { UNWIND [1] AS n RETURN n AS m } RETURN m;03N60@1:21",
                "UNWIND [1] AS x OPTIONAL CALL (x) { CREATE (:Person {age: x}) } RETURN x;03N62@1:17",
                "MATCH ()-[r:KNOWS&!KNOWS]->() RETURN r;01N61@1:13",
                "MATCH ()-[r:KNOWS]->() WHERE r:KNOWS&!% RETURN r;01N61@1:32",
                "MATCH (:Person)-[r]->(), ()-[r]->(:Person) RETURN r;01N63@1:28",
                "MATCH ()-[r*]->()<-[r*]-() RETURN count(*) AS count;01N63@1:18",
            })
    void isTold(String statement, String told) {
        assertThat(told(statement)).isEqualTo(told);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE (:New {key: 1})-[:NEW]->()",
                "MERGE (:New {key: 1})",
                "MATCH (n:Person) SET n:New, n.fresh = 1",
                "MATCH (n:Person) SET n = {a: 1}",
                "UNWIND [{foo: 1}] AS row RETURN row.foo AS foo", // a map is no element
                "RETURN date('2026-01-01').year AS year",
                "MATCH (a:Person) MATCH (b:Person) RETURN a.name AS a, b.name AS b",
                "MATCH (a:Person)-->(b), (b)--(c) RETURN 1 AS one",
                "MATCH (a:Person) WITH a MATCH (a), (b:Person) RETURN 1 AS one",
                "MATCH (a:Person)-->(b) MATCH p = shortestPath((a)-[:KNOWS*..5]->(b)) RETURN p",
                "MATCH (n:Person) USING INDEX n:Person(name) WHERE n.name = 'Ann' RETURN n",
                "UNWIND [1] AS x CALL (x) { RETURN x + 1 AS y } RETURN y",
                "UNWIND [1, null] AS x RETURN count(*) AS n",
                "MATCH (n) WHERE elementId(n) = 'x' RETURN n",
                "MATCH (n:Person) WHERE n['name'] = 'Ann' RETURN n",
                "MATCH (n) WHERE n[toLower('NAME')] = 'Ann' RETURN n",
                "MATCH (n:Person) RETURN n[toLower('NAME')] AS name",
                "MATCH (n) CALL (n) { MATCH (n)-->(m) RETURN m } RETURN m",
                "MATCH (n) RETURN EXISTS { MATCH (n)-->(m) } AS is",
                "UNWIND [1] AS x CALL (*) { WITH x AS y MATCH (a)-->() WITH a AS x RETURN 1 AS one } RETURN one",
                "MATCH ()-[r:KNOWS|!KNOWS]->() RETURN r",
                "MATCH ()-[r:KNOWS]->() MATCH ()-[r]->() RETURN r",
                "UNWIND [1] AS x OPTIONAL CALL (x) { RETURN x + 1 AS y } RETURN y",
            })
    void isNotWorthTelling(String statement) {
        assertThat(told(statement)).isEmpty();
    }

    @Test
    void aNameIsUnknownAsLongAsNobodyHasUsedIt() {
        assertThat(told("MATCH (n:Later) RETURN n.later AS later")).isEqualTo("01N50@1:10 01N52@1:26");
        runs.run("CREATE (:Later {later: 1})");
        assertThat(told("MATCH (n:Later) RETURN n.later AS later")).isEmpty();
    }

    @Test
    void textsAreThoseOfNeo4j() {
        runs.run("MATCH (n:Perso), (m:Person {age: 1}) RETURN n, m");
        assertThat(runs.notifications)
                .containsExactly(
                        new Notification(
                                "Neo.ClientNotification.Statement.CartesianProduct",
                                "This query builds a cartesian product between disconnected patterns.",
                                "If a part of a query contains multiple disconnected patterns, this will build a cartesian product"
                                        + " between all those parts. This may produce a large amount of data and slow down query"
                                        + " processing. While occasionally intended, it may often be possible to reformulate the"
                                        + " query that avoids the use of this cross product, perhaps by adding a relationship"
                                        + " between the different parts or by using OPTIONAL MATCH (identifier is: (m))",
                                "03N90",
                                "info: cartesian product. The disconnected patterns `(n:Perso), (m:Person {age: 1})` build a"
                                        + " cartesian product. A cartesian product may produce a large amount of data and slow down"
                                        + " query processing.",
                                Notification.Severity.INFORMATION,
                                Notification.Category.PERFORMANCE,
                                new Place(0, 1, 1)),
                        new Notification(
                                "Neo.ClientNotification.Statement.UnknownLabelWarning",
                                "The provided label is not in the database.",
                                "One of the labels in your query is not available in the database, make sure you didn't misspell it"
                                        + " or that the label is available when you run this statement in your application (the"
                                        + " missing label name is: Perso)",
                                "01N50",
                                "warn: unknown label. The label `Perso` does not exist in database `neo4j`. Verify that the"
                                        + " spelling is correct.",
                                Notification.Severity.WARNING,
                                Notification.Category.UNRECOGNIZED,
                                new Place(9, 1, 10)));
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "MATCH (a:Person), (b:Person) WITH a, b MATCH p = shortestPath((a)-[r:KNOWS*]-(b)) WHERE a <> b RETURN p;1;"
                        + "info: unbounded variable length pattern. The provided pattern `(a)-[r:KNOWS*]-(b)` is unbounded. Shortest"
                        + " path with an unbounded pattern may result in long execution times. Use an upper limit (e.g. `[*..5]`) on"
                        + " the number of node hops in your pattern.",
                "MATCH (a:Person {age: 1})-->(b) MATCH p = shortestPath((a)-[:KNOWS]->(b)) RETURN p;0;"
                        + "warn: feature deprecated with replacement. `shortestPath((a)-[:KNOWS]->(b))` is deprecated. It is"
                        + " replaced by `shortestPath((a)-[:KNOWS*1]->(b))`.",
                "MATCH ()-[:KNOWS | :KNOWS]->() RETURN 1 AS one;0;"
                        + "warn: feature deprecated with replacement. `:KNOWS | :KNOWS` is deprecated. It is replaced by"
                        + " `:KNOWS |KNOWS`.",
                "MATCH (a)-->(b) SET a = b;0;"
                        + "warn: feature deprecated with replacement. `SET a = b` is deprecated. It is replaced by `SET a ="
                        + " properties(b)`.",
                "MATCH (n) RETURN id(n) AS id;0;"
                        + "warn: feature deprecated with replacement. id is deprecated. It is replaced by elementId or consider"
                        + " using an application-generated id.",
                "UNWIND [1] AS x CALL { WITH x RETURN x + 1 AS y } RETURN y;0;"
                        + "warn: feature deprecated. CALL subquery without a variable scope clause is deprecated. Use CALL (x) { ..."
                        + " }",
                "MATCH (n:Person) USING INDEX n:Person(age) WHERE n.age = 1 RETURN n;0;"
                        + "warn: hinted index not found. Unable to create a plan with `INDEX :Person(age)` because the index does"
                        + " not exist.",
                "CREATE INDEX IF NOT EXISTS FOR (x:Person) ON (x.name);0;"
                        + "note: successful completion - index or constraint already exists. The command `CREATE RANGE INDEX IF NOT"
                        + " EXISTS FOR (e:Person) ON (e.name)` has no effect. The index or constraint specified by `RANGE INDEX"
                        + " by_name FOR (e:Person) ON (e.name)` already exists.",
                "DROP CONSTRAINT nope IF EXISTS;0;"
                        + "note: successful completion - index or constraint does not exist. The command `DROP CONSTRAINT nope IF"
                        + " EXISTS` has no effect. The specified index or constraint `nope` does not exist.",
                "MATCH (n:Person) WHERE n[toLower('NAME')] = 1 RETURN n;0;"
                        + "info: dynamic property. An index exists on label/type(s) `Person`. It is not possible to use indexes for"
                        + " dynamic properties. Consider using static properties.",
                "MATCH (n) CALL () { MATCH (n)--(m) RETURN m } RETURN m;0;"
                        + "info: subquery variable shadowing. The variable `n` in the subquery uses the same name as a variable from"
                        + " the outer query. Use `CALL (n)` to import the one from the outer scope unless you want it to be a new"
                        + " variable.",
                "MATCH ()-[r:KNOWS&!KNOWS]->() RETURN r;0;"
                        + "warn: unsatisfiable relationship type expression. The expression `KNOWS&!KNOWS` cannot be satisfied"
                        + " because relationships must have exactly one type.",
                "MATCH (:Person)-[r]->(), ()-[r]->(:Person) RETURN r;0;"
                        + "warn: repeated relationship reference. `r` is repeated in `(:Person)-[r]->(), ()-[r]->(:Person)`, which"
                        + " leads to no results.",
            })
    void descriptionsSayWhatItIsAbout(String statement, int which, String description) {
        runs.run(statement);
        assertThat(runs.notifications.get(which).statusDescription()).isEqualTo(description);
    }

    @Test
    void explainTellsOfParametersThatAreMissing() {
        List<Notification> told = new ArrayList<>();
        try (Rows rows = runs.engine.prepare("EXPLAIN RETURN $a + $b AS sum").run(runs.context(), Map.of("b", 1L))) {
            told.addAll(rows.notifications());
        }
        assertThat(told).hasSize(1);
        assertThat(told.get(0).code()).isEqualTo("Neo.ClientNotification.Statement.ParameterNotProvided");
        assertThat(told.get(0).description()).endsWith("(Missing parameters: a)");
        assertThat(told.get(0).statusDescription()).contains("undefined parameter(s) `$a`.");
    }

    @Test
    void whatNamesARelationshipTwiceMatchesNothing() {
        assertThat(runs.run("MATCH (a)-[r]->(), ()-[r]->(b) RETURN a")).isEmpty();
        assertThat(runs.run("MATCH ()-[r*]->()<-[r*]-() RETURN count(*) AS count"))
                .containsExactly(List.of(0L));
        assertThat(runs.run("MATCH (p:Person {name: 'Ann'}) OPTIONAL MATCH (p)-[r]->(), ()-[r]->(b) RETURN p.name, b"))
                .containsExactly(java.util.Arrays.asList("Ann", null));
        assertThat(runs.run("MATCH ()-[r]->() MATCH (a)-[r]->(b) RETURN a.name"))
                .containsExactly(List.of("Ann"));
    }

    @Test
    void nothingIsToldTwiceOfOnePlace() {
        // Compiled twice: as a condition, and as what an index could find.
        assertThat(told("MATCH (n:Person) WHERE n.nme = 1 AND n.nme < 3 RETURN n"))
                .isEqualTo("01N52@1:26 01N52@1:40");
    }
}

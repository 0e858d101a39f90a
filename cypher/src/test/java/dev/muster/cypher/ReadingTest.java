package dev.muster.cypher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.store.value.NodeValue;
import dev.muster.store.value.PathValue;
import dev.muster.store.value.RelationshipValue;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clauses that read, over five cities and the roads between them. */
class ReadingTest {
    private final TestRuns runs = new TestRuns();

    @BeforeEach
    void buildCities() {
        runs.run(
                "CREATE (a:City:Capital {name: 'A', size: 9}), (b:City {name: 'B', size: 5}), (c:City {name: 'C', size: 5}),"
                        + " (d:City {name: 'D'}), (e:Village {name: 'E', size: 1}),"
                        + " (a)-[:ROAD {km: 1}]->(b), (b)-[:ROAD {km: 2}]->(c), (c)-[:ROAD {km: 3}]->(a),"
                        + " (a)-[:RAIL {km: 4}]->(c), (c)-[:ROAD {km: 5}]->(d)");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "MATCH (n) RETURN count(*);[[5]]",
                "MATCH (n:City) RETURN count(n);[[4]]",
                "MATCH ()-[r]->() RETURN count(r);[[5]]",
                "MATCH (n:City&!Capital) RETURN n.name ORDER BY n.name;[[\"B\"], [\"C\"], [\"D\"]]",
                "MATCH (n:Capital|Village) RETURN n.name ORDER BY n.name;[[\"A\"], [\"E\"]]",
                "MATCH (n:Nowhere) RETURN n;[]",
                "MATCH (a {name: 'A'})-[:ROAD]->(b) RETURN b.name;[[\"B\"]]",
                "MATCH (a {name: 'A'})<-[:ROAD]-(b) RETURN b.name;[[\"C\"]]",
                "MATCH (a {name: 'A'})--(b) RETURN b.name ORDER BY b.name;[[\"B\"], [\"C\"], [\"C\"]]",
                "MATCH (a {name: 'A'})-[r:ROAD|RAIL]->(b) RETURN type(r), b.name ORDER BY b.name;[[\"ROAD\", \"B\"], [\"RAIL\", \"C\"]]",
                "MATCH (a)-[r {km: 5}]->(b) RETURN a.name, b.name;[[\"C\", \"D\"]]",
                "MATCH (a)-[r WHERE r.km > 4]->(b WHERE b.name = 'D') RETURN a.name;[[\"C\"]]",
                "MATCH (a)-[:ROAD]->(b)-[:ROAD]->(c)-[:ROAD]->(a) RETURN count(*);[[3]]",
                "MATCH (a {name:'D'})--(x)--(y) RETURN y.name ORDER BY y.name;[[\"A\"], [\"A\"], [\"B\"]]",
                "MATCH (a {name:'A'})-[:ROAD*2]->(b) RETURN b.name;[[\"C\"]]",
                "MATCH (a {name:'A'})-[:ROAD*]->(b) RETURN b.name ORDER BY b.name;[[\"A\"], [\"B\"], [\"C\"], [\"D\"]]",
                "MATCH (a {name:'D'})-[:ROAD*0..1]-(b) RETURN b.name ORDER BY b.name;[[\"C\"], [\"D\"]]",
                "MATCH (a {name:'A'})-[r:ROAD* {km: 1}]->(b) RETURN b.name, size(r);[[\"B\", 1]]",
                "MATCH (a {name:'A'}), (d {name:'D'}) MATCH (a)-[r*]->(d) RETURN count(r);[[4]]",
                "MATCH p = (a {name:'B'})-[:ROAD*2..3]->(x) RETURN [n IN nodes(p) | n.name], length(p) ORDER BY length(p), x.name;[[[\"B\", \"C\", \"A\"], 2], [[\"B\", \"C\", \"D\"], 2], [[\"B\", \"C\", \"A\", \"B\"], 3]]",
                "MATCH (a {name:'A'})-[:ROAD]->{2}(b) RETURN b.name;[[\"C\"]]",
                "MATCH (a {name:'A'})-[:ROAD]->+(b) RETURN b.name ORDER BY b.name;[[\"A\"], [\"B\"], [\"C\"], [\"D\"]]",
                "MATCH (a {name:'D'})-[:ROAD]-{,1}(b) RETURN b.name ORDER BY b.name;[[\"C\"], [\"D\"]]",
                "MATCH (a {name:'A'})-->*(b {name:'A'}) RETURN count(*);[[3]]",
                "MATCH (a {name:'A'})-[r WHERE r.km < 3]->{1,}(b) RETURN b.name, [x IN r | x.km] ORDER BY b.name;[[\"B\", [1]], [\"C\", [1, 2]]]",
                "MATCH p = (a {name:'A'})-[:ROAD {km: 1}]->+(b)-[:ROAD]->{1,2}(c) RETURN c.name, length(p) ORDER BY c.name;[[\"A\", 3], [\"C\", 2], [\"D\", 3]]",
                "MATCH p = shortestPath((a {name:'B'})-[*]->(d {name:'D'})) RETURN length(p);[[2]]",
                "MATCH p = shortestPath((d {name:'D'})<-[*]-(b {name:'B'})) RETURN [n IN nodes(p) | n.name];[[[\"D\", \"C\", \"B\"]]]",
                "MATCH p = shortestPath((a {name:'D'})-[*]->(b {name:'A'})) RETURN p;[]",
                "MATCH p = allShortestPaths((a {name:'A'})-[*]-(c {name:'C'})) RETURN count(p);[[2]]",
                "MATCH p = shortestPath((a {name:'A'})-[:ROAD*..2]->(x)) WHERE a <> x RETURN x.name, length(p) ORDER BY x.name;[[\"B\", 1], [\"C\", 2]]",
                "MATCH p = shortestPath((a {name:'A'})-[*0..]->(a)) RETURN length(p);[[0]]",
                "MATCH (a {name:'A'}), (d {name:'D'}) RETURN length(shortestPath((a)-[*]->(d)));[[2]]",
                "MATCH (n:City) WHERE (n)-[:RAIL]->() RETURN n.name;[[\"A\"]]",
                "MATCH (n) WHERE NOT (n)--() RETURN n.name;[[\"E\"]]",
                "MATCH (n) WHERE EXISTS { (n)-[:ROAD]->(m) WHERE m.name = 'D' } RETURN n.name;[[\"C\"]]",
                "MATCH (n:City) RETURN n.name, COUNT { (n)-->() } AS out ORDER BY n.name;[[\"A\", 2], [\"B\", 1], [\"C\", 2], [\"D\", 0]]",
                "MATCH (n {name:'A'}) RETURN COLLECT { MATCH (n)-->(m) RETURN m.name ORDER BY m.name };[[[\"B\", \"C\"]]]",
                "MATCH (n {name:'A'}) RETURN [(n)-[r]->(m) WHERE r.km > 1 | m.name];[[[\"C\"]]]",
                "OPTIONAL MATCH (n:Nowhere) RETURN n;[[null]]",
                "MATCH (n:City) OPTIONAL MATCH (n)-[r:RAIL]->(m) RETURN n.name, m.name ORDER BY n.name;[[\"A\", \"C\"], [\"B\", null], [\"C\", null], [\"D\", null]]",
                "OPTIONAL MATCH (n:Nowhere) MATCH (n)-->(m) RETURN m;[]",
                "MATCH (n) WHERE id(n) = 0 RETURN n.name;[[\"A\"]]",
                "MATCH (n) WHERE id(n) IN [0, 1, 1, 99] RETURN n.name;[[\"A\"], [\"B\"]]",
                "MATCH (n) WHERE elementId(n) = '4:00000000-0000-0007-0000-000000000007:2' RETURN n.name;[[\"C\"]]",
                "MATCH ()-[r]->(m) WHERE id(r) = 9 RETURN m.name;[[\"D\"]]",
                "MATCH (a)-[r:RAIL]->() WITH r MATCH (x)-[r]->(y) RETURN x.name, y.name;[[\"A\", \"C\"]]",
                "MATCH (n:City) WHERE n.size > 4 RETURN n.size, count(*) ORDER BY n.size;[[5, 2], [9, 1]]",
                "MATCH (n:City) RETURN sum(n.size), avg(n.size), min(n.name), max(n.size), count(n.size), count(DISTINCT n.size);[[19, 6.333333333333333, \"A\", 9, 3, 2]]",
                "MATCH (n:City) RETURN collect(n.size);[[[9, 5, 5]]]",
                "MATCH (n:Nowhere) RETURN count(n), sum(n.x), collect(n), avg(n.x), max(n.x);[[0, 0, [], null, null]]",
                "MATCH (n:Nowhere) RETURN n.x, count(n);[]",
                "UNWIND [1,2,3,4] AS x RETURN percentileCont(x, 0.5), percentileDisc(x, 0.5), stDevP(x);[[2.5, 2, 1.118033988749895]]",
                "MATCH (n:City) WITH n.size AS s, count(*) AS c WHERE c > 1 RETURN s, c + 1;[[5, 3]]",
                "MATCH (n) RETURN n.size AS s, n.name ORDER BY s DESC, n.name SKIP 1 LIMIT 2;[[9, \"A\"], [5, \"B\"]]",
                "UNWIND [3, null, 'a', true, 1.5, [1], {a: 1}] AS x RETURN x ORDER BY x;[[{a: 1}], [[1]], [\"a\"], [true], [1.5], [3], [null]]",
                "MATCH (n:City) WITH n ORDER BY n.name LIMIT 2 RETURN collect(n.name);[[[\"A\", \"B\"]]]",
                "MATCH (n:City) WITH n.name AS name WHERE n.size = 5 RETURN name ORDER BY name;[[\"B\"], [\"C\"]]",
                "MATCH (n:City) RETURN DISTINCT n.size ORDER BY n.size;[[5], [9], [null]]",
                "UNWIND [1, 1.0, 2] AS x RETURN DISTINCT x;[[1], [2]]",
                "UNWIND [] AS x RETURN x;[]",
                "UNWIND null AS x RETURN x;[]",
                "RETURN 1 AS x UNION RETURN 1 AS x UNION RETURN 2 AS x;[[1], [2]]",
                "RETURN 1 AS x UNION ALL RETURN 1 AS x;[[1], [1]]",
                "WITH 2 AS b, 1 AS a RETURN *;[[1, 2]]",
                "WITH 1 AS a WITH *, 2 AS b RETURN a + b;[[3]]",
                "MATCH (n {name: 'A'}) RETURN n {.name, big: n.size > 5, .zip};[[{name: \"A\", big: true, zip: null}]]",
                "CALL { MATCH (n:City) RETURN count(n) AS c } RETURN c;[[4]]",
                "MATCH (n:City) CALL { WITH n MATCH (n)-->(m) RETURN count(m) AS c } RETURN n.name, c ORDER BY n.name;[[\"A\", 2], [\"B\", 1], [\"C\", 2], [\"D\", 0]]",
                "UNWIND [1, 2] AS x CALL (x) { RETURN x * 10 AS y UNION RETURN x AS y } RETURN x, y ORDER BY x, y;[[1, 1], [1, 10], [2, 2], [2, 20]]",
                "CALL db.labels() YIELD label RETURN label ORDER BY label;[[\"Capital\"], [\"City\"], [\"Village\"]]",
                "CALL db.labels() YIELD label AS l WHERE l STARTS WITH 'C' RETURN count(l);[[2]]",
                "CALL db.relationshipTypes();[[\"RAIL\"], [\"ROAD\"]]",
                "CALL db.ping();[[true]]",
                "CALL test.pairs() YIELD text, number RETURN text, number;[[\"one\", 1], [\"two\", 2]]",
                "MATCH (a {name:'A'}) WITH a, [x IN range(1, 2) | a.size * x] AS l RETURN l;[[[9, 18]]]",
            })
    void answers(String query, String rows) {
        assertThat(ExpressionTest.shown(runs.run(query))).isEqualTo(rows);
    }

    @Test
    void columnsAreNamedAsWritten() {
        assertThat(runs.columns("MATCH (a)-[r]->() RETURN a.name, count( r ), toUpper('x')AS `big x`, 1+2"))
                .containsExactly("a.name", "count( r )", "big x", "1+2");
        assertThat(runs.columns("CALL test.pairs()")).containsExactly("number", "text");
        assertThat(runs.columns("CREATE (:X)")).isEmpty();
    }

    @Test
    void rowsHoldValuesThatDoNotNeedTheTransaction() {
        List<Object> row =
                runs.run("MATCH p = (a)-[r:RAIL]->(c) RETURN a, r, p").get(0);
        NodeValue a = (NodeValue) row.get(0);
        assertThat(a.elementId()).isEqualTo("4:" + TestRuns.DATABASE + ":0");
        assertThat(a.labels()).containsExactly("Capital", "City");
        assertThat(a.properties()).isEqualTo(Map.of("name", "A", "size", 9L));
        RelationshipValue r = (RelationshipValue) row.get(1);
        assertThat(r.elementId()).isEqualTo("5:" + TestRuns.DATABASE + ":8");
        assertThat(r.startElementId()).isEqualTo(a.elementId());
        assertThat(r.properties()).isEqualTo(Map.of("km", 4L));
        assertThat(((PathValue) row.get(2)).relationships()).containsExactly(r);
    }

    @Test
    void seeksByIdReadNothingElse() {
        runs.graph.scans = 0;
        runs.run(
                "UNWIND $rows AS row MATCH (a), (b) WHERE id(a) = row.from AND id(b) = row.to RETURN a, b",
                Map.of("rows", List.of(Map.of("from", 0L, "to", 1L), Map.of("from", 1L, "to", 2L))));
        assertThat(runs.graph.scans).isZero();
    }

    @Test
    void oneSearchServesAllEndsOfAShortestPath() {
        runs.run("UNWIND range(1, 200) AS i MATCH (a {name: 'A'}) CREATE (a)-[:ROAD]->()-[:ROAD]->(:Leaf)");
        runs.graph.expansions = 0;
        assertThat(runs.run("MATCH (a {name: 'A'}), (l:Leaf) MATCH p = shortestPath((a)-[*]->(l)) RETURN p"))
                .hasSize(200);
        assertThat(runs.graph.expansions).isLessThan(500);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MATCH (a {name: 'A'}) MATCH p = shortestPath((a)-[*]->(a)) RETURN p",
                "MATCH p = shortestPath((a {name: 'A'})-[*]->(x)) RETURN p",
                "MATCH (a {name: 'A'}), (x) RETURN shortestPath((a)-[*]-(x))",
                "MATCH p = allShortestPaths((a {name: 'A'})-[*1..3]-(x)) RETURN p",
            })
    void aShortestPathFromANodeToItselfIsRefused(String query) {
        assertThatThrownBy(() -> runs.run(query))
                .isInstanceOfSatisfying(
                        CypherException.class,
                        e -> assertThat(e.code()).isEqualTo("Neo.DatabaseError.Statement.ExecutionFailed"))
                .hasMessageStartingWith(
                        "The shortest path algorithm does not work when the start and end nodes are the same.");
    }

    @Test
    void aSearchBeginsAtTheEndThatStaysTheSame() {
        runs.run("UNWIND range(1, 200) AS i MATCH (a {name: 'A'}) CREATE (a)-[:ROAD]->()-[:ROAD]->(:Leaf)");
        runs.graph.expansions = 0;
        assertThat(runs.run("MATCH p = shortestPath((l:Leaf)<-[*]-(a {name: 'A'})) RETURN p"))
                .hasSize(200);
        assertThat(runs.graph.expansions).isLessThan(500);
    }

    @Test
    void theSameStatementSeesTheGraphAsItIsThen() {
        assertThat(runs.value("MATCH (n:City) RETURN count(*)")).isEqualTo(4L);
        runs.run("CREATE (:City)");
        assertThat(runs.value("MATCH (n:City) RETURN count(*)")).isEqualTo(5L);
    }

    @Test
    void aLongStatementCanBeInterrupted() {
        runs.interrupt = () -> {
            throw new CypherException("Neo.TransientError.Transaction.Terminated", "stop");
        };
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> runs.run("UNWIND range(1, 100000) AS x RETURN sum(x)"))
                .hasMessage("stop");
    }
}

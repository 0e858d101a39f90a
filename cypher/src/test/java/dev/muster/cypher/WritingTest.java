package dev.muster.cypher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Clauses that write. */
class WritingTest {
    private final TestRuns runs = new TestRuns();

    private String rows(String query) {
        return ExpressionTest.shown(runs.run(query));
    }

    @Test
    void createsNodesRelationshipsAndPathsAndCountsThem() {
        assertThat(rows("CREATE p = (a:A:B {x: 1, y: null})<-[:R {z: 2}]-(b) RETURN length(p), labels(a), keys(a)"))
                .isEqualTo("[[1, [\"A\", \"B\"], [\"x\"]]]");
        assertThat(runs.statistics)
                .isEqualTo(Map.of(
                        "nodes-created", 2L,
                        "relationships-created", 1L,
                        "labels-added", 2L,
                        "properties-set", 2L,
                        "contains-updates", true));
        assertThat(rows("MATCH (b)-[:R]->(a:A) RETURN count(*)")).isEqualTo("[[1]]");
        assertThat(runs.statistics).isEmpty();
    }

    @Test
    void loadsRelationshipsInBulk() {
        runs.run("UNWIND range(0, 9) AS i CREATE (:N {i: i})");
        List<Map<String, Object>> rows =
                List.of(Map.of("from", 0L, "to", 5L, "dist", 7L), Map.of("from", 1L, "to", 5L, "dist", 8L));
        runs.graph.scans = 0;
        runs.run(
                "UNWIND $rows AS row MATCH (a) WHERE id(a) = row.from MATCH (b) WHERE id(b) = row.to"
                        + " CREATE (a)-[:route {dist: row.dist}]->(b)",
                Map.of("rows", rows));
        assertThat(runs.graph.scans).isZero();
        assertThat(rows("MATCH (a)-[r:route]->(b {i: 5}) RETURN a.i, r.dist ORDER BY a.i"))
                .isEqualTo("[[0, 7], [1, 8]]");
    }

    @Test
    void aClauseDoesNotSeeWhatItCreatesItself() {
        runs.run("CREATE (:X)");
        runs.run("MATCH (n:X) CREATE (:X)");
        assertThat(rows("MATCH (n:X) RETURN count(*)")).isEqualTo("[[2]]");
        assertThat(rows("MATCH (n:X) CREATE (:X) WITH count(*) AS c MATCH (m:X) RETURN c, count(m)"))
                .isEqualTo("[[2, 4]]");
    }

    @Test
    void writesEvenIfNobodyWantsTheRows() {
        assertThat(rows("UNWIND [1, 2] AS x CREATE (n:L) RETURN n LIMIT 0")).isEqualTo("[]");
        assertThat(rows("MATCH (n:L) RETURN count(*)")).isEqualTo("[[2]]");
    }

    @Test
    void mergesOnceAndTellsWhetherItCreated() {
        String merge = "MERGE (n:P {id: 1}) ON CREATE SET n.made = 1 ON MATCH SET n.found = coalesce(n.found, 0) + 1"
                + " RETURN n.made, n.found";
        assertThat(rows(merge)).isEqualTo("[[1, null]]");
        assertThat(rows(merge)).isEqualTo("[[1, 1]]");
        runs.run("UNWIND [2, 2, 3] AS id MERGE (:P {id: id})");
        assertThat(runs.statistics).containsEntry("nodes-created", 2L);
        runs.run("MATCH (a:P {id: 2}), (b:P {id: 3}) MERGE (a)-[:K]->(b) MERGE (b)-[:K]-(a)");
        assertThat(runs.statistics).containsEntry("relationships-created", 1L);
        assertThatThrownBy(() -> runs.run("MERGE (:P {id: null})"))
                .hasMessage("Cannot merge the following node because of null property value for 'id'");
    }

    @Test
    void setsAndRemovesPropertiesAndLabels() {
        runs.run("CREATE (:T {a: 1, b: 2})");
        assertThat(rows("MATCH (n:T) SET n.a = 5, n += {c: 3, b: null}, n:U:V RETURN properties(n), labels(n)"))
                .isEqualTo("[[{a: 5, c: 3}, [\"T\", \"U\", \"V\"]]]");
        assertThat(rows("MATCH (n:T) SET n = {z: [1, 2.5]} REMOVE n:U RETURN properties(n), labels(n)"))
                .isEqualTo("[[{z: [1.0, 2.5]}, [\"T\", \"V\"]]]");
        assertThat(runs.statistics).containsEntry("labels-removed", 1L);
        assertThat(rows("MATCH (n:T) REMOVE n.z RETURN properties(n)")).isEqualTo("[[{}]]");
        assertThat(rows("OPTIONAL MATCH (n:Nowhere) SET n.x = 1 RETURN n")).isEqualTo("[[null]]");
        assertThat(rows("MATCH (n:T) SET n['k' + 1] = 2 RETURN n.k1")).isEqualTo("[[2]]");
    }

    @Test
    void deletesAndRefusesToLeaveRelationshipsBehind() {
        runs.run("CREATE (:D)-[:R]->(:D)-[:R]->(:D)");
        runs.run("MATCH (n:D)-[r]->(:D) WITH r LIMIT 1 DELETE r");
        assertThat(runs.statistics).isEqualTo(Map.of("relationships-deleted", 1L, "contains-updates", true));
        runs.run("MATCH (n:D) DETACH DELETE n");
        assertThat(runs.statistics).containsEntry("nodes-deleted", 3L).containsEntry("relationships-deleted", 1L);
        runs.run("CREATE (:D)-[:R]->(:D)");
        assertThatThrownBy(() -> runs.run("MATCH (n:D)-->() DELETE n"))
                .isInstanceOfSatisfying(
                        CypherException.class,
                        e -> assertThat(e.code()).isEqualTo("Neo.ClientError.Schema.ConstraintValidationFailed"))
                .hasMessageMatching(
                        "Cannot delete node<\\d+>, because it still has relationships\\. To delete this node,"
                                + " you must first delete its relationships\\.");
    }

    @Test
    void foreachWritesForEachItem() {
        runs.run("CREATE (r:Root) FOREACH (i IN [1, 2, 3] | CREATE (r)-[:HAS]->(:Leaf {i: i}) SET r.last = i)");
        assertThat(rows("MATCH (r:Root)-[:HAS]->(l) RETURN r.last, collect(l.i)"))
                .isEqualTo("[[3, [1, 2, 3]]]");
    }

    @Test
    void subqueriesMayWrite() {
        assertThat(rows("UNWIND [1, 2] AS x CALL { WITH x CREATE (n:S {x: x}) RETURN n.x AS made } RETURN made"))
                .isEqualTo("[[1], [2]]");
        runs.run("MATCH (n:S) CALL { WITH n SET n.seen = true }");
        assertThat(rows("MATCH (n:S) WHERE n.seen RETURN count(n)")).isEqualTo("[[2]]");
    }

    @Test
    void refusesToWriteWhereOnlyReadingIsAllowed() {
        runs.writable = false;
        assertThatThrownBy(() -> runs.run("CREATE (:X)"))
                .isInstanceOfSatisfying(
                        CypherException.class,
                        e -> assertThat(e.code()).isEqualTo("Neo.ClientError.Statement.AccessMode"))
                .hasMessage("Writing in read access mode not allowed. Attempted write to neo4j");
    }

    @Test
    void refusesValuesThatCannotBeKept() {
        assertThatThrownBy(() -> runs.run("CREATE ({x: {a: 1}})"))
                .hasMessage("Property values can only be of primitive types or arrays thereof. Encountered: Map.");
        assertThatThrownBy(() -> runs.run("CREATE ({x: [1, null]})"))
                .hasMessage("Collections containing null values can not be stored in properties.");
        assertThatThrownBy(() -> runs.run("CREATE ({x: [[1]]})"))
                .hasMessage("Collections containing collections can not be stored in properties.");
        assertThatThrownBy(() -> runs.run("CREATE ({x: [1, 'a']})"))
                .hasMessageStartingWith("Neo4j only supports a subset");
        assertThatThrownBy(() -> runs.run("CREATE (n) DELETE n WITH n SET n.x = 1"))
                .hasMessageContaining("has been deleted in this transaction");
    }

    @Test
    void kindsAreThoseOfBolt() {
        assertThat(List.of("RETURN 1", "CREATE ()", "CREATE (n) RETURN n", "SHOW DATABASES"))
                .extracting(t -> runs.engine.prepare(t).kind().boltType())
                .containsExactly("r", "w", "rw", "s");
    }
}

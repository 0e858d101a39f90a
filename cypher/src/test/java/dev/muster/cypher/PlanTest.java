package dev.muster.cypher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** EXPLAIN and PROFILE: which operators are shown, with what, and that EXPLAIN does nothing. */
class PlanTest {
    private final TestRuns runs = new TestRuns();

    @BeforeEach
    void buildPeople() {
        runs.run("UNWIND range(1, 10) AS i CREATE (:Person {id: i, name: 'p' + i})");
        runs.run("UNWIND range(1, 9) AS i MATCH (a:Person {id: i}), (b:Person {id: i + 1}) CREATE (a)-[:KNOWS]->(b)");
    }

    /** {@code (Operator details (child) (child))}. */
    private static String text(Map<String, Object> node) {
        StringBuilder text = new StringBuilder("(");
        text.append(((String) node.get("operatorType")).replace("@neo4j", ""));
        Map<?, ?> args = (Map<?, ?>) node.get("args");
        if (!"".equals(args.get("Details"))) {
            text.append(' ').append(args.get("Details"));
        }
        if (node.containsKey("rows")) {
            text.append(' ').append(node.get("rows")).append('/').append(node.get("dbHits"));
        }
        for (Object child : (List<?>) node.get("children")) {
            text.append(' ').append(text(asMap(child)));
        }
        return text.append(')').toString();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> asMap(Object value) {
        return (Map<String, Object>) value;
    }

    private String plan(String query) {
        runs.run(query);
        return text(asMap(runs.plan.values().iterator().next()));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "MATCH (p:Person) RETURN p;(ProduceResults p (NodeByLabelScan p:Person))",
                "MATCH (p) RETURN p.name;(ProduceResults p.name (Projection p.name (AllNodesScan p)))",
                "MATCH (p:Person) WHERE p.id > 3 RETURN p.name AS n ORDER BY n DESC SKIP 1 LIMIT 2;(ProduceResults n (Limit 2 (Skip 1 (Top n DESC LIMIT 1 + 2 (Projection p.name AS n (Filter p.id > 3 (NodeByLabelScan p:Person)))))))",
                "MATCH (p:Person)-[:KNOWS]->(q) RETURN q;(ProduceResults q (Expand(All) (p)-[anon_0:KNOWS]->(q) (NodeByLabelScan p:Person)))",
                "MATCH (a:Person)-[r*2..3]-(b:Person) RETURN count(*);(ProduceResults count(*) (EagerAggregation count(*) (Filter b:Person (VarLengthExpand(All) (a)-[r*2..3]-(b) (NodeByLabelScan a:Person)))))",
                "MATCH (p:Person) RETURN count(p);(ProduceResults count(p) (NodeCountFromCountStore count( (p:Person) ) AS count(p)))",
                "MATCH (p:Person), (q) RETURN p, q;(ProduceResults p, q (CartesianProduct (NodeByLabelScan p:Person) (AllNodesScan q)))",
                "MATCH (p) WHERE id(p) = 3 RETURN p;(ProduceResults p (Filter id(p) = 3 (NodeByIdSeek id(p) = 3)))",
                "MATCH (p:Person) OPTIONAL MATCH (p)-->(q) RETURN p, q;(ProduceResults p, q (Apply (NodeByLabelScan p:Person) (Optional (Expand(All) (p)-[anon_0]->(q) (Argument p)))))",
                "RETURN 1 AS x UNION RETURN 2 AS x;(ProduceResults x (Distinct x (Union (Projection 1 AS x) (Projection 2 AS x))))",
                "UNWIND [1, 2] AS x WITH DISTINCT x WHERE x > 1 RETURN x;(ProduceResults x (Filter x > 1 (Distinct x (Unwind [1, 2] AS x))))",
                "CREATE (a:A {x: 1})-[:R]->(b);(ProduceResults (EmptyResult (Create (a:A)-[anon_0:R]->(b))))",
                "MATCH (p:Person) SET p.x = 1, p:Old REMOVE p.y DETACH DELETE p;(ProduceResults (EmptyResult (DetachDelete p (SetProperty p[`y`] = null (SetProperties p[`x`] = 1, p:Old (NodeByLabelScan p:Person))))))",
                "MERGE (a:A {x: 1}) ON CREATE SET a.y = 2;(ProduceResults (EmptyResult (Merge CREATE (a:A), ON CREATE SET a[`y`] = 2 (Filter a.x = 1 (NodeByLabelScan a:A)))))",
                "MATCH (p:Person) CALL (p) { MATCH (p)-->(q) RETURN count(q) AS n } RETURN n;(ProduceResults n (Apply (NodeByLabelScan p:Person) (EagerAggregation count(q) AS n (Expand(All) (p)-[anon_0]->(q) (Argument p)))))",
                "CALL test.pairs() YIELD number RETURN number;(ProduceResults number (ProcedureCall test.pairs() :: (number :: ANY)))",
                "FOREACH (x IN [1] | CREATE (:A));(ProduceResults (EmptyResult (Foreach x IN [1] (Create (anon_0:A) (Argument)))))",
            })
    void explainShowsTheOperators(String query, String expected) {
        assertThat(plan("EXPLAIN " + query)).isEqualTo(expected.replace('`', '"'));
        assertThat(runs.plan).containsOnlyKeys("plan");
    }

    @Test
    void anIndexIsSeenInThePlan() {
        String query = "EXPLAIN MATCH (p:Person {name: $name}) RETURN p.id";
        assertThat(plan(query)).contains("(NodeByLabelScan p:Person)").contains("(Filter p.name = $name ");
        runs.run("CREATE INDEX FOR (p:Person) ON (p.name)");
        assertThat(plan(query)).contains("(NodeIndexSeek RANGE INDEX p:Person(name) WHERE name = $name)");
        assertThat(plan("EXPLAIN MATCH (p:Person) WHERE p.name STARTS WITH 'p' RETURN p"))
                .contains("(NodeIndexSeekByRange RANGE INDEX p:Person(name) WHERE name STARTS WITH \"p\")");
        runs.run("CREATE CONSTRAINT FOR (p:Person) REQUIRE p.id IS UNIQUE");
        assertThat(plan("EXPLAIN UNWIND $ids AS id MATCH (p:Person {id: id}) RETURN p"))
                .contains("(Apply (Unwind $ids AS id) (NodeUniqueIndexSeek UNIQUE p:Person(id) WHERE id = id))");
    }

    @Test
    void explainNeedsNoParametersAndChangesNothing() {
        runs.writable = false;
        assertThat(runs.run("EXPLAIN CREATE (n:New {x: $x}) RETURN n")).isEmpty();
        assertThat(runs.columns("EXPLAIN CREATE (n:New {x: $x}) RETURN n")).containsExactly("n");
        assertThat(runs.statistics).isEmpty();
        runs.run("EXPLAIN CREATE INDEX FOR (p:Person) ON (p.name)");
        assertThat(text(asMap(runs.plan.get("plan")))).isEqualTo("(SchemaCommand)");
        assertThat(runs.graph.schema().rules()).isEmpty();
        assertThat(runs.value("MATCH (n) RETURN count(n)")).isEqualTo(10L);
    }

    /** A node that was read lately is not asked for again: two of ten by the projection, which had them first. */
    @Test
    void profileCountsRowsAndWhatIsAskedOfTheStore() {
        assertThat(runs.run("PROFILE MATCH (p:Person)-[:KNOWS]->(q) WHERE p.id < 3 RETURN q.id"))
                .containsExactly(List.of(2L), List.of(3L));
        assertThat(runs.plan).containsOnlyKeys("profile");
        assertThat(text(asMap(runs.plan.get("profile"))))
                .isEqualTo("(ProduceResults q.id 2/0 (Projection q.id 2/2 (Expand(All) (p)-[anon_0:KNOWS]->(q) 2/2"
                        + " (Filter p.id < 3 2/8 (NodeByLabelScan p:Person 10/10)))))");
    }

    @Test
    void profileCountsWritesAndWhatRunsForEachRow() {
        assertThat(plan("PROFILE UNWIND [1, 2, 99] AS id MERGE (p:Person {id: id}) SET p.seen = true"))
                .isEqualTo("(ProduceResults 0/0 (EmptyResult 0/0 (SetProperty p[\"seen\"] = true 3/4"
                        + " (Merge CREATE (p:Person) 3/1 (Unwind [1, 2, 99] AS id 3/0)"
                        + " (Filter p.id = id 2/10 (NodeByLabelScan p:Person 30/30))))))");
        assertThat(runs.statistics).containsEntry("nodes-created", 1L);
    }

    @Test
    void whatASubqueryInAnExpressionAsksIsItsOperators() {
        String profile = plan("PROFILE MATCH (p:Person) WHERE EXISTS { (p)-[:KNOWS]->() } RETURN count(*)");
        assertThat(profile).contains("(Filter EXISTS { … } 9/9 (NodeByLabelScan p:Person 10/10))");
    }

    @Test
    void argumentsNamePlannerAndEstimates() {
        runs.run("EXPLAIN MATCH (p:Person) RETURN p LIMIT 3");
        Map<String, Object> root = asMap(runs.plan.get("plan"));
        assertThat(asMap(root.get("args")))
                .containsEntry("planner", "COST")
                .containsEntry("version", "5")
                .containsEntry("Id", 0L)
                .containsEntry("EstimatedRows", 3.0);
        Map<String, Object> limit = asMap(((List<?>) root.get("children")).get(0));
        Map<String, Object> scan = asMap(((List<?>) limit.get("children")).get(0));
        assertThat(asMap(scan.get("args"))).containsEntry("EstimatedRows", 10.0).containsEntry("Id", 2L);
        assertThat(root).containsEntry("identifiers", List.of("p"));
    }

    @Test
    void commandsAreNotProfiled() {
        assertThatThrownBy(() -> runs.engine.prepare("PROFILE SHOW DATABASES"))
                .hasMessage("not supported yet: PROFILE of a command");
        assertThat(runs.engine.prepare("EXPLAIN SHOW DATABASES").isExplained()).isTrue();
    }
}

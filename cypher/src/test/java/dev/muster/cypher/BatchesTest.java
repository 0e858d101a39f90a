package dev.muster.cypher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code CALL … IN TRANSACTIONS}, on a real store. */
class BatchesTest {
    private final StoredRuns runs = new StoredRuns();

    private Object value(String query) {
        return runs.run(query).get(0).get(0);
    }

    @Test
    void soManyRowsAreCommittedAtATime() {
        runs.run("UNWIND range(1, 25) AS i CALL (i) { CREATE (:N {i: i}) } IN TRANSACTIONS OF 10 ROWS");
        assertThat(runs.commits).isEqualTo(3);
        assertThat(runs.statistics).containsEntry("nodes-created", 25L).containsEntry("properties-set", 25L);
        assertThat(value("MATCH (n:N) RETURN sum(n.i)")).isEqualTo(325L);
    }

    @Test
    void aThousandRowsUnlessSaid() {
        runs.run("UNWIND range(1, 2001) AS i CALL { WITH i CREATE (:N {i: i}) } IN 4 CONCURRENT TRANSACTIONS");
        assertThat(runs.commits).isEqualTo(3);
    }

    @Test
    void theSizeMayBeAParameterAndMustBePositive() {
        String query = "UNWIND [1, 2, 3] AS i CALL (i) { CREATE (:N) } IN TRANSACTIONS OF $n ROWS";
        runs.run(query, Map.of("n", 1L));
        assertThat(runs.commits).isEqualTo(3);
        assertThatThrownBy(() -> runs.run(query, Map.of("n", 0L)))
                .hasMessage("OF ... ROWS: Invalid input. '0' is not a valid value. Must be a positive integer.");
    }

    @Test
    void eachTransactionSeesWhatTheLastOnesDidAndTheStatementOnlyBehindThem() {
        runs.run("CREATE (:N {x: 0})");
        List<List<Object>> rows = runs.run("MATCH (n:N) UNWIND [1, 2, 3] AS i WITH n, i, n.x AS before"
                + " CALL (n) { SET n.x = n.x + 1 CREATE (m:M {x: n.x}) RETURN m } IN TRANSACTIONS OF 1 ROW"
                + " RETURN before, n.x, m.x, labels(m)");
        assertThat(rows)
                .containsExactly(
                        List.of(0L, 1L, 1L, List.of("M")),
                        List.of(0L, 2L, 2L, List.of("M")),
                        List.of(0L, 3L, 3L, List.of("M")));
    }

    @Test
    void theStatementMayWriteBehindThem() {
        runs.run("CREATE (:N {x: 1})");
        runs.run("MATCH (n:N) CALL (n) { SET n.x = 2 } IN TRANSACTIONS SET n.y = n.x");
        assertThat(value("MATCH (n:N) RETURN n.y")).isEqualTo(2L);
        assertThat(runs.commits).isEqualTo(3);
    }

    @Test
    void anErrorEndsTheStatementButNotWhatWasCommitted() {
        assertThatThrownBy(() -> runs.run(
                        "UNWIND [2, 1, 0, 1] AS i CALL (i) { CREATE (:N {x: 2 / i}) } IN TRANSACTIONS OF 1 ROW"))
                .hasMessage("/ by zero");
        assertThat(value("MATCH (n:N) RETURN collect(n.x)")).isEqualTo(List.of(1L, 2L));
    }

    @Test
    void onErrorContinueGoesOnWithTheNextTransaction() {
        List<List<Object>> rows = runs.run("UNWIND [2, 1, 0, 1, 2] AS i"
                + " CALL (i) { CREATE (n:N {x: 2 / i}) RETURN n.x AS x } IN TRANSACTIONS OF 2 ROWS ON ERROR CONTINUE REPORT STATUS AS s"
                + " RETURN i, x, s.started, s.committed, s.errorMessage, s.transactionId");
        assertThat(rows)
                .containsExactly(
                        Arrays.asList(2L, 1L, true, true, null, "part"),
                        Arrays.asList(1L, 2L, true, true, null, "part"),
                        Arrays.asList(0L, null, true, false, "/ by zero", "part"),
                        Arrays.asList(1L, null, true, false, "/ by zero", "part"),
                        Arrays.asList(2L, 1L, true, true, null, "part"));
        assertThat(value("MATCH (n:N) RETURN count(n)")).isEqualTo(3L);
        assertThat(runs.commits).isEqualTo(2);
    }

    @Test
    void onErrorBreakBeginsNoOther() {
        List<List<Object>> rows = runs.run("UNWIND [1, 0, 1] AS i"
                + " CALL (i) { CREATE (n:N {x: 2 / i}) } IN TRANSACTIONS OF 1 ROW ON ERROR BREAK REPORT STATUS AS s"
                + " RETURN s.started, s.committed, s.transactionId IS NULL");
        assertThat(rows)
                .containsExactly(List.of(true, true, false), List.of(true, false, false), List.of(false, false, true));
        assertThat(runs.statistics).containsEntry("nodes-created", 1L);
        assertThat(value("MATCH (n:N) RETURN count(n)")).isEqualTo(1L);
    }

    @Test
    void aConstraintIsAskedInEachTransaction() {
        runs.run("CREATE CONSTRAINT FOR (n:N) REQUIRE n.x IS UNIQUE");
        runs.run("CREATE CONSTRAINT FOR (n:N) REQUIRE n.y IS NOT NULL");
        String query = "UNWIND $rows AS row CALL (row) { CREATE (n:N) SET n = row } IN TRANSACTIONS OF 1 ROW"
                + " ON ERROR CONTINUE REPORT STATUS AS s WITH s WHERE NOT s.committed RETURN s.errorMessage";
        List<List<Object>> failures = runs.run(
                query, Map.of("rows", List.of(Map.of("x", 1L, "y", 1L), Map.of("x", 1L, "y", 2L), Map.of("x", 2L))));
        assertThat(failures).hasSize(2);
        assertThat((String) failures.get(0).get(0)).contains("already exists");
        assertThat((String) failures.get(1).get(0)).contains("must have the property `y`");
    }

    @Test
    void aTransactionOfTheClientsOwnIsRefused() {
        TestRuns explicit = new TestRuns();
        assertThatThrownBy(() -> explicit.run("CALL { CREATE (:N) } IN TRANSACTIONS"))
                .isInstanceOfSatisfying(
                        CypherException.class,
                        e -> assertThat(e.code()).isEqualTo("Neo.DatabaseError.Transaction.TransactionStartFailed"))
                .hasMessage(
                        "A query with 'CALL { ... } IN TRANSACTIONS' can only be executed in an implicit transaction,"
                                + " but tried to execute in an explicit transaction.");
    }

    @Test
    void plansAndProfilesShowIt() {
        String query = "UNWIND [1, 2] AS i CALL (i) { MERGE (n:N {x: i}) } IN TRANSACTIONS OF 1 ROW";
        runs.run("PROFILE " + query);
        assertThat(runs.plan.toString())
                .contains("TransactionForeach")
                .contains("IN TRANSACTIONS OF 1 ROWS ON ERROR FAIL")
                .contains("Merge");
    }
}

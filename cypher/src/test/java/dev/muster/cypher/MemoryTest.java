package dev.muster.cypher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a statement keeps is counted against its transaction's memory; what only passes by is not. */
class MemoryTest {
    private static final long MAX = 4L << 20;

    private final StoredRuns runs = new StoredRuns();
    private final Limited memory = new Limited();

    /** Gives so much and no more. */
    private static final class Limited implements TransactionMemory {
        private long taken;
        private long most;

        @Override
        public void take(long bytes) {
            if (taken + bytes > MAX) {
                throw new CypherException("memory", "too much");
            }
            taken += bytes;
            most = Math.max(most, taken);
        }

        @Override
        public void give(long bytes) {
            taken -= bytes;
        }
    }

    @BeforeEach
    void limit() {
        runs.run("CREATE (h:Hub) WITH h UNWIND range(1, 2000) AS i CREATE (h)-[:TO]->(:Leaf {i: i})");
        runs.memory = memory;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UNWIND range(1, 200000) AS i RETURN i ORDER BY -i",
                "UNWIND range(1, 200000) AS i RETURN 'n' + i AS i ORDER BY i SKIP 9000 LIMIT 999999",
                "UNWIND range(1, 200000) AS i RETURN DISTINCT i",
                "UNWIND range(1, 200000) AS i RETURN i AS i UNION UNWIND [1] AS i RETURN i",
                "UNWIND range(1, 200000) AS i RETURN i, count(*)",
                "UNWIND range(1, 200000) AS i RETURN collect(i)",
                "UNWIND range(1, 200000) AS i RETURN count(DISTINCT i)",
                "UNWIND range(1, 200000) AS i RETURN percentileCont(i, 0.5)",
                "UNWIND range(1, 20000) AS i CREATE (:New {i: i})",
                "UNWIND range(1, 20000) AS i MERGE (:New {i: i})",
                "MATCH (h:Hub) UNWIND range(1, 20000) AS i CREATE (h)-[:MORE]->(h)",
                "MATCH (n:Leaf) UNWIND range(1, 20) AS i SET n.x = i",
                "MATCH (h:Hub) FOREACH (i IN range(1, 20000) | CREATE (:New))",
                "RETURN size([i IN range(1, 1000000) | i])",
                "RETURN size(COLLECT { UNWIND range(1, 1000000) AS i RETURN i })",
                "MATCH (a:Leaf), (b:Leaf) RETURN collect(b)",
                "MATCH SHORTEST 2 (a:Leaf {i: 1})--+()--+()--+()--+(b:Leaf {i: 2}) RETURN a",
            })
    void whatIsKeptIsLimited(String statement) {
        assertThatThrownBy(() -> runs.run(statement))
                .isInstanceOf(CypherException.class)
                .hasMessage("too much");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UNWIND range(1, 1000000) AS i WITH i WHERE i % 1000 = 0 RETURN count(i), sum(i), max(i)",
                "UNWIND range(1, 200000) AS i RETURN i ORDER BY -i LIMIT 10",
                "MATCH (h:Hub)-->(x)<--(h) RETURN count(*)",
                "MATCH SHORTEST 2 (a:Leaf {i: 1})--+(b:Leaf {i: 2}) RETURN a",
                "UNWIND range(1, 100000) AS i WITH i WHERE i % 100 = 0 RETURN collect(i)",
                "UNWIND range(1, 200000) AS i RETURN i % 10, count(*)",
                "UNWIND range(1, 20000) AS i CALL (i) { CREATE (:New {i: i}) } IN TRANSACTIONS OF 1000 ROWS",
            })
    void whatPassesByIsNot(String statement) {
        assertThatCode(() -> runs.run(statement)).doesNotThrowAnyException();
        assertThat(memory.taken).isZero();
    }

    @Test
    void aValueThatManyRowsShareIsCountedOnce() {
        List<String> shared = List.of("x".repeat(1 << 20));
        assertThat(runs.run(
                        "WITH $shared AS s UNWIND range(1, 10000) AS i RETURN i, s ORDER BY -i LIMIT 9999",
                        Map.of("shared", shared)))
                .hasSize(9999);
        assertThat(memory.most).isBetween(1L << 20, MAX);
    }

    @Test
    void changesAreKeptUntilTheTransactionEndsAndAllElseUntilTheStatementDoes() {
        runs.run("UNWIND range(1, 1000) AS i CREATE (n:New {i: i}) RETURN n ORDER BY n.i");
        assertThat(memory.taken).isBetween(1000L * 450, 1000L * 900);
        assertThat(memory.most).isGreaterThan(memory.taken);
    }

    @Test
    void aRangeTakesNoMemory() {
        assertThat(runs.run("RETURN size(range(1, 100000000)), range(0, 100000000, 7)[-1]"))
                .containsExactly(List.of(100000000L, 99999998L));
        assertThat(memory.most).isZero();
    }
}

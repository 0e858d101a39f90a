package dev.muster.cypher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code USE} in front of a statement, of parts of a UNION and of subqueries: all must name the same graph. */
class UseTest {
    private final TestRuns runs = new TestRuns();

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            nullValues = "-",
            value = {
                "RETURN 1 AS x; -; -",
                "USE a RETURN 1 AS x; a; -",
                "USE a CALL { USE a RETURN 1 AS x } RETURN x; a; -",
                "USE a CALL () { USE A RETURN 1 AS x } RETURN x; A; -",
                "USE `a` RETURN 1 AS x UNION USE a RETURN 2 AS x; a; -",
                "USE a RETURN 1 AS x UNION USE a RETURN 2 AS x UNION USE a RETURN 3 AS x; a; -",
                "RETURN 1 AS x UNION USE a RETURN 2 AS x; -; a",
                "USE a RETURN 1 AS x UNION RETURN 2 AS x; -; a",
                "CALL { USE a RETURN 1 AS x } RETURN x; -; a",
                "WITH 1 AS y CALL { WITH y USE a RETURN y + 1 AS x } RETURN x; -; a",
                "RETURN EXISTS { USE a MATCH (n) RETURN n } AS x; -; a",
                "USE a RETURN COUNT { USE a MATCH (n) RETURN n } AS x; a; -",
            })
    void sameGraphEverywhere(String statement, String use, String within) {
        Statement prepared = runs.engine.prepare(statement);

        assertThat(prepared.use()).isEqualTo(use);
        assertThat(prepared.within()).isEqualTo(within);
    }

    @Test
    void aStatementWithSeveralUseRunsAsWithoutThem() {
        assertThat(runs.run(
                        "USE a WITH 1 AS y CALL { WITH y USE a RETURN y + 1 AS x } RETURN x UNION USE a RETURN 3 AS x"))
                .hasToString("[[2], [3]]");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            value = {
                "USE x RETURN 1 AS a UNION USE y RETURN 2 AS a; 1:27; y",
                "USE x WITH 1 AS a CALL (a) { USE y RETURN 2 AS b } RETURN *; 1:30; y",
                "CALL { USE x RETURN 1 AS a } CALL { USE y RETURN 1 AS b } RETURN *; 1:37; y",
            })
    void anotherGraphIsRefused(String statement, String place, String graph) {
        String[] at = place.split(":");
        assertThatThrownBy(() -> runs.engine.prepare(statement))
                .isInstanceOfSatisfying(CypherException.class, e -> {
                    assertThat(e.code()).isEqualTo("Neo.ClientError.Statement.SyntaxError");
                    assertThat(e.detail().gqlStatus()).isEqualTo("42NA5");
                })
                .hasMessageStartingWith(
                        "Multiple graphs in the same query not allowed here. This feature is only available on composite"
                                + " databases.\nAttempted to access graph " + graph + " (line " + at[0] + ", column "
                                + at[1])
                .hasMessageContaining("\"" + statement + "\"\n");
    }

    @ParameterizedTest
    @CsvSource({
        "MATCH (n) USE a RETURN n, 1:11",
        "WITH 1 AS x USE a RETURN x, 1:13",
        "CALL { MATCH (n) USE a RETURN n } RETURN n, 1:18"
    })
    void useStandsFirst(String statement, String place) {
        assertThatThrownBy(() -> runs.engine.prepare(statement))
                .hasMessageStartingWith(
                        "USE clause must be either the first clause in a (sub-)query or preceded by an importing"
                                + " WITH clause in a sub-query. (line 1, column " + place.substring(2));
    }
}

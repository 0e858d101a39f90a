package dev.muster.cypher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Labels and types that expressions give: {@code $(…)}. */
class DynamicNamesTest {
    private final TestRuns runs = new TestRuns();

    @BeforeEach
    void graph() {
        runs.run("CREATE (a:A {n: 1})-[:R {k: 1}]->(b:B {n: 2})-[:S {k: 2}]->(c:A:B {n: 3})");
    }

    @ParameterizedTest(name = "{0} finds {1}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "(n:$('A'));[1, 3]",
                "(n IS $('A'));[1, 3]",
                "(n:$(['A', 'B']));[3]",
                "(n:$all(['A', 'B']));[3]",
                "(n:$any(['A', 'B']));[1, 2, 3]",
                "(n:$any([]));[]",
                "(n:A&!$('B'));[1]",
                "(n:$('B')|A {n: 1});[1]",
                "(n:$(null));[]",
                "(n) WHERE n:$('A' + '') AND n.n > 1;[3]",
                "(n)-[:$('S')]->();[2]",
                "(n)-[:$any(['R', 'S'])]->();[1, 2]",
                "(n)-[:$(['R', 'S'])]->();[]",
                "(n:$('A'))-[:$any(['R', 'S'])*2]->();[1]",
            })
    void matches(String pattern, String found) {
        assertThat(runs.run("MATCH " + pattern + " RETURN n.n AS n ORDER BY n").stream()
                        .map(row -> row.get(0))
                        .toList())
                .hasToString(found);
    }

    @Test
    void namesMayComeFromRowsAndParameters() {
        assertThat(runs.run(
                                "UNWIND ['A', 'B', 'C'] AS label MATCH (n:$(label)) RETURN label, count(*) AS n ORDER BY label")
                        .toString())
                .isEqualTo("[[A, 2], [B, 2]]");
        assertThat(runs.run("MATCH ()-[r:$($type)]->() RETURN r.k", Map.of("type", "S"))
                        .toString())
                .isEqualTo("[[2]]");
    }

    @Test
    void elementsAreMadeAndMarkedWithThem() {
        runs.run("CREATE (:$('New'):$(['X', 'Y']):Z {id: 1})-[:$($type)]->()", Map.of("type", "MADE"));
        assertThat(runs.value("MATCH (n {id: 1})-[r]->() RETURN [labels(n), type(r)]"))
                .hasToString("[[New, X, Y, Z], MADE]");
        runs.run("MATCH (n {id: 1}) SET n:$('More'):Plain REMOVE n:$(['X', 'Y']):Z");
        assertThat(runs.value("MATCH (n {id: 1}) RETURN labels(n)")).hasToString("[More, New, Plain]");
        runs.run("MATCH (n {id: 1}) SET n IS $('Again') REMOVE n IS More");
        assertThat(runs.value("MATCH (n {id: 1}) RETURN labels(n)")).hasToString("[Again, New, Plain]");
        runs.run("UNWIND ['P', 'P', 'Q'] AS label MERGE (:$(label) {merged: true})");
        assertThat(runs.value("MATCH (n {merged: true}) RETURN count(n)")).isEqualTo(2L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "MATCH (n:$(1)) RETURN n;TypeError;Type mismatch: expected a label or type to be a String or a List<String>, but it was Integer",
                "MATCH (n:$(['A', null])) RETURN n;TypeError;but it was Null",
                "CREATE (:$(null));TypeError;but it was Null",
                "CREATE (:$(''));ArgumentError;'' is not a valid token name.",
                "CREATE ()-[:$(['A', 'B'])]->();ArgumentError;Exactly one relationship type must be specified, but $(...) gave 2",
                "MATCH (n) SET n:$(true);TypeError;but it was Boolean",
            })
    void whatIsNoNameIsRefused(String statement, String code, String text) {
        assertThatThrownBy(() -> runs.run(statement))
                .isInstanceOfSatisfying(
                        CypherException.class, e -> assertThat(e.code()).isEqualTo("Neo.ClientError.Statement." + code))
                .hasMessageContaining(text);
    }
}

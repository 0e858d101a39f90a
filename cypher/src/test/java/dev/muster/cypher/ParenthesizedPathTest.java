package dev.muster.cypher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Paths in parentheses that are not repeated: their condition is a part of the pattern. */
class ParenthesizedPathTest {
    private final TestRuns runs = new TestRuns();

    @BeforeEach
    void graph() {
        runs.run("CREATE (a:N {n: 'a'}), (b:N {n: 'b'}), (c:N {n: 'c'}), (d:N {n: 'd'}),"
                + " (a)-[:R {k: 1}]->(d), (a)-[:R {k: 2}]->(b)-[:R {k: 3}]->(d), (b)-[:R {k: 4}]->(c)");
    }

    private String rows(String query) {
        return runs.run(query).stream()
                .map(row -> row.stream().map(String::valueOf).collect(Collectors.joining()))
                .sorted()
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            value = {
                "MATCH ((x)-[r]->(y)) RETURN x.n + y.n;ab ad bc bd",
                "MATCH ((x)-[r]->(y) WHERE r.k > 2) RETURN x.n + y.n;bc bd",
                "MATCH ((x)-[r]->(y) WHERE x.n < 'b' AND r.k > 1) WHERE y.n <> 'd' RETURN x.n + y.n;ab",
                "MATCH (((x)-[r]->(y) WHERE r.k > 1) WHERE y.n = 'd') RETURN x.n + y.n;bd",
                "MATCH p = ((x)-->()-->(y) WHERE y.n = 'd') RETURN [n IN nodes(p) | n.n];'[a, b, d]'",
                "MATCH ((x WHERE x.n = 'b')) RETURN x.n;b",
                "MATCH ((x) WHERE x.n = 'b') RETURN x.n;b",
                "MATCH ((x)-[r]->(y) WHERE r.k = 4), (y)<--(z) RETURN x.n + y.n + z.n;''",
                "MATCH ((x)-[r]->(y) WHERE r.k = 3), (y)<--(z) RETURN x.n + y.n + z.n;bda",
                "OPTIONAL MATCH ((x)-[r]->(y) WHERE r.k > 9) RETURN x;null",
                "MATCH (a {n: 'a'}) MATCH ((a)-[r*1..2]->(y) WHERE size(r) = 2) RETURN y.n;c d",
                "RETURN COUNT { ((x)-[r]->(y) WHERE r.k > 1) };3",
                "MATCH ((x) ((u)-[r]->(v)){2} (y) WHERE y.n = 'c') RETURN x.n;a",
            })
    void conditionsBelongToThePattern(String query, String expected) {
        assertThat(rows(query)).isEqualTo(expected);
    }

    /** Outside, the condition is asked of the shortest path only; inside, the shortest of those that meet it is wanted. */
    @Test
    void selectorsSelectAmongThoseThatMeetTheConditionInside() {
        String ends = "(a {n: 'a'})-[r]->{1,3}(d {n: 'd'})";
        assertThat(rows("MATCH ANY SHORTEST " + ends + " WHERE size(r) = 2 RETURN size(r)"))
                .isEmpty();
        assertThat(rows("MATCH ANY SHORTEST (" + ends + " WHERE size(r) = 2) RETURN size(r)"))
                .isEqualTo("2");
        assertThat(rows("MATCH ALL SHORTEST (" + ends + ") RETURN size(r)")).isEqualTo("1");
        assertThat(rows("MATCH ALL SHORTEST ((a {n: 'a'})-[r]->+(d {n: 'd'})) RETURN size(r)"))
                .isEqualTo("1");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            value = {
                "MATCH (a) ((b)-->(c)) RETURN a;1:11;Juxtaposition is currently only supported for quantified path patterns.",
                "MATCH (p = (a)-->(b)) RETURN a;1:8;Sub-path assignment is currently not supported.",
                "MATCH (ANY SHORTEST (a)-->(b)) RETURN a;1:8;Path selectors and shortest paths are not supported within",
                "CREATE ((a)-[:R]->(b));1:8;Parenthesized path patterns are not allowed in CREATE or MERGE",
                "MERGE ((a)-[:R]->(b));1:7;Parenthesized path patterns are not allowed in CREATE or MERGE",
            })
    void whatIsNotAllowedSaysSo(String query, String place, String text) {
        assertThatThrownBy(() -> runs.run(query))
                .hasMessageStartingWith(text)
                .hasMessageContaining("(line 1, column " + place.substring(2) + " (offset: ");
    }
}

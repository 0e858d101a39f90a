package dev.muster.cypher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code LOAD CSV}: what is a field, and what becomes of it. */
class LoadCsvTest {
    private final StoredRuns runs = new StoredRuns();

    private void file(String content) {
        runs.files.put("f", content.getBytes(StandardCharsets.UTF_8));
    }

    private List<Object> lines(String content) {
        file(content);
        return runs.run("LOAD CSV FROM 'f' AS l RETURN l").stream()
                .map(row -> row.get(0))
                .toList();
    }

    static List<List<Object>> contents() {
        return List.of(
                List.of("a,b\nc,d\n", List.of(List.of("a", "b"), List.of("c", "d"))),
                List.of("a,b\r\nc,d", List.of(List.of("a", "b"), List.of("c", "d"))),
                List.of("a\rb", List.of(List.of("a"), List.of("b"))),
                List.of("\uFEFFa\n", List.of(List.of("a"))),
                List.of("", List.of()),
                List.of("\n\na\n\n\nb\n\n", List.of(List.of("a"), List.of("b"))),
                List.of(" a , b\n", List.of(List.of(" a ", " b"))),
                List.of("a,,\"\",\n", List.of(Arrays.asList("a", null, "", null))),
                List.of("\"a,b\",\"c\nd\"\n", List.of(List.of("a,b", "c\nd"))),
                List.of("\"say \"\"hi\"\"\",x", List.of(List.of("say \"hi\"", "x"))),
                List.of("\"a\\\"b\",\"c\\\\\",\"\\n\"", List.of(List.of("a\"b", "c\\", "\\n"))),
                List.of("a\"b,\\x", List.of(List.of("a\"b", "\\x"))),
                List.of("漢字,ü", List.of(List.of("漢字", "ü"))));
    }

    @ParameterizedTest
    @MethodSource("contents")
    void rowsAreListsOfFields(List<Object> contentAndLines) {
        assertThat(lines((String) contentAndLines.get(0))).isEqualTo(contentAndLines.get(1));
        assertThat(runs.closed).isEqualTo(1);
    }

    @Test
    void headersMakeMapsAndShortRowsHaveNulls() {
        file("id,name,,note\n1,Ada\n2,\"\",x,y,z\n");
        List<List<Object>> rows = runs.run("LOAD CSV WITH HEADERS FROM 'f' AS row RETURN row");
        Map<String, Object> first = new HashMap<>();
        first.put("id", "1");
        first.put("name", "Ada");
        first.put("", null);
        first.put("note", null);
        assertThat(rows).containsExactly(List.of(first), List.of(Map.of("id", "2", "name", "", "", "x", "note", "y")));
        file("id\n");
        assertThat(runs.run("LOAD CSV WITH HEADERS FROM 'f' AS row RETURN row")).isEmpty();
        file("");
        assertThat(runs.run("LOAD CSV WITH HEADERS FROM 'f' AS row RETURN row")).isEmpty();
    }

    @Test
    void anotherSeparatorMayBeChosen() {
        file("a;b,c\n");
        assertThat(runs.run("LOAD CSV FROM 'f' AS l FIELDTERMINATOR ';' RETURN l[1]"))
                .containsExactly(List.of("b,c"));
        file("a\tb\n");
        assertThat(runs.run("LOAD CSV FROM 'f' AS l FIELDTERMINATOR '\\t' RETURN l[1]"))
                .containsExactly(List.of("b"));
    }

    @Test
    void theLineNumberStaysWithTheRowWhateverHappensToIt() {
        file("x\n3\n\"1\n\"\n\n2\n");
        String load = "LOAD CSV WITH HEADERS FROM 'f' AS row ";
        assertThat(runs.run(load + "RETURN trim(row.x) AS x, linenumber(), file() ORDER BY x"))
                .containsExactly(
                        List.of("1", 4L, "/import/f"), List.of("2", 6L, "/import/f"), List.of("3", 2L, "/import/f"));
        assertThat(runs.run(load + "WITH row ORDER BY row.x CREATE (n:L {line: linenumber()}) RETURN n.line"))
                .containsExactly(List.of(4L), List.of(6L), List.of(2L));
        runs.run(load + "CALL (row) { CREATE (:M {line: linenumber()}) } IN TRANSACTIONS OF 2 ROWS");
        assertThat(runs.run("MATCH (m:M) RETURN collect(m.line)")).containsExactly(List.of(List.of(2L, 4L, 6L)));
        assertThat(runs.run(load + "WITH count(*) AS c RETURN c, linenumber()"))
                .containsExactly(Arrays.asList(3L, null));
        assertThat(runs.run("RETURN file(), linenumber()")).containsExactly(Arrays.asList(null, null));
    }

    @Test
    void aFileIsReadForEachRowBefore() {
        file("a\nb\n");
        runs.files.put("g", "c\n".getBytes(StandardCharsets.UTF_8));
        assertThat(runs.run("UNWIND ['f', 'g'] AS name LOAD CSV FROM name AS l RETURN name, l[0]"))
                .containsExactly(List.of("f", "a"), List.of("f", "b"), List.of("g", "c"));
    }

    @Test
    void whatCannotBeReadIsSaidWithItsPlace() {
        assertThatThrownBy(() -> lines("a\n\"b\nc"))
                .isInstanceOfSatisfying(
                        CypherException.class,
                        e -> assertThat(e.code()).isEqualTo("Neo.ClientError.Statement.ExternalResourceFailed"))
                .hasMessage("Cannot load from URL 'f': the quote that opens on line 2 is not closed");
        assertThatThrownBy(() -> lines("a\n\"b\"c\n"))
                .hasMessage("Cannot load from URL 'f': line 2 has characters behind the closing quote of a field");
        assertThatThrownBy(() -> lines("\"" + "x".repeat(2 * 1024 * 1024 + 1)))
                .hasMessageContaining("has more than 2097152 characters; is a quote not closed?");
        runs.files.put("f", new byte[] {'a', '\n', (byte) 0xC3, '\n'});
        assertThatThrownBy(() -> runs.run("LOAD CSV FROM 'f' AS l RETURN l"))
                .hasMessageStartingWith("Cannot load from URL 'f': it is not in UTF-8");
        assertThatThrownBy(() -> runs.run("LOAD CSV FROM 'none' AS l RETURN l"))
                .hasMessage("Cannot load from URL 'none': there is no such file");
        assertThatThrownBy(() -> runs.run("LOAD CSV FROM null AS l RETURN l"))
                .hasMessage("Type mismatch: expected String but was Null");
        TestRuns elsewhere = new TestRuns();
        assertThatThrownBy(() -> elsewhere.run("LOAD CSV FROM 'x' AS l RETURN l"))
                .hasMessage("Cannot load from URL 'x': there are no files to load here");
    }

    @Test
    void aPlanShowsIt() {
        runs.run("EXPLAIN LOAD CSV WITH HEADERS FROM 'f' AS row CREATE (:N {x: row.x})");
        assertThat(runs.plan.toString()).contains("LoadCSV@neo4j").contains("\"f\" AS row");
        assertThat(runs.opened).isZero();
    }
}

package dev.muster.node.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StatementSplitterTest {
    static Stream<Arguments> texts() {
        return Stream.of(
                Arguments.of("", List.of()),
                Arguments.of(" ;; \n ; ", List.of()),
                Arguments.of("RETURN 1", List.of("RETURN 1")),
                Arguments.of("RETURN 1; RETURN 2;", List.of("RETURN 1", "RETURN 2")),
                Arguments.of("RETURN\n  1;\nRETURN 2", List.of("RETURN\n  1", "RETURN 2")),
                Arguments.of("RETURN ';' AS a; RETURN 2;", List.of("RETURN ';' AS a", "RETURN 2")),
                Arguments.of("RETURN \"a;'b\" AS a;", List.of("RETURN \"a;'b\" AS a")),
                Arguments.of("RETURN 'it\\'s;' AS a; X;", List.of("RETURN 'it\\'s;' AS a", "X")),
                Arguments.of("RETURN 'a\\\\'; X;", List.of("RETURN 'a\\\\'", "X")),
                Arguments.of("MATCH (n:`a;b\\`) RETURN n; X;", List.of("MATCH (n:`a;b\\`) RETURN n", "X")),
                Arguments.of("RETURN `a``;b`; X;", List.of("RETURN `a``;b`", "X")),
                Arguments.of("RETURN 1 // one; two 'three\n, 2;", List.of("RETURN 1 \n, 2")),
                Arguments.of("RETURN /* ; ' \" ` */ 1; X", List.of("RETURN   1", "X")),
                Arguments.of("RETURN 'http://x' AS a;", List.of("RETURN 'http://x' AS a")),
                Arguments.of("RETURN '/* no */';", List.of("RETURN '/* no */'")),
                Arguments.of("// only a comment", List.of()),
                Arguments.of("/* only\n a ; comment */", List.of()),
                Arguments.of("RETURN 4 / 2;", List.of("RETURN 4 / 2")),
                Arguments.of(":begin\nCREATE (n);\n:commit\n", List.of(":begin", "CREATE (n)", ":commit")),
                Arguments.of(":use sales;\nRETURN 1;", List.of(":use sales", "RETURN 1")),
                Arguments.of("  :param x => 'a;b'\nRETURN $x;", List.of(":param x => 'a;b'", "RETURN $x")),
                Arguments.of("RETURN 1; :exit", List.of("RETURN 1", ":exit")),
                Arguments.of("MATCH (n\n:Label) RETURN n;", List.of("MATCH (n\n:Label) RETURN n")),
                Arguments.of("// why\n:begin", List.of(":begin")),
                Arguments.of("RETURN 'never ended; x", List.of("RETURN 'never ended; x")));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void cuts_only_where_a_statement_ends(String text, List<String> statements) {
        assertThat(StatementSplitter.split(text)).isEqualTo(statements);
    }

    @ParameterizedTest
    @MethodSource("texts")
    void line_by_line_gives_the_same(String text, List<String> statements) {
        StatementSplitter splitter = new StatementSplitter();
        List<String> all = new java.util.ArrayList<>();
        text.lines().forEach(line -> all.addAll(splitter.add(line)));
        String rest = splitter.rest();
        if (!rest.isEmpty()) {
            all.add(rest);
        }
        assertThat(all).isEqualTo(statements);
    }

    @Test
    void knows_when_more_lines_are_needed() {
        StatementSplitter splitter = new StatementSplitter();
        assertThat(splitter.isIncomplete()).isFalse();
        assertThat(splitter.add("RETURN '")).isEmpty();
        assertThat(splitter.isIncomplete()).isTrue();
        assertThat(splitter.add(";'")).isEmpty();
        assertThat(splitter.isIncomplete()).isTrue();
        assertThat(splitter.add(";")).containsExactly("RETURN '\n;'");
        assertThat(splitter.isIncomplete()).isFalse();
        assertThat(splitter.add("/* begun")).isEmpty();
        assertThat(splitter.isIncomplete()).isTrue();
        assertThat(splitter.rest()).isEmpty();
        assertThat(splitter.isIncomplete()).isFalse();
    }
}

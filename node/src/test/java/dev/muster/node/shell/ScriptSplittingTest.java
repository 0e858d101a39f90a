package dev.muster.node.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a script for {@code cluster start --load} may hold. */
class ScriptSplittingTest {
    @Test
    void semicolonsInQuotesBackticksAndCommentsDoNotEndAStatement() {
        assertThat(StatementSplitter.split("RETURN ';'; RETURN \"a\\\";b\" ;\n/* ; */ RETURN `x;y` // ;\n;;\nRETURN 1"))
                .containsExactly("RETURN ';'", "RETURN \"a\\\";b\"", "RETURN `x;y`", "RETURN 1");
    }

    @Test
    void whatIsLeftOpenReachesTheEnd() {
        assertThat(StatementSplitter.split("RETURN 'open; RETURN 2")).containsExactly("RETURN 'open; RETURN 2");
        assertThat(StatementSplitter.split(" /* only a comment")).isEmpty();
    }
}

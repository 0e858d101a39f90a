package dev.muster.node.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CypherScriptTest {
    @Test
    void semicolonsInQuotesBackticksAndCommentsDoNotEndAStatement() {
        assertThat(CypherScript.split("RETURN ';'; RETURN \"a\\\";b\" ;\n/* ; */ RETURN `x;y` // ;\n;;\nRETURN 1"))
                .containsExactly("RETURN ';'", "RETURN \"a\\\";b\"", "RETURN `x;y`", "RETURN 1");
    }

    @Test
    void whatIsLeftOpenReachesTheEnd() {
        assertThat(CypherScript.split("RETURN 'open; RETURN 2")).containsExactly("RETURN 'open; RETURN 2");
        assertThat(CypherScript.split(" /* only a comment")).isEmpty();
    }
}

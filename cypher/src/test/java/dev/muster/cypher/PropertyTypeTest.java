package dev.muster.cypher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Constraints on the types of properties. */
class PropertyTypeTest {
    private final TestRuns runs = new TestRuns();

    @ParameterizedTest(name = "{0} may be {1}, not {2}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "INTEGER;1;1.5",
                "BOOLEAN;true;'true'",
                "STRING;'a';1",
                "FLOAT;1.5;1",
                "DATE;date();datetime()",
                "LOCAL TIME;localtime();time()",
                "ZONED TIME;time();localtime()",
                "LOCAL DATETIME;localdatetime();datetime()",
                "ZONED DATETIME;datetime();localdatetime()",
                "DURATION;duration('P1D');1",
                "POINT;point({x: 1, y: 2});1",
                "STRING | INTEGER;'a';true",
                "LIST<INTEGER NOT NULL>;[1, 2];1",
                "LIST<INTEGER NOT NULL>;[];['a']",
                "STRING | LIST<STRING NOT NULL>;['a'];[1]",
            })
    void valuesAreOfTheirType(String type, String right, String wrong) {
        runs.run("CREATE CONSTRAINT t FOR (n:N) REQUIRE n.p IS :: " + type);
        runs.run("CREATE (:N {p: " + right + "}), (:N), (:Other {p: " + wrong + "})");
        assertThatThrownBy(() -> runs.run("CREATE (:N {p: " + wrong + "})"))
                .isInstanceOfSatisfying(CypherException.class, e -> {
                    assertThat(e.code()).isEqualTo("Neo.ClientError.Schema.ConstraintValidationFailed");
                    assertThat(e.detail().gqlStatus()).isEqualTo("22N78");
                })
                .hasMessageMatching("Node\\(\\d+\\) with label `N` must have the property `p` with value type `\\Q"
                        + type + "\\E`");
    }

    @Test
    void theyAreShownWithTheirTypesAndGo() {
        runs.run("CREATE CONSTRAINT a FOR (n:N) REQUIRE n.p IS TYPED STRING | INT");
        runs.run("CREATE CONSTRAINT b FOR ()-[r:R]-() REQUIRE r.p IS :: LIST<DATE NOT NULL>");
        assertThat(runs.statistics).containsEntry("constraints-added", 1L);
        assertThat(runs.run("SHOW PROPERTY TYPE CONSTRAINTS YIELD name, type, entityType, labelsOrTypes, properties,"
                                + " ownedIndex, propertyType")
                        .toString())
                .isEqualTo(
                        "[[a, NODE_PROPERTY_TYPE, NODE, [N], [p], null, STRING | INTEGER], [b, RELATIONSHIP_PROPERTY_TYPE,"
                                + " RELATIONSHIP, [R], [p], null, LIST<DATE NOT NULL>]]");
        assertThat(runs.run("SHOW REL PROPERTY TYPE CONSTRAINTS YIELD name").toString())
                .isEqualTo("[[b]]");
        assertThat(runs.run("SHOW INDEXES")).isEmpty();
        runs.run("CREATE CONSTRAINT e FOR (n:N) REQUIRE n.p IS NOT NULL"); // which is another thing
        runs.run("DROP CONSTRAINT a");
        runs.run("CREATE (:N {p: true})");
    }

    @ParameterizedTest(name = "{0} fails with {1}: {2}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "CREATE CONSTRAINT FOR (n:Full) REQUIRE n.p IS :: STRING;DatabaseError.Schema.ConstraintCreationFailed;must have the property `p` with value type `STRING`",
                "CREATE CONSTRAINT FOR (n:N) REQUIRE n.p IS :: INTEGER;ClientError.Schema.EquivalentSchemaRuleAlreadyExists;An equivalent index or constraint already exists",
                "CREATE CONSTRAINT FOR (n:N) REQUIRE n.p IS :: STRING;ClientError.Schema.ConstraintAlreadyExists;Conflicting constraint already exists: CONSTRAINT t FOR (e:N) REQUIRE (e.p) IS :: INTEGER",
                "CREATE CONSTRAINT FOR (n:M) REQUIRE n.p IS :: INTEGER NOT NULL;ClientError.Statement.SyntaxError;Failed to create property type constraint: Invalid property type `INTEGER NOT NULL`.",
                "CREATE CONSTRAINT FOR (n:M) REQUIRE n.p IS :: MAP;ClientError.Statement.SyntaxError;Invalid property type `MAP`.",
                "CREATE CONSTRAINT FOR (n:M) REQUIRE n.p IS :: LIST<INTEGER>;ClientError.Statement.SyntaxError;Invalid property type `LIST<INTEGER>`.",
                "CREATE CONSTRAINT FOR (n:M) REQUIRE (n.p, n.q) IS :: INTEGER;ClientError.Statement.SyntaxError;Constraint type 'IS TYPED' does not allow multiple properties",
            })
    void refusals(String statement, String code, String text) {
        runs.run("CREATE (:Full {p: 1})");
        runs.run("CREATE CONSTRAINT t FOR (n:N) REQUIRE n.p IS :: INTEGER");
        assertThatThrownBy(() -> runs.run(statement))
                .isInstanceOfSatisfying(
                        CypherException.class, e -> assertThat(e.code()).isEqualTo("Neo." + code))
                .hasMessageContaining(text);
    }
}

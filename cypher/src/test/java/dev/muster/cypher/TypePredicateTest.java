package dev.muster.cypher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code IS ::}: which values are of which type. */
class TypePredicateTest {
    private final TestRuns runs = new TestRuns();

    @ParameterizedTest(name = "{0} IS :: {1}: {2}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "1;INTEGER;true",
                "1;INT;true",
                "1;SIGNED INTEGER;true",
                "1;FLOAT;false",
                "1.0;FLOAT;true",
                "'a';STRING;true",
                "'a';VARCHAR;true",
                "true;BOOL;true",
                "1;INTEGER | STRING;true",
                "true;ANY<INTEGER | STRING>;false",
                "null;INTEGER;true",
                "null;INTEGER NOT NULL;false",
                "null;INTEGER!;false",
                "null;NULL;true",
                "1;NULL;false",
                "null;NOTHING;false",
                "1;NOTHING;false",
                "{};MAP;true",
                "{};ANY;true",
                "{};PROPERTY VALUE;false",
                "[1, 2];PROPERTY VALUE;true",
                "[1, 'a'];PROPERTY VALUE;false",
                "date();DATE;true",
                "time();ZONED TIME;true",
                "time();TIME WITH TIMEZONE;true",
                "localtime();LOCAL TIME;true",
                "localtime();TIME WITHOUT TIME ZONE;true",
                "datetime();ZONED DATETIME;true",
                "datetime();TIMESTAMP WITH TIME ZONE;true",
                "localdatetime();LOCAL DATETIME;true",
                "localdatetime();ZONED DATETIME;false",
                "duration('P1D');DURATION;true",
                "point({x: 1, y: 2});POINT;true",
                "[1, 2];LIST<INTEGER>;true",
                "[1, 2];LIST<INTEGER NOT NULL>;true",
                "[1, null];LIST<INTEGER>;true",
                "[1, null];LIST<INTEGER NOT NULL>;false",
                "[1, 'a'];LIST<INTEGER>;false",
                "[1, 'a'];LIST<INTEGER | STRING>;true",
                "[1, 2];INTEGER LIST;true",
                "[[1]];ARRAY<ARRAY<INTEGER>>;true",
                "[];LIST<NOTHING>;true",
                "null;LIST<INTEGER>;true",
                "null;LIST<INTEGER> NOT NULL;false",
                "1;LIST<INTEGER>;false",
            })
    void aValueIsOfAType(String value, String type, boolean is) {
        assertThat(runs.value("RETURN " + value + " IS :: " + type + " AS is")).isEqualTo(is);
        assertThat(runs.value("RETURN " + value + " IS NOT :: " + type + " AS is"))
                .isEqualTo(!is);
        assertThat(runs.value("RETURN " + value + " IS TYPED " + type + " AS is"))
                .isEqualTo(is);
    }

    @Test
    void elementsHaveTypesToo() {
        runs.run("CREATE (:A {p: 1})-[:R]->(:A {p: 'one'})");
        assertThat(runs.value("MATCH p = (a)-[r]->() RETURN a IS :: NODE AND r :: RELATIONSHIP AND p IS :: PATH AS is"))
                .isEqualTo(true);
        assertThat(runs.run("MATCH (a:A) WHERE a.p IS :: STRING NOT NULL RETURN a.p")
                        .toString())
                .isEqualTo("[[one]]");
    }

    @Test
    void aCaseAsksForTypes() {
        assertThat(runs.run(
                                "UNWIND [1, 'a', 2.5] AS x RETURN CASE x WHEN :: INTEGER THEN 'i' WHEN IS NOT TYPED STRING THEN"
                                        + " 'other' ELSE 's' END AS kind")
                        .toString())
                .isEqualTo("[[i], [s], [other]]");
    }
}

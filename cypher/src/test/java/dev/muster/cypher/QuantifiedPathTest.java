package dev.muster.cypher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Paths that are repeated: {@code ((x)-[r]->(y)){1,3}}, and the lists that their variables become. */
class QuantifiedPathTest {
    private final TestRuns runs = new TestRuns();

    /** Stations on a line with distances, an express that skips one, and a circle at the end. */
    @BeforeEach
    void line() {
        runs.run(
                "CREATE (a:Stop {n: 'a', z: 1}), (b:Stop {n: 'b', z: 1}), (c:Stop {n: 'c', z: 2}), (d:Stop {n: 'd', z: 2}),"
                        + " (a)-[:NEXT {km: 1}]->(b)-[:NEXT {km: 2}]->(c)-[:NEXT {km: 3}]->(d), (a)-[:FAST {km: 2}]->(c),"
                        + " (d)-[:NEXT {km: 9}]->(c)");
    }

    private String found(String match, String returned) {
        return runs.run("MATCH " + match + " RETURN " + returned + " AS found").stream()
                .map(row -> String.valueOf(row.get(0)).replaceAll("[\\[\\], ]", ""))
                .sorted()
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = ';',
            value = {
                "(s {n: 'a'}) ((x)-[r:NEXT]->(y)){1,2} (e);ab abc",
                "(s {n: 'a'}) ((x)-[r:NEXT]->(y)){2} (e);abc",
                "(s {n: 'a'}) ((x)-[r:NEXT]->(y))* (e {n: 'd'});abcd",
                "(s {n: 'a'}) ((x)-[r:NEXT]->(y)){0,1} (e);a ab",
                "(s {n: 'a'}) ((x)-[r:NEXT]->(y)){,1} (e);a ab",
                "(s {n: 'a'}) ((x)-[r]->(y))+ (e {n: 'c'});abc abcdc ac acdc",
                "(s) ((x)-[r:NEXT]->(y)){2} (e {n: 'd'});bcd dcd",
                "(s {n: 'd'}) ((x)<-[r:NEXT]-(y)){2} (e);dcb dcd",
                "(s {n: 'a'}) ((x)-[r:NEXT]->(y) WHERE r.km < 3)+ (e);ab abc",
                "(s {n: 'a'}) ((x)-[r:NEXT]->(y WHERE y.z = x.z))+ (e);ab",
                "(s {n: 'a'}) ((x)-[:NEXT]->()-[:NEXT]->(y))+ (e);abc abcdc",
                "(s {n: 'a'}) ((:Stop {z: 1})-[:NEXT]->(:Stop))+ (e {n: 'c'});abc",
                "(s {n: 'a'})-[:FAST]->(m) ((x)-[:NEXT]->(y))+ (e);acd acdc",
                "(s {n: 'a'}) ((x)-[:FAST]->(y))+ (m) ((v)-[:NEXT]->(w))+ (e {n: 'd'});acd",
                "(s {n: 'a'}) ((x)-[:FAST]->(y))+ ((v)-[:NEXT]->(w)){2} (e);acdc",
                "((x {n: 'b'})-[:NEXT]->(y))+;bc",
            })
    void pathsAreRepeatedAndNoRelationshipComesTwice(String pattern, String paths) {
        assertThat(found("p = " + pattern, "[n IN nodes(p) | n.n]")).isEqualTo(paths);
    }

    @Test
    void variablesAreListsOutsideInTheOrderOfThePattern() {
        String forwards = "(s {n: 'a'}) ((x)-[r:NEXT]->(y)){2} (e)";
        String backwards = "(s) ((x)-[r:NEXT]->(y)){2} (e {n: 'd'})";
        assertThat(found(forwards, "[i IN x | i.n] + [i IN y | i.n] + [i IN r | i.km]"))
                .isEqualTo("abbc12");
        assertThat(found(backwards, "[i IN x | i.n] + [i IN y | i.n] + [i IN r | i.km]"))
                .isEqualTo("bccd23 dccd93");
    }

    @Test
    void conditionsOutsideSeeTheLists() {
        assertThat(found(
                        "(s {n: 'a'}) ((x)-[r]->(y))+ (e {n: 'c'}) WHERE reduce(km = 0, i IN r | km + i.km) < 4",
                        "size(r)"))
                .isEqualTo("1 2");
        assertThat(found("(s {n: 'a'}) ((x)-[r]->(y))+ (e) WHERE all(i IN y WHERE i.z = 2)", "[i IN y | i.n]"))
                .isEqualTo("c cd cdc");
    }

    @Test
    void conditionsInsideSeeWhatWasMatchedBefore() {
        runs.run("CREATE (:Limit {km: 2})");
        assertThat(found("(l:Limit) MATCH (s {n: 'a'}) ((x)-[r:NEXT]->(y) WHERE r.km <= l.km)+ (e)", "e.n"))
                .isEqualTo("b c");
    }

    @Test
    void bothEndsMayBeBound() {
        assertThat(found("(s {n: 'a'}), (e {n: 'd'}) MATCH (s) ((x)-[r:NEXT]->(y))+ (e)", "[i IN y | i.n]"))
                .isEqualTo("bcd");
        assertThat(found("(s {n: 'a'}) OPTIONAL MATCH (s) ((x)-[r:NONE]->(y))+ (e)", "x"))
                .isEqualTo("null");
    }

    @Test
    void theyStandInSubqueriesToo() {
        assertThat(found("(s:Stop) WHERE EXISTS { (s) ((x)-[:NEXT]->(y)){2} (:Stop {n: 'd'}) }", "s.n"))
                .isEqualTo("b d");
        assertThat(found("(s:Stop {n: 'a'})", "COUNT { (s) ((x)-[]->(y))+ (e) }"))
                .isEqualTo("7");
    }

    @Test
    void aPlanShowsThem() {
        runs.run("EXPLAIN MATCH (s:Stop {n: 'a'}) ((x)-[r:NEXT]->(y)){1,3} (e) RETURN e");
        assertThat(runs.plan.toString()).contains("Repeat(Trail)").contains("(s) (...){1,3} (e)");
    }
}

package dev.muster.cypher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Path selectors: which of the paths between two nodes are wanted, for each pair of ends. */
class SelectorTest {
    private final TestRuns runs = new TestRuns();

    /** Two ways of two hops from a to d, one of three, and a circle of three. */
    @BeforeEach
    void graph() {
        runs.run("CREATE (a:N {n: 'a'}), (b:N {n: 'b'}), (c:N {n: 'c'}), (d:N {n: 'd'}), (e:N {n: 'e'}),"
                + " (a)-[:R {k: 1}]->(b)-[:R {k: 2}]->(d), (a)-[:R {k: 3}]->(c)-[:R {k: 4}]->(d),"
                + " (a)-[:S]->(e)-[:S]->(c), (d)-[:BACK]->(a)");
    }

    private String paths(String match) {
        return runs.run("MATCH " + match + " RETURN [x IN nodes(p) | x.n] AS path").stream()
                .map(row -> row.get(0).toString().replaceAll("[\\[\\], ]", ""))
                .sorted()
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = ';',
            value = {
                "p = ALL SHORTEST (a {n: 'a'})-->+(d {n: 'd'});abd acd",
                "p = SHORTEST 1 GROUP (a {n: 'a'})-->+(d {n: 'd'});abd acd",
                "p = SHORTEST GROUP (a {n: 'a'})-->+(d {n: 'd'});abd acd",
                "p = ALL SHORTEST PATHS (a {n: 'a'})-[:R|S]->+(c {n: 'c'});ac",
                "p = ALL (a {n: 'a'})-[:R|S]->+(c {n: 'c'});ac aec",
                "p = ANY SHORTEST (a {n: 'e'})-->+(d {n: 'b'});ecdab",
                "p = SHORTEST 1 (a {n: 'e'})-->{1,3}(d {n: 'b'});''",
                "p = ANY (a {n: 'b'})-->*(d {n: 'b'});b",
                "p = ANY SHORTEST (a {n: 'b'})<--+(d {n: 'e'});badce",
                "p = ANY SHORTEST (a {n: 'd'})-->+(d {n: 'd'});dabd",
                "p = ALL SHORTEST (a {n: 'd'})-->+(d {n: 'd'});dabd dacd",
                "p = ALL SHORTEST (a {n: 'd'})-->{1,2}(d {n: 'd'});''",
                "p = ANY SHORTEST (a {n: 'a'});a",
                "p = SHORTEST 2 (a {n: 'a'})-[:R|S]->{1,3}(c {n: 'c'});ac aec",
                "p = SHORTEST 2 GROUPS (a {n: 'a'})-->{1,4}(d {n: 'd'});abd acd aecd",
                "p = ANY 5 PATHS (a {n: 'a'})-->{1,3}(d {n: 'd'});abd acd aecd",
                "p = ANY SHORTEST (a {n: 'e'})-->{2,4}(d {n: 'd'});ecd",
                "p = ALL SHORTEST (a {n: 'a'}) ((x)-->(y)){1,3} (d {n: 'd'});abd acd",
                "p = ANY (a {n: 'd'})-[r:BACK]->(b);da",
                "p = SHORTEST 1 GROUP (a {n: 'a'})-[:S]->(m)-->{0,2}(b);ae aec aecd",
            })
    void pathsAreSelectedForEachPairOfEnds(String match, String paths) {
        assertThat(paths(match)).isEqualTo(paths);
    }

    @Test
    void whereComesAfterTheSelection() {
        assertThat(paths("p = ALL SHORTEST (a {n: 'a'})-[r:R]->+(d {n: 'd'}) WHERE any(x IN r WHERE x.k = 4)"))
                .isEqualTo("acd");
        assertThat(paths("p = ANY SHORTEST (a {n: 'a'})-[:R|S]->+(c {n: 'c'}) WHERE length(p) > 1"))
                .isEmpty();
        assertThat(paths("p = SHORTEST 2 (a {n: 'a'})-[r:R|S]->{1,3}(c {n: 'c'}) WHERE length(p) > 1"))
                .isEqualTo("aec");
        assertThat(paths("p = SHORTEST 1 (a)-[r:R|S]->{1,3}(c) WHERE a.n = 'a' AND c.n = 'c' AND r[0].k = 3"))
                .isEqualTo("ac");
        assertThat(paths("p = ANY SHORTEST (a {n: 'a'})-[:R]->+(d) WHERE d.n <> 'd' AND a <> d"))
                .isEqualTo("ab ac");
    }

    @Test
    void aCircleWithoutDirectionsIsRefusedUnlessItIsALoop() {
        assertThatThrownBy(() -> paths("p = ANY SHORTEST (a {n: 'd'})--+(d {n: 'd'})"))
                .hasMessageStartingWith(
                        "not supported yet: a shortest path of undirected relationships from a node to itself");
        runs.run("MATCH (d {n: 'd'}) CREATE (d)-[:LOOP]->(d)");
        assertThat(paths("p = ANY SHORTEST (a {n: 'd'})--+(d {n: 'd'})")).isEqualTo("dd");
    }
}

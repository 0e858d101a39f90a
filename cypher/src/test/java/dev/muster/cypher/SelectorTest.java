package dev.muster.cypher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
                "p = SHORTEST 2 (a {n: 'a'})-->+(d {n: 'd'});abd acd",
                "p = SHORTEST 3 GROUPS (a {n: 'a'})-->+(d {n: 'd'});abd abdacd acd acdabd aecd",
                "p = ALL SHORTEST (a {n: 'a'}) ((x)-->(y))+ (d {n: 'd'});abd acd",
                "p = SHORTEST 1 GROUP (a {n: 'a'})-[:S]->(m)-->*(b {n: 'd'});aecd",
                "p = ALL SHORTEST (a {n: 'a'})-->+(c {n: 'c'})-->+(a);acda",
                "p = SHORTEST 10 (a {n: 'b'})-->{2,}(e {n: 'e'});bdae",
                "p = SHORTEST 5 (a {n: 'a'})-->+(z {n: 'z'});''",
                "p = ALL SHORTEST (a {n: 'a'})-[:R]->+(d {n: 'd'})-[:BACK]->(a)-[:R]->+(c {n: 'c'});abdac",
                "p = SHORTEST 1 (a {n: 'a'})-->{3,}(d {n: 'd'});aecd",
                "p = ANY SHORTEST ((a {n: 'a'})-[r]->+(d {n: 'd'}) WHERE size(r) > 2);aecd",
                "p = ALL SHORTEST (a {n: 'a'})-->+(m WHERE m.n <> 'b')-->+(d {n: 'd'});acd",
                "p = ALL SHORTEST (a {n: 'a'}) ((x)-[r:R]->(y) WHERE r.k > 2)+ (d {n: 'd'});acd",
                "p = SHORTEST 1 GROUP (a {n: 'a'})-[:R {k: 3}]->(c)-->+(d {n: 'd'});acd",
                "p = ANY SHORTEST (a {n: 'e'}) ((x)-->(y))+ (b);ec ecd ecda ecdab ecdae",
                "p = SHORTEST 2 (a)-->{2,}(b {n: 'e'});abdae acdae bdae cdae dae ecdae",
                "p = SHORTEST 2 GROUPS (a {n: 'a'}) ((x)-->(y)-->(z))+ (c {n: 'c'});abdac aec",
                "p = ALL SHORTEST (a {n: 'd'})--+(d {n: 'd'});dabd dacd dbad dcad",
                "p = ANY (a {n: 'a'})-[:R {k: 3}]->+(m {n: 'c'})-[:R]->*(b {n: 'd'});acd",
                "p = ANY SHORTEST (a {n: 'a'})-->+(m)-[r {k: a.k}]->+(b);''",
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
    void listsAreInTheOrderOfThePatternFromWhicheverEndItIsSearched() {
        String lists = " RETURN [i IN x | i.n] + [i IN y | i.n] + [i IN r | i.k]";
        assertThat(runs.run(
                        "MATCH SHORTEST 2 (s) ((x)-[r:R]->(y))+ (e:N {n: 'd'}) WHERE s.n = 'a' AND r[0].k = 1" + lists))
                .containsExactly(List.of(List.of("a", "b", "b", "d", 1L, 2L)));
        assertThat(runs.run(
                        "MATCH SHORTEST 2 (s:N {n: 'a'}) ((x)-[r:R]->(y))+ (e) WHERE e.n = 'd' AND r[0].k = 1" + lists))
                .containsExactly(List.of(List.of("a", "b", "b", "d", 1L, 2L)));
    }

    @Test
    void whatWasMatchedBeforeCountsInTheSearch() {
        runs.run("CREATE (:Limit {k: 3})");
        assertThat(
                        paths(
                                "(l:Limit) MATCH p = ALL SHORTEST (a {n: 'a'}) ((x)-[r:R]->(y) WHERE r.k >= l.k)+ (d {n: 'd'})"))
                .isEqualTo("acd");
        assertThat(paths("(a {n: 'a'}), (m {n: 'c'}) MATCH p = ALL SHORTEST (a)-->+(m)-->+(d {n: 'd'})"))
                .isEqualTo("acd");
        assertThat(paths("(a {n: 'a'}), (d {n: 'd'}) MATCH p = SHORTEST 3 (a)-->+(m)-->+(d)"))
                .isEqualTo("abd acd aecd");
        assertThat(runs.run("MATCH (a {n: 'a'}) RETURN COUNT { SHORTEST 2 GROUPS (a)-->+(d {n: 'd'}) } AS n"))
                .containsExactly(List.of(3L));
        assertThat(runs.run("OPTIONAL MATCH p = SHORTEST 2 (a {n: 'z'})-->+(b) RETURN p"))
                .containsExactly(java.util.Arrays.asList((Object) null));
    }

    @Test
    void theSearchOfShortestPathsIsFastWhereThereAreManyPaths() {
        runs.run("UNWIND range(1, 40) AS i CREATE (:L {i: i})");
        runs.run("MATCH (x:L), (y:L) WHERE y.i > x.i AND y.i - x.i < 4 CREATE (x)-[:NEXT]->(y)-[:BACK]->(x)");
        assertThat(runs.run(
                        "MATCH p = SHORTEST 3 (a:L {i: 1}) ((x)-[:NEXT]->(y))+ (m) ((u)-[:BACK|NEXT]->(v))+ (b:L {i: 40})"
                                + " RETURN length(p)"))
                .containsExactly(List.of(13L), List.of(13L), List.of(13L));
    }

    @Test
    void plansShowTheSearch() {
        runs.run("EXPLAIN MATCH p = SHORTEST 2 (a {n: 'a'})-->+(b:N) RETURN p");
        assertThat(runs.plan.toString()).contains("StatefulShortestPath(Into)").contains("SHORTEST 2 (a)");
        runs.run("EXPLAIN MATCH p = SHORTEST 2 (a {n: 'a'})-->+(b) RETURN p");
        assertThat(runs.plan.toString()).contains("StatefulShortestPath(All)");
    }
}

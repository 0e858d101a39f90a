package dev.muster.cypher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Selectors of patterns of any length, on graphs drawn by chance, against the plainest way to the same: all paths are matched,
 * which are few in graphs that small, and those that are wanted of each pair of ends are picked out.
 */
class ShortestPathsTest {
    private static final int GRAPHS = 15;
    private static final int NODES = 5;
    private static final int RELATIONSHIPS_MAX = 9;

    /** What was found between two ends: lengths, and what the pattern bound, ordered by that. */
    private record Found(int length, String binding) {}

    private static TestRuns drawn(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        TestRuns runs = new TestRuns();
        StringBuilder text = new StringBuilder("CREATE ");
        for (int node = 0; node < NODES; node++) {
            text.append(node == 0 ? "" : ", ")
                    .append("(n")
                    .append(node)
                    .append(":N {n: ")
                    .append(node)
                    .append("})");
        }
        int count = random.nextInt(2, RELATIONSHIPS_MAX + 1);
        for (int i = 0; i < count; i++) {
            text.append(", (n").append(random.nextInt(NODES)).append(")-[:").append(random.nextBoolean() ? "R" : "S");
            text.append(" {i: ")
                    .append(i)
                    .append("}]->(n")
                    .append(random.nextInt(NODES))
                    .append(")");
        }
        runs.run(text.toString());
        return runs;
    }

    private static Map<String, List<Found>> found(TestRuns runs, String selector, String pattern) {
        String middle = pattern.contains("(m") ? "m.n" : "null";
        Map<String, List<Found>> byEnds = new TreeMap<>();
        runs.run("MATCH p = " + selector + " " + pattern
                        + " RETURN a.n, b.n, length(p), [r IN relationships(p) | r.i], " + middle
                        + ", [x IN nodes(p) | x.n]")
                .forEach(row -> byEnds.computeIfAbsent(row.get(0) + "-" + row.get(1), ends -> new ArrayList<>())
                        .add(new Found(
                                Math.toIntExact((Long) row.get(2)), row.get(3) + " " + row.get(4) + " " + row.get(5))));
        byEnds.values()
                .forEach(paths ->
                        paths.sort(Comparator.comparingInt(Found::length).thenComparing(Found::binding)));
        return byEnds;
    }

    private static List<Found> groups(List<Found> paths, int count) {
        List<Integer> lengths =
                paths.stream().map(Found::length).distinct().limit(count).toList();
        return paths.stream().filter(path -> lengths.contains(path.length())).toList();
    }

    private static List<Integer> lengths(List<Found> paths, int count) {
        return paths.stream().limit(count).map(Found::length).collect(Collectors.toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a)-->+(b)",
                "(a)--+(b)",
                "(a)-[:R]->*(b)",
                "(a)<--{2,}(b)",
                "(a)-[:R]->+(m)-[:S]->*(b)",
                "(a)-->+(m {n: 1})--+(b {n: 2})",
                "(a)-[:S]->(m)-->*(b)",
                "(a) ((x)-[:R]->(y)-->(z))+ (b)",
                "(a) ((x)-[f]->(y)-[g]->(z) WHERE f.i < g.i)+ (m)--*(b)",
                "((a)-->+(m WHERE m.n <> 3)-->+(b) WHERE a.n <> m.n)",
                "(a {n: 0})-->*(m)-->{1,2}(b)",
                "(a)--{0,3}(m)-[:R]-+(b {n: 4})",
            })
    void theShortestPathsAreThoseThatOnePicksOutOfAll(String pattern) {
        for (int seed = 1; seed <= GRAPHS; seed++) {
            TestRuns runs = drawn(seed);
            Map<String, List<Found>> all = found(runs, "", pattern);
            for (int count : new int[] {1, 3, 1000}) {
                Map<String, List<Found>> groups = found(runs, "SHORTEST " + count + " GROUPS", pattern);
                assertThat(groups.keySet()).as("ends, seed %d", seed).isEqualTo(all.keySet());
                groups.forEach((ends, paths) -> assertThat(paths)
                        .as("%d groups between %s", count, ends)
                        .isEqualTo(groups(all.get(ends), count)));
                found(runs, "SHORTEST " + count, pattern).forEach((ends, paths) -> {
                    List<Found> others = new ArrayList<>(all.get(ends));
                    assertThat(paths)
                            .allMatch(others::remove); // one binding may be found in two ways, and no more often
                    assertThat(lengths(paths, paths.size()))
                            .as("%d paths between %s", count, ends)
                            .isEqualTo(lengths(all.get(ends), count));
                });
            }
            assertThat(found(runs, "ANY", pattern).keySet()).isEqualTo(all.keySet());
            assertThat(found(runs, "ALL SHORTEST", pattern)).isEqualTo(found(runs, "SHORTEST 1 GROUP", pattern));
        }
    }
}

package dev.muster.cypher.tck;

import dev.muster.cypher.TestGraph;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;

/** What a graph consists of, to tell a statement's side effects as the kit counts them. */
record GraphCensus(Set<String> nodes, Set<String> relationships, Set<String> labels, Set<String> properties) {
    static GraphCensus of(TestGraph graph) {
        GraphCensus census = new GraphCensus(new HashSet<>(), new HashSet<>(), new HashSet<>(), new HashSet<>());
        Notation notation = new Notation(false);
        graph.nodes().forEachRemaining(node -> {
            census.nodes.add("" + node.id());
            census.labels.addAll(node.labels());
            node.properties().forEach((k, v) -> census.properties.add("node " + node.id() + k + notation.ofValue(v)));
        });
        graph.relationships().forEachRemaining(relationship -> {
            census.relationships.add("" + relationship.id());
            relationship
                    .properties()
                    .forEach((k, v) ->
                            census.properties.add("relationship " + relationship.id() + k + notation.ofValue(v)));
        });
        return census;
    }

    /** Counts by the kit's names ({@code +nodes}, {@code -properties}, …); those that are zero are left out. */
    TreeMap<String, Long> effectsUntil(GraphCensus after) {
        TreeMap<String, Long> effects = new TreeMap<>();
        count("nodes", nodes, after.nodes, effects);
        count("relationships", relationships, after.relationships, effects);
        count("labels", labels, after.labels, effects);
        count("properties", properties, after.properties, effects);
        return effects;
    }

    private static void count(String what, Set<String> before, Set<String> after, TreeMap<String, Long> effects) {
        long added = after.stream().filter(x -> !before.contains(x)).count();
        long removed = before.stream().filter(x -> !after.contains(x)).count();
        if (added > 0) {
            effects.put("+" + what, added);
        }
        if (removed > 0) {
            effects.put("-" + what, removed);
        }
    }
}

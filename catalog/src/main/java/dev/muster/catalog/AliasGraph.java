package dev.muster.catalog;

import dev.muster.store.GraphReader;
import dev.muster.store.NodeRecord;
import dev.muster.store.change.GraphTransaction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** How aliases lie in the {@code system} graph: an {@code (:Alias {name, target})} each, both names folded. */
final class AliasGraph {
    private static final String LABEL = "Alias";
    private static final String NAME = "name";
    private static final String TARGET = "target";

    private AliasGraph() {}

    /** An alias with the node that holds it; {@code target} is the name of a database. */
    record Stored(long nodeId, String name, String target) {}

    /** All aliases, by name. */
    static List<Stored> aliases(GraphReader graph) {
        List<Stored> found = new ArrayList<>();
        for (Iterator<Long> ids = graph.nodesWithLabel(LABEL); ids.hasNext(); ) {
            found.add(read(graph.node(ids.next())));
        }
        found.sort(Comparator.comparing(Stored::name));
        return found;
    }

    /** The alias of that folded name, or null. */
    static Stored alias(GraphReader graph, String name) {
        return aliases(graph).stream()
                .filter(alias -> alias.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** The aliases of a database. */
    static List<Stored> of(GraphReader graph, String database) {
        return aliases(graph).stream()
                .filter(alias -> alias.target().equals(database))
                .toList();
    }

    /** The database that each alias stands for. */
    static Map<String, String> targets(GraphReader graph) {
        Map<String, String> targets = new TreeMap<>();
        aliases(graph).forEach(alias -> targets.put(alias.name(), alias.target()));
        return targets;
    }

    /** The name of the database that a folded name stands for; the name itself if it is not an alias. */
    static String resolved(GraphReader graph, String name) {
        Stored alias = alias(graph, name);
        return alias == null ? name : alias.target();
    }

    static void create(GraphTransaction graph, String name, String target) {
        graph.createNode(Set.of(LABEL), Map.of(NAME, name, TARGET, target));
    }

    static void point(GraphTransaction graph, Stored alias, String target) {
        graph.setNodeProperty(alias.nodeId(), TARGET, target);
    }

    private static Stored read(NodeRecord node) {
        return new Stored(node.id(), (String) node.properties().get(NAME), (String)
                node.properties().get(TARGET));
    }
}

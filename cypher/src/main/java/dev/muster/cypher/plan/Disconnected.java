package dev.muster.cypher.plan;

import dev.muster.cypher.ast.PathPattern;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Patterns of one MATCH that nothing connects, so that each result of one is combined with each of the others.
 *
 * @param variables a phrase that names those which are not connected to the first pattern
 * @param patterns all patterns that are not connected, as an author would write them
 */
record Disconnected(String variables, String patterns) {
    /** What the patterns have of it; patterns that are only nodes that are known before multiply nothing. */
    static Optional<Disconnected> of(List<PathPattern> patterns, Set<String> known) {
        List<Component> components = new ArrayList<>();
        for (PathPattern path : patterns) {
            if (!path.relationships().isEmpty()
                    || !known.contains(path.nodes().get(0).variable())) {
                add(path, components);
            }
        }
        if (components.size() < 2) {
            return Optional.empty();
        }
        List<String> isolated = components.subList(1, components.size()).stream()
                .flatMap(component -> component.variables.stream())
                .filter(PathPattern::isNamed)
                .sorted()
                .toList();
        String phrase =
                (isolated.size() == 1 ? "identifier is: (" : "identifiers are: (") + String.join(", ", isolated);
        String text = components.stream()
                .flatMap(component -> component.paths.stream())
                .map(PatternText::written)
                .collect(Collectors.joining(", "));
        return Optional.of(new Disconnected(phrase + ")", text));
    }

    /** Patterns that share variables. */
    private static final class Component {
        private final List<PathPattern> paths = new ArrayList<>();
        private final Set<String> variables = new LinkedHashSet<>();
    }

    private static void add(PathPattern path, List<Component> components) {
        Component whole = new Component();
        whole.paths.add(path);
        path.nodes().forEach(node -> whole.variables.add(node.variable()));
        path.relationships().forEach(relationship -> whole.variables.add(relationship.variable()));
        List<Component> touched = components.stream()
                .filter(other -> other.variables.stream().anyMatch(whole.variables::contains))
                .toList();
        int place = touched.isEmpty() ? components.size() : components.indexOf(touched.get(0));
        for (int i = touched.size() - 1; i >= 0; i--) {
            whole.paths.addAll(0, touched.get(i).paths);
            whole.variables.addAll(touched.get(i).variables);
        }
        components.removeAll(touched);
        components.add(place, whole);
    }
}

package dev.muster.cypher.notice;

import dev.muster.cypher.Place;
import dev.muster.store.GraphReader;
import dev.muster.store.schema.SchemaRule;
import java.util.List;
import java.util.stream.Collectors;

/**
 * {@code USING INDEX variable:label(properties)}. The planner looks for indexes by itself, so a hint can only be wrong.
 *
 * @param onNode whether the variable is a node
 */
public record IndexHint(boolean onNode, String variable, String label, List<String> properties, Place place) {
    boolean isFulfillable(GraphReader graph) {
        List<SchemaRule> indexes = onNode ? graph.indexes(label) : graph.relationshipIndexes(label);
        return indexes.stream().anyMatch(index -> index.properties().equals(properties));
    }

    /** As one would create it. */
    String index() {
        String on = properties.stream()
                .map(property -> "`" + variable + "`.`" + property + "`")
                .collect(Collectors.joining(", "));
        String element = "`" + variable + "`:`" + label + "`";
        return "INDEX FOR " + (onNode ? "(" + element + ")" : "()-[" + element + "]-()") + " ON (" + on + ")";
    }

    /** As the hint has it. */
    String hint() {
        return "INDEX :" + label + "(" + String.join(", ", properties) + ")";
    }
}

package dev.muster.cypher.plan;

import dev.muster.cypher.ast.Clause;
import dev.muster.cypher.ast.Clause.SetItem;
import dev.muster.cypher.run.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What plans show of the clauses that write. Pure. */
final class WriteSteps {
    private WriteSteps() {}

    static Step create(Clause.Create clause, List<String> created) {
        String patterns = clause.patterns().stream().map(PatternText::of).collect(Collectors.joining(", "));
        return Step.of("Create", patterns, ExprText.variables(created));
    }

    static Step merge(Clause.Merge clause, List<String> bound) {
        String details = "CREATE " + PatternText.of(clause.pattern())
                + actions(", ON MATCH SET ", clause.onMatch())
                + actions(", ON CREATE SET ", clause.onCreate());
        return Step.of("Merge", details, ExprText.variables(bound));
    }

    private static String actions(String word, List<SetItem> items) {
        return items.isEmpty() ? "" : word + items(items);
    }

    static Step set(List<SetItem> items) {
        return Step.of(name(items.get(0), items.size()), items(items));
    }

    private static String name(SetItem first, int count) {
        if (first instanceof SetItem.Labels labels) {
            return labels.remove() ? "RemoveLabels" : "SetLabels";
        } else if (first instanceof SetItem.Properties) {
            return "SetPropertiesFromMap";
        }
        return count == 1 ? "SetProperty" : "SetProperties";
    }

    private static String items(List<SetItem> items) {
        return items.stream().map(WriteSteps::item).collect(Collectors.joining(", "));
    }

    private static String item(SetItem item) {
        if (item instanceof SetItem.Property property) {
            return ExprText.of(property.target()) + "[" + ExprText.of(property.key()) + "] = "
                    + ExprText.of(property.value());
        } else if (item instanceof SetItem.Properties properties) {
            return ExprText.of(properties.target())
                    + (properties.add() ? " += " : " = ")
                    + ExprText.of(properties.value());
        }
        SetItem.Labels labels = (SetItem.Labels) item;
        List<String> names = new ArrayList<>(labels.labels());
        labels.dynamic().forEach(dynamic -> names.add("$(" + ExprText.of(dynamic) + ")"));
        return ExprText.of(labels.target()) + ":" + String.join(":", names);
    }

    static Step delete(Clause.Delete clause) {
        return Step.of(clause.detach() ? "DetachDelete" : "Delete", ExprText.all(clause.targets()));
    }

    static Step foreach(Clause.Foreach clause) {
        return Step.of("Foreach", clause.variable() + " IN " + ExprText.of(clause.list()));
    }
}

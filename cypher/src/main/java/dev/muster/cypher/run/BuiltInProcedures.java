package dev.muster.cypher.run;

import java.util.Collection;
import java.util.List;

/** The procedures that need nothing but the graph; all others are the context's. */
public final class BuiltInProcedures {
    private BuiltInProcedures() {}

    /** The columns of a procedure, built in or the context's; null if there is none of that name. */
    public static List<String> columns(String name, Run run) {
        return switch (name) {
            case "db.labels" -> List.of("label");
            case "db.relationshipTypes" -> List.of("relationshipType");
            case "db.propertyKeys" -> List.of("propertyKey");
            case "db.ping" -> List.of("success");
            default -> run.context().procedures().columns(name);
        };
    }

    static List<List<Object>> call(String name, List<Object> arguments, Run run) {
        return switch (name) {
            case "db.labels" -> single(run.graph().transaction().labels());
            case "db.relationshipTypes" -> single(run.graph().transaction().relationshipTypes());
            case "db.propertyKeys" -> single(run.graph().transaction().propertyKeys());
            case "db.ping" -> List.of(List.of(true));
            default -> run.context().procedures().call(name, arguments);
        };
    }

    private static List<List<Object>> single(Collection<String> names) {
        return names.stream().map(List::<Object>of).toList();
    }
}

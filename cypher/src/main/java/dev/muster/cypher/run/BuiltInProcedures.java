package dev.muster.cypher.run;

import dev.muster.cypher.ExecutionContext.Procedure;
import dev.muster.cypher.Signature;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The procedures that need nothing but the graph; all others are the context's. */
public final class BuiltInProcedures {
    private static final Map<String, BuiltIn> BY_NAME = new LinkedHashMap<>();

    static {
        add(
                "db.labels() :: (label :: STRING)",
                "List all labels attached to nodes within a database.",
                run -> single(run.graph().transaction().labels()));
        add(
                "db.relationshipTypes() :: (relationshipType :: STRING)",
                "List all types attached to relationships within a database.",
                run -> single(run.graph().transaction().relationshipTypes()));
        add(
                "db.propertyKeys() :: (propertyKey :: STRING)",
                "List all property keys of a database.",
                run -> single(run.graph().transaction().propertyKeys()));
        add(
                "db.ping() :: (success :: BOOLEAN)",
                "Find out whether the database answers.",
                run -> List.of(List.of(true)));
        addOfSchema();
    }

    private BuiltInProcedures() {}

    private record BuiltIn(Procedure shown, Function<Run, List<List<Object>>> body) {}

    private static void addOfSchema() {
        add(
                "db.schema.visualization() :: (nodes :: LIST<NODE>, relationships :: LIST<RELATIONSHIP>)",
                "Draw which labels there are and which types connect them.",
                false,
                SchemaProcedures::picture);
        add(
                "db.schema.nodeTypeProperties() :: (nodeType :: STRING, nodeLabels :: LIST<STRING>, propertyName :: STRING,"
                        + " propertyTypes :: LIST<STRING>, mandatory :: BOOLEAN)",
                "Tell which properties nodes have, by their labels.",
                false,
                SchemaProcedures::nodeTypes);
        add(
                "db.schema.relTypeProperties() :: (relType :: STRING, propertyName :: STRING, propertyTypes :: LIST<STRING>,"
                        + " mandatory :: BOOLEAN)",
                "Tell which properties relationships have, by their types.",
                false,
                SchemaProcedures::relationshipTypes);
    }

    private static void add(String signature, String description, Function<Run, List<List<Object>>> body) {
        add(signature, description, true, body);
    }

    private static void add(
            String signature, String description, boolean onSystem, Function<Run, List<List<Object>>> body) {
        Signature read = Signature.of(signature);
        BY_NAME.put(read.name(), new BuiltIn(new Procedure(read, description, "READ", onSystem, Set.of()), body));
    }

    /** All, as they are shown. */
    public static List<Procedure> all() {
        return BY_NAME.values().stream().map(BuiltIn::shown).toList();
    }

    /** The columns of a procedure, built in or the context's; null if there is none of that name. */
    public static List<String> columns(String name, Run run) {
        BuiltIn found = BY_NAME.get(name);
        return found == null
                ? run.context().procedures().columns(name)
                : found.shown().signature().columns();
    }

    static List<List<Object>> call(String name, List<Object> arguments, Run run) {
        BuiltIn found = BY_NAME.get(name);
        return found == null
                ? run.context().procedures().call(name, arguments)
                : found.body().apply(run);
    }

    private static List<List<Object>> single(Collection<String> names) {
        return names.stream().map(List::<Object>of).toList();
    }
}

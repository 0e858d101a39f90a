package dev.muster.cypher.function;

import static dev.muster.cypher.function.FunctionTable.add;

import dev.muster.cypher.error.CypherError;
import dev.muster.cypher.value.NodeRef;
import dev.muster.cypher.value.PathRef;
import dev.muster.cypher.value.RelationshipRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/** Functions of nodes, relationships and paths. */
final class GraphFunctions {
    private GraphFunctions() {}

    static void register() {
        add("id", 1, 1, (a, s) -> {
            if (a[0] instanceof NodeRef node) {
                return node.id();
            }
            return Arguments.element("id", a[0], RelationshipRef.class, "Node or Relationship")
                    .id();
        });
        add("elementid", 1, 1, (a, s) -> {
            if (a[0] instanceof NodeRef node) {
                return s.graph().nodeElementId(node.id());
            }
            return s.graph()
                    .relationshipElementId(
                            Arguments.element("elementId", a[0], RelationshipRef.class, "Node or Relationship")
                                    .id());
        });
        add("db.namefromelementid", 1, 1, (a, s) -> {
            String id = Arguments.text("db.nameFromElementId", a[0]);
            if (s.graph().idIn(id, '4') < 0 && s.graph().idIn(id, '5') < 0) {
                throw CypherError.ARGUMENT.exception(
                        "'" + id + "' is not an element id of database " + s.databaseName());
            }
            return s.databaseName();
        });
        add(
                "labels",
                1,
                1,
                (a, s) -> new ArrayList<Object>(s.graph()
                        .existing(Arguments.element("labels", a[0], NodeRef.class, "Node"))
                        .labels()));
        add(
                "type",
                1,
                1,
                (a, s) -> Arguments.element("type", a[0], RelationshipRef.class, "Relationship")
                        .type());
        add(
                "startnode",
                1,
                1,
                (a, s) -> new NodeRef(Arguments.element("startNode", a[0], RelationshipRef.class, "Relationship")
                        .startId()));
        add(
                "endnode",
                1,
                1,
                (a, s) -> new NodeRef(Arguments.element("endNode", a[0], RelationshipRef.class, "Relationship")
                        .endId()));
        add("properties", 1, 1, (a, s) -> properties("properties", a[0], s));
        add(
                "keys",
                1,
                1,
                (a, s) -> new ArrayList<Object>(properties("keys", a[0], s).keySet()));
        add(
                "nodes",
                1,
                1,
                (a, s) -> new ArrayList<Object>(
                        Arguments.element("nodes", a[0], PathRef.class, "Path").nodes()));
        add(
                "relationships",
                1,
                1,
                (a, s) -> new ArrayList<Object>(Arguments.element("relationships", a[0], PathRef.class, "Path")
                        .relationships()));
        add("length", 1, 1, (a, s) -> (long) Arguments.element("length", a[0], PathRef.class, "Path")
                .relationships()
                .size());
    }

    private static Map<String, Object> properties(String function, Object value, Surroundings surroundings) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((k, v) -> copy.put((String) k, v));
            return copy;
        }
        if (value instanceof NodeRef || value instanceof RelationshipRef) {
            return new LinkedHashMap<>(surroundings.graph().properties(value));
        }
        throw Arguments.wrong(function, "a Node, Relationship or Map", value);
    }
}

package dev.muster.catalog;

import dev.muster.catalog.ServerEntry.Constraints;
import dev.muster.catalog.ServerEntry.ModeConstraint;
import dev.muster.catalog.ServerEntry.State;
import dev.muster.store.GraphReader;
import dev.muster.store.NodeRecord;
import dev.muster.store.change.GraphTransaction;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How servers lie in the {@code system} graph: a {@code (:Server {serverId, name, state, mode, allowed, denied, tags,
 * addresses, dataId})} each, addresses as {@code purpose=host:port}.
 */
final class ServerGraph {
    private static final String LABEL = "Server";
    private static final String SERVER_ID = "serverId";
    private static final String NAME = "name";
    private static final String STATE = "state";
    private static final String MODE = "mode";
    private static final String ALLOWED = "allowed";
    private static final String DENIED = "denied";
    private static final String TAGS = "tags";
    private static final String ADDRESSES = "addresses";
    private static final String DATA_ID = "dataId";

    private ServerGraph() {}

    /** A server with the node that holds it. */
    record Stored(long nodeId, ServerEntry entry) {}

    /** All servers that ever joined, by id. */
    static List<Stored> servers(GraphReader graph) {
        List<Stored> found = new ArrayList<>();
        for (Iterator<Long> ids = graph.nodesWithLabel(LABEL); ids.hasNext(); ) {
            found.add(read(graph.node(ids.next())));
        }
        found.sort((one, other) -> ServerEntry.BY_ID.compare(one.entry(), other.entry()));
        return found;
    }

    static void create(GraphTransaction graph, ServerEntry entry) {
        graph.createNode(Set.of(LABEL), properties(entry));
    }

    static void write(GraphTransaction graph, Stored stored, ServerEntry entry) {
        properties(entry).forEach((key, value) -> graph.setNodeProperty(stored.nodeId(), key, value));
    }

    private static Map<String, Object> properties(ServerEntry entry) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put(SERVER_ID, entry.serverId());
        properties.put(NAME, entry.name());
        properties.put(STATE, entry.state().name());
        properties.put(MODE, entry.constraints().mode().name());
        properties.put(ALLOWED, List.copyOf(entry.constraints().allowedDatabases()));
        properties.put(DENIED, List.copyOf(entry.constraints().deniedDatabases()));
        properties.put(TAGS, entry.constraints().tags());
        properties.put(
                ADDRESSES,
                entry.addresses().entrySet().stream()
                        .map(address -> address.getKey() + "=" + address.getValue())
                        .toList());
        properties.put(DATA_ID, entry.dataId());
        return properties;
    }

    private static ServerEntry entry(NodeRecord node) {
        Map<String, String> addresses = new TreeMap<>();
        strings(node, ADDRESSES).forEach(text -> {
            int at = text.indexOf('=');
            addresses.put(text.substring(0, at), text.substring(at + 1));
        });
        Map<String, Object> properties = node.properties();
        return new ServerEntry(
                (String) properties.get(SERVER_ID),
                (String) properties.get(NAME),
                State.valueOf((String) properties.get(STATE)),
                new Constraints(
                        ModeConstraint.valueOf((String) properties.get(MODE)),
                        new TreeSet<>(strings(node, ALLOWED)),
                        new TreeSet<>(strings(node, DENIED)),
                        strings(node, TAGS)),
                addresses,
                (String) properties.getOrDefault(DATA_ID, ""));
    }

    private static Stored read(NodeRecord node) {
        return new Stored(node.id(), entry(node));
    }

    private static List<String> strings(NodeRecord node, String key) {
        return ((List<?>) node.properties().get(key))
                .stream().map(String.class::cast).toList();
    }
}

package dev.muster.catalog.security;

import dev.muster.store.GraphReader;
import dev.muster.store.NodeRecord;
import dev.muster.store.change.GraphTransaction;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How users and roles lie in the {@code system} graph: one {@code (:Security)} that says that they are there, a {@code (:User
 * {name, credentials, passwordChangeRequired, suspended, roles [, home]})} and a {@code (:Role {name, privileges})} each. A
 * system in which nobody has ever changed anything of it has none of these nodes, and the initial contents by agreement.
 */
final class SecurityGraph {
    private static final String SECURITY_LABEL = "Security";
    private static final String USER_LABEL = "User";
    private static final String ROLE_LABEL = "Role";

    private static final String NAME = "name";
    private static final String CREDENTIALS = "credentials";
    private static final String CHANGE_REQUIRED = "passwordChangeRequired";
    private static final String SUSPENDED = "suspended";
    private static final String HOME = "home";
    private static final String ROLES = "roles";
    private static final String PRIVILEGES = "privileges";

    private SecurityGraph() {}

    static Security read(GraphReader graph) {
        if (!graph.nodesWithLabel(SECURITY_LABEL).hasNext()) {
            return Security.initial(InitialUser.DEFAULT);
        }
        SortedMap<String, User> users = new TreeMap<>();
        nodes(graph, USER_LABEL).values().forEach(node -> users.put(name(node), user(node)));
        SortedMap<String, Role> roles = new TreeMap<>();
        nodes(graph, ROLE_LABEL)
                .values()
                .forEach(node -> roles.put(
                        name(node),
                        new Role(
                                name(node),
                                strings(node, PRIVILEGES).stream()
                                        .map(Privilege::parse)
                                        .collect(Collectors.toCollection(TreeSet::new)))));
        return new Security(users, roles);
    }

    /** Writes what is to be so: only of users and roles that differ from what the graph has. */
    static void write(GraphTransaction graph, Security security) {
        if (!graph.nodesWithLabel(SECURITY_LABEL).hasNext()) {
            graph.createNode(Set.of(SECURITY_LABEL), Map.of());
        }
        Map<String, Map<String, Object>> users = new TreeMap<>();
        security.users().forEach((name, user) -> users.put(name, properties(user)));
        write(graph, USER_LABEL, users);
        Map<String, Map<String, Object>> roles = new TreeMap<>();
        security.roles()
                .forEach((name, role) -> roles.put(
                        name,
                        Map.of(
                                NAME,
                                name,
                                PRIVILEGES,
                                role.privileges().stream().map(Privilege::text).toList())));
        write(graph, ROLE_LABEL, roles);
    }

    private static void write(GraphTransaction graph, String label, Map<String, Map<String, Object>> wanted) {
        Map<String, NodeRecord> present = nodes(graph, label);
        present.forEach((name, node) -> {
            if (!wanted.containsKey(name)) {
                graph.deleteNode(node.id());
            }
        });
        wanted.forEach((name, properties) -> {
            NodeRecord node = present.get(name);
            if (node == null) {
                graph.createNode(Set.of(label), properties);
            } else if (!node.properties().equals(properties)) {
                properties.forEach((key, value) -> graph.setNodeProperty(node.id(), key, value));
                node.properties().keySet().stream()
                        .filter(key -> !properties.containsKey(key))
                        .forEach(key -> graph.setNodeProperty(node.id(), key, null));
            }
        });
    }

    private static SortedMap<String, NodeRecord> nodes(GraphReader graph, String label) {
        SortedMap<String, NodeRecord> found = new TreeMap<>();
        for (Iterator<Long> ids = graph.nodesWithLabel(label); ids.hasNext(); ) {
            NodeRecord node = graph.node(ids.next());
            found.put(name(node), node);
        }
        return found;
    }

    private static Map<String, Object> properties(User user) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(NAME, user.name());
        properties.put(CREDENTIALS, user.credentials());
        properties.put(CHANGE_REQUIRED, user.passwordChangeRequired());
        properties.put(SUSPENDED, user.suspended());
        properties.put(ROLES, List.copyOf(user.roles()));
        if (user.home() != null) {
            properties.put(HOME, user.home());
        }
        return properties;
    }

    private static User user(NodeRecord node) {
        Map<String, Object> properties = node.properties();
        return new User(
                name(node),
                (String) properties.get(CREDENTIALS),
                (Boolean) properties.get(CHANGE_REQUIRED),
                (Boolean) properties.get(SUSPENDED),
                (String) properties.get(HOME),
                new TreeSet<>(strings(node, ROLES)));
    }

    private static String name(NodeRecord node) {
        return (String) node.properties().get(NAME);
    }

    private static List<String> strings(NodeRecord node, String key) {
        return ((List<?>) node.properties().get(key))
                .stream().map(String.class::cast).toList();
    }
}

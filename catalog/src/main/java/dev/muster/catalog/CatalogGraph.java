package dev.muster.catalog;

import dev.muster.store.GraphReader;
import dev.muster.store.NodeRecord;
import dev.muster.store.change.GraphTransaction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * How the catalog lies in the {@code system} graph: one {@code (:Catalog {version, defaultDatabase, primaries,
 * secondaries [, enableFreeServers]})} and a {@code (:Database {name, databaseId, requestedStatus, primaries, secondaries, founders, members,
 * createdAt, startedAt, version [, seedServer] [, stoppedAt] [, readOnly] [, dumping, dumpFailure, dumpCascades]})} per database; the servers: {@link ServerGraph}. An entry's
 * version is the catalog's version at its last wish, so it grows over drops and re-creations.
 */
final class CatalogGraph {
    static final String CATALOG_LABEL = "Catalog";
    static final String DATABASE_LABEL = "Database";

    private static final String VERSION = "version";
    private static final String DEFAULT_DATABASE = "defaultDatabase";
    private static final String ENABLE_FREE_SERVERS = "enableFreeServers";
    private static final String NAME = "name";
    private static final String DATABASE_ID = "databaseId";
    private static final String REQUESTED_STATUS = "requestedStatus";
    private static final String PRIMARIES = "primaries";
    private static final String SECONDARIES = "secondaries";
    private static final String FOUNDERS = "founders";
    private static final String MEMBERS = "members";
    private static final String SEED_SERVER = "seedServer";
    private static final String SEED_URI = "seedUri";
    private static final String SEED_UNTIL = "seedUntil";
    private static final String SEED_DATABASE = "seedDatabase";
    private static final String READ_ONLY = "readOnly";
    private static final String DUMPING = "dumping";
    private static final String DUMP_FAILURE = "dumpFailure";
    private static final String DUMP_CASCADES = "dumpCascades";
    private static final String CREATED_AT = "createdAt";
    private static final String STARTED_AT = "startedAt";
    private static final String STOPPED_AT = "stoppedAt";

    private CatalogGraph() {}

    /** An entry with the node that holds it; {@code startedAt}, {@code stoppedAt} are when that was asked for, or null. */
    record Stored(long nodeId, DatabaseEntry entry, Long startedAtMillis, Long stoppedAtMillis) {}

    /** All entries there are, sorted by name. */
    static List<Stored> databases(GraphReader graph) {
        List<Stored> found = new ArrayList<>();
        for (Iterator<Long> ids = graph.nodesWithLabel(DATABASE_LABEL); ids.hasNext(); ) {
            found.add(read(graph.node(ids.next())));
        }
        found.sort(Comparator.comparing(stored -> stored.entry().name()));
        return found;
    }

    /** The entry of that folded name, or null. */
    static Stored database(GraphReader graph, String name) {
        return databases(graph).stream()
                .filter(stored -> stored.entry().name().equals(name))
                .findFirst()
                .orElse(null);
    }

    static boolean exists(GraphReader graph) {
        return graph.nodesWithLabel(CATALOG_LABEL).hasNext();
    }

    static String defaultDatabase(GraphReader graph) {
        return (String) catalog(graph).properties().get(DEFAULT_DATABASE);
    }

    static void setDefaultDatabase(GraphTransaction graph, String name) {
        graph.setNodeProperty(catalog(graph).id(), DEFAULT_DATABASE, name);
    }

    static void setDefaultTopology(GraphTransaction graph, Topology topology) {
        long catalog = catalog(graph).id();
        graph.setNodeProperty(catalog, PRIMARIES, (long) topology.primaries());
        graph.setNodeProperty(catalog, SECONDARIES, (long) topology.secondaries());
    }

    /** Whether servers that are free are enabled by themselves; null if nobody has ever said. */
    static Boolean enablesFreeServers(GraphReader graph) {
        return (Boolean) catalog(graph).properties().get(ENABLE_FREE_SERVERS);
    }

    static void enableFreeServers(GraphTransaction graph, boolean automatically) {
        graph.setNodeProperty(catalog(graph).id(), ENABLE_FREE_SERVERS, automatically);
    }

    /** How many copies a database gets for which nobody says so. */
    static Topology defaultTopology(GraphReader graph) {
        return topology(catalog(graph));
    }

    static void createCatalog(GraphTransaction graph, String defaultDatabase, Topology defaultTopology) {
        graph.createNode(
                Set.of(CATALOG_LABEL),
                Map.of(
                        VERSION,
                        1L,
                        DEFAULT_DATABASE,
                        defaultDatabase,
                        PRIMARIES,
                        (long) defaultTopology.primaries(),
                        SECONDARIES,
                        (long) defaultTopology.secondaries()));
    }

    /** The version of the catalog at its last change. */
    static long version(GraphReader graph) {
        return (Long) catalog(graph).properties().get(VERSION);
    }

    /** Moves the version on, which is what makes two commands on one version exclude each other. Returns the new one. */
    static long nextVersion(GraphTransaction graph) {
        NodeRecord catalog = catalog(graph);
        long version = (Long) catalog.properties().get(VERSION) + 1;
        graph.setNodeProperty(catalog.id(), VERSION, version);
        return version;
    }

    static void create(GraphTransaction graph, DatabaseEntry entry) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put(NAME, entry.name());
        properties.put(DATABASE_ID, entry.databaseId().toString());
        properties.put(REQUESTED_STATUS, entry.requestedStatus().name());
        properties.put(PRIMARIES, (long) entry.topology().primaries());
        properties.put(SECONDARIES, (long) entry.topology().secondaries());
        properties.put(FOUNDERS, entry.founders());
        properties.put(MEMBERS, texts(entry.allocations()));
        properties.put(CREATED_AT, entry.createdAtMillis());
        properties.put(STARTED_AT, entry.createdAtMillis());
        properties.put(VERSION, entry.version());
        if (entry.seedServerId() != null) {
            properties.put(SEED_SERVER, entry.seedServerId());
        }
        if (entry.artifactSeed() != null) {
            putSeed(properties, entry.artifactSeed());
        }
        graph.createNode(Set.of(DATABASE_LABEL), properties);
    }

    private static void putSeed(Map<String, Object> properties, ArtifactSeed seed) {
        properties.put(SEED_URI, seed.uri());
        if (seed.until() != null) {
            properties.put(SEED_UNTIL, seed.until());
        }
        if (seed.database() != null) {
            properties.put(SEED_DATABASE, seed.database());
        }
    }

    private static ArtifactSeed seed(Map<String, Object> properties) {
        String uri = (String) properties.get(SEED_URI);
        return uri == null
                ? null
                : new ArtifactSeed(uri, (String) properties.get(SEED_UNTIL), (String) properties.get(SEED_DATABASE));
    }

    static void request(
            GraphTransaction graph, Stored stored, DatabaseEntry.RequestedStatus status, long version, long nowMillis) {
        graph.setNodeProperty(stored.nodeId(), REQUESTED_STATUS, status.name());
        graph.setNodeProperty(stored.nodeId(), VERSION, version);
        boolean online = status == DatabaseEntry.RequestedStatus.ONLINE;
        graph.setNodeProperty(stored.nodeId(), online ? STARTED_AT : STOPPED_AT, nowMillis);
        if (stored.entry().dumping() != null) {
            dump(graph, stored, List.of(), "");
        }
    }

    /** Writes down on which servers the database is to be, and how many copies are wanted. */
    static void allocate(GraphTransaction graph, Stored stored, Topology topology, List<Allocation> allocations) {
        graph.setNodeProperty(stored.nodeId(), PRIMARIES, (long) topology.primaries());
        graph.setNodeProperty(stored.nodeId(), SECONDARIES, (long) topology.secondaries());
        graph.setNodeProperty(stored.nodeId(), MEMBERS, texts(allocations));
    }

    static void setReadOnly(GraphTransaction graph, Stored stored, boolean readOnly) {
        graph.setNodeProperty(stored.nodeId(), READ_ONLY, readOnly);
    }

    /** Writes down which servers still have to dump it; none, and why, if that is called off. */
    static void dump(GraphTransaction graph, Stored stored, List<String> servers, String failure) {
        graph.setNodeProperty(stored.nodeId(), DUMPING, List.copyOf(servers));
        graph.setNodeProperty(stored.nodeId(), DUMP_FAILURE, failure);
    }

    /** Whether its aliases go with it when it is dumped. */
    static void dumpCascades(GraphTransaction graph, Stored stored, boolean cascades) {
        graph.setNodeProperty(stored.nodeId(), DUMP_CASCADES, cascades);
    }

    static boolean dumpCascades(GraphReader graph, Stored stored) {
        return Boolean.TRUE.equals(graph.node(stored.nodeId()).properties().get(DUMP_CASCADES));
    }

    private static List<String> texts(List<Allocation> allocations) {
        return allocations.stream().map(Allocation::text).toList();
    }

    private static List<String> strings(NodeRecord node, String key) {
        return ((List<?>) node.properties().get(key))
                .stream().map(String.class::cast).toList();
    }

    private static Topology topology(NodeRecord node) {
        return new Topology(Math.toIntExact((Long) node.properties().get(PRIMARIES)), Math.toIntExact((Long)
                node.properties().get(SECONDARIES)));
    }

    private static NodeRecord catalog(GraphReader graph) {
        Iterator<Long> ids = graph.nodesWithLabel(CATALOG_LABEL);
        if (!ids.hasNext()) {
            throw new IllegalStateException(
                    "the system database has no catalog at transaction " + graph.transactionId());
        }
        NodeRecord catalog = graph.node(ids.next());
        if (ids.hasNext()) {
            throw new IllegalStateException("the system database has two catalogs, nodes " + catalog.id() + " and "
                    + ids.next() + ", at transaction " + graph.transactionId());
        }
        return catalog;
    }

    private static Stored read(NodeRecord node) {
        Map<String, Object> properties = node.properties();
        DatabaseEntry entry = new DatabaseEntry(
                (String) properties.get(NAME),
                UUID.fromString((String) properties.get(DATABASE_ID)),
                DatabaseEntry.RequestedStatus.valueOf((String) properties.get(REQUESTED_STATUS)),
                topology(node),
                strings(node, FOUNDERS),
                strings(node, MEMBERS).stream().map(Allocation::parse).toList(),
                (String) properties.get(SEED_SERVER),
                seed(properties),
                Boolean.TRUE.equals(properties.get(READ_ONLY)),
                (Long) properties.get(CREATED_AT),
                (Long) properties.get(VERSION),
                properties.containsKey(DUMPING)
                        ? new DatabaseEntry.Dumping(strings(node, DUMPING), (String) properties.get(DUMP_FAILURE))
                        : null);
        return new Stored(node.id(), entry, (Long) properties.get(STARTED_AT), (Long) properties.get(STOPPED_AT));
    }
}

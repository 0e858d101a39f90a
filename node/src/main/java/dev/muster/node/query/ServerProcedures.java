package dev.muster.node.query;

import dev.muster.backup.protocol.RunningBackups;
import dev.muster.bolt.Router;
import dev.muster.catalog.security.Action;
import dev.muster.cypher.CypherException;
import dev.muster.cypher.ExecutionContext;
import dev.muster.cypher.ExecutionContext.Procedure;
import dev.muster.cypher.ServerView;
import dev.muster.cypher.Signature;
import dev.muster.node.config.ProductVersion;
import dev.muster.node.config.SettingValues;
import dev.muster.node.hosting.HostedDatabase;
import dev.muster.store.PinnedVersion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The procedures that need the server: what {@code CALL} reaches beyond the query engine itself. */
final class ServerProcedures {
    private static final String ROUTING_RESULTS = " :: (ttl :: INTEGER, servers :: LIST<MAP>)";

    private final Map<String, Served> byName = new TreeMap<>();
    private final ClusterRouter router;
    private final RaftStatusTable raftStatus;
    private final ClusterOverview overview;
    private final RunningBackups backups;
    private final List<SettingValues.Listed> config;

    ServerProcedures(
            ClusterRouter router,
            RaftStatusTable raftStatus,
            ClusterOverview overview,
            RunningBackups backups,
            List<SettingValues.Listed> config) {
        this.router = router;
        this.raftStatus = raftStatus;
        this.overview = overview;
        this.backups = backups;
        this.config = config;
        addForEverybody();
        addOfServers();
        addForAdministrators();
    }

    /** A procedure with what it does. */
    private record Served(Procedure shown, Body body) {}

    /** What a procedure does in a transaction on a database. */
    @FunctionalInterface
    private interface Body {
        List<List<Object>> call(HostedDatabase database, PinnedVersion version, List<Object> arguments);
    }

    private void add(String signature, String description, Set<Action> needs, Body body) {
        Signature read = Signature.of(signature);
        String mode = read.name().startsWith("muster.database") ? "READ" : "DBMS";
        byName.put(
                read.name().toLowerCase(Locale.ROOT),
                new Served(new Procedure(read, description, mode, true, needs), body));
    }

    private void addForEverybody() {
        add(
                "dbms.components() :: (name :: STRING, versions :: LIST<STRING>, edition :: STRING)",
                "List the components of the server and their versions.",
                Set.of(),
                (database, version, arguments) -> List.of(
                        List.of("Neo4j Kernel", List.of("5.26.0"), "enterprise"),
                        List.of("Muster", List.of(ProductVersion.text()), "open source")));
        add(
                "dbms.routing.getRoutingTable(context :: MAP, database = null :: STRING)" + ROUTING_RESULTS,
                "Tell which servers take writes, reads and questions for a database.",
                Set.of(),
                (database, version, arguments) -> List.of(routingTable(arguments, database)));
        add(
                "dbms.cluster.routing.getRoutingTable(context :: MAP, database = null :: STRING)" + ROUTING_RESULTS,
                "Tell which servers take writes, reads and questions for a database.",
                Set.of(),
                (database, version, arguments) -> List.of(routingTable(arguments, database)));
    }

    private void addOfServers() {
        add(
                "dbms.cluster.role(database = null :: STRING) :: (role :: STRING)",
                "Tell this server's part in a database.",
                Set.of(),
                (database, version, arguments) -> List.of(List.of(overview.role(text(arguments, database.name())))));
        add(
                "dbms.database.state(databaseName = null :: STRING) :: (role :: STRING, address :: STRING, status :: STRING, error"
                        + " :: STRING)",
                "Tell the state of this server's copy of a database.",
                Set.of(),
                (database, version, arguments) -> overview.state(text(arguments, database.name())));
        add(
                "dbms.cluster.overview() :: (id :: STRING, addresses :: LIST<STRING>, databases :: MAP, groups :: LIST<STRING>)",
                "List the servers and their parts in databases.",
                Set.of(Action.EXECUTE_ADMIN),
                (database, version, arguments) -> overview.rows());
        add(
                "dbms.listConfig(searchString =  :: STRING) :: (name :: STRING, description :: STRING, value :: STRING, dynamic ::"
                        + " BOOLEAN)",
                "List the settings of the server.",
                Set.of(Action.EXECUTE_ADMIN),
                (database, version, arguments) -> settings(text(arguments, "")));
    }

    private void addForAdministrators() {
        add(
                "muster.database.digest() :: (transactionId :: INTEGER, digest :: STRING, nodes :: INTEGER, relationships ::"
                        + " INTEGER)",
                "Tell the digest of all that the database contains, to compare copies by.",
                Set.of(Action.EXECUTE_ADMIN),
                (database, version, arguments) -> List.of(List.of(
                        version.transactionId(),
                        version.digest().toString(),
                        version.nodeCount(),
                        version.relationshipCount())));
        add(
                "muster.raft.status() :: (database :: STRING, server :: STRING, role :: STRING, term :: INTEGER, leader :: STRING,"
                        + " lastIndex :: INTEGER, commitIndex :: INTEGER, appliedIndex :: INTEGER, lag :: INTEGER)",
                "Tell how far consensus is on each copy of each database.",
                Set.of(Action.EXECUTE_ADMIN),
                (database, version, arguments) -> raftStatus.rows());
        add(
                "muster.backup.running() :: (backupId :: STRING, database :: STRING, type :: STRING, clientAddress :: STRING,"
                        + " startTime :: STRING, elapsedMillis :: INTEGER, bytesSent :: INTEGER, snapshotTransaction ::"
                        + " INTEGER, snapshotGrowth :: INTEGER)",
                "List the backups that this server serves at the moment.",
                Set.of(Action.EXECUTE_ADMIN),
                (database, version, arguments) -> BackupTable.rows(backups));
    }

    /** The procedures as a transaction on that database sees them. */
    ExecutionContext.Procedures of(HostedDatabase database, PinnedVersion version, ServerView seen) {
        return new ExecutionContext.Procedures() {
            @Override
            public List<String> columns(String name) {
                Served found = byName.get(name.toLowerCase(Locale.ROOT));
                return found == null ? null : found.shown().signature().columns();
            }

            @Override
            public List<List<Object>> call(String name, List<Object> arguments) {
                Served found = byName.get(name.toLowerCase(Locale.ROOT));
                if (found == null) {
                    throw unknown(name);
                }
                return found.body().call(database, version, arguments);
            }

            @Override
            public ServerView server() {
                return seen;
            }

            @Override
            public List<Procedure> all() {
                return byName.values().stream().map(Served::shown).toList();
            }
        };
    }

    /** The settings that are shown. */
    List<SettingValues.Listed> config() {
        return config;
    }

    private List<Object> routingTable(List<Object> arguments, HostedDatabase database) {
        String wanted = arguments.size() > 1 && arguments.get(1) instanceof String name ? name : database.name();
        Router.RoutingTable table = router.routeNow(wanted);
        return List.of(
                (long) table.ttlSeconds(),
                List.of(role("WRITE", table.writers()), role("READ", table.readers()), role("ROUTE", table.routers())));
    }

    /** The first argument, if it is a text. */
    private static String text(List<Object> arguments, String otherwise) {
        return arguments.isEmpty() || !(arguments.get(0) instanceof String text) ? otherwise : text;
    }

    /** The settings whose names contain a text; none can be changed while the server runs. */
    private List<List<Object>> settings(String search) {
        return config.stream()
                .filter(setting -> setting.name().contains(search.toLowerCase(Locale.ROOT)))
                .map(setting -> List.<Object>of(
                        setting.name(), setting.description(), setting.value() == null ? "" : setting.value(), false))
                .toList();
    }

    private static Map<String, Object> role(String role, List<String> addresses) {
        Map<String, Object> server = new LinkedHashMap<>();
        server.put("addresses", List.copyOf(addresses));
        server.put("role", role);
        return server;
    }

    private static CypherException unknown(String name) {
        var failure = QueryError.UNKNOWN_PROCEDURE.failure(name);
        return new CypherException(failure.code(), failure.getMessage());
    }
}

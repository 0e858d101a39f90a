package dev.muster.node.query;

import dev.muster.backup.protocol.RunningBackups;
import dev.muster.bolt.Router;
import dev.muster.cypher.CypherException;
import dev.muster.cypher.ExecutionContext;
import dev.muster.node.config.ProductVersion;
import dev.muster.node.config.SettingValues;
import dev.muster.node.hosting.HostedDatabase;
import dev.muster.store.PinnedVersion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The procedures that need the server: what {@code CALL} reaches beyond the query engine itself. */
final class ServerProcedures {
    private static final String COMPONENTS = "dbms.components";
    private static final String DIGEST = "muster.database.digest";
    private static final String RAFT_STATUS = "muster.raft.status";
    private static final String BACKUPS = "muster.backup.running";
    private static final String OVERVIEW = "dbms.cluster.overview";
    private static final String ROLE = "dbms.cluster.role";
    private static final String STATE = "dbms.database.state";
    private static final String CONFIG = "dbms.listconfig";
    private static final String ROUTING = "dbms.routing.getroutingtable";
    private static final String ROUTING_OLD = "dbms.cluster.routing.getroutingtable";

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
    }

    /** The procedures as a transaction on that database sees them. */
    ExecutionContext.Procedures of(HostedDatabase database, PinnedVersion version) {
        return new ExecutionContext.Procedures() {
            @Override
            public List<String> columns(String name) {
                return switch (name.toLowerCase(Locale.ROOT)) {
                    case COMPONENTS -> List.of("name", "versions", "edition");
                    case DIGEST -> List.of("transactionId", "digest", "nodes", "relationships");
                    case RAFT_STATUS -> RaftStatusTable.COLUMNS;
                    case BACKUPS -> BackupTable.COLUMNS;
                    case ROUTING, ROUTING_OLD -> List.of("ttl", "servers");
                    case OVERVIEW -> ClusterOverview.COLUMNS;
                    case ROLE -> List.of("role");
                    case STATE -> List.of("role", "address", "status", "error");
                    case CONFIG -> List.of("name", "description", "value", "dynamic");
                    default -> null;
                };
            }

            @Override
            public List<List<Object>> call(String name, List<Object> arguments) {
                return switch (name.toLowerCase(Locale.ROOT)) {
                    case COMPONENTS ->
                        List.of(
                                List.of("Neo4j Kernel", List.of("5.26.0"), "enterprise"),
                                List.of("Muster", List.of(ProductVersion.text()), "open source"));
                    case DIGEST ->
                        List.of(List.of(
                                version.transactionId(),
                                version.digest().toString(),
                                version.nodeCount(),
                                version.relationshipCount()));
                    case RAFT_STATUS -> raftStatus.rows();
                    case BACKUPS -> BackupTable.rows(backups);
                    case ROUTING, ROUTING_OLD -> List.of(routingTable(arguments, database));
                    case OVERVIEW -> overview.rows();
                    case ROLE -> List.of(List.of(overview.role(text(arguments, database.name()))));
                    case STATE -> overview.state(text(arguments, database.name()));
                    case CONFIG -> settings(text(arguments, ""));
                    default -> throw unknown(name);
                };
            }
        };
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
                .map(setting -> List.<Object>of(setting.name(), setting.description(), setting.value(), false))
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

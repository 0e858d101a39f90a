package dev.muster.node.query;

import dev.muster.bolt.Router;
import dev.muster.cypher.CypherException;
import dev.muster.cypher.ExecutionContext;
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
    private static final String ROUTING = "dbms.routing.getroutingtable";
    private static final String ROUTING_OLD = "dbms.cluster.routing.getroutingtable";

    private final ClusterRouter router;
    private final RaftStatusTable raftStatus;

    ServerProcedures(ClusterRouter router, RaftStatusTable raftStatus) {
        this.router = router;
        this.raftStatus = raftStatus;
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
                    case ROUTING, ROUTING_OLD -> List.of("ttl", "servers");
                    default -> null;
                };
            }

            @Override
            public List<List<Object>> call(String name, List<Object> arguments) {
                return switch (name.toLowerCase(Locale.ROOT)) {
                    case COMPONENTS ->
                        List.of(
                                List.of("Neo4j Kernel", List.of("5.26.0"), "enterprise"),
                                List.of("Muster", List.of("0.1.0"), "open source"));
                    case DIGEST ->
                        List.of(List.of(
                                version.transactionId(),
                                version.digest().toString(),
                                version.nodeCount(),
                                version.relationshipCount()));
                    case RAFT_STATUS -> raftStatus.rows();
                    case ROUTING, ROUTING_OLD -> List.of(routingTable(arguments, database));
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

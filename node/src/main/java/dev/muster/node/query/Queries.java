package dev.muster.node.query;

import dev.muster.bolt.QueryService;
import dev.muster.bolt.Router;
import dev.muster.catalog.Catalog;
import dev.muster.catalog.Vocabulary;
import dev.muster.cypher.CypherEngine;
import dev.muster.node.hosting.DatabaseHost;
import dev.muster.runtime.World;
import java.util.List;

/** Makes the parts of this package that belong together. */
public final class Queries {
    /** How long a commit is waited for before its outcome is called unknown. */
    private static final long COMMIT_MILLIS = 60_000;

    private final TransactionService service;
    private final ClusterRouter router;
    private final AdminCommands admin;

    /**
     * @param timeoutMillis {@code db.transaction.timeout}; 0 for none
     * @param bookmarkMillis {@code db.transaction.bookmark_ready_timeout}
     * @param changeSetBytesMax the largest transaction that consensus takes
     */
    public record Settings(
            Vocabulary vocabulary,
            int maxDatabases,
            long timeoutMillis,
            long bookmarkMillis,
            int routingTtlSeconds,
            int changeSetBytesMax) {}

    public Queries(
            World world, DatabaseHost host, Catalog catalog, CypherEngine cypher, Members members, Settings settings) {
        Awaiting awaiting = new Awaiting(world.scheduler().newLane("waiting"));
        Databases databases = new Databases(host, catalog, awaiting, settings.bookmarkMillis());
        this.router = new ClusterRouter(databases, host, members, settings.routingTtlSeconds());
        this.admin = new AdminCommands(
                databases,
                catalog,
                members,
                awaiting,
                world.clock(),
                world.random(),
                new AdminCommands.Settings(settings.vocabulary(), settings.maxDatabases()));
        this.service = new TransactionService(new QueryContext(
                databases,
                cypher,
                admin,
                new ServerProcedures(router),
                world.clock(),
                world.random(),
                COMMIT_MILLIS,
                settings.timeoutMillis(),
                settings.changeSetBytesMax()));
    }

    /** Runs clients' transactions. */
    public QueryService service() {
        return service;
    }

    /** Answers ROUTE. */
    public Router router() {
        return router;
    }

    /** Writes the first contents of {@code system}, if it has none yet. Blocks until agreed; call it on the leader. */
    public void bootstrap(String defaultDatabase, List<String> memberIds) {
        admin.bootstrap(defaultDatabase, memberIds);
    }
}

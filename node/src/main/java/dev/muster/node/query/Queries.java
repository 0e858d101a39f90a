package dev.muster.node.query;

import dev.muster.backup.protocol.RunningBackups;
import dev.muster.bolt.Authenticator;
import dev.muster.bolt.BoltFailure;
import dev.muster.catalog.AdminCommand;
import dev.muster.catalog.Catalog;
import dev.muster.catalog.Topology;
import dev.muster.catalog.Vocabulary;
import dev.muster.catalog.security.InitialUser;
import dev.muster.catalog.security.PasswordHashing;
import dev.muster.cypher.CypherEngine;
import dev.muster.node.access.Logins;
import dev.muster.node.access.SecurityLog;
import dev.muster.node.config.SettingValues;
import dev.muster.node.hosting.DatabaseHost;
import dev.muster.node.stages.Awaiting;
import dev.muster.node.stages.Stages;
import dev.muster.runtime.World;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** Makes the parts of this package that belong together. */
public final class Queries {
    /** How long a commit is waited for before its outcome is called unknown. */
    private static final long COMMIT_MILLIS = 60_000;

    private final Transactions transactions;
    private final BoltQueries bolt;
    private final AdminCommands admin;
    private final Quarantines quarantines;
    private final Logins logins;
    private final Freshness freshness;

    /**
     * @param timeoutMillis {@code db.transaction.timeout}; 0 for none
     * @param bookmarkMillis {@code db.transaction.bookmark_ready_timeout}
     * @param changeSetBytesMax the largest transaction that consensus takes
     * @param backups what the server serves besides
     * @param serverSideRouting whether any server takes work for any database, writes too ({@code dbms.routing.enabled})
     * @param certificates what {@code dbms.security.reloadTLS()} renews
     */
    public record Settings(
            Vocabulary vocabulary,
            int maxDatabases,
            long timeoutMillis,
            long bookmarkMillis,
            int routingTtlSeconds,
            int changeSetBytesMax,
            boolean serverSideRouting,
            Imports imports,
            Memory memory,
            RunningBackups backups,
            List<SettingValues.Listed> listed,
            Passwords passwords,
            Certificates certificates,
            SecurityLog log) {}

    /**
     * How passwords are treated.
     *
     * @param lengthMin {@code dbms.security.auth_minimum_password_length}
     */
    public record Passwords(int lengthMin, Logins.Limits limits) {}

    /** What transactions may keep in memory, each and together, in bytes; 0 is no limit. */
    public record Memory(long maxOfOne, long maxOfAll) {}

    /**
     * What LOAD CSV may read.
     *
     * @param allowed {@code dbms.security.allow_csv_import_from_file_urls}
     */
    public record Imports(Path directory, boolean allowed) {}

    /** {@code awaiting}: on which lane operations wait for what happens elsewhere. */
    public Queries(
            World world,
            Awaiting awaiting,
            DatabaseHost host,
            Catalog catalog,
            CypherEngine cypher,
            Members members,
            Elsewhere elsewhere,
            Settings settings) {
        Commit commit = new Commit(awaiting);
        Databases databases = new Databases(host, catalog, awaiting, settings.bookmarkMillis());
        Leaders leaders =
                new Leaders(databases, members, awaiting, commit, world.clock(), settings.serverSideRouting());
        FreshCatalog freshCatalog = new FreshCatalog(databases, leaders, awaiting);
        ClusterRouter router = new ClusterRouter(
                databases,
                freshCatalog,
                host,
                members,
                new ClusterRouter.Policy(settings.routingTtlSeconds(), settings.serverSideRouting()));
        this.admin = new AdminCommands(
                databases,
                catalog,
                members,
                awaiting,
                leaders,
                world.clock(),
                world.random(),
                new AdminCommands.Settings(settings.vocabulary(), settings.maxDatabases()));
        this.quarantines = new Quarantines(databases, host, members, awaiting, world.clock(), this::execute);
        this.freshness = new Freshness(leaders, awaiting);
        QueryContext context = new QueryContext(
                databases,
                leaders,
                awaiting,
                cypher,
                admin,
                new ServerCommands(
                        databases,
                        host,
                        members,
                        new StatusCheck(databases, host, catalog, members, leaders, awaiting),
                        quarantines,
                        settings.certificates()),
                new ServerProcedures(
                        router,
                        new RaftStatusTable(host, members),
                        new ClusterOverview(host, members),
                        settings.backups(),
                        settings.listed()),
                world.clock(),
                world.random(),
                COMMIT_MILLIS,
                settings.timeoutMillis(),
                settings.changeSetBytesMax(),
                new MemoryPool(settings.memory().maxOfOne(), settings.memory().maxOfAll()),
                new OpenTransactions(world.clock()),
                new PasswordHashing(settings.passwords().lengthMin(), PasswordHashing.COST, world.random()),
                settings.log());
        this.transactions = new Transactions(
                context,
                freshCatalog,
                settings.serverSideRouting() ? new Detours(elsewhere, router::hosts, awaiting, world.clock()) : null);
        this.bolt = new BoltQueries(
                transactions,
                router,
                new ImportDirectory(
                        world.disk(),
                        settings.imports().directory(),
                        settings.imports().allowed()));
        this.logins = new Logins(
                new KnownUsers(databases, leaders, awaiting, bolt),
                world.clock(),
                world.random(),
                settings.passwords().limits(),
                settings.log());
    }

    /** Runs clients' transactions. */
    public Transactions transactions() {
        return transactions;
    }

    /** The same, and routing, for Bolt's threads. */
    public BoltQueries bolt() {
        return bolt;
    }

    /** Finds out who clients are, for Bolt's threads. */
    public Authenticator logins() {
        return logins;
    }

    /** Finds out whether copies here have everything. */
    public Freshness freshness() {
        return freshness;
    }

    /** Writes the first contents of {@code system}, if it has none yet; completes when they are agreed on. Call it on the leader. */
    public CompletionStage<Void> bootstrap(
            String defaultDatabase,
            List<String> memberIds,
            Map<String, UUID> dataIds,
            Topology defaultTopology,
            boolean enableFreeServers,
            InitialUser administrator) {
        return admin.bootstrap(defaultDatabase, memberIds, dataIds, defaultTopology, enableFreeServers, administrator);
    }

    /** Lifts the quarantine of a copy of this server for another that asks; completes with what was done, or why it was not. */
    public CompletionStage<String> lift(String database, String operation) {
        return quarantines.liftHere(database, operation);
    }

    /** That another server did not lift a quarantine, for the reason that it gave, as clients are told. */
    public static BoltFailure notLifted(String reason) {
        String words = QueryError.QUARANTINE.failure("").getMessage();
        return QueryError.QUARANTINE.failure(reason.startsWith(words) ? reason.substring(words.length()) : reason);
    }

    /** Carries out a command of the servers' own; completes when it is recorded. */
    public CompletionStage<?> execute(AdminCommand command) {
        return Stages.of(() -> admin.execute(command, null));
    }
}

package dev.muster.node.query;

import dev.muster.catalog.AdminCommand;
import dev.muster.catalog.Allocation;
import dev.muster.catalog.Catalog;
import dev.muster.catalog.CatalogNotice;
import dev.muster.catalog.DatabaseEntry;
import dev.muster.catalog.DatabaseReport;
import dev.muster.catalog.ServerReport;
import dev.muster.catalog.Topology;
import dev.muster.catalog.Vocabulary;
import dev.muster.catalog.security.InitialUser;
import dev.muster.catalog.security.SecurityCatalog;
import dev.muster.catalog.security.SecurityCommand;
import dev.muster.cypher.Rows;
import dev.muster.node.access.Access;
import dev.muster.node.hosting.HostedDatabase;
import dev.muster.node.stages.Awaiting;
import dev.muster.node.stages.Stages;
import dev.muster.runtime.Clock;
import dev.muster.runtime.Random;
import dev.muster.store.Applied;
import dev.muster.store.GraphReader;
import dev.muster.store.PinnedVersion;
import dev.muster.store.Store;
import dev.muster.store.change.ChangeSetCodec;
import dev.muster.store.change.GraphTransaction;
import dev.muster.store.change.GraphTransactions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Carries out administration commands: each is a transaction on {@code system}, made on this server and agreed on by the
 * group's leader, wherever that is; so they may be given to any member. Any thread; nothing blocks.
 */
final class AdminCommands {
    private static final long PATIENCE_MILLIS = 15_000;
    private static final long SURVEY_MILLIS = 3_000;

    private static final long NOTHING_TO_CHANGE = -1;
    private static final Map<String, Object> ONE_UPDATE = Map.of("contains-system-updates", true, "system-updates", 1L);

    /**
     * What a command did: rows (of WAIT), counters, what else is to be told, and the transaction of {@code system} it can be
     * seen in.
     */
    record Outcome(Rows rows, Map<String, Object> statistics, List<CatalogNotice.Told> told, long systemTransaction) {}

    /** What is known of a command that has been carried out: which database it meant, if any, and what it answers with. */
    private record Done(String database, Catalog.ShownDatabases answer) {}

    /** How this server runs commands. */
    record Settings(Vocabulary vocabulary, int maxDatabases) {}

    private final Databases databases;
    private final Catalog catalog;
    private final Members members;
    private final Awaiting awaiting;
    private final Leaders leaders;
    private final Clock clock;
    private final Random random;
    private final Settings settings;
    private final DumpWait dumps;

    AdminCommands(
            Databases databases,
            Catalog catalog,
            Members members,
            Awaiting awaiting,
            Leaders leaders,
            Clock clock,
            Random random,
            Settings settings) {
        this.databases = databases;
        this.catalog = catalog;
        this.members = members;
        this.awaiting = awaiting;
        this.leaders = leaders;
        this.clock = clock;
        this.random = random;
        this.settings = settings;
        this.dumps = new DumpWait(databases, awaiting, leaders);
    }

    /** Answers SHOW from what this server knows. */
    CompletionStage<Rows> show(AdminCommand command, boolean allColumns, Access access) {
        return databases.pinSystem().thenApply(system -> {
            try (system) {
                return rows(shown(command, system, allColumns, access));
            }
        });
    }

    private Catalog.ShownDatabases shown(AdminCommand command, GraphReader system, boolean allColumns, Access access) {
        if (command instanceof SecurityCommand.Show show) {
            return SecurityCatalog.show(
                    show,
                    SecurityCatalog.read(system),
                    SecurityCatalog.databaseIds(catalog, system),
                    settings.vocabulary(),
                    access.asker(),
                    allColumns);
        }
        if (command instanceof AdminCommand.ShowDefaultTopology) {
            return catalog.showDefaultTopology(system);
        } else if (command instanceof AdminCommand.ShowAliases show) {
            return catalog.showAliases(show, system, settings.vocabulary(), allColumns);
        }
        return command instanceof AdminCommand.ShowDatabases show
                ? catalog.show(show, system, members.reports(), settings.vocabulary(), allColumns, access.viewer())
                : catalog.showServers(system, members.reports(), allColumns);
    }

    /** Whether a command only shows something. */
    static boolean isShow(AdminCommand command) {
        return command instanceof AdminCommand.Shows;
    }

    private static Rows rows(Catalog.ShownDatabases answer) {
        return new ListRows(answer.columns(), answer.rows());
    }

    /**
     * Carries out any other command; completes when it is recorded, or, with WAIT, when all servers have acted on it. {@code
     * actor} is who gave it, or null for a server of its own accord and where authentication is off.
     */
    CompletionStage<Outcome> execute(AdminCommand command, String actor) {
        AtomicReference<Done> done = new AtomicReference<>();
        CompletionStage<Outcome> outcome = execute(command, actor, done);
        return command instanceof AdminCommand.DropDatabase drop && drop.dumpData()
                ? outcome.thenCompose(asked -> untilGone(drop, done.get(), asked))
                : outcome;
    }

    private CompletionStage<Outcome> untilGone(AdminCommand.DropDatabase drop, Done done, Outcome asked) {
        return dumps.untilGone(done.database(), drop.await().seconds())
                .thenCompose(gone -> awaitServers(drop.await(), done.database(), (server, report) -> report == null))
                .thenApply(rows -> new Outcome(
                        rows,
                        asked.statistics(),
                        asked.told(),
                        databases.system().lastTransactionId()));
    }

    private CompletionStage<Outcome> execute(AdminCommand command, String actor, AtomicReference<Done> done) {
        long before = databases.system().lastTransactionId();
        return leaders.catchUp(databases.system(), leaders.in(PATIENCE_MILLIS))
                .thenCompose(current -> storesFor(command))
                .thenCompose(stores -> agree(
                        HostedDatabase.Beginning::ids,
                        system -> done.set(
                                new Done(databaseOf(command, system), changed(command, system, stores, actor)))))
                .thenCompose(transaction -> transaction == NOTHING_TO_CHANGE
                        ? awaitServers(command, done.get())
                                .thenApply(rows -> new Outcome(
                                        rows, Map.of(), done.get().answer().told(), before))
                        : recorded(databases
                                .await(databases.system(), transaction)
                                .thenCompose(seen -> awaitServers(command, done.get()))
                                .thenApply(rows -> new Outcome(
                                        rows, ONE_UPDATE, done.get().answer().told(), transaction))));
    }

    /** The database that a command means, by its own name; null if it is about none. To be asked before it is carried out. */
    private String databaseOf(AdminCommand command, GraphReader system) {
        if (!(command instanceof AdminCommand.OfDatabase named)) {
            return null;
        }
        DatabaseEntry entry = catalog.database(system, named.name());
        return entry == null ? named.name().toLowerCase(Locale.ROOT) : entry.name();
    }

    private Catalog.ShownDatabases changed(
            AdminCommand command, GraphTransaction system, Map<String, Long> stores, String actor) {
        if (command instanceof SecurityCommand security) {
            return Catalog.ShownDatabases.NOTHING.with(SecurityCatalog.execute(
                    security, system, SecurityCatalog.databaseIdsByAnyName(catalog, system), actor));
        }
        if (command instanceof AdminCommand.RecreateDatabase recreate) {
            DatabaseEntry before = catalog.database(system, recreate.name());
            Catalog.ShownDatabases answer = catalog.execute(command, system, commandContext(stores));
            SecurityCatalog.moved(
                    system,
                    before.databaseId(),
                    catalog.database(system, before.name()).databaseId());
            return answer;
        }
        return catalog.execute(command, system, commandContext(stores));
    }

    /** What fails once the command is recorded, as when this server stops, must not sound as if nothing had happened. */
    private static CompletionStage<Outcome> recorded(CompletionStage<Outcome> seen) {
        return Stages.translated(
                seen,
                failure -> QueryError.OUTCOME_UNKNOWN.failure(
                        "this server could not wait for its effect, " + failure.getMessage()));
    }

    /**
     * Writes the first contents of {@code system}, if it has none. Called on the leader. Whoever does it uses the same ids,
     * from 0 on: of two first contents, or of one whose outcome was unknown and its repetition, only one can be committed.
     * {@code dataIds}: on which data directories the founders work, of those that are known. {@code enableFreeServers}:
     * whether servers that join can host databases at once.
     */
    CompletionStage<Void> bootstrap(
            String defaultDatabase,
            List<String> memberIds,
            Map<String, UUID> dataIds,
            Topology defaultTopology,
            boolean enableFreeServers,
            InitialUser administrator) {
        Change firstContents = system -> {
            if (system.transactionId() == 0) {
                catalog.bootstrap(
                        system,
                        defaultDatabase,
                        new Catalog.CommandContext(
                                random.nextUuid(),
                                clock.wallMillis(),
                                memberIds,
                                settings.maxDatabases(),
                                Map.of(),
                                defaultTopology));
                dataIds.forEach((serverId, dataId) -> catalog.execute(
                        new AdminCommand.NoteDataDirectory(serverId, dataId.toString(), false, ""),
                        system,
                        commandContext(Map.of())));
                if (enableFreeServers) {
                    catalog.execute(new AdminCommand.EnableFreeServers(true), system, commandContext(Map.of()));
                }
                SecurityCatalog.begin(system, administrator);
            }
        };
        return Stages.of(() -> agree(beginning -> new FirstIds(), firstContents))
                .thenAccept(transaction -> {});
    }

    private Catalog.CommandContext commandContext(Map<String, Long> foundStores) {
        return new Catalog.CommandContext(
                random.nextUuid(),
                clock.wallMillis(),
                members.reports().stream()
                        .filter(ServerReport::available)
                        .map(ServerReport::serverId)
                        .toList(),
                settings.maxDatabases(),
                foundStores,
                null);
    }

    private CompletionStage<Map<String, Long>> storesFor(AdminCommand command) {
        if (command instanceof AdminCommand.RecreateDatabase recreate) {
            return databases
                    .entry(recreate.name())
                    .thenCompose(entry -> entry == null
                            ? CompletableFuture.completedStage(Map.of())
                            : members.secureCopies(entry.databaseId()));
        }
        return command instanceof AdminCommand.CreateDatabase create
                ? awaiting.within(
                        SURVEY_MILLIS,
                        members.findStores(create.name().toLowerCase(Locale.ROOT)),
                        () -> CompletableFuture.completedStage(Map.of()))
                : CompletableFuture.completedStage(Map.of());
    }

    /** A change of the catalog, made on a version of it; made again if another came first. */
    @FunctionalInterface
    private interface Change {
        void on(GraphTransaction system);
    }

    /** Ids from 0 on. */
    private static final class FirstIds implements Store.IdSource {
        private long nextNode;
        private long nextRelationship;

        @Override
        public long nextNodeIds(int count) {
            nextNode += count;
            return nextNode - count;
        }

        @Override
        public long nextRelationshipIds(int count) {
            nextRelationship += count;
            return nextRelationship - count;
        }
    }

    /** The transaction of {@code system} that has the change, or {@link #NOTHING_TO_CHANGE}. */
    private CompletionStage<Long> agree(Function<HostedDatabase.Beginning, Store.IdSource> ids, Change change) {
        return agree(databases.system(), ids, change, leaders.in(PATIENCE_MILLIS));
    }

    private CompletionStage<Long> agree(
            HostedDatabase system,
            Function<HostedDatabase.Beginning, Store.IdSource> ids,
            Change change,
            long giveUpAtNanos) {
        return databases
                .begin(system, PATIENCE_MILLIS)
                .thenApply(beginning -> prepare(beginning, ids.apply(beginning), change))
                .thenCompose(proposal -> proposal == null
                        ? CompletableFuture.completedStage(NOTHING_TO_CHANGE)
                        : leaders.propose(system, proposal, PATIENCE_MILLIS, giveUpAtNanos)
                                .thenCompose(applied -> agreed(applied, giveUpAtNanos)
                                        ? CompletableFuture.completedStage(Leaders.transactionOf(applied))
                                        : agree(system, ids, change, giveUpAtNanos)));
    }

    /** Whether that is the end of it; after a conflict there is another try while there is time. */
    private boolean agreed(Applied applied, long giveUpAtNanos) {
        return applied instanceof Applied.Committed || leaders.isPast(giveUpAtNanos);
    }

    /** The encoded change set, or null if nothing has to change. */
    private byte[] prepare(HostedDatabase.Beginning beginning, Store.IdSource ids, Change change) {
        try (PinnedVersion version = beginning.version()) {
            GraphTransaction transaction = GraphTransactions.over(version, ids);
            change.on(transaction);
            return transaction.hasChanges()
                    ? ChangeSetCodec.encode(transaction.toChangeSet(random.nextUuid(), clock.wallMillis(), Map.of()))
                    : null;
        }
    }

    // ---------------------------------------------------------------- WAIT

    private CompletionStage<Rows> awaitServers(AdminCommand command, Done done) {
        if (!(command instanceof AdminCommand.OfDatabase named)) {
            return CompletableFuture.completedStage(rows(done.answer()));
        }
        AdminCommand.Wait wait = named.await();
        String name = done.database();
        if (named instanceof AdminCommand.StopDatabase) {
            return awaitHosts(wait, name, "offline");
        } else if (named instanceof AdminCommand.AlterDatabase alter) {
            return awaitAltered(alter, name);
        } else if (named instanceof AdminCommand.DropDatabase drop) {
            return drop.dumpData()
                    ? CompletableFuture.completedStage(ListRows.EMPTY)
                    : awaitServers(wait, name, (server, report) -> report == null);
        }
        return awaitHosts(wait, name, "online");
    }

    /** Only the servers that are to have a copy can have anything to do. */
    private CompletionStage<Rows> awaitHosts(AdminCommand.Wait wait, String name, String wanted) {
        return databases
                .entry(name)
                .thenCompose(entry -> awaitServers(
                        wait,
                        name,
                        (server, report) -> entry == null
                                || !entry.members().contains(server.serverId())
                                || settled(report, wanted),
                        () -> wanted.equals("online") && seedFailed(name, entry)));
    }

    /** The others go on waiting for the store which that server could not make; whoever asked need not. */
    private boolean seedFailed(String name, DatabaseEntry entry) {
        return entry != null
                && entry.artifactSeed() != null
                && members.reports().stream()
                        .filter(server -> server.serverId().equals(entry.seedServerId()))
                        .map(server -> reportOf(server, name, entry))
                        .anyMatch(report -> report != null && !report.message().isEmpty());
    }

    /** Until the copies are where they should be, and nowhere else, and each server knows whether they may be written. */
    private CompletionStage<Rows> awaitAltered(AdminCommand.AlterDatabase alter, String name) {
        return databases
                .entry(name)
                .thenCompose(entry -> awaitServers(
                        alter.await(),
                        name,
                        (server, report) -> (alter.topology() == null || isInPlace(entry, server, report))
                                && (alter.readOnly() == null
                                        || report == null
                                        || report.askedReadOnly() == alter.readOnly())));
    }

    private static boolean isInPlace(DatabaseEntry entry, ServerReport server, DatabaseReport report) {
        Allocation copy = entry == null
                ? null
                : entry.wanted()
                        .filter(one -> one.serverId().equals(server.serverId()))
                        .findFirst()
                        .orElse(null);
        if (copy == null) {
            return report == null;
        }
        boolean secondary = copy.mode() == Allocation.Mode.SECONDARY;
        return entry.requestedStatus() == DatabaseEntry.RequestedStatus.OFFLINE
                || (settled(report, "online") && (report.role() == DatabaseReport.ReportedRole.LEARNER) == secondary);
    }

    private static boolean settled(DatabaseReport report, String wanted) {
        boolean goesOn = report != null
                && report.status() == DatabaseReport.CurrentStatus.INITIAL
                && wanted.equals("offline"); // that it could not be started does not keep it from being stopped
        return report != null
                && (report.status().text().equals(wanted) || (!report.message().isEmpty() && !goesOn));
    }

    private CompletionStage<Rows> awaitServers(
            AdminCommand.Wait wait, String name, BiPredicate<ServerReport, DatabaseReport> settled) {
        return awaitServers(wait, name, settled, () -> false);
    }

    /** @param inVain whether there is no use in waiting any longer */
    private CompletionStage<Rows> awaitServers(
            AdminCommand.Wait wait,
            String name,
            BiPredicate<ServerReport, DatabaseReport> settled,
            BooleanSupplier inVain) {
        if (wait.seconds() == 0) {
            return CompletableFuture.completedStage(ListRows.EMPTY);
        }
        return databases
                .entry(name)
                .thenCompose(entry -> awaiting.until(
                                () -> inVain.getAsBoolean()
                                        || members.reports().stream()
                                                .filter(ServerReport::available)
                                                .allMatch(
                                                        server -> settled.test(server, reportOf(server, name, entry))),
                                wait.seconds() * 1_000L)
                        .thenApply(inTime -> new ListRows(
                                List.of("address", "state", "message", "success"),
                                members.reports().stream()
                                        .map(server -> waitRow(server, reportOf(server, name, entry), settled, inTime))
                                        .toList())));
    }

    private static DatabaseReport reportOf(ServerReport server, String name, DatabaseEntry entry) {
        return server.databases().stream()
                .filter(report -> report.name().equals(name))
                .filter(report -> entry == null || report.databaseId().equals(entry.databaseId()))
                .findFirst()
                .orElse(null);
    }

    private static List<Object> waitRow(
            ServerReport server,
            DatabaseReport report,
            BiPredicate<ServerReport, DatabaseReport> settled,
            boolean inTime) {
        String address = server.boltAddress() == null ? server.name() : server.boltAddress();
        if (!server.available()) {
            return List.of(address, "NotAvailable", "server is not available", inTime);
        }
        if (report != null && !report.message().isEmpty()) {
            return List.of(address, "Failed", report.message(), false);
        }
        return settled.test(server, report)
                ? List.of(address, "CaughtUp", "caught up", inTime)
                : List.of(address, "CatchingUp", "not there yet", false);
    }
}

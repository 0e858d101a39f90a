package dev.muster.node.query;

import dev.muster.bolt.BoltFailure;
import dev.muster.catalog.AdminCommand;
import dev.muster.catalog.Catalog;
import dev.muster.catalog.DatabaseEntry;
import dev.muster.catalog.DatabaseReport;
import dev.muster.catalog.ServerReport;
import dev.muster.catalog.Vocabulary;
import dev.muster.cypher.Rows;
import dev.muster.node.hosting.HostedDatabase;
import dev.muster.raft.RaftStatus;
import dev.muster.raft.Role;
import dev.muster.runtime.Clock;
import dev.muster.runtime.Random;
import dev.muster.store.Applied;
import dev.muster.store.PinnedVersion;
import dev.muster.store.Store;
import dev.muster.store.change.ChangeSetCodec;
import dev.muster.store.change.GraphTransaction;
import dev.muster.store.change.GraphTransactions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Carries out administration commands: each is a transaction on {@code system}, made on this server and agreed on by the
 * group's leader, wherever that is; so they may be given to any member.
 */
final class AdminCommands {
    private static final long PATIENCE_MILLIS = 15_000;
    private static final long SURVEY_MILLIS = 3_000;

    /** What a command did: rows (of WAIT), counters, and the transaction of {@code system} it can be seen in. */
    record Outcome(Rows rows, Map<String, Object> statistics, long systemTransaction) {}

    /** How this server runs commands. */
    record Settings(Vocabulary vocabulary, int maxDatabases) {}

    private final Databases databases;
    private final Catalog catalog;
    private final Members members;
    private final Awaiting awaiting;
    private final Clock clock;
    private final Random random;
    private final Settings settings;

    AdminCommands(
            Databases databases,
            Catalog catalog,
            Members members,
            Awaiting awaiting,
            Clock clock,
            Random random,
            Settings settings) {
        this.databases = databases;
        this.catalog = catalog;
        this.members = members;
        this.awaiting = awaiting;
        this.clock = clock;
        this.random = random;
        this.settings = settings;
    }

    /** Answers SHOW from what this server knows. */
    Rows show(AdminCommand.ShowDatabases command, boolean allColumns) {
        try (PinnedVersion system = databases.pinSystem()) {
            Catalog.ShownDatabases shown =
                    catalog.show(command, system, members.reports(), settings.vocabulary(), allColumns);
            return new ListRows(shown.columns(), shown.rows());
        }
    }

    /** Carries out any other command; returns when it is recorded, or, with WAIT, when all servers have acted on it. */
    Outcome execute(AdminCommand command) {
        long before = databases.system().lastTransactionId();
        long transaction = agree(system -> catalog.execute(command, system, commandContext(command, system)));
        if (transaction < 0) {
            return new Outcome(awaitServers(command), Map.of(), before);
        }
        databases.await(databases.system(), transaction);
        Map<String, Object> statistics = Map.of("contains-system-updates", true, "system-updates", 1L);
        return new Outcome(awaitServers(command), statistics, transaction);
    }

    /**
     * Writes the first contents of {@code system}, if it has none. Called on the leader. Whoever does it uses the same ids,
     * from 0 on: of two first contents, or of one whose outcome was unknown and its repetition, only one can be committed.
     */
    void bootstrap(String defaultDatabase, List<String> memberIds) {
        agree(version -> new FirstIds(), system -> {
            if (system.transactionId() == 0) {
                catalog.bootstrap(
                        system,
                        defaultDatabase,
                        new Catalog.CommandContext(
                                random.nextUuid(), clock.wallMillis(), memberIds, settings.maxDatabases(), Map.of()));
            }
        });
    }

    private Catalog.CommandContext commandContext(AdminCommand command, GraphTransaction system) {
        List<String> memberIds = catalog.database(system, "system").members();
        Map<String, Long> foundStores =
                command instanceof AdminCommand.CreateDatabase create ? findStores(create.name()) : Map.of();
        return new Catalog.CommandContext(
                random.nextUuid(), clock.wallMillis(), memberIds, settings.maxDatabases(), foundStores);
    }

    private Map<String, Long> findStores(String name) {
        try {
            return Awaiting.of(members.findStores(name.toLowerCase(java.util.Locale.ROOT)), SURVEY_MILLIS);
        } catch (TimeoutException e) {
            return Map.of();
        }
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
        public long nextNodeId() {
            return nextNode++;
        }

        @Override
        public long nextRelationshipId() {
            return nextRelationship++;
        }

        @Override
        public void reset() {
            nextNode = 0;
            nextRelationship = 0;
        }
    }

    /** Returns the transaction of {@code system}, or -1 if there was nothing to change. */
    private long agree(Change change) {
        return agree(
                system -> {
                    try {
                        return Awaiting.of(system.ids(), PATIENCE_MILLIS);
                    } catch (TimeoutException e) {
                        throw systemDoesNotAnswer();
                    }
                },
                change);
    }

    private static RuntimeException systemDoesNotAnswer() {
        return QueryError.DATABASE_UNAVAILABLE.failure("The system database does not answer on this server.");
    }

    private long agree(Function<HostedDatabase, Store.IdSource> ids, Change change) {
        long giveUpAt = clock.monotonicNanos() + PATIENCE_MILLIS * 1_000_000L;
        HostedDatabase system = databases.system();
        while (true) {
            byte[] proposal = prepare(ids.apply(system), change);
            if (proposal == null) {
                return -1;
            }
            Applied applied = proposeToLeader(system, proposal, giveUpAt);
            if (applied instanceof Applied.Committed committed) {
                return committed.transactionId();
            }
            if (clock.monotonicNanos() - giveUpAt > 0) {
                throw QueryError.CONFLICT.failure(((Applied.Conflict) applied).reason());
            }
        }
    }

    private byte[] prepare(Store.IdSource ids, Change change) {
        try (PinnedVersion version = databases.pinSystem()) {
            GraphTransaction transaction = GraphTransactions.over(version, ids);
            change.on(transaction);
            return transaction.hasChanges()
                    ? ChangeSetCodec.encode(transaction.toChangeSet(random.nextUuid(), clock.wallMillis(), Map.of()))
                    : null;
        }
    }

    private Applied proposeToLeader(HostedDatabase system, byte[] proposal, long giveUpAt) {
        while (true) {
            RaftStatus raft = system.raftStatus();
            if (raft != null && raft.leader() != null) {
                try {
                    return Commit.outcome(proposal(system, raft, proposal), system, PATIENCE_MILLIS);
                } catch (BoltFailure e) {
                    if (!e.code().equals(QueryError.NOT_A_LEADER.code()) || clock.monotonicNanos() - giveUpAt > 0) {
                        throw e;
                    }
                }
            } else if (clock.monotonicNanos() - giveUpAt > 0) {
                throw Databases.notALeader(system);
            }
            RaftStatus before = raft;
            awaiting.until(() -> !java.util.Objects.equals(leaderOf(before), leaderOf(system.raftStatus())), 200);
        }
    }

    private static Object leaderOf(RaftStatus raft) {
        return raft == null ? null : raft.leader();
    }

    private CompletionStage<?> proposal(HostedDatabase system, RaftStatus raft, byte[] proposal) {
        return raft.role() == Role.LEADER
                ? system.propose(proposal)
                : members.propose(raft.leader().serverId(), system.databaseId(), proposal);
    }

    // ---------------------------------------------------------------- WAIT

    private Rows awaitServers(AdminCommand command) {
        if (command instanceof AdminCommand.CreateDatabase create) {
            return awaitServers(create.await(), create.name(), report -> settled(report, "online"));
        } else if (command instanceof AdminCommand.StartDatabase start) {
            return awaitServers(start.await(), start.name(), report -> settled(report, "online"));
        } else if (command instanceof AdminCommand.StopDatabase stop) {
            return awaitServers(stop.await(), stop.name(), report -> settled(report, "offline"));
        } else if (command instanceof AdminCommand.DropDatabase drop) {
            return awaitServers(drop.await(), drop.name(), report -> report == null);
        }
        return ListRows.EMPTY;
    }

    private static boolean settled(DatabaseReport report, String wanted) {
        return report != null
                && (report.status().text().equals(wanted) || !report.message().isEmpty());
    }

    private Rows awaitServers(AdminCommand.Wait wait, String typedName, Function<DatabaseReport, Boolean> settled) {
        if (wait.seconds() == 0) {
            return ListRows.EMPTY;
        }
        String name = typedName.toLowerCase(java.util.Locale.ROOT);
        DatabaseEntry entry = databases.entry(name);
        boolean inTime = awaiting.until(
                () -> members.reports().stream()
                        .filter(ServerReport::available)
                        .allMatch(server -> settled.apply(reportOf(server, name, entry))),
                wait.seconds() * 1_000L);
        List<List<Object>> rows = members.reports().stream()
                .map(server -> waitRow(server, reportOf(server, name, entry), settled, inTime))
                .toList();
        return new ListRows(List.of("address", "state", "message", "success"), rows);
    }

    private static DatabaseReport reportOf(ServerReport server, String name, DatabaseEntry entry) {
        return server.databases().stream()
                .filter(report -> report.name().equals(name))
                .filter(report -> entry == null || report.databaseId().equals(entry.databaseId()))
                .findFirst()
                .orElse(null);
    }

    private static List<Object> waitRow(
            ServerReport server, DatabaseReport report, Function<DatabaseReport, Boolean> settled, boolean inTime) {
        if (!server.available()) {
            return List.of(server.boltAddress(), "NotAvailable", "server is not available", inTime);
        }
        if (report != null && !report.message().isEmpty()) {
            return List.of(server.boltAddress(), "Failed", report.message(), false);
        }
        return settled.apply(report)
                ? List.of(server.boltAddress(), "CaughtUp", "caught up", inTime)
                : List.of(server.boltAddress(), "CatchingUp", "not there yet", inTime);
    }
}

package dev.muster.node.query;

import dev.muster.catalog.AdminCommand;
import dev.muster.catalog.Allocation;
import dev.muster.catalog.Catalog;
import dev.muster.catalog.DatabaseEntry;
import dev.muster.catalog.ServerEntry;
import dev.muster.catalog.ServerReport;
import dev.muster.cypher.Rows;
import dev.muster.node.hosting.DatabaseHost;
import dev.muster.node.hosting.HostedDatabase;
import dev.muster.node.stages.Awaiting;
import dev.muster.node.stages.Stages;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * {@code CALL dbms.cluster.statusCheck(databases, timeoutMilliseconds)} (facts/backup-and-admin.md F.10): has each group agree
 * on an entry that changes nothing, and asks each primary how far it has come with that. Any thread; nothing blocks.
 */
final class StatusCheck {
    private static final List<String> COLUMNS = List.of(
            "database",
            "serverId",
            "serverName",
            "address",
            "replicationSuccessful",
            "memberStatus",
            "recognisedLeader",
            "recognisedLeaderTerm",
            "requester",
            "error");
    /** Between two questions to a primary that has not applied the entry yet. */
    private static final long PAUSE_MILLIS = 25;

    private final Databases databases;
    private final DatabaseHost host;
    private final Catalog catalog;
    private final Members members;
    private final Leaders leaders;
    private final Awaiting awaiting;

    StatusCheck(
            Databases databases,
            DatabaseHost host,
            Catalog catalog,
            Members members,
            Leaders leaders,
            Awaiting awaiting) {
        this.databases = databases;
        this.host = host;
        this.catalog = catalog;
        this.members = members;
        this.leaders = leaders;
        this.awaiting = awaiting;
    }

    /** What a primary is good for, as the check has found out. */
    private enum MemberStatus {
        /** It has applied the entry. */
        APPLYING,
        /** It takes part in its group, and has not applied the entry in time, or there is none. */
        REPLICATING,
        /** It does not answer, does not run, or is too far behind to have the entry. */
        UNAVAILABLE
    }

    /** How the group did: {@code index} of the entry, or -1 and why there is none. */
    private record Agreed(long index, String error) {
        boolean successful() {
            return index >= 0;
        }
    }

    /** What a primary was found to be, with what it said last (null if it never did), and why it is no better. */
    private record Found(MemberStatus status, Members.Position position, String error) {}

    /** Runs it; the rows are complete then. */
    CompletionStage<Rows> run(AdminCommand.CheckStatus command) {
        long giveUpAtNanos = leaders.in(command.timeoutMillis());
        return databases.pinSystem().thenCompose(system -> {
            List<DatabaseEntry> entries;
            Map<String, String> names = new TreeMap<>();
            List<CompletionStage<List<List<Object>>>> checks = new ArrayList<>();
            try (system) {
                entries = catalog.databases(system);
                catalog.servers(system).forEach((ServerEntry server) -> names.put(server.serverId(), server.name()));
                for (String name : command.databases()) {
                    DatabaseEntry entry = catalog.database(system, name);
                    String error = error(name, entry);
                    checks.add(
                            error == null
                                    ? check(entry, names, giveUpAtNanos)
                                    : CompletableFuture.completedStage(List.of(failed(name, names, error))));
                }
            }
            if (command.databases().isEmpty()) {
                entries.stream()
                        .filter(entry -> error(entry.name(), entry) == null)
                        .forEach(entry -> checks.add(check(entry, names, giveUpAtNanos)));
            }
            return all(checks);
        });
    }

    private static CompletionStage<Rows> all(List<CompletionStage<List<List<Object>>>> checks) {
        CompletionStage<List<List<Object>>> rows = CompletableFuture.completedStage(new ArrayList<>());
        for (CompletionStage<List<List<Object>>> check : checks) {
            rows = rows.thenCombine(check, (before, more) -> {
                before.addAll(more);
                return before;
            });
        }
        return rows.thenApply(complete -> new ListRows(COLUMNS, complete));
    }

    /** Why this server cannot check a database, or null if it can. */
    private String error(String typed, DatabaseEntry entry) {
        if (entry == null) {
            return "Database '" + typed + "' does not exist.";
        }
        List<Allocation> primaries = primaries(entry);
        if (primaries.stream().noneMatch(copy -> copy.serverId().equals(members.self()))) {
            return "Database '" + typed + "' has no primary on server '" + members.self() + "'.";
        }
        return primaries.size() > 1
                ? null
                : "Database '" + typed + "' has a single primary, which replicates to nobody that it depends on.";
    }

    private static List<Allocation> primaries(DatabaseEntry entry) {
        return entry.wanted()
                .filter(copy -> copy.mode() == Allocation.Mode.PRIMARY)
                .toList();
    }

    private CompletionStage<List<List<Object>>> check(
            DatabaseEntry entry, Map<String, String> names, long giveUpAtNanos) {
        return agree(entry, giveUpAtNanos).thenCompose(agreed -> {
            CompletionStage<List<List<Object>>> rows = CompletableFuture.completedStage(new ArrayList<>());
            for (Allocation copy : primaries(entry)) {
                rows = rows.thenCombine(found(entry, copy.serverId(), agreed, giveUpAtNanos), (before, found) -> {
                    before.add(row(entry.name(), copy.serverId(), names, agreed, found));
                    return before;
                });
            }
            return rows;
        });
    }

    private CompletionStage<Agreed> agree(DatabaseEntry entry, long giveUpAtNanos) {
        HostedDatabase database = host.byId(entry.databaseId());
        if (database == null || database.raftStatus() == null) {
            String why = database == null
                    ? "it is not there yet"
                    : "it is " + database.status().text()
                            + (database.message().isEmpty() ? "" : " (" + database.message() + ")");
            return CompletableFuture.completedStage(
                    new Agreed(-1, "The copy on server '" + members.self() + "' does not take part: " + why));
        }
        CompletionStage<Agreed> agreed =
                leaders.probe(database, giveUpAtNanos).thenApply(index -> new Agreed(index, null));
        return Stages.recovered(
                awaiting.within(
                        leaders.left(giveUpAtNanos),
                        agreed,
                        () -> CompletableFuture.completedStage(
                                new Agreed(-1, "Nothing was replicated within the time."))),
                failure -> CompletableFuture.completedStage(
                        new Agreed(-1, "Nothing was replicated: " + failure.getMessage())));
    }

    // ---------------------------------------------------------------- each primary

    /** If there is no entry, one question; else until the primary has applied it or the time is over. */
    private CompletionStage<Found> found(DatabaseEntry entry, String serverId, Agreed agreed, long giveUpAtNanos) {
        long left = Math.max(leaders.left(giveUpAtNanos), PAUSE_MILLIS);
        CompletionStage<Members.Position> asked = serverId.equals(members.self())
                ? here(entry)
                : awaiting.within(
                        left,
                        members.position(serverId, entry.databaseId()),
                        () -> CompletableFuture.failedStage(
                                new IllegalStateException("server '" + serverId + "' does not answer")));
        return asked.handle((position, failure) -> judged(position, failure, agreed))
                .thenCompose(found -> {
                    boolean done = found.status() == MemberStatus.APPLYING
                            || !agreed.successful()
                            || leaders.isPast(giveUpAtNanos);
                    return done
                            ? CompletableFuture.completedStage(found)
                            : awaiting.until(() -> false, PAUSE_MILLIS)
                                    .thenCompose(paused -> found(entry, serverId, agreed, giveUpAtNanos));
                });
    }

    private CompletionStage<Members.Position> here(DatabaseEntry entry) {
        HostedDatabase database = host.byId(entry.databaseId());
        return database == null || database.raftStatus() == null
                ? CompletableFuture.failedStage(new IllegalStateException("the database does not run on this server"))
                : CompletableFuture.completedStage(Members.Position.of(database.raftStatus()));
    }

    private static Found judged(Members.Position position, Throwable failure, Agreed agreed) {
        if (failure != null) {
            return new Found(
                    MemberStatus.UNAVAILABLE, null, Stages.causeOf(failure).getMessage());
        } else if (!agreed.successful()) {
            return new Found(MemberStatus.REPLICATING, position, null);
        } else if (position.appliedIndex() >= agreed.index()) {
            return new Found(MemberStatus.APPLYING, position, null);
        }
        boolean has = position.lastIndex() >= agreed.index();
        return new Found(
                has ? MemberStatus.REPLICATING : MemberStatus.UNAVAILABLE,
                position,
                "It has applied entry " + position.appliedIndex() + " of " + agreed.index()
                        + (has ? " and has all of them." : " and has " + position.lastIndex() + "."));
    }

    // ---------------------------------------------------------------- rows

    private List<Object> row(String database, String serverId, Map<String, String> names, Agreed agreed, Found found) {
        Members.Position position = found.position();
        boolean requester = serverId.equals(members.self());
        return row(
                database,
                serverId,
                names,
                agreed.successful(),
                found.status(),
                position == null ? null : position.leader(),
                position == null || position.leader() == null ? null : (long) position.term(),
                requester && agreed.error() != null ? agreed.error() : found.error());
    }

    private List<Object> failed(String database, Map<String, String> names, String error) {
        return row(database, members.self(), names, false, MemberStatus.UNAVAILABLE, null, null, error);
    }

    private List<Object> row(
            String database,
            String serverId,
            Map<String, String> names,
            boolean successful,
            MemberStatus status,
            String leader,
            Long term,
            String error) {
        String address = members.reports().stream()
                .filter(server -> server.serverId().equals(serverId))
                .map(ServerReport::boltAddress)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        return Arrays.asList(
                database,
                serverId,
                names.getOrDefault(serverId, serverId),
                address,
                successful,
                status.name(),
                leader,
                term,
                serverId.equals(members.self()),
                error);
    }
}

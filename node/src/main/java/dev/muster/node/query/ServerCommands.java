package dev.muster.node.query;

import dev.muster.catalog.AdminCommand;
import dev.muster.catalog.Allocation;
import dev.muster.catalog.DatabaseReport.CurrentStatus;
import dev.muster.catalog.ServerReport;
import dev.muster.cypher.Rows;
import dev.muster.node.hosting.DatabaseHost;
import dev.muster.node.hosting.DatabaseUnavailable;
import dev.muster.node.hosting.HostedDatabase;
import dev.muster.node.stages.Stages;
import dev.muster.runtime.Clock;
import dev.muster.store.PinnedVersion;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Carries out the commands that are about the copies of databases on this very server. Any thread; nothing blocks. */
final class ServerCommands {
    private final Databases databases;
    private final DatabaseHost host;
    private final Members members;
    private final Clock clock;
    private final StatusCheck statusCheck;
    private final Function<AdminCommand, CompletionStage<?>> catalogCommands;

    /** {@code catalogCommands} carries out the catalog's. */
    ServerCommands(
            Databases databases,
            DatabaseHost host,
            Members members,
            Clock clock,
            StatusCheck statusCheck,
            Function<AdminCommand, CompletionStage<?>> catalogCommands) {
        this.databases = databases;
        this.host = host;
        this.members = members;
        this.clock = clock;
        this.statusCheck = statusCheck;
        this.catalogCommands = catalogCommands;
    }

    /**
     * Carries it out; the rows are complete then.
     *
     * @param actor who gave it, or null where authentication is off
     * @param session the database that it was given on
     */
    CompletionStage<Rows> execute(AdminCommand.OnServer command, String actor, HostedDatabase session) {
        if (command instanceof AdminCommand.Checkpoint) {
            return checkpoint(session);
        }
        if (command instanceof AdminCommand.CheckStatus check) {
            return statusCheck.run(check);
        }
        if (command instanceof AdminCommand.Quarantine quarantine) {
            return here(quarantine.database())
                    .thenCompose(database -> quarantine.set()
                            ? set(database, quarantine.reason(), actor)
                            : lifted(quarantine.database(), database, false));
        }
        AdminCommand.Unquarantine unquarantine = (AdminCommand.Unquarantine) command;
        if (!isHere(unquarantine.server())) {
            throw QueryError.QUARANTINE.failure("'" + unquarantine.server() + "' is not the server that was asked, '"
                    + members.self() + "'; connect to that one.");
        }
        return here(unquarantine.database())
                .thenCompose(database -> switch (unquarantine.operation().toLowerCase(java.util.Locale.ROOT)) {
                    case "keepstatekeepstore" -> lifted(unquarantine.database(), database, false);
                    case "replacestatereplacestore" -> lifted(unquarantine.database(), database, true);
                    default ->
                        throw QueryError.QUARANTINE.failure("operation '" + unquarantine.operation()
                                + "' is none of keepStateKeepStore and replaceStateReplaceStore.");
                });
    }

    /** That the disk refuses is an answer; that the database is not there is a failure. */
    private CompletionStage<Rows> checkpoint(HostedDatabase database) {
        CompletionStage<Rows> taken = database.checkpointAndPin().thenApply(pinned -> {
            try (PinnedVersion version = pinned) {
                return outcome(
                        true,
                        "Checkpoint completed: server '" + members.self() + "' has transaction "
                                + version.transactionId() + " of database '" + database.name()
                                + "', and all before it, in its store.");
            }
        });
        return Stages.recovered(taken, failure -> notTaken(database, failure));
    }

    private CompletionStage<Rows> notTaken(HostedDatabase database, Throwable failure) {
        if (failure instanceof UncheckedIOException disk) {
            return CompletableFuture.completedStage(outcome(
                    false,
                    "Checkpoint failed on server '" + members.self() + "': "
                            + disk.getCause().getMessage() + ". The last checkpoint of database '" + database.name()
                            + "' counts on."));
        }
        return CompletableFuture.failedStage(
                failure instanceof DatabaseUnavailable
                        ? QueryError.DATABASE_UNAVAILABLE.failure(failure.getMessage())
                        : failure);
    }

    private static Rows outcome(boolean success, String message) {
        return new ListRows(List.of("success", "message"), List.of(List.of(success, message)));
    }

    private boolean isHere(String server) {
        return members.self().equals(server)
                || members.reports().stream()
                        .filter(report -> report.serverId().equals(members.self()))
                        .map(ServerReport::name)
                        .anyMatch(server::equals);
    }

    private CompletionStage<HostedDatabase> here(String name) {
        return databases.entry(name).thenApply(entry -> {
            HostedDatabase database = entry == null ? null : host.byId(entry.databaseId());
            if (database == null) {
                throw QueryError.QUARANTINE.failure(
                        "Database '" + name + "' is not on server '" + members.self() + "'.");
            }
            return database;
        });
    }

    private CompletionStage<Rows> set(HostedDatabase database, String reason, String actor) {
        String why = "By " + Objects.requireNonNullElse(actor, "anonymous") + " at "
                + Instant.ofEpochMilli(clock.wallMillis()) + ": " + reason;
        return understood(host.quarantine(database, why)).thenApply(done -> row(database, true, why));
    }

    private CompletionStage<Rows> lifted(String typed, HostedDatabase database, boolean anew) {
        if (database.status() != CurrentStatus.QUARANTINED) {
            throw QueryError.QUARANTINE.failure(
                    "Database '" + typed + "' on server '" + members.self() + "' is not in quarantine.");
        }
        return anew
                ? replaced(database)
                : understood(host.release(database))
                        .thenApply(done -> row(database, false, "The database becomes what is requested of it"));
    }

    /** The group takes this copy out, and it comes back in another life with a copy of the others' store. */
    private CompletionStage<Rows> replaced(HostedDatabase database) {
        Allocation copy = database.entry().copyOn(members.self());
        if (copy == null || database.entry().members().size() < 2) {
            throw QueryError.QUARANTINE.failure("no other server has a copy of database '" + database.name() + "'.");
        }
        return catalogCommands
                .apply(new AdminCommand.ReplaceCopy(database.databaseId(), members.self(), copy.life()))
                .thenApply(done -> row(database, false, "The copy is replaced by one of the others'"));
    }

    private static CompletionStage<Void> understood(CompletionStage<Void> work) {
        return Stages.translated(work, failure -> QueryError.QUARANTINE.failure(failure.getMessage()));
    }

    private static Rows row(HostedDatabase database, boolean quarantined, String result) {
        return new ListRows(
                List.of("databaseName", "quarantined", "result"),
                List.of(List.of(database.name(), quarantined, result)));
    }
}

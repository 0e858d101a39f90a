package dev.muster.node.query;

import dev.muster.bolt.BoltFailure;
import dev.muster.catalog.AdminCommand;
import dev.muster.catalog.Allocation;
import dev.muster.catalog.DatabaseReport.CurrentStatus;
import dev.muster.cypher.Rows;
import dev.muster.node.hosting.DatabaseHost;
import dev.muster.node.hosting.HostedDatabase;
import dev.muster.node.stages.Awaiting;
import dev.muster.node.stages.Stages;
import dev.muster.runtime.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Freezes copies on this server, and lifts that here or, by asking it, on another one (facts/backup-and-admin.md F.10). Any
 * thread; nothing blocks.
 */
final class Quarantines {
    private static final long OTHER_SERVER_MILLIS = 20_000;

    private final Databases databases;
    private final DatabaseHost host;
    private final Members members;
    private final Awaiting awaiting;
    private final Clock clock;
    private final Function<AdminCommand, CompletionStage<?>> catalogCommands;

    /** {@code catalogCommands} carries out the catalog's. */
    Quarantines(
            Databases databases,
            DatabaseHost host,
            Members members,
            Awaiting awaiting,
            Clock clock,
            Function<AdminCommand, CompletionStage<?>> catalogCommands) {
        this.databases = databases;
        this.host = host;
        this.members = members;
        this.awaiting = awaiting;
        this.clock = clock;
        this.catalogCommands = catalogCommands;
    }

    /** As {@link ServerCommands#execute}; {@code command} is one of the two of quarantine. */
    CompletionStage<Rows> execute(AdminCommand.OnServer command, String actor) {
        if (command instanceof AdminCommand.Quarantine quarantine) {
            return here(quarantine.database())
                    .thenCompose(database -> quarantine.set()
                            ? set(database, quarantine.reason(), actor)
                            : lifted(quarantine.database(), database)
                                    .thenApply(result -> row(database.name(), false, result)));
        }
        AdminCommand.Unquarantine unquarantine = (AdminCommand.Unquarantine) command;
        return databases
                .serverId(unquarantine.server())
                .thenCompose(server -> lift(server, unquarantine))
                .thenCompose(result -> databases
                        .entry(unquarantine.database())
                        .thenApply(
                                entry -> row(entry == null ? unquarantine.database() : entry.name(), false, result)));
    }

    private CompletionStage<String> lift(String server, AdminCommand.Unquarantine command) {
        if (server == null) {
            throw QueryError.QUARANTINE.failure("there is no server '" + command.server() + "'.");
        } else if (server.equals(members.self())) {
            return liftHere(command.database(), command.operation());
        }
        return Stages.translated(
                awaiting.within(
                        OTHER_SERVER_MILLIS,
                        members.lift(server, command.database(), command.operation()),
                        () -> CompletableFuture.failedStage(new IllegalStateException("no answer in time"))),
                failure -> failure instanceof BoltFailure
                        ? failure
                        : QueryError.QUARANTINE.failure(
                                "server '" + server + "' cannot be asked: " + failure.getMessage() + "."));
    }

    /** Lifts it on this server, for whoever asked; completes with what was done. Fails with {@code QUARANTINE}. */
    CompletionStage<String> liftHere(String typed, String operation) {
        return Stages.of(() -> here(typed)).thenCompose(database -> {
            requireFrozen(typed, database);
            return switch (operation.toLowerCase(Locale.ROOT)) {
                case "keepstatekeepstore" -> lifted(typed, database);
                case "replacestatekeepstore" -> replaced(database, true);
                case "replacestatereplacestore" -> replaced(database, false);
                default ->
                    throw QueryError.QUARANTINE.failure("operation '" + operation
                            + "' is none of keepStateKeepStore, replaceStateKeepStore and replaceStateReplaceStore.");
            };
        });
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
        return understood(host.quarantine(database, why)).thenApply(done -> row(database.name(), true, why));
    }

    private void requireFrozen(String typed, HostedDatabase database) {
        if (database.status() != CurrentStatus.QUARANTINED) {
            throw QueryError.QUARANTINE.failure(
                    "Database '" + typed + "' on server '" + members.self() + "' is not in quarantine.");
        }
    }

    private CompletionStage<String> lifted(String typed, HostedDatabase database) {
        requireFrozen(typed, database);
        return understood(host.release(database)).thenApply(done -> "The database becomes what is requested of it");
    }

    /** The group takes this copy out, and it comes back in another life: with a copy of the others' store, or its own. */
    private CompletionStage<String> replaced(HostedDatabase database, boolean keepStore) {
        Allocation copy = database.entry().copyOn(members.self());
        if (copy == null || database.entry().members().size() < 2) {
            throw QueryError.QUARANTINE.failure("no other server has a copy of database '" + database.name() + "'.");
        }
        return understood(host.keepStore(database, keepStore))
                .thenCompose(noted -> catalogCommands.apply(
                        new AdminCommand.ReplaceCopy(database.databaseId(), members.self(), copy.life())))
                .thenApply(done -> keepStore
                        ? "The copy joins as a new member, with the store that it has"
                        : "The copy is replaced by one of the others'");
    }

    private static CompletionStage<Void> understood(CompletionStage<Void> work) {
        return Stages.translated(work, failure -> QueryError.QUARANTINE.failure(failure.getMessage()));
    }

    private static Rows row(String database, boolean quarantined, String result) {
        return new ListRows(
                List.of("databaseName", "quarantined", "result"), List.of(List.of(database, quarantined, result)));
    }
}

package dev.muster.node.query;

import dev.muster.catalog.AdminCommand;
import dev.muster.cypher.Rows;
import dev.muster.node.hosting.DatabaseHost;
import dev.muster.node.hosting.DatabaseUnavailable;
import dev.muster.node.hosting.HostedDatabase;
import dev.muster.node.stages.Stages;
import dev.muster.store.PinnedVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Carries out the commands that are about this very server and the copies of databases on it. Any thread; nothing blocks but for
 * the files of certificates.
 */
final class ServerCommands {
    private final Databases databases;
    private final DatabaseHost host;
    private final Members members;
    private final StatusCheck statusCheck;
    private final Quarantines quarantines;
    private final Certificates certificates;

    ServerCommands(
            Databases databases,
            DatabaseHost host,
            Members members,
            StatusCheck statusCheck,
            Quarantines quarantines,
            Certificates certificates) {
        this.databases = databases;
        this.host = host;
        this.members = members;
        this.statusCheck = statusCheck;
        this.quarantines = quarantines;
        this.certificates = certificates;
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
        if (command instanceof AdminCommand.PauseSecondary pause) {
            return pause(pause);
        }
        return command instanceof AdminCommand.ReloadTls ? renewed() : quarantines.execute(command, actor);
    }

    private CompletionStage<Rows> pause(AdminCommand.PauseSecondary command) {
        return databases.entry(command.database()).thenApply(entry -> {
            HostedDatabase database = entry == null ? null : host.byId(entry.databaseId());
            if (database == null || !host.pauseSecondary(database, command.pause())) {
                throw QueryError.NO_SECONDARY.failure(command.database());
            }
            return new ListRows(List.of("state"), List.of(List.of(command.pause() ? "paused" : "running")));
        });
    }

    private CompletionStage<Rows> renewed() {
        try {
            certificates.renew();
            return CompletableFuture.completedStage(ListRows.EMPTY);
        } catch (IOException e) {
            throw QueryError.TLS_NOT_RELOADED.failure(e.getMessage());
        }
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
}

package dev.muster.backup.online;

import dev.muster.backup.protocol.BackupConnection;
import dev.muster.backup.protocol.Failures;
import dev.muster.runtime.Lane;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.World;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Asks every server at once who it is and what it hosts; silence is an answer too. */
final class ServerSurvey {
    private ServerSurvey() {}

    /** Completes on the lane with one answer per source, in the same order; never fails. */
    static CompletionStage<List<ServerAnswer>> ask(
            World world, Lane lane, List<SocketAddress> sources, BackupConnection.Timeouts timeouts) {
        List<CompletableFuture<ServerAnswer>> answers = sources.stream()
                .map(source -> askOne(world, lane, source, timeouts).toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(all -> answers.stream().map(CompletableFuture::join).toList());
    }

    private static CompletionStage<ServerAnswer> askOne(
            World world, Lane lane, SocketAddress source, BackupConnection.Timeouts timeouts) {
        return BackupConnection.open(world.network(), world.clock(), lane, source, timeouts)
                .thenCompose(connection -> connection.databases().handle((databases, failure) -> {
                    connection.close();
                    return failure == null
                            ? new ServerAnswer(source, connection.server(), databases, "")
                            : silent(source, failure);
                }))
                .exceptionally(failure -> silent(source, failure));
    }

    private static ServerAnswer silent(SocketAddress source, Throwable failure) {
        return ServerAnswer.silent(source, String.valueOf(Failures.root(failure).getMessage()));
    }
}

package dev.muster.backup.online;

import dev.muster.backup.BackupSource.ClusterServer;
import dev.muster.backup.protocol.BackupConnection;
import dev.muster.backup.protocol.Failures;
import dev.muster.runtime.Lane;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.World;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Asks every server at once who it is and what it hosts; silence is an answer too. */
final class ServerSurvey {
    private ServerSurvey() {}

    /** Completes on the lane with one answer per source, in the same order; never fails. */
    static CompletionStage<List<ServerAnswer>> ask(
            World world, Lane lane, List<SocketAddress> sources, BackupConnection.Terms terms) {
        List<CompletableFuture<ServerAnswer>> answers = sources.stream()
                .map(source -> askOne(world, lane, source, terms).toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(all -> answers.stream().map(CompletableFuture::join).toList());
    }

    /** The same, and then asks the other servers of the clusters that the first ones know. */
    static CompletionStage<List<ServerAnswer>> askClusters(
            World world, Lane lane, List<SocketAddress> entries, BackupConnection.Terms terms) {
        return ask(world, lane, entries, terms)
                .thenCompose(answers -> ask(world, lane, others(entries, answers), terms)
                        .thenApply(more ->
                                Stream.concat(answers.stream(), more.stream()).toList()));
    }

    /** The addresses of servers that have not been asked, under whatever address. */
    private static List<SocketAddress> others(List<SocketAddress> entries, List<ServerAnswer> answers) {
        Set<String> asked = answers.stream()
                .filter(ServerAnswer::answered)
                .map(answer -> answer.server().serverId())
                .collect(Collectors.toSet());
        Set<SocketAddress> others = new LinkedHashSet<>();
        for (ServerAnswer answer : answers) {
            for (ClusterServer server : answer.cluster()) {
                SocketAddress address = address(server);
                if (address != null && !entries.contains(address) && asked.add(server.serverId())) {
                    others.add(address);
                }
            }
        }
        return List.copyOf(others);
    }

    /** Null if what a server says is no address. */
    private static SocketAddress address(ClusterServer server) {
        try {
            return SocketAddress.parse(server.address(), "", 0);
        } catch (IllegalArgumentException notOurs) {
            return null;
        }
    }

    private static CompletionStage<ServerAnswer> askOne(
            World world, Lane lane, SocketAddress source, BackupConnection.Terms terms) {
        return BackupConnection.open(world, lane, source, terms)
                .thenCompose(connection -> connection.databases().handle((told, failure) -> {
                    connection.close();
                    return failure == null
                            ? new ServerAnswer(
                                    source,
                                    connection.server(),
                                    told.databases(),
                                    told.cluster() == null ? List.of() : told.cluster(),
                                    "")
                            : silent(source, failure);
                }))
                .exceptionally(failure -> silent(source, failure));
    }

    private static ServerAnswer silent(SocketAddress source, Throwable failure) {
        return ServerAnswer.silent(source, String.valueOf(Failures.root(failure).getMessage()));
    }
}

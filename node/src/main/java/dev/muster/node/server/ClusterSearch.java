package dev.muster.node.server;

import dev.muster.node.discovery.ClusterQuestion;
import dev.muster.node.stages.Awaiting;
import dev.muster.node.stages.Stages;
import dev.muster.runtime.Lane;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.World;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** How a server that is to join a cluster learns which one it is: it asks the configured addresses, one after the other. */
final class ClusterSearch {
    private static final long ANSWER_MILLIS = 2_000;
    private static final long PAUSE_NANOS = 300_000_000L;
    private static final int ROUNDS = 100;

    private final World world;
    private final Lane lane;
    private final Awaiting awaiting;
    private final List<SocketAddress> endpoints;

    ClusterSearch(World world, Lane lane, Awaiting awaiting, List<SocketAddress> endpoints) {
        this.world = world;
        this.lane = lane;
        this.awaiting = awaiting;
        this.endpoints = endpoints;
    }

    /** Completes with the first answer; fails with a refusal to start if there is none for long. */
    CompletionStage<UUID> find() {
        return ask(0);
    }

    private CompletionStage<UUID> ask(int count) {
        SocketAddress endpoint = endpoints.get(count % endpoints.size());
        CompletionStage<UUID> answer = awaiting.within(
                        ANSWER_MILLIS,
                        ClusterQuestion.ask(world.network(), endpoint),
                        () -> CompletableFuture.failedStage(
                                new IOException("no answer within " + ANSWER_MILLIS + " ms")))
                .thenApply(UUID::fromString);
        return Stages.recovered(answer, failure -> next(count + 1, endpoint, failure));
    }

    private CompletionStage<UUID> next(int count, SocketAddress asked, Throwable failure) {
        if (count >= ROUNDS * endpoints.size()) {
            return CompletableFuture.failedStage(
                    ServerError.NO_CLUSTER.because(endpoints, asked, failure.getMessage()));
        }
        if (count % endpoints.size() != 0) {
            return ask(count);
        }
        CompletableFuture<UUID> later = new CompletableFuture<>();
        lane.schedule(
                PAUSE_NANOS,
                () -> ask(count).whenComplete((id, reason) -> {
                    if (reason == null) {
                        later.complete(id);
                    } else {
                        later.completeExceptionally(Stages.causeOf(reason));
                    }
                }));
        return later;
    }
}

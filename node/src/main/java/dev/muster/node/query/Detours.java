package dev.muster.node.query;

import dev.muster.bolt.BoltFailure;
import dev.muster.bolt.QueryService.TransactionRequest;
import dev.muster.catalog.DatabaseEntry;
import dev.muster.node.stages.Awaiting;
import dev.muster.node.stages.Stages;
import dev.muster.runtime.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Begins transactions on databases of which this server has no copy, on one that has (decision 0012): those that may write on
 * the leader, the others on one member after the other. Who cannot take it sends us on to the next. Any thread; nothing blocks.
 */
final class Detours {
    /** As long as a database that has just been created is waited for here; its members may not have it yet either. */
    private static final long PATIENCE_MILLIS = 5_000;

    private static final long NEXT_ROUND_MILLIS = 200;

    private final Elsewhere elsewhere;
    private final ClusterRouter router;
    private final Awaiting awaiting;
    private final Clock clock;
    private final AtomicInteger turn = new AtomicInteger();

    Detours(Elsewhere elsewhere, ClusterRouter router, Awaiting awaiting, Clock clock) {
        this.elsewhere = elsewhere;
        this.router = router;
        this.awaiting = awaiting;
        this.clock = clock;
    }

    /** A transaction on the database. Fails with what a client understands. */
    CompletionStage<DatabaseTransaction> begin(TransactionRequest request, DatabaseEntry entry) {
        return round(request, entry, clock.monotonicNanos() + PATIENCE_MILLIS * 1_000_000L);
    }

    private CompletionStage<DatabaseTransaction> round(
            TransactionRequest request, DatabaseEntry entry, long giveUpAtNanos) {
        List<String> hosts = hosts(entry, request.write());
        BoltFailure nobody = QueryError.DATABASE_UNAVAILABLE.failure(
                "Database '" + entry.name() + "' is not on this server, and no server that has it answers.");
        return Stages.recovered(
                attempt(request, hosts, nobody),
                failure -> goesOn(failure) && clock.monotonicNanos() - giveUpAtNanos < 0
                        ? awaiting.until(() -> false, NEXT_ROUND_MILLIS)
                                .thenCompose(waited -> round(request, entry, giveUpAtNanos))
                        : CompletableFuture.failedStage(failure));
    }

    private List<String> hosts(DatabaseEntry entry, boolean write) {
        List<String> hosts = new ArrayList<>(router.hosts(entry));
        if (!write && hosts.size() > 1) { // the leader is the first, and has enough to do
            Collections.rotate(hosts, -1);
            List<String> readers = hosts.subList(0, hosts.size() - 1);
            Collections.rotate(readers, turn.getAndIncrement() % readers.size());
        }
        return hosts;
    }

    private CompletionStage<DatabaseTransaction> attempt(
            TransactionRequest request, List<String> hosts, Throwable before) {
        if (hosts.isEmpty()) {
            return CompletableFuture.failedStage(before);
        }
        return Stages.recovered(
                elsewhere.begin(hosts.get(0), request),
                failure -> goesOn(failure)
                        ? attempt(request, hosts.subList(1, hosts.size()), failure)
                        : CompletableFuture.failedStage(failure));
    }

    private static boolean goesOn(Throwable failure) {
        return failure instanceof BoltFailure refused
                && (refused.code().equals(QueryError.DATABASE_UNAVAILABLE.code())
                        || refused.code().equals(QueryError.NOT_A_LEADER.code()));
    }
}

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
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Begins transactions on databases of which this server has no copy, on one that has (decision 0012): those that may write on
 * the leader, the others on one member after the other. Who cannot take it sends us on to the next. Any thread; nothing blocks.
 */
final class Detours {
    /** As long as a database that has just been created is waited for here; its members may not have it yet either. */
    private static final long PATIENCE_MILLIS = 5_000;

    private static final long NEXT_ROUND_MILLIS = 200;

    private final Elsewhere elsewhere;
    private final Function<DatabaseEntry, List<String>> hosts;
    private final Awaiting awaiting;
    private final Clock clock;
    private final AtomicInteger turn = new AtomicInteger();

    /** {@code hosts}: the ids of the servers that can be used for a database now, its leader first. */
    Detours(Elsewhere elsewhere, Function<DatabaseEntry, List<String>> hosts, Awaiting awaiting, Clock clock) {
        this.elsewhere = elsewhere;
        this.hosts = hosts;
        this.awaiting = awaiting;
        this.clock = clock;
    }

    /** Until when one is looked for that takes a transaction that begins now, by the monotonic clock. */
    long giveUpAtNanos() {
        return clock.monotonicNanos() + PATIENCE_MILLIS * 1_000_000L;
    }

    /**
     * A transaction on the database. If nobody takes it, {@code again} is asked a while later, until the moment given: it is to
     * look at the database anew, since this server may be the last to hear that it was stopped, dropped or moved. Fails with
     * what a client understands.
     */
    CompletionStage<DatabaseTransaction> begin(
            TransactionRequest request,
            DatabaseEntry entry,
            long giveUpAtNanos,
            Supplier<CompletionStage<DatabaseTransaction>> again) {
        BoltFailure nobody = QueryError.DATABASE_UNAVAILABLE.failure(
                "Database '" + entry.name() + "' is not on this server, and no server that has it answers.");
        return Stages.recovered(
                attempt(request, inTurn(entry, request.write()), nobody),
                failure -> goesOn(failure) && clock.monotonicNanos() - giveUpAtNanos < 0
                        ? awaiting.until(() -> false, NEXT_ROUND_MILLIS).thenCompose(waited -> again.get())
                        : CompletableFuture.failedStage(failure));
    }

    private List<String> inTurn(DatabaseEntry entry, boolean write) {
        List<String> servers = new ArrayList<>(hosts.apply(entry));
        if (!write && servers.size() > 1) { // the leader is the first, and has enough to do
            Collections.rotate(servers, -1);
            List<String> readers = servers.subList(0, servers.size() - 1);
            Collections.rotate(readers, turn.getAndIncrement() % readers.size());
        }
        return servers;
    }

    private CompletionStage<DatabaseTransaction> attempt(
            TransactionRequest request, List<String> servers, Throwable before) {
        if (servers.isEmpty()) {
            return CompletableFuture.failedStage(before);
        }
        return Stages.recovered(
                elsewhere.begin(servers.get(0), request),
                failure -> goesOn(failure)
                        ? attempt(request, servers.subList(1, servers.size()), failure)
                        : CompletableFuture.failedStage(failure));
    }

    private static boolean goesOn(Throwable failure) {
        return failure instanceof BoltFailure refused
                && (refused.code().equals(QueryError.DATABASE_UNAVAILABLE.code())
                        || refused.code().equals(QueryError.NOT_A_LEADER.code()));
    }
}

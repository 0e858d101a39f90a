package dev.muster.node.query;

import dev.muster.catalog.DatabaseEntry;
import dev.muster.node.stages.Awaiting;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Waits until a database that is to be dumped and dropped is gone. Whoever drops it waits for that in any case: it must not sound as
 * if it were done when a server finds no room for its dump. Any thread; nothing blocks.
 */
final class DumpWait {
    private static final long PAUSE_MILLIS = 50;
    /** Of a command without WAIT: as long as plain WAIT. */
    private static final int SECONDS_OTHERWISE = 300;

    private final Databases databases;
    private final Awaiting awaiting;
    private final Leaders leaders;

    DumpWait(Databases databases, Awaiting awaiting, Leaders leaders) {
        this.databases = databases;
        this.awaiting = awaiting;
        this.leaders = leaders;
    }

    /** Completes when it is gone. Fails with {@code DUMP_FAILED} if it was called off, with {@code DUMP_PENDING} if it takes too long. */
    CompletionStage<Void> untilGone(String name, int seconds) {
        long giveUpAtNanos = leaders.in((seconds == 0 ? SECONDS_OTHERWISE : seconds) * 1_000L);
        return databases
                .entry(name)
                .thenCompose(entry -> entry == null
                        ? CompletableFuture.completedStage(null)
                        : untilGone(name, entry.databaseId(), giveUpAtNanos));
    }

    private CompletionStage<Void> untilGone(String name, UUID databaseId, long giveUpAtNanos) {
        return databases.entry(name).thenCompose(entry -> {
            if (entry == null || !entry.databaseId().equals(databaseId) || entry.dumping() == null) {
                return CompletableFuture.completedStage(null);
            } else if (!entry.isBeingDumped()) {
                return CompletableFuture.failedStage(
                        QueryError.DUMP_FAILED.failure(name, entry.dumping().failure()));
            } else if (leaders.isPast(giveUpAtNanos)) {
                return CompletableFuture.failedStage(QueryError.DUMP_PENDING.failure(name, missing(entry)));
            }
            return awaiting.until(() -> false, PAUSE_MILLIS)
                    .thenCompose(paused -> untilGone(name, databaseId, giveUpAtNanos));
        });
    }

    private static String missing(DatabaseEntry entry) {
        return "missing: " + String.join(", ", entry.dumping().servers());
    }
}

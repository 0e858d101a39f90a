package dev.muster.node.hosting;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Those who wait for a transaction to be applied here: readers with a bookmark. Lane only. */
final class TransactionWaiters {
    private final TreeMap<Long, List<CompletableFuture<Void>>> byTransaction = new TreeMap<>();

    CompletionStage<Void> add(long transactionId) {
        CompletableFuture<Void> waiter = new CompletableFuture<>();
        byTransaction.computeIfAbsent(transactionId, id -> new ArrayList<>()).add(waiter);
        return waiter;
    }

    /** Wakes everybody whose transaction is now contained. */
    void reached(long transactionId) {
        while (!byTransaction.isEmpty() && byTransaction.firstKey() <= transactionId) {
            byTransaction.pollFirstEntry().getValue().forEach(waiter -> waiter.complete(null));
        }
    }

    /** The database goes: nobody will be served any more. */
    void failAll(RuntimeException reason) {
        List<List<CompletableFuture<Void>>> all = List.copyOf(byTransaction.values());
        byTransaction.clear();
        all.forEach(waiters -> waiters.forEach(waiter -> waiter.completeExceptionally(reason)));
    }
}

package dev.muster.raft;

import java.util.concurrent.CompletableFuture;

/** A proposal on its way; an element of {@link PendingList}. */
final class Pending extends CompletableFuture<Object> {
    Pending before;
    Pending after;
}

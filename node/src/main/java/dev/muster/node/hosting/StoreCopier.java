package dev.muster.node.hosting;

import dev.muster.raft.MemberId;
import dev.muster.store.StoreIdentity;
import dev.muster.store.StoreLocation;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** Fetches a whole store from another member. Given by the server, which knows where the members listen. */
public interface StoreCopier {
    /**
     * Copies the database from {@code preferredSource} (or, if that one cannot and {@code anySource} allows it, from any
     * other member that runs it) into {@code target}, which must be empty, and makes it durable under {@code identity}.
     * Completes, on any thread, when the store can be opened there; fails with the reasons of all sources asked.
     */
    CompletionStage<Void> copy(CopyRequest request);

    /**
     * @param sourceDatabaseId the id the source knows the database by
     * @param identity the database the copy will belong to; its store id is replaced by the source's
     */
    record CopyRequest(
            String name,
            UUID sourceDatabaseId,
            StoreIdentity identity,
            MemberId preferredSource,
            boolean anySource,
            StoreLocation target) {}
}

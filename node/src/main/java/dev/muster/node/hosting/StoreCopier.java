package dev.muster.node.hosting;

import dev.muster.raft.MemberId;
import dev.muster.store.StoreIdentity;
import dev.muster.store.StoreLocation;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/**
 * Fetches from other members what a store lacks: the transactions since, where a member's log still has them, else the
 * whole store. Given by the server, which knows where the members listen.
 */
public interface StoreCopier {
    /**
     * Brings the store at {@link CopyRequest#present} forward, or, if there is none or nobody has the transactions it lacks,
     * copies the whole database into {@link CopyRequest#target} and makes it durable under {@code
     * identity}. Every member that runs the database is asked, the preferred source last, since it is the one with most to
     * do; without {@code anySource} only the preferred one. A copy that breaks off goes on where it stopped, also one that
     * this server began before it was restarted: what it saved lies at the target.
     *
     * <p>Completes, on any thread, when the store can be opened there; fails with the reasons of all sources asked, and leaves
     * what came at the target.
     */
    CompletionStage<Result> copy(CopyRequest request);

    /**
     * Ends the copy to that target, if there is one, which then fails. Completes, on any thread, when its files are closed;
     * what came and was saved stays for the next one.
     */
    CompletionStage<Void> giveUp(StoreLocation target);

    /** How the store came. */
    enum Result {
        /** The store that was there has been brought forward. */
        BROUGHT_FORWARD,
        /** A whole store is at the target. */
        COPIED
    }

    /**
     * @param sourceDatabaseId the id the source knows the database by
     * @param identity the database the copy will belong to; its store id is replaced by the source's
     * @param present where this member's own store lies, closed; null if it has none of use
     * @param appliedIndexWanted the consensus index that the store has to contain in the end, at least; 0 if any will do
     */
    record CopyRequest(
            String name,
            UUID sourceDatabaseId,
            StoreIdentity identity,
            MemberId preferredSource,
            boolean anySource,
            StoreLocation present,
            long appliedIndexWanted,
            StoreLocation target) {}
}

package dev.muster.backup.protocol;

import dev.muster.runtime.Lane;
import dev.muster.runtime.Network;
import dev.muster.runtime.SocketAddress;
import dev.muster.store.GraphDigest;
import dev.muster.store.StoreIdentity;
import dev.muster.store.StreamedStore;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/**
 * Copies a database from another server into a {@link StreamedStore.Receiver}: all of it, or the transactions after one
 * that is already here.
 *
 * <p><b>Lane.</b> The receiver is called on the lane given, which therefore must be one that may block (not the lane of a
 * running database). The results complete on that lane; they fail with {@link TransferFailed}.
 */
public final class StoreCopyClient {
    /** @param inactivityTimeoutMillis how long the source may be silent before it is given up */
    public StoreCopyClient(Network network, Lane lane, long inactivityTimeoutMillis) {
        throw new UnsupportedOperationException("not supported yet: store copy");
    }

    /**
     * Streams the whole database. The receiver has then been given every part, {@code partsComplete} and every transaction
     * up to {@link Copied#lastTransactionId}, and its digest was compared; the caller calls {@code finish(identity,
     * appliedIndex)} or {@code close}.
     */
    public CompletionStage<Copied> copyAll(SocketAddress source, UUID databaseId, StreamedStore.Receiver receiver) {
        throw new UnsupportedOperationException("not supported yet: store copy");
    }

    /**
     * Streams the transactions after {@code afterTransactionId} of that very store; for use when the source's log still
     * holds them (else {@link TransferFailed.Reason#PRUNED}).
     */
    public CompletionStage<Copied> copyAfter(
            SocketAddress source, StoreIdentity identity, long afterTransactionId, TransactionSink sink) {
        throw new UnsupportedOperationException("not supported yet: store copy");
    }

    /** Takes the transactions of {@link #copyAfter} in order. */
    @FunctionalInterface
    public interface TransactionSink {
        void transaction(dev.muster.store.TransactionRecord transaction) throws java.io.IOException;
    }

    /**
     * What was copied.
     *
     * @param appliedIndex the consensus index the source's store had at {@code lastTransactionId}
     * @param digest the source's digest at {@code lastTransactionId}
     */
    public record Copied(
            StoreIdentity identity, long lastTransactionId, long appliedIndex, GraphDigest digest, long bytes) {}
}

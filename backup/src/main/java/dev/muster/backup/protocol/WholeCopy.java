package dev.muster.backup.protocol;

import dev.muster.runtime.SocketAddress;
import dev.muster.store.StoreIdentity;
import dev.muster.store.StreamedStore;
import dev.muster.store.TransactionRecord;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/**
 * The copy of one whole database, over as many connections as it takes. A copy that broke off goes on where it stopped: in
 * the middle of the parts with the same source, as long as that keeps the version it was sending; once the parts are
 * complete with any member, which gives the transactions after.
 *
 * <p><b>Lane.</b> The client's; one connection at a time.
 */
public final class WholeCopy {
    private final StoreCopyClient client;
    private final UUID databaseId;
    private final StreamedStore.Receiver receiver;
    private SocketAddress source;
    private StoreIdentity identity;
    private long pinnedTransactionId;
    private int parts;
    private boolean partsComplete;
    private boolean spoiled;

    WholeCopy(StoreCopyClient client, UUID databaseId, StreamedStore.Receiver receiver) {
        this.client = client;
        this.databaseId = databaseId;
        this.receiver = receiver;
    }

    /**
     * Streams what is missing from a source. In the end the receiver has been given every part, {@code partsComplete} and
     * every transaction up to {@link StoreCopyClient.Copied#lastTransactionId}, and its digest was compared; the caller then
     * calls {@code finish(identity, appliedIndex)}, or goes on with another source, or calls {@code close} after a failure.
     * Fails with {@link TransferFailed}.
     */
    public CompletionStage<StoreCopyClient.Copied> from(SocketAddress newSource) {
        if (!goesOnWith(newSource)) {
            throw new IllegalStateException("this copy cannot go on from " + newSource);
        }
        source = newSource;
        Sink sink = new Sink();
        return client.copy(
                source,
                connection -> {
                    if (identity == null) {
                        return connection.full(databaseId, sink);
                    }
                    return partsComplete
                            ? connection.differential(identity, receiver.lastTransactionId(), sink)
                            : connection.resume(identity, pinnedTransactionId, parts, sink);
                },
                sink);
    }

    /** Whether what has come is of use with that source. If not, a new copy has to be begun. */
    public boolean goesOnWith(SocketAddress nextSource) {
        return !spoiled && (identity == null || partsComplete || nextSource.equals(source));
    }

    /** Whether something has come. */
    public boolean hasBegun() {
        return identity != null;
    }

    /** How many pieces have come: more than before means that it goes forward. */
    public long progress() {
        return parts + (partsComplete ? 1 + receiver.lastTransactionId() : 0);
    }

    /** What is written must be whole: after a failure in the middle of a piece nobody knows what the receiver has. */
    private void written(Step step) throws IOException {
        boolean done = false;
        try {
            step.run();
            done = true;
        } finally {
            spoiled |= !done;
        }
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    private final class Sink extends StoreCopyClient.CountingSink {
        @Override
        public void begin(StoreIdentity begun, long transactionId) throws IOException {
            if (identity != null
                    && (!identity.equals(begun) || (!partsComplete && transactionId != pinnedTransactionId))) {
                throw new IOException("the source goes on with transaction " + transactionId + " of " + begun
                        + ", here are parts of transaction " + pinnedTransactionId + " of " + identity);
            }
            super.begin(begun, transactionId);
            if (identity == null) {
                identity = begun;
                pinnedTransactionId = transactionId;
            }
        }

        @Override
        public void part(byte[] part, double progress) throws IOException {
            count(part);
            written(() -> receiver.part(part));
            parts++;
        }

        @Override
        public void transactions(List<TransactionRecord> transactions, byte[] encoded) throws IOException {
            count(encoded);
            completeParts();
            written(() -> {
                for (TransactionRecord transaction : transactions) {
                    receiver.transaction(transaction);
                }
            });
        }

        @Override
        public void end(StreamEnd end) throws IOException {
            completeParts();
            if (!receiver.digest().equals(end.digest()) || receiver.lastTransactionId() != end.lastTransactionId()) {
                spoiled = true;
                throw new IOException("the copy is at transaction " + receiver.lastTransactionId() + " with digest "
                        + receiver.digest() + ", the source at " + end.lastTransactionId() + " with " + end.digest());
            }
            super.end(end);
        }

        private void completeParts() throws IOException {
            if (!partsComplete) {
                written(receiver::partsComplete);
                partsComplete = true;
            }
        }
    }
}

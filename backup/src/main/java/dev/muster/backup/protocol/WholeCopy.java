package dev.muster.backup.protocol;

import dev.muster.runtime.Clock;
import dev.muster.runtime.SocketAddress;
import dev.muster.store.StoreIdentity;
import dev.muster.store.StreamedStore;
import dev.muster.store.TransactionRecord;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The copy of one whole database, over as many connections as it takes, to one member or several. A copy that broke off goes
 * on where it stopped: the next source gives the transactions since, then what lies behind the records that are here. What has
 * come is saved once a second and when a connection breaks off, so that another process can go on with it.
 *
 * <p><b>Lane.</b> The client's; one connection at a time.
 */
public final class WholeCopy {
    /** How much of a copy may be lost with the process, in time: a save is a sync of the disk. */
    private static final long SAVE_NANOS = 1_000_000_000L;

    private final StoreCopyClient client;
    private final Clock clock;
    private final UUID databaseId;
    private final StreamedStore.ResumableReceiver receiver;
    private long pieces;
    private long savedPieces;
    private long savedAtNanos;
    private boolean spoiled;

    WholeCopy(StoreCopyClient client, Clock clock, UUID databaseId, StreamedStore.ResumableReceiver receiver) {
        this.client = client;
        this.clock = clock;
        this.databaseId = databaseId;
        this.receiver = receiver;
        this.savedAtNanos = clock.monotonicNanos();
    }

    /**
     * Streams what is missing from a source. In the end the receiver has been given every part, {@code partsComplete} and
     * every transaction up to {@link StoreCopyClient.Copied#lastTransactionId}, and its digest was compared; the caller then
     * calls {@code finish(identity, appliedIndex)}, or goes on with another source, or calls {@code close} or {@code suspend}
     * after a failure. Fails with {@link TransferFailed}.
     */
    public CompletionStage<StoreCopyClient.Copied> from(SocketAddress source) {
        if (spoiled) {
            throw new IllegalStateException("what has come of this copy is of no use any more");
        }
        Sink sink = new Sink();
        CompletableFuture<StoreCopyClient.Copied> result = new CompletableFuture<>();
        client.copy(source, connection -> ask(connection, sink), sink).whenComplete((copied, failure) -> {
            if (failure == null) {
                result.complete(copied);
            } else {
                saveWhatCame(failure);
                result.completeExceptionally(failure);
            }
        });
        return result;
    }

    private CompletionStage<StreamSink.StreamEnd> ask(BackupConnection connection, Sink sink) {
        if (!hasBegun()) {
            return connection.full(databaseId, sink);
        }
        return receiver.stretch().isWhole()
                ? connection.differential(receiver.source(), receiver.lastTransactionId(), sink)
                : connection.resume(receiver.source(), receiver.lastTransactionId(), receiver.stretch(), sink);
    }

    /** Whether what has come is of no use any more, so that a new copy has to be begun. */
    public boolean isSpoiled() {
        return spoiled;
    }

    /** Whether something has come that another source can go on with. */
    public boolean hasBegun() {
        return receiver.source() != null && !receiver.stretch().isEmpty();
    }

    /** How many pieces have come: more than before means that it goes forward. */
    public long progress() {
        return pieces;
    }

    private void saveWhatCame(Throwable failure) {
        try {
            if (!spoiled && hasBegun() && pieces > savedPieces) {
                save();
            }
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private void saveInTime() throws IOException {
        if (clock.monotonicNanos() - savedAtNanos >= SAVE_NANOS) {
            save();
        }
    }

    private void save() throws IOException {
        written(receiver::save);
        savedAtNanos = clock.monotonicNanos();
        savedPieces = pieces;
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
            super.begin(begun, transactionId);
            written(() -> receiver.begin(begun, transactionId));
        }

        @Override
        public void part(byte[] part, double progress) throws IOException {
            count(part);
            StreamedStore.Stretch before = receiver.stretch();
            written(() -> {
                receiver.part(part);
                if (receiver.hasLastPart()) {
                    receiver.partsComplete();
                }
            });
            if (!receiver.stretch().equals(before)) { // names alone are no progress
                pieces++;
                saveInTime();
            }
        }

        @Override
        public void transactions(List<TransactionRecord> transactions, byte[] encoded) throws IOException {
            count(encoded);
            written(() -> {
                for (TransactionRecord transaction : transactions) {
                    receiver.transaction(transaction);
                }
            });
            pieces++;
            saveInTime();
        }

        @Override
        public void end(StreamEnd end) throws IOException {
            if (!receiver.stretch().isWhole()) {
                spoiled = true;
                throw new IOException("the source says that this was all, and the last part has not come");
            }
            if (!receiver.digest().equals(end.digest()) || receiver.lastTransactionId() != end.lastTransactionId()) {
                spoiled = true;
                throw new IOException("the copy is at transaction " + receiver.lastTransactionId() + " with digest "
                        + receiver.digest() + ", the source at " + end.lastTransactionId() + " with " + end.digest());
            }
            super.end(end);
        }
    }
}

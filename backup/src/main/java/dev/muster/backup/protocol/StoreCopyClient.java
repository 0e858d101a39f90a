package dev.muster.backup.protocol;

import dev.muster.runtime.Lane;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.World;
import dev.muster.store.GraphDigest;
import dev.muster.store.StoreIdentity;
import dev.muster.store.StreamedStore;
import dev.muster.store.TransactionRecord;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Copies a database from another server into a {@link StreamedStore.ResumableReceiver}: all of it, or the transactions after one
 * that is already here.
 *
 * <p><b>Lane.</b> The receiver is called on the lane given, which therefore must be one that may block (not the lane of a
 * running database). The results complete on that lane; they fail with {@link TransferFailed}.
 */
public final class StoreCopyClient {
    /** How long a server may take to accept a connection and to greet. */
    private static final long ANSWER_MILLIS = 10_000;

    private final World world;
    private final Lane lane;
    private final BackupConnection.Terms terms;

    /** @param inactivityTimeoutMillis how long the source may be silent before it is given up */
    public StoreCopyClient(World world, Lane lane, long inactivityTimeoutMillis) {
        this(world, lane, inactivityTimeoutMillis, null);
    }

    /** The same for sources that demand the token. */
    public StoreCopyClient(World world, Lane lane, long inactivityTimeoutMillis, AccessToken token) {
        this.world = world;
        this.lane = lane;
        this.terms = new BackupConnection.Terms(
                Math.min(ANSWER_MILLIS, inactivityTimeoutMillis), inactivityTimeoutMillis, token);
    }

    /** Streams the whole database over one connection: see {@link WholeCopy#from}. */
    public CompletionStage<Copied> copyAll(
            SocketAddress source, UUID databaseId, StreamedStore.ResumableReceiver receiver) {
        return whole(databaseId, receiver).from(source);
    }

    /** Begins the copy of a whole database, or goes on with what the receiver has, over as many connections as it takes. */
    public WholeCopy whole(UUID databaseId, StreamedStore.ResumableReceiver receiver) {
        return new WholeCopy(this, world.clock(), databaseId, receiver);
    }

    /**
     * Streams the transactions after {@code afterTransactionId} of that very store; for use when the source's log still
     * holds them (else {@link TransferFailed.Reason#PRUNED}).
     */
    public CompletionStage<Copied> copyAfter(
            SocketAddress source, StoreIdentity identity, long afterTransactionId, TransactionSink sink) {
        Continuation continuation = new Continuation(sink);
        return copy(
                source,
                connection -> connection.differential(identity, afterTransactionId, continuation),
                continuation);
    }

    CompletionStage<Copied> copy(
            SocketAddress source, Function<BackupConnection, CompletionStage<?>> request, CountingSink sink) {
        CompletableFuture<Copied> copied = new CompletableFuture<>();
        lane.execute(() -> BackupConnection.openForCopy(world, lane, source, terms)
                .thenCompose(connection -> request.apply(connection).whenComplete((end, failure) -> connection.close()))
                .whenComplete((end, failure) -> {
                    if (failure != null) {
                        copied.completeExceptionally(Failures.root(failure));
                    } else {
                        copied.complete(sink.copied());
                    }
                }));
        return copied;
    }

    /** Takes the transactions of {@link #copyAfter} in order. */
    @FunctionalInterface
    public interface TransactionSink {
        void transaction(TransactionRecord transaction) throws IOException;
    }

    /**
     * What was copied.
     *
     * @param appliedIndex the consensus index the source's store had at {@code lastTransactionId}
     * @param digest the source's digest at {@code lastTransactionId}
     * @param bytes how much came over the network
     */
    public record Copied(
            StoreIdentity identity, long lastTransactionId, long appliedIndex, GraphDigest digest, long bytes) {}

    /** What both kinds of copy remember. */
    abstract static class CountingSink implements StreamSink {
        private StoreIdentity identity;
        private StreamEnd end;
        private long bytes;

        @Override
        public void begin(StoreIdentity begun, long transactionId) throws IOException {
            identity = begun;
        }

        void count(byte[] payload) {
            bytes += payload.length;
        }

        @Override
        public void end(StreamEnd ended) throws IOException {
            end = ended;
        }

        Copied copied() {
            return new Copied(identity, end.lastTransactionId(), end.appliedIndex(), end.digest(), bytes);
        }
    }

    private static final class Continuation extends CountingSink {
        private final TransactionSink sink;

        Continuation(TransactionSink sink) {
            this.sink = sink;
        }

        @Override
        public void part(byte[] part, double progress) throws IOException {
            throw new IOException("a part in a continuation");
        }

        @Override
        public void transactions(List<TransactionRecord> transactions, byte[] encoded) throws IOException {
            count(encoded);
            for (TransactionRecord transaction : transactions) {
                sink.transaction(transaction);
            }
        }
    }
}

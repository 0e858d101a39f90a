package dev.muster.backup.protocol;

import dev.muster.backup.artifact.ChunkKind;
import dev.muster.backup.artifact.TransactionBatch;
import dev.muster.backup.artifact.TransactionOrder;
import dev.muster.store.StoreIdentity;
import dev.muster.store.TransactionRecord;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.function.IntConsumer;

/**
 * A streamed database as it comes in: checks that every chunk is there, in order, and that the transactions follow each
 * other up to where the source says it ends; hands them to the sink; asks for more in time.
 */
final class IncomingStream {
    /** Chunks on their way at most: some megabytes, enough for a fast network and little memory. */
    private static final int WINDOW = 32;

    private final StreamSink sink;
    private final IntConsumer pull;
    private final UUID databaseId;
    private final Kind kind;
    private final StoreIdentity continued;
    private final long after;

    private Messages.Begin begin;
    private TransactionOrder order;
    private int chunks;
    /** No part may follow. */
    private boolean partsOver;

    private int unpulled;

    private enum Kind {
        /** Parts, then transactions. */
        WHOLE,
        /** The part with the names, transactions up to the version begun, more parts, transactions. */
        REST,
        /** The same, and the version begun is the one that is there already. */
        REST_OF_VERSION,
        /** Transactions. */
        CONTINUATION
    }

    /** A whole database. */
    static IncomingStream whole(StreamSink sink, IntConsumer pull, UUID databaseId) {
        return new IncomingStream(sink, pull, databaseId, Kind.WHOLE, null, 0);
    }

    /** What is missing of that store, of which a stretch is here as of a transaction. */
    static IncomingStream rest(StreamSink sink, IntConsumer pull, StoreIdentity continued, long transactionId) {
        return new IncomingStream(sink, pull, continued.databaseId(), Kind.REST, continued, transactionId);
    }

    /** What is missing of that version of that store, of which a stretch is here. */
    static IncomingStream restOfVersion(StreamSink sink, IntConsumer pull, StoreIdentity continued, long version) {
        return new IncomingStream(sink, pull, continued.databaseId(), Kind.REST_OF_VERSION, continued, version);
    }

    /** A continuation of that store. */
    static IncomingStream continuation(StreamSink sink, IntConsumer pull, StoreIdentity continued, long after) {
        return new IncomingStream(sink, pull, continued.databaseId(), Kind.CONTINUATION, continued, after);
    }

    private IncomingStream(
            StreamSink sink, IntConsumer pull, UUID databaseId, Kind kind, StoreIdentity continued, long after) {
        this.sink = sink;
        this.pull = pull;
        this.databaseId = databaseId;
        this.kind = kind;
        this.continued = continued;
        this.after = after;
    }

    /** Takes a frame; returns the end once it has come, else null. Throws {@link TransferFailed}. */
    StreamSink.StreamEnd take(Frame frame) {
        if ((begin == null) != (frame.type() == FrameType.BEGIN)) {
            throw Frame.garbled(
                    "a frame of type " + frame.type() + (begin == null ? " before" : " after") + " the begin");
        }
        return switch (frame.type()) {
            case BEGIN -> begun(frame.message(Messages.Begin.class));
            case CHUNK -> chunk(frame.chunk());
            case END -> ended(frame.message(Messages.End.class));
            default -> throw Frame.garbled("a frame of type " + frame.type() + " in a stream");
        };
    }

    private StreamSink.StreamEnd begun(Messages.Begin begun) {
        if (!databaseId.equals(begun.databaseId()) || (continued != null && !continued.equals(begun.identity()))) {
            throw Frame.garbled("the server sends " + begun + ", asked for was " + databaseId);
        }
        if (kind == Kind.REST_OF_VERSION && begun.pinnedTransactionId() != after) {
            throw new TransferFailed(
                    TransferFailed.Reason.SNAPSHOT_GONE,
                    "the server does not hold the version of transaction " + after + " any more, but one of "
                            + begun.pinnedTransactionId(),
                    null);
        }
        begin = begun;
        order = new TransactionOrder(continued == null ? begun.pinnedTransactionId() : after);
        stored(() -> sink.begin(begun.identity(), begun.pinnedTransactionId()));
        pull.accept(WINDOW);
        return null;
    }

    private StreamSink.StreamEnd chunk(Frame.Chunk chunk) {
        if (chunk.number() != chunks) {
            throw Frame.garbled("chunk " + chunk.number() + " came instead of chunk " + chunks);
        }
        chunks++;
        if (chunk.kind() == ChunkKind.PART) {
            if (!partMayCome(chunk.number())) {
                throw Frame.garbled("chunk " + chunk.number() + " is a part where none may be");
            }
            stored(() -> sink.part(chunk.payload(), chunk.progress()));
        } else {
            partsOver |= kind != Kind.REST || order.last() >= begin.pinnedTransactionId();
            List<TransactionRecord> transactions = decoded(chunk);
            stored(() -> sink.transactions(transactions, chunk.payload()));
        }
        if (++unpulled >= WINDOW / 2) {
            pull.accept(unpulled);
            unpulled = 0;
        }
        return null;
    }

    private boolean partMayCome(int number) {
        boolean versionReached = kind != Kind.REST || number == 0 || order.last() == begin.pinnedTransactionId();
        return kind != Kind.CONTINUATION && !partsOver && versionReached;
    }

    private List<TransactionRecord> decoded(Frame.Chunk chunk) {
        try {
            List<TransactionRecord> transactions = TransactionBatch.decode(chunk.payload());
            order.follow(transactions);
            return transactions;
        } catch (IllegalArgumentException e) {
            throw Frame.garbled(e.getMessage());
        }
    }

    private StreamSink.StreamEnd ended(Messages.End end) {
        if (end.chunks() != chunks || end.lastTransactionId() != order.last()) {
            throw Frame.garbled("the server says it sent " + end.chunks() + " chunks up to transaction "
                    + end.lastTransactionId() + ", here are " + chunks + " up to " + order.last());
        }
        StreamSink.StreamEnd summary;
        try {
            summary = new StreamSink.StreamEnd(
                    end.lastTransactionId(), end.appliedIndex(), end.graphDigest(), end.nodes(), end.relationships());
        } catch (IllegalArgumentException e) {
            throw Frame.garbled(e.getMessage());
        }
        stored(() -> sink.end(summary));
        return summary;
    }

    private static void stored(SinkStep step) {
        try {
            step.run();
        } catch (TransferFailed refused) {
            throw refused; // the receiver wants something else of the server
        } catch (IOException | RuntimeException e) {
            throw new TransferFailed(TransferFailed.Reason.TARGET_FAILED, String.valueOf(e.getMessage()), e);
        }
    }

    @FunctionalInterface
    private interface SinkStep {
        void run() throws IOException;
    }
}

package dev.muster.store.graph;

import dev.muster.runtime.Workers;
import dev.muster.store.GraphDigest;
import dev.muster.store.value.Varints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The sum of the digests of all records of some parts. A digest per record is most of what a part costs, and needs nothing but the
 * part: other processors compute it while the records go into the maps. A part that makes no sense is an {@link
 * IllegalArgumentException} or a buffer's end, at the latest in {@link #sum}. One thread at a time.
 */
final class PartDigests {
    /** Parts that are being looked at are kept meanwhile. */
    private static final int BYTES_MAX = 8 * 1024 * 1024;

    private final Workers workers;
    private final Tokens tokens;
    private final Deque<Begun> begun = new ArrayDeque<>();
    private GraphDigest sum = GraphDigest.EMPTY;
    private long bytes;

    /** For records whose names have these numbers. */
    PartDigests(Workers workers, Tokens tokens) {
        this.workers = workers;
        this.tokens = tokens;
    }

    private record Begun(Workers.Work<GraphDigest> work, int bytes) {}

    /** Adds the records of a part of that kind, which the buffer has left. Nobody may change them any more. */
    void add(byte kind, ByteBuffer records) {
        ByteBuffer source = records.duplicate();
        int length = source.remaining();
        begun.add(new Begun(workers.begin(() -> of(kind, source)), length));
        bytes += length;
        while (!begun.isEmpty() && (bytes > BYTES_MAX || begun.peek().work().isDone())) {
            takeFirst();
        }
    }

    /** The sum of all; waits for those that are being computed. */
    GraphDigest sum() {
        while (!begun.isEmpty()) {
            takeFirst();
        }
        return sum;
    }

    private void takeFirst() {
        Begun first = begun.remove();
        bytes -= first.bytes();
        try {
            sum = sum.plus(first.work().result());
        } catch (IOException e) {
            throw new UncheckedIOException("computing alone cannot fail so", e);
        }
    }

    private GraphDigest of(byte kind, ByteBuffer source) {
        RecordDigest digests = new RecordDigest();
        GraphDigest all = GraphDigest.EMPTY;
        long id = 0;
        while (source.hasRemaining()) {
            id += Varints.readUnsigned(source);
            int length = Varints.readCount(source);
            if (length > source.remaining()) {
                throw new BufferUnderflowException();
            }
            ByteBuffer record = source.duplicate().limit(source.position() + length);
            all = all.plus(
                    kind == PartFormat.NODES
                            ? digests.ofStoredNode(id, record, tokens)
                            : digests.ofStoredRelationship(id, record, tokens));
            source.position(record.limit());
        }
        return all;
    }
}

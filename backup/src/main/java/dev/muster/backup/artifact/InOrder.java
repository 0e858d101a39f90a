package dev.muster.backup.artifact;

import dev.muster.runtime.Workers;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Has pieces computed side by side and hands them on in the order in which they were begun. So many at once that nobody waits, and
 * no more than take a few megabytes: a larger one is waited for. One thread at a time.
 */
final class InOrder<T> {
    private static final int BYTES_MAX = 8 * 1024 * 1024;
    private static final int PIECES_PER_WORKER = 4;

    private final Workers workers;
    private final Taker<T> taker;
    private final Deque<Begun<T>> begun = new ArrayDeque<>();
    private long bytes;

    InOrder(Workers workers, Taker<T> taker) {
        this.workers = workers;
        this.taker = taker;
    }

    /** Takes what was computed. */
    @FunctionalInterface
    interface Taker<T> {
        void take(T piece) throws IOException;
    }

    private record Begun<T>(Workers.Work<T> work, long bytes) {}

    /**
     * Has one more computed, which needs about so many bytes meanwhile. Hands on what is ready, and waits while there are too many. A
     * failure of an earlier piece, or of who takes it, is thrown; then those behind it are forgotten, and nothing more may be added.
     */
    void add(long pieceBytes, Workers.Computation<T> computation) throws IOException {
        begun.add(new Begun<>(workers.begin(computation), pieceBytes));
        bytes += pieceBytes;
        while (!begun.isEmpty() && (isTooMuch() || begun.peek().work().isDone())) {
            handOn();
        }
    }

    /** Waits for all, and hands them on. */
    void finish() throws IOException {
        while (!begun.isEmpty()) {
            handOn();
        }
    }

    private boolean isTooMuch() {
        return begun.size() > PIECES_PER_WORKER * workers.count() || bytes > BYTES_MAX;
    }

    private void handOn() throws IOException {
        Begun<T> first = begun.remove();
        bytes -= first.bytes();
        boolean taken = false;
        try {
            taker.take(first.work().result());
            taken = true;
        } finally {
            if (!taken) {
                begun.clear(); // nothing may come behind a gap
            }
        }
    }
}

package dev.muster.runtime;

import java.io.IOException;

/**
 * Other processors for what only computes (checksums, compression), or waits for one file: the caller goes on meanwhile, and asks for the
 * result when it needs it. What is begun must touch nothing that others change.
 *
 * <p>Where time is simulated there are none: {@link #INLINE}.
 */
public interface Workers {
    /** Computes at once, on the caller's thread. */
    Workers INLINE = new Workers() {
        @Override
        public int count() {
            return 0;
        }

        @Override
        public <T> Work<T> begin(Computation<T> computation) {
            try {
                T value = computation.compute();
                return () -> value;
            } catch (IOException e) {
                return () -> {
                    throw e;
                };
            } catch (RuntimeException e) {
                return () -> {
                    throw e;
                };
            }
        }
    };

    /** How many computations go on at once beside the caller; 0 if they are done at once, on its thread. */
    int count();

    /** Has something computed. Any thread. Who bounds how much waits is the caller. */
    <T> Work<T> begin(Computation<T> computation);

    /** Something to compute. */
    @FunctionalInterface
    interface Computation<T> {
        T compute() throws IOException;
    }

    /** What was begun. */
    @FunctionalInterface
    interface Work<T> {
        /** The result; waits for it, or computes it itself if nobody has begun to. Throws what the computation threw. Any thread. */
        T result() throws IOException;

        /** Whether {@link #result} would not wait. */
        default boolean isDone() {
            return true;
        }
    }
}

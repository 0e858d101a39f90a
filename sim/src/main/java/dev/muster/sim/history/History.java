package dev.muster.sim.history;

import java.util.List;

/**
 * What the clients of one run did and saw, in the order in which they began. Made by a {@link HistoryRecorder}.
 *
 * @param operations those that took effect or may have, by {@link Operation#invoked}
 * @param failed inputs of those that certainly took no effect; no operation of any model, but reading their traces is an error
 * @param <I> inputs
 * @param <O> outputs
 */
public record History<I, O>(List<Operation<I, O>> operations, List<I> failed) {
    /** A history as above; throws {@link IllegalArgumentException} if the operations are out of order. */
    public History {
        operations = List.copyOf(operations);
        failed = List.copyOf(failed);
        for (int i = 1; i < operations.size(); i++) {
            if (!operations.get(i - 1).invoked().isBefore(operations.get(i).invoked())) {
                throw new IllegalArgumentException(
                        "operation " + operations.get(i).id() + " is out of order");
            }
        }
    }

    /** Number of operations, without the failed ones. */
    public int size() {
        return operations.size();
    }
}

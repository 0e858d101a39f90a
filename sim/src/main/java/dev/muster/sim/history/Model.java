package dev.muster.sim.history;

import java.util.List;

/**
 * What one copy of the data does when it is asked one thing at a time: the sequential specification that a history is
 * judged by. A model is a value without state of its own.
 *
 * @param <S> states: immutable, with value equality and a cheap hash
 * @param <I> inputs
 * @param <O> outputs
 */
public interface Model<S, I, O> {
    /**
     * Cuts a history into parts that do not touch each other's data, each with the state it begins in. A history is
     * linearizable if and only if each part is. Each part keeps the order of the operations; the order of parts follows
     * from the history alone.
     */
    List<Partition<S, I, O>> partition(List<Operation<I, O>> operations);

    /**
     * The state after the operation, or null if it cannot give this output in this state. With a null output (outcome
     * unknown) any answer will do, and the result is the effect it would have had.
     */
    S step(S state, I input, O output);

    /**
     * Whether an operation with this output leaves <em>every</em> state as it is (a read; a compare-and-set that was told
     * no). Such an operation is put in order at the first point where it fits, without trying others. False is always
     * correct and only slower. The output is null if it is unknown.
     */
    default boolean observesOnly(I input, O output) {
        return false;
    }

    /** The state in words, for a verdict. */
    default String describe(S state) {
        return state.toString();
    }
}

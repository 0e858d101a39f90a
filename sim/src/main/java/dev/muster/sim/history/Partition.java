package dev.muster.sim.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A part of a history that can be judged by itself.
 *
 * @param key what it is about, for people
 * @param initial the state before all of it
 * @param operations by {@link Operation#invoked}
 * @param <S> states
 * @param <I> inputs
 * @param <O> outputs
 */
public record Partition<S, I, O>(String key, S initial, List<Operation<I, O>> operations) {
    /** Groups operations by key, in the order in which keys first occur. */
    public static <I, O> Map<String, List<Operation<I, O>>> byKey(
            List<Operation<I, O>> operations, Function<? super I, String> key) {
        Map<String, List<Operation<I, O>>> groups = new LinkedHashMap<>();
        for (Operation<I, O> operation : operations) {
            groups.computeIfAbsent(key.apply(operation.input()), k -> new ArrayList<>())
                    .add(operation);
        }
        return groups;
    }
}

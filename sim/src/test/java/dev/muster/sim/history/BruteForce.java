package dev.muster.sim.history;

import java.util.ArrayList;
import java.util.List;

/** Linearizability by its definition: tries every order. For a handful of operations. */
final class BruteForce {
    private BruteForce() {}

    static <I, O> boolean isLinearizable(List<Operation<I, O>> left, Naive<I, O> data) {
        if (left.stream().allMatch(Operation::isUnknown)) {
            return true; // none of them needs to have happened
        }
        for (Operation<I, O> first : left) {
            if (left.stream().noneMatch(other -> other.precedes(first))) {
                Naive<I, O> after = data.copy();
                O answer = after.apply(first.input());
                if (first.isUnknown() || answer.equals(first.output())) {
                    List<Operation<I, O>> rest = new ArrayList<>(left);
                    rest.remove(first);
                    if (isLinearizable(rest, after)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}

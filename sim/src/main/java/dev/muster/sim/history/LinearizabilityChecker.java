package dev.muster.sim.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Decides whether a history is linearizable: whether all its operations can be put in one order that keeps real time (what
 * returned before another began comes first) and in which the model gives every answer that was recorded.
 *
 * <p>The question is NP-complete, hence the limit. Where the clients are few and answers tell states apart, the time is
 * near linear in the length of the history.
 */
public final class LinearizabilityChecker {
    private LinearizabilityChecker() {}

    /**
     * Judges a history. Parts are judged one after the other, the smallest first, each with an equal share of the steps
     * that are left; a part that is wrong counts more than one that is undecided.
     *
     * @param stepsMax how many times the model may be asked, over all parts; about 200 bytes of memory each, at worst
     */
    public static <S, I, O> Verdict check(History<I, O> history, Model<S, I, O> model, long stepsMax) {
        List<Partition<S, I, O>> parts = new ArrayList<>(model.partition(history.operations()));
        parts.sort(Comparator.comparingInt(part -> part.operations().size())); // stable
        Verdict undecided = null;
        long steps = 0;
        for (int i = 0; i < parts.size(); i++) {
            Search<S, I, O> search = new Search<>(model, parts.get(i), (stepsMax - steps) / (parts.size() - i));
            Search.Result result = search.run();
            steps += search.steps();
            if (result == Search.Result.NO_ORDER) {
                return new Explanation<>(model, parts.get(i), search.longest()).illegal();
            }
            if (result == Search.Result.OUT_OF_STEPS && undecided == null) {
                undecided = tooComplex(parts.get(i), search);
            }
        }
        return undecided != null ? undecided : new Verdict.Ok(history.size(), steps);
    }

    private static <S, I, O> Verdict tooComplex(Partition<S, I, O> part, Search<S, I, O> search) {
        int inOrder = search.longest().size();
        return new Verdict.TooComplex(part.key(), part.operations().size(), inOrder, search.steps(), "");
    }
}

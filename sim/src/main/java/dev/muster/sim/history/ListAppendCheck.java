package dev.muster.sim.history;

import dev.muster.sim.history.ListAppendModel.Input;
import dev.muster.sim.history.ListAppendModel.Output;
import java.util.List;

/** Judges a history of {@link ListAppendModel}: by its anomalies in linear time, and if there is none, in full. */
public final class ListAppendCheck {
    private ListAppendCheck() {}

    /**
     * {@link Verdict.Anomalous} if single answers contradict each other, otherwise what
     * {@link LinearizabilityChecker#check} says. Throws {@link IllegalArgumentException} if a value is appended to a key
     * twice.
     *
     * @param stepsMax the limit of the full check
     */
    public static Verdict check(History<Input, Output> history, long stepsMax) {
        List<Anomaly> anomalies = ListAppendAnomalies.of(history);
        return anomalies.isEmpty()
                ? LinearizabilityChecker.check(history, new ListAppendModel(), stepsMax)
                : new Verdict.Anomalous(anomalies);
    }
}

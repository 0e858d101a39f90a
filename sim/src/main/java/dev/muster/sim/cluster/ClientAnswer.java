package dev.muster.sim.cluster;

import java.util.List;

/**
 * How a client's transaction ended, as the client knows it.
 *
 * @param server the member that answered, or the last one that was asked
 * @param code the failure's code, or empty if there was none
 * @param message the failure's text, or empty
 * @param rows of the last statement
 * @param bookmark of the commit, or empty
 */
public record ClientAnswer(
        Outcome outcome, String server, String code, String message, List<List<Object>> rows, String bookmark) {
    /** What the client may conclude. */
    public enum Outcome {
        /** Committed. */
        DONE,
        /** Nothing was changed and nothing ever will be. */
        REFUSED,
        /** It may have been committed, or still be. */
        UNKNOWN
    }

    static ClientAnswer done(String server, List<List<Object>> rows, String bookmark) {
        return new ClientAnswer(Outcome.DONE, server, "", "", rows, bookmark);
    }

    static ClientAnswer failed(Outcome outcome, String server, String code, String message) {
        return new ClientAnswer(outcome, server, code, message, List.of(), "");
    }

    public boolean isDone() {
        return outcome == Outcome.DONE;
    }

    public boolean isRefused() {
        return outcome == Outcome.REFUSED;
    }
}

package dev.muster.sim.history;

import java.util.List;

/** What a check found. Only {@link Ok} says that the history is right. */
public sealed interface Verdict {
    /** The finding in words, with virtual times; several lines if something is wrong. */
    String explanation();

    /** Whether the history was shown to be right. */
    default boolean isOk() {
        return this instanceof Ok;
    }

    /**
     * An order of all operations exists that explains every answer.
     *
     * @param operations how many there were
     * @param steps of the model it took to find the order
     */
    record Ok(int operations, long steps) implements Verdict {
        @Override
        public String explanation() {
            return "linearizable: " + operations + " operations, " + steps + " steps";
        }
    }

    /**
     * No order of the operations explains every answer.
     *
     * @param key the part of the data that shows it
     * @param prefix as many operations as can be put in an order that explains them, in that order
     * @param cannotFollow the operations that would have to come next, none of which can
     * @param explanation all of that in words
     */
    record Illegal(String key, List<Operation<?, ?>> prefix, List<Operation<?, ?>> cannotFollow, String explanation)
            implements Verdict {}

    /**
     * Single answers that no order can explain, found without looking for one.
     *
     * @param anomalies at least one, in the order in which they were found
     */
    record Anomalous(List<Anomaly> anomalies) implements Verdict {
        private static final int SHOWN_MAX = 10;

        @Override
        public String explanation() {
            StringBuilder text = new StringBuilder("not linearizable: " + anomalies.size() + " anomalies");
            anomalies.stream()
                    .limit(SHOWN_MAX)
                    .forEach(anomaly -> text.append('\n').append(anomaly));
            return text.toString();
        }
    }

    /**
     * Undecided: the limit of steps was reached. The history may be right or wrong.
     *
     * @param key the part of the data that was not decided
     * @param operations how many operations that part has
     * @param inOrder how many of them could be put in order so far, at most
     * @param steps of the model that were tried on it
     * @param known what was shown all the same; empty if nothing
     */
    record TooComplex(String key, int operations, int inOrder, long steps, String known) implements Verdict {
        @Override
        public String explanation() {
            return "undecided: " + key + " has " + operations + " operations, of which " + inOrder
                    + " could be put in order within " + steps + " steps; allow more steps or record shorter histories"
                    + (known.isEmpty() ? "" : " (shown all the same: " + known + ")");
        }
    }
}

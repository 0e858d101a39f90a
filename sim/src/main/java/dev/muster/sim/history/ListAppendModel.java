package dev.muster.sim.history;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Keys with a list each, to which clients append values, each value once per key, and which they read whole. The richest
 * of the models: a read tells the order of all writes before it.
 *
 * <p>That is also why it is cheap to check. Any order must agree with the longest list that was read, so a state is only how
 * much of that list has been appended; what was never read can only have been appended behind it.
 */
public final class ListAppendModel
        implements Model<ListAppendModel.Appended, ListAppendModel.Input, ListAppendModel.Output> {

    /** What a client asks of one key. */
    public sealed interface Input {
        /** The key it is about. */
        String key();
    }

    /** Answered with {@link Done}. A value is appended to a key by one operation only, failed ones included. */
    public record Append(String key, long value) implements Input {
        @Override
        public String toString() {
            return "append " + value + " to " + key;
        }
    }

    /** Answered with {@link Values}. */
    public record Read(String key) implements Input {
        @Override
        public String toString() {
            return "read " + key;
        }
    }

    /** What a client is told. */
    public sealed interface Output {}

    /** An append is done. */
    public record Done() implements Output {
        @Override
        public String toString() {
            return "done";
        }
    }

    /** The whole list of a key; empty if there is none. */
    public record Values(List<Long> values) implements Output {
        /** The list as it was answered. */
        public Values {
            values = List.copyOf(values);
        }

        @Override
        public String toString() {
            return values.toString();
        }
    }

    /** How many values of the longest list read are appended by now; one more than its size: others behind it as well. */
    public static final class Appended {
        private static final int SHOWN_MAX = 20;

        private final List<Long> longest;
        private final int count;

        private Appended(List<Long> longest, int count) {
            this.longest = longest;
            this.count = count;
        }

        private Appended append(long value) {
            if (count >= longest.size()) {
                return new Appended(longest, longest.size() + 1); // not in the longest list, so read by nobody
            }
            return longest.get(count) == value ? new Appended(longest, count + 1) : null;
        }

        private boolean shows(List<Long> values) {
            return values.size() == count && longest.subList(0, count).equals(values);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Appended that && count == that.count && longest.equals(that.longest);
        }

        @Override
        public int hashCode() {
            return count;
        }

        @Override
        public String toString() {
            int shown = Math.min(count, longest.size());
            int from = Math.max(0, shown - SHOWN_MAX);
            return "a list of " + shown + " values"
                    + (from < shown ? (from > 0 ? " ending in " : " ") + longest.subList(from, shown) : "")
                    + (count > longest.size() ? " and others that were never read" : "");
        }
    }

    /** By key. Throws {@link IllegalArgumentException} if a value is appended to a key twice: the workload is wrong. */
    @Override
    public List<Partition<Appended, Input, Output>> partition(List<Operation<Input, Output>> operations) {
        List<Partition<Appended, Input, Output>> parts = new ArrayList<>();
        Partition.byKey(operations, Input::key).forEach((key, ofKey) -> {
            requireUnique(ofKey);
            parts.add(new Partition<>(key, new Appended(longestRead(ofKey), 0), ofKey));
        });
        return parts;
    }

    private static void requireUnique(List<Operation<Input, Output>> ofKey) {
        Set<Long> values = new HashSet<>();
        for (Operation<Input, Output> operation : ofKey) {
            if (operation.input() instanceof Append append && !values.add(append.value)) {
                throw new IllegalArgumentException(
                        "value " + append.value + " is appended to " + append.key + " by two operations");
            }
        }
    }

    /** The first of the longest lists read. */
    static List<Long> longestRead(List<Operation<Input, Output>> ofKey) {
        List<Long> longest = List.of();
        for (Operation<Input, Output> operation : ofKey) {
            if (operation.output() instanceof Values read && read.values.size() > longest.size()) {
                longest = read.values;
            }
        }
        return longest;
    }

    @Override
    public Appended step(Appended state, Input input, Output output) {
        if (input instanceof Append append) {
            return state.append(append.value);
        }
        return output == null || state.shows(((Values) output).values) ? state : null;
    }

    @Override
    public boolean observesOnly(Input input, Output output) {
        return input instanceof Read;
    }
}

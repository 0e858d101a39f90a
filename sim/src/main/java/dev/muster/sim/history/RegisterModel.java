package dev.muster.sim.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Keys with one value each, which clients read, write, and compare and set. All keys begin absent (value null). */
public final class RegisterModel implements Model<RegisterModel.Value, RegisterModel.Input, RegisterModel.Output> {

    /** What a client asks of one key. */
    public sealed interface Input {
        /** The key it is about. */
        String key();
    }

    /** Answered with the {@link Value}. */
    public record Read(String key) implements Input {
        @Override
        public String toString() {
            return "read " + key;
        }
    }

    /** Answered with {@link Written}. */
    public record Write(String key, long value) implements Input {
        @Override
        public String toString() {
            return "write " + key + " = " + value;
        }
    }

    /**
     * Sets the value if it is the expected one; answered with {@link Compared}.
     *
     * @param key which one
     * @param expected what it must be; null for absent
     * @param wanted what it then becomes
     */
    public record CompareAndSet(String key, Long expected, long wanted) implements Input {
        @Override
        public String toString() {
            return "compare and set " + key + " from " + expected + " to " + wanted;
        }
    }

    /** What a client is told. */
    public sealed interface Output {}

    /**
     * The value of a key, as an answer and as the state.
     *
     * @param value null if absent
     */
    public record Value(Long value) implements Output {
        @Override
        public String toString() {
            return value == null ? "absent" : value.toString();
        }
    }

    /** A write is done. */
    public record Written() implements Output {
        @Override
        public String toString() {
            return "done";
        }
    }

    /** Whether a compare-and-set found what it expected, and so has set. */
    public record Compared(boolean set) implements Output {
        @Override
        public String toString() {
            return set ? "set" : "not as expected";
        }
    }

    @Override
    public List<Partition<Value, Input, Output>> partition(List<Operation<Input, Output>> operations) {
        List<Partition<Value, Input, Output>> parts = new ArrayList<>();
        Partition.byKey(operations, Input::key)
                .forEach((key, ofKey) -> parts.add(new Partition<>(key, new Value(null), ofKey)));
        return parts;
    }

    @Override
    public Value step(Value state, Input input, Output output) {
        if (input instanceof Read) {
            return output == null || output.equals(state) ? state : null;
        }
        if (input instanceof Write write) {
            return new Value(write.value);
        }
        return compareAndSet(state, (CompareAndSet) input, (Compared) output);
    }

    private static Value compareAndSet(Value state, CompareAndSet input, Compared output) {
        boolean sets = Objects.equals(state.value, input.expected);
        if (output != null && output.set != sets) {
            return null;
        }
        return sets ? new Value(input.wanted) : state;
    }

    @Override
    public boolean observesOnly(Input input, Output output) {
        return input instanceof Read || (output instanceof Compared compared && !compared.set);
    }
}

package dev.muster.sim.history;

import java.util.Objects;

/**
 * One call of one client: what it asked, when, and what it was told, if it was.
 *
 * <p>With an outcome, it took effect at one point between {@code invoked} and {@code returned}. Without
 * ({@link #isUnknown}), it took effect at any point after {@code invoked}, or never.
 *
 * @param id its number in the history
 * @param client who called; a client has one call open at a time
 * @param invoked when it was sent
 * @param returned when the answer arrived; {@link Moment#NEVER} if the outcome is unknown
 * @param input what was asked
 * @param output what was answered; null if, and only if, the outcome is unknown
 * @param <I> inputs, with value equality
 * @param <O> outputs
 */
public record Operation<I, O>(int id, int client, Moment invoked, Moment returned, I input, O output) {
    /** An operation as above. Throws {@link IllegalArgumentException} if it returns before it begins. */
    public Operation {
        Objects.requireNonNull(input, "input");
        if (!invoked.isBefore(returned)) {
            throw new IllegalArgumentException("operation " + id + " returns before it is invoked");
        }
        if (returned.equals(Moment.NEVER) != (output == null)) {
            throw new IllegalArgumentException("operation " + id + " has an output if and only if it returns");
        }
    }

    /** Whether nobody knows if, and when, it took effect. */
    public boolean isUnknown() {
        return output == null;
    }

    /** Whether this had returned when the other was invoked, so that it must come first in any order. */
    public boolean precedes(Operation<?, ?> other) {
        return returned.isBefore(other.invoked);
    }

    /** One line for people: client, times, input and output. */
    @Override
    public String toString() {
        return String.format("client %-3d %14s .. %-14s %s → %s", client, invoked, returned, input, answer());
    }

    private Object answer() {
        return isUnknown() ? "outcome unknown" : output;
    }
}

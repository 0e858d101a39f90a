package dev.muster.sim.history;

import java.util.Locale;

/**
 * A point in a history: virtual time, and the number of the event, which orders events of the same time.
 *
 * @param nanos virtual nanoseconds since the simulation began (of the simulator, never of a server's skewed clock)
 * @param sequence number of the event in its history; no two events share one
 */
public record Moment(long nanos, long sequence) implements Comparable<Moment> {
    /** When an operation returns whose outcome stayed unknown: after everything else. */
    public static final Moment NEVER = new Moment(Long.MAX_VALUE, Long.MAX_VALUE);

    private static final long NANOS_PER_MICRO = 1_000;
    private static final long MICROS_PER_SECOND = 1_000_000;

    /** Whether this is strictly before the other. */
    public boolean isBefore(Moment other) {
        return compareTo(other) < 0;
    }

    @Override
    public int compareTo(Moment other) {
        int byTime = Long.compare(nanos, other.nanos);
        return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
    }

    /** Virtual seconds with microseconds, {@code 12.345678s}; {@code ?} for {@link #NEVER}. */
    @Override
    public String toString() {
        if (equals(NEVER)) {
            return "?";
        }
        long micros = nanos / NANOS_PER_MICRO;
        return String.format(Locale.ROOT, "%d.%06ds", micros / MICROS_PER_SECOND, micros % MICROS_PER_SECOND);
    }
}

package dev.muster.runtime.sim;

/** Something that will happen: ordered by (virtual time, sequence), so equal times run as they were posted. */
final class Event implements Comparable<Event> {
    final long atNanos;
    final long sequence;
    final String name;

    /** The process it happens in; an event of the outside, for instance a fault, has none. */
    final SimulatedProcess process;

    final Runnable action;
    boolean cancelled;

    Event(long atNanos, long sequence, String name, SimulatedProcess process, Runnable action) {
        this.atNanos = atNanos;
        this.sequence = sequence;
        this.name = name;
        this.process = process;
        this.action = action;
    }

    /** Whether nobody is left who could notice that it does not happen. */
    boolean isMoot() {
        return cancelled || (process != null && !process.isAlive());
    }

    @Override
    public int compareTo(Event other) {
        int byTime = Long.compare(atNanos, other.atNanos);
        return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
    }
}

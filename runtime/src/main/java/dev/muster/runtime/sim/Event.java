package dev.muster.runtime.sim;

/** Something that will happen: ordered by (virtual time, sequence), so equal times run as they were posted. */
final class Event implements Comparable<Event> {
    final long sequence;
    final Kind kind;
    final Label label;
    final long size;

    /** The process it happens in; an event of the outside, for instance a fault, has none. */
    final SimulatedProcess process;

    final Runnable action;

    /** Changes only while the event is out of the queue. */
    long atNanos;

    /** For a timer, when it is due on the monotonic clock of its server. */
    long dueOnServerNanos;

    boolean cancelled;

    /** Whether it lies in the queue. */
    boolean queued = true;

    Event(long atNanos, long sequence, Kind kind, Label label, long size, SimulatedProcess process, Runnable action) {
        this.atNanos = atNanos;
        this.sequence = sequence;
        this.kind = kind;
        this.label = label;
        this.size = size;
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

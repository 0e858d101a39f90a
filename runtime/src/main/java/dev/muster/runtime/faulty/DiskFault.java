package dev.muster.runtime.faulty;

import java.util.Set;

/**
 * What is wrong with a disk.
 *
 * @param full whatever needs new space fails as on a full disk; what is allocated can be written over
 * @param slowMillis how much longer each sync takes, at least 0
 * @param failing what fails with an input/output error
 */
public record DiskFault(boolean full, long slowMillis, Set<Action> failing) {
    /** Nothing is wrong. */
    public static final DiskFault NONE = new DiskFault(false, 0, Set.of());

    /** What is done to files. */
    public enum Action {
        READ,
        WRITE,
        SYNC
    }

    public DiskFault {
        if (slowMillis < 0) {
            throw new IllegalArgumentException("not a time: " + slowMillis + " ms");
        }
        failing = Set.copyOf(failing);
    }

    /** New space cannot be had. */
    public DiskFault withFull() {
        return new DiskFault(true, slowMillis, failing);
    }

    /** Syncs take longer. */
    public DiskFault withSlow(long millis) {
        return new DiskFault(full, millis, failing);
    }

    /** These fail. */
    public DiskFault withFailing(Set<Action> actions) {
        return new DiskFault(full, slowMillis, actions);
    }
}

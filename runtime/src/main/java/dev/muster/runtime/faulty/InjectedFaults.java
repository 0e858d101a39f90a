package dev.muster.runtime.faulty;

import java.util.List;

/**
 * Everything that is wrong with one server's world at a moment.
 *
 * @param links at most one per other server
 * @param clockSkewMillis how far the wall clock is ahead of the truth; negative is behind. Durations are not affected
 */
public record InjectedFaults(List<LinkFault> links, DiskFault disk, long clockSkewMillis) {
    /** Nothing is wrong. */
    public static final InjectedFaults NONE = new InjectedFaults(List.of(), DiskFault.NONE, 0);

    public InjectedFaults {
        links = List.copyOf(links);
    }

    /** Whether nothing is wrong. */
    public boolean isNone() {
        return equals(NONE);
    }
}

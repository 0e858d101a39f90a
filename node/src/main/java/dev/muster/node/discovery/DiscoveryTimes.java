package dev.muster.node.discovery;

/**
 * The pace of discovery, in milliseconds.
 *
 * @param interval between two words to the same server
 * @param probeTimeout until one unanswered question counts as failed, connecting included
 * @param failureTimeout silence after which a server counts as unreachable
 */
public record DiscoveryTimes(int interval, int probeTimeout, int failureTimeout) {
    /** A dead or frozen server is noticed within two seconds. */
    public static DiscoveryTimes defaults() {
        return new DiscoveryTimes(100, 500, 1_500);
    }

    public DiscoveryTimes {
        if (interval < 1 || probeTimeout < 1 || failureTimeout < 2 * interval) {
            throw new IllegalArgumentException("not usable as discovery times: interval " + interval
                    + ", probe timeout " + probeTimeout + ", failure timeout " + failureTimeout);
        }
    }
}

package dev.muster.bolt.handshake;

import java.util.List;

/** A version of the Bolt protocol. */
public record ProtocolVersion(int major, int minor) implements Comparable<ProtocolVersion> {
    /** All that we speak, best first. */
    public static final List<ProtocolVersion> SPOKEN = List.of(
            new ProtocolVersion(5, 8),
            new ProtocolVersion(5, 7),
            new ProtocolVersion(5, 6),
            new ProtocolVersion(5, 4),
            new ProtocolVersion(5, 3),
            new ProtocolVersion(5, 2),
            new ProtocolVersion(5, 1),
            new ProtocolVersion(5, 0),
            new ProtocolVersion(4, 4),
            new ProtocolVersion(4, 3));

    /** Whether this version is the given one or newer. */
    public boolean atLeast(int wantedMajor, int wantedMinor) {
        return compareTo(new ProtocolVersion(wantedMajor, wantedMinor)) >= 0;
    }

    @Override
    public int compareTo(ProtocolVersion other) {
        return major != other.major ? Integer.compare(major, other.major) : Integer.compare(minor, other.minor);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}

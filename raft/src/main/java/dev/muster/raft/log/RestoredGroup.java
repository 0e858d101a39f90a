package dev.muster.raft.log;

import java.util.List;

/** What the log knows of a group when it starts. Payloads are what was written; {@code null} where nothing was. */
public record RestoredGroup(
        LogGroup group, byte[] identity, byte[] members, Record term, Record snapshot, List<Entry> entries) {
    /** A small record. */
    public record Record(long index, int term, byte[] payload) {}

    /** A log entry; the payload begins with the type byte. */
    public record Entry(long index, int term, byte[] payload) {}

    /** Whether the group was started here before; if not, only {@link #group} means anything. */
    public boolean isBorn() {
        return identity != null && members != null;
    }
}

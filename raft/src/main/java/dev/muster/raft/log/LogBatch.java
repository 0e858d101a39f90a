package dev.muster.raft.log;

import java.util.Arrays;
import java.util.UUID;

/**
 * The records of one lane turn, in order, ready to be written. Built on the lane, then handed to {@link
 * WriteAheadLog#submit} and not touched by the lane again before the log has released it; then it may be another turn's.
 */
public final class LogBatch {
    private static final UUID NOBODY = new UUID(0, 0);

    private static final int BYTES_FIRST = 1024;
    private static final int RECORDS_FIRST = 8;
    /** Room that stays for the next turn's records; more is given back. */
    private static final int BYTES_KEPT = 256 * 1024;

    private static final int RECORDS_KEPT = BYTES_KEPT / 64;

    // Most turns have no records, so there is no room before the first one.
    private byte[] bytes = new byte[0];
    private int size = RecordFrame.HEADER_BYTES; // room for the batch record
    private LogGroup[] groups = new LogGroup[0];
    private int[] starts = new int[0];
    private int count;
    private int salt;

    /** Makes it empty, with most of its room, once the log has let it go. */
    public void clear() {
        if (bytes.length > BYTES_KEPT) {
            bytes = new byte[0];
        }
        if (starts.length > RECORDS_KEPT) {
            groups = new LogGroup[0];
            starts = new int[0];
        } else {
            Arrays.fill(groups, 0, count, null);
        }
        size = RecordFrame.HEADER_BYTES;
        count = 0;
        salt = 0;
    }

    /** Moves all it has into a batch of its own, for a log that holds on to it beyond the release; this one is empty then. */
    public LogBatch detach() {
        LogBatch other = new LogBatch();
        other.bytes = bytes;
        other.size = size;
        other.groups = groups;
        other.starts = starts;
        other.count = count;
        other.salt = salt;
        bytes = new byte[0];
        groups = new LogGroup[0];
        starts = new int[0];
        count = 0;
        clear();
        return other;
    }

    /** Whether nothing was added. */
    public boolean isEmpty() {
        return count == 0;
    }

    /** Bytes that a write of this batch takes. */
    public int size() {
        return size;
    }

    /** Adds a record of a group, as the next one of its chain. */
    public void add(LogGroup group, RecordKind kind, long index, int term, byte[] payload) {
        add(group, kind, index, term, (byte) 0, payload, 0, 0);
    }

    /** Adds an entry: a type byte, then the operation's bytes. */
    public void addEntry(LogGroup group, long index, int term, byte type, byte[] operation) {
        add(group, RecordKind.ENTRY, index, term, type, operation, 1, 0);
    }

    /** Repeats a record with the chain number that the group has reached. */
    void addCopy(LogGroup group, RecordKind kind, long index, int term, byte[] payload) {
        add(group, kind, index, term, (byte) 0, payload, 0, RecordFrame.FLAG_COPY);
    }

    private void add(
            LogGroup group,
            RecordKind kind,
            long index,
            int term,
            byte type,
            byte[] payload,
            int typeBytes,
            int flags) {
        int length = payload.length + typeBytes;
        int start = size;
        ensure(start + RecordFrame.HEADER_BYTES + length);
        if (typeBytes == 1) {
            bytes[start + RecordFrame.HEADER_BYTES] = type;
        }
        System.arraycopy(payload, 0, bytes, start + RecordFrame.HEADER_BYTES + typeBytes, payload.length);
        int chain = flags == 0 ? group.nextChain() : group.records().chain;
        RecordFrame.seal(bytes, start, length, kind, flags, group.id(), index, term, chain);
        size = start + RecordFrame.HEADER_BYTES + length;
        if (count == starts.length) {
            int room = Math.max(RECORDS_FIRST, count * 2);
            groups = Arrays.copyOf(groups, room);
            starts = Arrays.copyOf(starts, room);
        }
        groups[count] = group;
        starts[count++] = start;
    }

    private void ensure(int needed) {
        if (needed < 0) {
            throw new IllegalStateException("a batch cannot be longer than 2 GiB; it has " + size + " bytes");
        }
        if (needed > bytes.length) {
            long wanted = Math.max(Math.max(needed, BYTES_FIRST), bytes.length * 2L);
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8, wanted));
        }
    }

    /**
     * Fills in the batch record and makes all records those of a segment with that salt; the array is then {@link #size()}
     * bytes of it. {@code roundStart} is where in the segment the writes began that will be synced together with this one.
     * May be called again, for another segment.
     */
    byte[] seal(long number, int roundStart, int segmentSalt) {
        ensure(size);
        int change = salt ^ segmentSalt;
        for (int i = 0; i < count; i++) {
            RecordFrame.addSalt(bytes, starts[i], change);
        }
        salt = segmentSalt;
        RecordFrame.seal(bytes, 0, 0, RecordKind.BATCH, 0, NOBODY, number, 0, roundStart);
        RecordFrame.addSalt(bytes, 0, salt);
        return bytes;
    }

    int count() {
        return count;
    }

    LogGroup group(int record) {
        return groups[record];
    }

    int start(int record) {
        return starts[record];
    }

    byte[] bytes() {
        return bytes;
    }
}

package dev.muster.raft.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Reads segments from the oldest to the newest after a restart and works out what each group's records say, where a torn
 * write must be cut, and whose records are damaged.
 */
final class LogScan {
    /** Damage whose header is unreadable: which group it hit must be worked out from what follows. */
    private record Hole(int order, UUID group, boolean batchRecord, String where) {}

    /** What the scan knows of a group. */
    private static final class Seen {
        final LogGroup group;
        final TreeMap<Long, Place> entries = new TreeMap<>();
        boolean chained;
        int lastOrder;
        int gapOrder = -1;

        Seen(LogGroup group) {
            this.group = group;
        }
    }

    private record Place(Segment segment, int position, int length) {}

    private final Map<UUID, Seen> groups = new LinkedHashMap<>();
    private final List<Hole> holes = new ArrayList<>();
    private long lastBatch;
    private int syncedUntil;
    private int order;
    private String tailRepair = "";

    /** Number of the last batch that was found. */
    long lastBatch() {
        return lastBatch;
    }

    /**
     * Up to where the segment read last is known to be on the disk: what follows was in one round of writes, whose sync may
     * never have come, or have failed.
     */
    int syncedUntil() {
        return syncedUntil;
    }

    /** What was cut from the tail, in words; empty if nothing was. */
    String tailRepair() {
        return tailRepair;
    }

    /**
     * Takes in one segment's content. Returns where its sound records end; in the last segment that is where a torn write
     * begins, if {@link #tailRepair} says so.
     *
     * @param size where the segment ends, as far as is known; what stands behind it is not looked at
     */
    int segment(Segment segment, byte[] bytes, int size, boolean last) {
        int at = Segment.RECORDS_START;
        int salt = segment.salt();
        syncedUntil = at;
        while (at + RecordFrame.HEADER_BYTES <= size) {
            boolean header = RecordFrame.isHeader(bytes, at, size, salt);
            if (header && RecordFrame.isPayloadSound(bytes, at)) {
                record(segment, bytes, at);
                at += RecordFrame.HEADER_BYTES + RecordFrame.length(bytes, at);
                continue;
            }
            int lastByte = lastNonZero(bytes, at, size);
            if (lastByte < at) {
                return at;
            }
            if (last && !isDurable(bytes, at, size, salt)) {
                tailRepair = "cut " + (lastByte + 1 - at) + " bytes of an unfinished write off the end of "
                        + segment.path().getFileName() + " (at byte " + at + ")";
                return at;
            }
            at = header ? damagedPayload(segment, bytes, at) : damagedHeader(segment, bytes, at, size);
        }
        return at;
    }

    private int damagedPayload(Segment segment, byte[] bytes, int at) {
        order++;
        Seen seen = seen(RecordFrame.group(bytes, at));
        damage(
                seen,
                "record of kind " + RecordFrame.kind(bytes, at) + " at index " + RecordFrame.index(bytes, at) + " in "
                        + segment.path().getFileName() + " (byte " + at + ") fails its checksum");
        chain(seen, bytes, at);
        return at + RecordFrame.HEADER_BYTES + RecordFrame.length(bytes, at);
    }

    private int damagedHeader(Segment segment, byte[] bytes, int at, int size) {
        order++;
        UUID raw = at + RecordFrame.HEADER_BYTES <= size ? RecordFrame.group(bytes, at) : null;
        int next = at + 1;
        while (next + RecordFrame.HEADER_BYTES <= size && !RecordFrame.isHeader(bytes, next, size, segment.salt())) {
            next++;
        }
        boolean found = next + RecordFrame.HEADER_BYTES <= size;
        boolean batchRecord = found
                && next == at + RecordFrame.HEADER_BYTES
                && raw != null
                && raw.getMostSignificantBits() == 0
                && raw.getLeastSignificantBits() == 0;
        holes.add(new Hole(
                order,
                raw,
                batchRecord,
                "a record in " + segment.path().getFileName() + " (byte " + at + ") is unreadable"));
        return found ? next : size;
    }

    private void record(Segment segment, byte[] bytes, int at) {
        order++;
        RecordKind kind = RecordFrame.kind(bytes, at);
        if (kind == RecordKind.BATCH) {
            lastBatch = Math.max(lastBatch, RecordFrame.index(bytes, at));
            syncedUntil = Math.max(syncedUntil, RecordFrame.chain(bytes, at));
            return;
        }
        Seen seen = seen(RecordFrame.group(bytes, at));
        chain(seen, bytes, at);
        GroupRecords records = seen.group.records();
        long index = RecordFrame.index(bytes, at);
        int length = RecordFrame.length(bytes, at);
        switch (kind) {
            case ENTRY -> seen.entries.put(index, new Place(segment, at, length));
            case CUT_FROM -> seen.entries.tailMap(index, true).clear();
            case CUT_UNTIL -> {
                seen.entries.headMap(index, true).clear();
                small(records, kind, segment, bytes, at);
            }
            case FORGOTTEN -> {
                seen.entries.clear();
                small(records, kind, segment, bytes, at);
            }
            default -> small(records, kind, segment, bytes, at);
        }
    }

    private static void small(GroupRecords records, RecordKind kind, Segment segment, byte[] bytes, int at) {
        int length = RecordFrame.length(bytes, at);
        byte[] payload = new byte[length];
        System.arraycopy(bytes, at + RecordFrame.HEADER_BYTES, payload, 0, length);
        records.apply(kind, RecordFrame.index(bytes, at), RecordFrame.term(bytes, at), segment, at, length, payload);
    }

    private void chain(Seen seen, byte[] bytes, int at) {
        int chain = RecordFrame.chain(bytes, at);
        boolean copy = RecordFrame.isCopy(bytes, at);
        int before = seen.group.records().chain;
        int expected = copy ? (seen.chained ? before : chain) : before + 1;
        if (chain != expected) {
            seen.gapOrder = order;
            damage(seen, "records " + (before + 1) + " to " + (chain - 1) + " of the group are missing");
        }
        seen.chained = true;
        seen.lastOrder = order;
        seen.group.records().chain = chain;
    }

    private Seen seen(UUID id) {
        return groups.computeIfAbsent(id, key -> new Seen(new LogGroup(key)));
    }

    private static void damage(Seen seen, String reason) {
        GroupRecords records = seen.group.records();
        records.damage = records.damage == null ? reason : records.damage;
    }

    /** Ends the scan: blames the holes, checks that each group's entries have no gap. Returns all groups by id. */
    Map<UUID, LogGroup> finish() {
        holes.forEach(this::blame);
        Map<UUID, LogGroup> result = new HashMap<>();
        for (Seen seen : groups.values()) {
            placeEntries(seen);
            seen.group.resumeChain(seen.group.records().chain);
            result.put(seen.group.id(), seen.group);
        }
        return result;
    }

    private void blame(Hole hole) {
        if (hole.batchRecord()) {
            return;
        }
        Set<Seen> blamed = new HashSet<>();
        if (hole.group() != null && groups.containsKey(hole.group())) {
            blamed.add(groups.get(hole.group()));
        }
        groups.values().stream().filter(seen -> seen.gapOrder > hole.order()).forEach(blamed::add);
        if (blamed.isEmpty()) {
            // Nothing shows whose record it was: only a group with a sound record behind the hole is proved whole.
            groups.values().stream()
                    .filter(seen -> seen.lastOrder < hole.order())
                    .forEach(blamed::add);
        }
        blamed.forEach(seen -> damage(seen, hole.where()));
    }

    private static void placeEntries(Seen seen) {
        GroupRecords records = seen.group.records();
        if (records.forgotten) {
            records.damage = null;
            return;
        }
        long snapshot = records.snapshot == null ? 0 : records.snapshot.index();
        long start = seen.entries.isEmpty() ? snapshot + 1 : seen.entries.firstKey();
        long expected = start;
        for (Map.Entry<Long, Place> entry : seen.entries.entrySet()) {
            long index = entry.getKey();
            if (index != expected) {
                if (index > snapshot + 1) {
                    damage(seen, "entries " + expected + " to " + (index - 1) + " are missing");
                    return;
                }
                records.entries.clear();
            }
            Place place = entry.getValue();
            records.entry(index, place.segment(), place.position(), place.length());
            expected = index + 1;
        }
        if (start > snapshot + 1) {
            damage(seen, "entries " + (snapshot + 1) + " to " + (start - 1) + " are missing");
        }
    }

    /** Whether a later write says that everything up to {@code position} had been synced before it. */
    private static boolean isDurable(byte[] bytes, int position, int size, int salt) {
        for (int at = position + 1; at + RecordFrame.HEADER_BYTES <= size; at++) {
            if (bytes[at + 12] == 0
                    && RecordFrame.isHeader(bytes, at, size, salt)
                    && RecordFrame.kind(bytes, at) == RecordKind.BATCH
                    && RecordFrame.chain(bytes, at) > position) {
                return true;
            }
        }
        return false;
    }

    /**
     * Where the last record ends whose header is sound. This is all that can be known of the end of a segment in a file that was
     * one before: what follows is of the earlier one, or so torn that it can never be taken for a record. If damage hit the very
     * last ones of a sealed segment, the chain numbers in the next one miss them.
     */
    static int lastRecordEnd(byte[] bytes, int salt) {
        int end = Segment.RECORDS_START;
        int at = end;
        while (at + RecordFrame.HEADER_BYTES <= bytes.length) {
            if (RecordFrame.isHeader(bytes, at, bytes.length, salt)) {
                at += RecordFrame.HEADER_BYTES + RecordFrame.length(bytes, at);
                end = at;
            } else {
                at++;
            }
        }
        return end;
    }

    private static int lastNonZero(byte[] bytes, int from, int size) {
        int at = size - 1;
        while (at >= from && bytes[at] == 0) {
            at--;
        }
        return at;
    }
}

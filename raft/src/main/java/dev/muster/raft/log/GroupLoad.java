package dev.muster.raft.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads a group's live records back from the segments. Log lane only. */
final class GroupLoad {
    private GroupLoad() {}

    static RestoredGroup load(LogGroup group) throws IOException {
        GroupRecords records = group.records();
        if (!records.isBorn()) {
            return new RestoredGroup(group, null, null, null, null, List.of());
        }
        List<RestoredGroup.Entry> entries = new ArrayList<>(records.entries.size());
        for (long index = records.entries.first(); index < records.entries.end(); index++) {
            entries.add(entry(group, index));
        }
        return new RestoredGroup(
                group,
                records.identity.payload(),
                records.members.payload(),
                record(records.term),
                record(records.snapshot),
                entries);
    }

    private static RestoredGroup.Record record(GroupRecords.Small small) {
        return small == null ? null : new RestoredGroup.Record(small.index(), small.term(), small.payload());
    }

    /** Reads one entry and checks that it is the one. */
    static RestoredGroup.Entry entry(LogGroup group, long index) throws IOException {
        EntryPlaces places = group.records().entries;
        Segment segment = places.segment(index);
        byte[] bytes = segment.read(places.position(index), RecordFrame.HEADER_BYTES + places.length(index));
        if (!RecordFrame.isHeader(bytes, 0, bytes.length, segment.salt())
                || !RecordFrame.isPayloadSound(bytes, 0)
                || RecordFrame.index(bytes, 0) != index
                || !RecordFrame.group(bytes, 0).equals(group.id())) {
            throw new IOException(LogProblem.DAMAGED.describe("entry " + index + " in "
                    + segment.path().getFileName() + " (byte " + places.position(index) + ") cannot be read back"));
        }
        byte[] payload = new byte[places.length(index)];
        System.arraycopy(bytes, RecordFrame.HEADER_BYTES, payload, 0, payload.length);
        return new RestoredGroup.Entry(index, RecordFrame.term(bytes, 0), payload);
    }
}

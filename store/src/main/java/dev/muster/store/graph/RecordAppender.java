package dev.muster.store.graph;

import org.h2.mvstore.MVMap;

/**
 * Adds records to the end of a map so that its last page is searched, copied and split once per page and not once per record. One
 * thread.
 *
 * <p>The map begins a page by itself after so many records, however long they are; putting a record instead makes it split a page that
 * has become too long in the middle.
 */
final class RecordAppender {
    private static final int RECORDS_PER_PAGE = 48;

    /** More than what the map itself splits. Halves are what remains. */
    private static final int PAGE_BYTES_MAX = 24 * 1024;

    private final MVMap<Long, byte[]> map;
    /** In the last page, as far as this has filled it. */
    private int records;

    private long bytes;

    RecordAppender(MVMap<Long, byte[]> map) {
        this.map = map;
    }

    /** Adds a record whose id is higher than all in the map. */
    void append(long id, byte[] record) {
        if (records == RECORDS_PER_PAGE) {
            records = 0;
            bytes = 0;
        }
        records++;
        bytes += record.length;
        if (bytes <= PAGE_BYTES_MAX) {
            map.append(id, record);
            return;
        }
        map.put(id, record);
        records -= records / 2;
        bytes /= 2;
    }
}

package dev.muster.raft.log;

import dev.muster.runtime.Disk;
import dev.muster.runtime.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of the log: which segments there are, which one is written, and what becomes of those that hold nothing live
 * any more. Log lane only.
 *
 * <p>A segment is begun in a {@linkplain SpareFiles spare file} and gets its name once its header and the copies at its head
 * are durable, and all of the segment before it. So a file with a segment's name is one from the first byte on, whatever it
 * was before, and only the last one may end with an unfinished write.
 */
final class SegmentFiles {
    private static final Logger LOGGER = LoggerFactory.getLogger(SegmentFiles.class);
    /** Segments that may pile up before groups are asked for snapshots; so many files are kept, spare ones included. */
    private static final int PILE = 6;
    /** A segment is emptied by copying if no more than this part of it is live. */
    private static final int STRAGGLING_PART = 16;

    private final WriteAheadLog.Settings settings;
    private final Disk disk;
    private final SpareFiles spares;
    private final ArrayDeque<Segment> segments = new ArrayDeque<>();
    private AutoCloseable lock;
    private int nagged;
    private volatile int count;

    SegmentFiles(WriteAheadLog.Settings settings, Disk disk, SpareFiles spares) {
        this.settings = settings;
        this.disk = disk;
        this.spares = spares;
    }

    /** Takes the directory, reads all segments, cuts a torn tail. */
    LogScan open() throws IOException {
        createDirectory(settings.directory());
        lock = disk.tryLock(settings.directory().resolve("raft.lock"));
        if (lock == null) {
            throw LogProblem.IN_USE.unusable(settings.directory());
        }
        try {
            return scan();
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Makes the directory and those above it, durably. */
    private void createDirectory(Path directory) throws IOException {
        if (!disk.exists(directory)) {
            Path parent = directory.toAbsolutePath().getParent();
            createDirectory(parent);
            disk.createDirectories(directory);
            disk.syncDirectory(parent);
        }
    }

    private LogScan scan() throws IOException {
        spares.deleteLeftOver();
        List<Integer> numbers = new ArrayList<>();
        for (String name : disk.list(settings.directory())) {
            if (Segment.numberOf(name) > 0) {
                numbers.add(Segment.numberOf(name));
            }
        }
        LogScan scan = new LogScan();
        for (int i = 0; i < numbers.size(); i++) {
            scanSegment(scan, numbers.get(i), i == numbers.size() - 1);
        }
        disk.syncDirectory(settings.directory()); // the last segment's name may not have been made durable
        count = segments.size();
        return scan;
    }

    private Path pathOf(int number) {
        return settings.directory().resolve(Segment.nameOf(number));
    }

    private void scanSegment(LogScan scan, int number, boolean last) throws IOException {
        DiskFile file = disk.open(pathOf(number), Disk.Open.WRITE);
        byte[] bytes = read(file, Math.toIntExact(file.size()));
        Segment.Header header = Segment.readHeader(bytes);
        checkHeader(header);
        Segment segment = new Segment(number, pathOf(number), file, file.size());
        if (Segment.isUnsalted(header, bytes)) {
            segment.hasNoSalt();
        }
        segments.add(segment);
        boolean used = header == null || header.used();
        int size = used ? LogScan.lastRecordEnd(bytes, segment.salt()) : bytes.length;
        segment.endsAt(scan.segment(segment, bytes, size, last));
        if (last) {
            segment.rewrite(bytes, scan.syncedUntil(), segment.end()); // its sync may have failed before the restart
            repair(segment, header == null, !scan.tailRepair().isEmpty());
        }
    }

    /** Makes the last segment one that can be written on. */
    private void repair(Segment segment, boolean headless, boolean torn) throws IOException {
        if (headless && segment.salt() != 0) {
            segment.writeHeader(settings.owner(), true);
        }
        if (torn) {
            segment.cutAt(segment.end());
        } else {
            segment.forceAll();
        }
    }

    private static byte[] read(DiskFile file, int length) throws IOException {
        ByteBuffer content = ByteBuffer.allocate((int) Math.min(length, file.size()));
        while (content.hasRemaining() && file.read(content, content.position()) >= 0) {
            // reads on
        }
        return content.array();
    }

    private void checkHeader(Segment.Header header) throws IOException {
        if (header == null) {
            return; // died while it was made, or damaged; the records speak for themselves
        }
        if (header.format() > Segment.FORMAT) {
            throw LogProblem.NEWER_FORMAT.unusable(settings.directory(), header.format(), Segment.FORMAT);
        }
        if (!header.owner().equals(settings.owner())) {
            throw LogProblem.OTHER_SERVER.unusable(settings.directory(), header.owner(), settings.owner());
        }
    }

    boolean isUsable() {
        return !segments.isEmpty();
    }

    Segment current() {
        return segments.getLast();
    }

    int oldest() {
        return segments.isEmpty() ? 0 : segments.getFirst().number();
    }

    int count() {
        return count;
    }

    /** Has a file made ready for the next segment, once this one is half full. */
    void prepareNext() {
        if (current().end() > current().capacity() / 2) {
            spares.prepare();
        }
    }

    /**
     * Seals the current segment and begins the next, with room for {@code bytes}; {@link #adopt} or {@link #discard} it.
     * Throws {@link dev.muster.runtime.DiskFull}.
     */
    Segment next(long bytes) throws IOException {
        int number = segments.isEmpty() ? 1 : current().number() + 1;
        long capacity = Math.max(settings.segmentBytes(), Segment.RECORDS_START + bytes);
        SpareFiles.Spare spare = spares.take(capacity);
        if (!segments.isEmpty() && current().isDirty()) {
            current().force();
        }
        Segment draft = new Segment(number, spare.path(), disk.open(spare.path(), Disk.Open.WRITE), capacity);
        draft.writeHeader(settings.owner(), spare.used());
        return draft;
    }

    /** Makes what was begun durable and gives it its name: from now on it is the current segment, which is returned. */
    Segment adopt(Segment draft) throws IOException {
        draft.forceAll();
        draft.close();
        Path path = pathOf(draft.number());
        disk.move(draft.path(), path);
        disk.syncDirectory(settings.directory());
        Segment segment = new Segment(draft.number(), path, disk.open(path, Disk.Open.WRITE), draft.capacity());
        segment.endsAt(draft.end());
        segments.add(segment);
        count = segments.size();
        return segment;
    }

    /** Removes a segment that could not be begun. */
    void discard(Segment draft) throws IOException {
        draft.delete(disk);
    }

    /** Lets the oldest segments go that hold nothing live; keeps their files to be used again, up to a pile. */
    void retire() throws IOException {
        while (segments.size() > 1 && segments.getFirst().liveEntries() == 0) {
            Segment oldest = segments.removeFirst();
            if (oldest.capacity() == settings.segmentBytes() && segments.size() + spares.count() < PILE) {
                oldest.close();
                spares.keep(oldest);
            } else {
                oldest.delete(disk);
            }
            // Before the file is written again: with its old name it must have its old content.
            disk.syncDirectory(settings.directory());
            count = segments.size();
        }
    }

    /** The oldest segment, if so little of it is live that it is cheaper to copy that than to keep the file. */
    Segment straggling() {
        if (segments.size() < 2) {
            return null;
        }
        Segment oldest = segments.getFirst();
        return oldest.liveBytes() <= settings.segmentBytes() / STRAGGLING_PART ? oldest : null;
    }

    /** The oldest segment, once per new segment, if too many have piled up behind it. */
    Segment pinned() {
        if (segments.size() < PILE || nagged == current().number()) {
            return null;
        }
        nagged = current().number();
        return segments.getFirst();
    }

    void close() {
        spares.close();
        for (Segment segment : segments) {
            try {
                segment.close();
            } catch (IOException e) {
                LOGGER.warn("Could not close {}: {}", segment.path(), e.getMessage());
            }
        }
        segments.clear();
        try {
            if (lock != null) {
                lock.close();
            }
        } catch (Exception e) {
            LOGGER.warn("Could not release {}: {}", settings.directory(), e.getMessage());
        }
    }
}

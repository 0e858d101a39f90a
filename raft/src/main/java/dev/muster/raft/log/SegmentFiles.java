package dev.muster.raft.log;

import dev.muster.runtime.Disk;
import dev.muster.runtime.DiskFile;
import dev.muster.runtime.DiskFull;
import dev.muster.runtime.Lane;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of the log: which segments there are, which one is written, and the spare one that is kept ready. Log lane
 * only, but for the making of the spare, which has a lane of its own because it takes long.
 */
final class SegmentFiles {
    private static final Logger LOGGER = LoggerFactory.getLogger(SegmentFiles.class);
    private static final long RETRY_NANOS = 200_000_000;
    /** Segments that may pile up before groups are asked for snapshots. */
    private static final int PILE = 6;
    /** A segment is emptied by copying if no more than this part of it is live. */
    private static final int STRAGGLING_PART = 16;

    private final WriteAheadLog.Settings settings;
    private final Disk disk;
    private final Lane lane;
    private final Lane spaceLane;
    private final Runnable spaceChanged;
    private final Path sparePath;
    private final ArrayDeque<Segment> segments = new ArrayDeque<>();
    private AutoCloseable lock;
    private boolean spareReady;
    private boolean spareWanted;
    private boolean closed;
    private int nagged;
    private volatile boolean shortOfSpace;
    private volatile int count;

    SegmentFiles(WriteAheadLog.Settings settings, Disk disk, Lane lane, Lane spaceLane, Runnable spaceChanged) {
        this.settings = settings;
        this.disk = disk;
        this.lane = lane;
        this.spaceLane = spaceLane;
        this.spaceChanged = spaceChanged;
        this.sparePath = settings.directory().resolve("raft-spare.tmp");
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
        disk.delete(sparePath);
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
        count = segments.size();
        return scan;
    }

    private void scanSegment(LogScan scan, int number, boolean last) throws IOException {
        Path path = settings.directory().resolve(Segment.nameOf(number));
        DiskFile file = disk.open(path, Disk.Open.WRITE);
        Segment segment = new Segment(number, path, file, file.size());
        byte[] bytes = readWhole(file);
        checkHeader(Segment.readHeader(bytes, bytes.length));
        int end = scan.segment(segment, bytes, bytes.length, last);
        segments.add(segment);
        segment.endsAt(end);
        if (last) {
            if (Segment.readHeader(bytes, bytes.length) == null) {
                segment.writeHeader(settings.owner());
            }
            if (scan.tailRepair().isEmpty()) {
                segment.forceAll(); // what was read may not have been synced before the crash
            } else {
                segment.cutAt(end);
            }
        }
    }

    private static byte[] readWhole(DiskFile file) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(file.size()));
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

    /** Whether the spare segment cannot be made for lack of space. */
    boolean isShort() {
        return shortOfSpace;
    }

    /** Seals the current segment and makes the next, with room for {@code bytes}. Throws {@link DiskFull}. */
    Segment next(long bytes) throws IOException {
        int number = segments.isEmpty() ? 1 : current().number() + 1;
        Path path = settings.directory().resolve(Segment.nameOf(number));
        long capacity = Math.max(settings.segmentBytes(), Segment.RECORDS_START + bytes);
        boolean fromSpare = spareReady && capacity == settings.segmentBytes();
        if (fromSpare) {
            disk.move(sparePath, path);
            spareReady = false;
        } else {
            make(path, capacity);
        }
        if (!segments.isEmpty() && current().isDirty()) {
            current().force();
        }
        Segment segment = new Segment(number, path, disk.open(path, Disk.Open.WRITE), capacity);
        segment.writeHeader(settings.owner());
        segment.forceAll();
        disk.syncDirectory(settings.directory());
        return segment;
    }

    /** From now on {@code segment} is the current one. */
    void adopt(Segment segment) {
        segments.add(segment);
        count = segments.size();
    }

    /** Removes a segment that could not be begun. */
    void discard(Segment segment) throws IOException {
        segment.delete(disk);
        disk.syncDirectory(settings.directory());
    }

    private void make(Path path, long capacity) throws IOException {
        disk.delete(path);
        try (DiskFile file = disk.open(path, Disk.Open.CREATE_NEW)) {
            file.preallocate(capacity);
            file.force(true);
        } catch (IOException e) {
            disk.delete(path);
            throw e;
        }
    }

    /** Has the next segment made ready, if it is not. */
    void prepareSpare() {
        if (spareReady || spareWanted || closed) {
            return;
        }
        spareWanted = true;
        spaceLane.execute(() -> {
            IOException problem = null;
            try {
                make(sparePath, settings.segmentBytes());
            } catch (IOException e) {
                problem = e;
            }
            IOException outcome = problem;
            lane.execute(() -> spareMade(outcome));
        });
    }

    private void spareMade(IOException problem) {
        spareWanted = false;
        if (closed) {
            return;
        }
        if (problem == null) {
            spareReady = true;
            if (shortOfSpace) {
                LOGGER.info("The disk of the Raft log has space again");
            }
            shortOfSpace = false;
            spaceChanged.run();
            return;
        }
        if (!shortOfSpace) {
            LOGGER.warn("No space for the next segment of the Raft log: {}", problem.getMessage());
        }
        shortOfSpace = true;
        lane.schedule(RETRY_NANOS, this::prepareSpare);
    }

    /** Deletes the oldest segments that hold nothing live. */
    void retire() throws IOException {
        while (segments.size() > 1 && segments.getFirst().liveEntries() == 0) {
            segments.removeFirst().delete(disk);
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
        closed = true;
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

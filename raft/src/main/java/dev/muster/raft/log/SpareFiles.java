package dev.muster.raft.log;

import dev.muster.runtime.Disk;
import dev.muster.runtime.DiskFile;
import dev.muster.runtime.Lane;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files that stand ready to become segments: those that were some and hold nothing live any more, or, when there are
 * none, a new one full of zeros. After a restart they are deleted: one of them may carry the number that the next segment
 * will have. Log lane only, but for the making of a new one, which has a lane of its own because it takes long.
 */
final class SpareFiles {
    private static final Logger LOGGER = LoggerFactory.getLogger(SpareFiles.class);
    private static final long RETRY_NANOS = 200_000_000;
    private static final String PREFIX = "raft-spare-";
    private static final String SUFFIX = ".tmp";

    /** A file and whether it was a segment before. */
    record Spare(Path path, boolean used) {}

    private final WriteAheadLog.Settings settings;
    private final Disk disk;
    private final Lane lane;
    private final Lane spaceLane;
    private final Runnable spaceChanged;
    private final ArrayDeque<Spare> ready = new ArrayDeque<>();
    private int named;
    private boolean wanted;
    private boolean closed;
    private volatile boolean shortOfSpace;

    SpareFiles(WriteAheadLog.Settings settings, Disk disk, Lane lane, Lane spaceLane, Runnable spaceChanged) {
        this.settings = settings;
        this.disk = disk;
        this.lane = lane;
        this.spaceLane = spaceLane;
        this.spaceChanged = spaceChanged;
    }

    /** Removes what an earlier process left. */
    void deleteLeftOver() throws IOException {
        for (String name : disk.list(settings.directory())) {
            if (name.startsWith(PREFIX) && name.endsWith(SUFFIX)) {
                disk.delete(settings.directory().resolve(name));
            }
        }
    }

    int count() {
        return ready.size();
    }

    /** Whether none stands ready and none can be made for lack of space. Any thread. */
    boolean isShort() {
        return shortOfSpace;
    }

    /** A file of that size, ready or made now. Throws {@link dev.muster.runtime.DiskFull}. */
    Spare take(long capacity) throws IOException {
        if (capacity == settings.segmentBytes() && !ready.isEmpty()) {
            return ready.remove();
        }
        Path path = nextName();
        make(path, capacity);
        return new Spare(path, false);
    }

    /** Takes over the file of a segment that is closed. The caller syncs the directory, before anything else is done. */
    void keep(Segment segment) throws IOException {
        Path path = nextName();
        disk.move(segment.path(), path);
        add(new Spare(path, true));
    }

    /** Has one made if there is none. */
    void prepare() {
        if (!ready.isEmpty() || wanted || closed) {
            return;
        }
        wanted = true;
        Path path = nextName();
        spaceLane.execute(() -> {
            IOException problem = null;
            try {
                make(path, settings.segmentBytes());
            } catch (IOException e) {
                problem = e;
            }
            IOException outcome = problem;
            lane.execute(() -> tried(path, outcome));
        });
    }

    private void tried(Path path, IOException problem) {
        wanted = false;
        if (closed) {
            return;
        }
        if (problem == null) {
            add(new Spare(path, false));
            spaceChanged.run();
            return;
        }
        if (ready.isEmpty()) {
            if (!shortOfSpace) {
                LOGGER.warn("No space for the next segment of the Raft log: {}", problem.getMessage());
            }
            shortOfSpace = true;
            lane.schedule(RETRY_NANOS, this::prepare);
        }
    }

    private void add(Spare spare) {
        ready.add(spare);
        if (shortOfSpace) {
            LOGGER.info("The Raft log has space again");
            shortOfSpace = false;
        }
    }

    private Path nextName() {
        return settings.directory().resolve(PREFIX + ++named + SUFFIX);
    }

    private void make(Path path, long capacity) throws IOException {
        try (DiskFile file = disk.open(path, Disk.Open.CREATE_NEW)) {
            file.preallocate(capacity);
            file.force(true);
        } catch (IOException e) {
            disk.delete(path);
            throw e;
        }
    }

    /** No more are made; those that are there go with the next start. */
    void close() {
        closed = true;
    }
}

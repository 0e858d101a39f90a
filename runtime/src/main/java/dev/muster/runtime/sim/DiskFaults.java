package dev.muster.runtime.sim;

import dev.muster.runtime.DiskFull;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What is wrong with a {@link SimulatedDisk}, each fault switched on and off at any moment: slow, full, read-only, failing
 * (always, by chance, or in one place), or lying about syncs.
 *
 * <p>Chances are drawn from the disk's seed. Nothing is drawn for faults that are off, so switching one on does not change
 * what the others do.
 */
public final class DiskFaults {
    /** A disk that nobody has limited. */
    static final long CAPACITY_BYTES = 1L << 40;

    private static final Latency SYNC_TIME = Latency.between(Duration.ofNanos(50_000), Duration.ofNanos(500_000));

    /** Told how long each operation took. */
    interface Watch {
        void worked(DiskOperation operation, long bytes, long nanos);
    }

    private record Region(Path file, long from, long to) {}

    private final SimulatedRandom timeRandom;
    private final SimulatedRandom failureRandom;
    private final Watch watch;
    private final Map<DiskOperation, Latency> times = new EnumMap<>(DiskOperation.class);
    private final Map<DiskOperation, Double> failures = new EnumMap<>(DiskOperation.class);
    private final List<Region> unreadable = new ArrayList<>();
    private long capacityBytes;
    private boolean full;
    private boolean readOnly;
    private boolean lyingSyncs;

    DiskFaults(SimulatedRandom random, Watch watch) {
        this.timeRandom = random.stream("times");
        this.failureRandom = random.stream("failures");
        this.watch = watch;
        heal();
    }

    /** How long each operation of that kind takes; by default only syncs take time. */
    public void setTime(DiskOperation operation, Latency time) {
        times.put(operation, time);
    }

    /**
     * The chance, from 0 to 1, that an operation of that kind fails with an input/output error. A failed write may have
     * written a part; what a failed sync should have synced is lost in a power cut even if a later sync succeeds.
     */
    public void setFailures(DiskOperation operation, double probability) {
        failures.put(operation, probability);
    }

    /** Whether everything that needs new space fails with {@link DiskFull}; of a write, a part may be written. */
    public void setFull(boolean full) {
        this.full = full;
    }

    /** The size of the disk; what is stored already stays, whatever the size. */
    public void setCapacityBytes(long bytes) {
        capacityBytes = bytes;
    }

    /** Whether all changes are refused. */
    public void setReadOnly(boolean readOnly) {
        this.readOnly = readOnly;
    }

    /** Whether syncs return without having made anything durable. The first honest sync makes up for it. */
    public void setLyingSyncs(boolean lying) {
        lyingSyncs = lying;
    }

    /** Lets reads that touch the region of the file fail; bytes, {@code to} not included. Ends with {@link #heal}. */
    public void setUnreadable(Path file, long from, long to) {
        unreadable.add(new Region(SimulatedDisk.absolute(file), from, to));
    }

    /** Makes all regions of the file readable again. */
    public void setReadable(Path file) {
        unreadable.removeIf(region -> region.file().equals(SimulatedDisk.absolute(file)));
    }

    /** Ends all faults; what rotted or was lost stays so. */
    public void heal() {
        for (DiskOperation operation : DiskOperation.values()) {
            times.put(operation, operation == DiskOperation.SYNC ? SYNC_TIME : Latency.NONE);
            failures.put(operation, 0.0);
        }
        unreadable.clear();
        capacityBytes = CAPACITY_BYTES;
        full = false;
        readOnly = false;
        lyingSyncs = false;
    }

    /** Takes the time of an operation, and throws if it fails. */
    void work(DiskOperation operation, Path path, long bytes) throws IOException {
        watch.worked(operation, bytes, times.get(operation).draw(timeRandom));
        if (operation == DiskOperation.WRITE || operation == DiskOperation.NAME) {
            checkWritable(path);
        }
        double probability = failures.get(operation);
        if (probability > 0 && failureRandom.nextDouble() < probability) {
            throw failed(path);
        }
    }

    void checkReadable(Path file, long from, long to) throws IOException {
        for (Region region : unreadable) {
            if (region.file().equals(file) && from < region.to() && to > region.from()) {
                throw failed(file);
            }
        }
    }

    void checkWritable(Path path) throws IOException {
        if (readOnly) {
            throw new IOException(path + ": Read-only file system");
        }
    }

    boolean isReadOnly() {
        return readOnly;
    }

    boolean isFull() {
        return full;
    }

    boolean syncsLie() {
        return lyingSyncs;
    }

    /** Whether space has to be counted at all. */
    boolean isLimited() {
        return full || capacityBytes < CAPACITY_BYTES;
    }

    /** How much more can be stored where so much is. */
    long freeBytes(long usedBytes) {
        return full ? 0 : Math.max(0, capacityBytes - usedBytes);
    }

    /** How much of a write that failed was written all the same. */
    long partOf(long bytesMax) {
        return readOnly || bytesMax <= 0 ? 0 : failureRandom.between(0, bytesMax);
    }

    private static IOException failed(Path path) {
        return new IOException(path + ": Input/output error");
    }
}

package dev.muster.runtime.faulty;

import dev.muster.runtime.Disk;
import dev.muster.runtime.DiskFile;
import dev.muster.runtime.DiskFull;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/** A disk that can be full, slow to sync, or fail. */
final class FaultyDisk implements Disk {
    private final Disk disk;
    private final Supplier<DiskFault> fault;
    private final LongConsumer pause;

    /** {@code pause} blocks the thread for so many nanoseconds. */
    FaultyDisk(Disk disk, Supplier<DiskFault> fault, LongConsumer pause) {
        this.disk = disk;
        this.fault = fault;
        this.pause = pause;
    }

    @Override
    public DiskFile open(Path file, Open how) throws IOException {
        if (how != Open.READ && how != Open.WRITE && !disk.exists(file)) {
            requireSpace(file);
            require(DiskFault.Action.WRITE, file);
        }
        return new FaultyDiskFile(this, file, disk.open(file, how));
    }

    /** Throws what the system would say if the action fails now. */
    void require(DiskFault.Action action, Path file) throws IOException {
        if (fault.get().failing().contains(action)) {
            throw new IOException(file + ": Input/output error (injected)");
        }
    }

    /** Throws {@link DiskFull} if there is no new space now. */
    void requireSpace(Path file) throws DiskFull {
        if (fault.get().full()) {
            throw new DiskFull("no space left to write " + file + " (injected)", null);
        }
    }

    /** Takes the time that a sync takes longer, and fails if syncs do. */
    void beforeSync(Path file) throws IOException {
        long longer = TimeUnit.MILLISECONDS.toNanos(fault.get().slowMillis());
        if (longer > 0) {
            pause.accept(longer);
        }
        require(DiskFault.Action.SYNC, file);
    }

    @Override
    public boolean exists(Path path) throws IOException {
        return disk.exists(path);
    }

    @Override
    public boolean isDirectory(Path path) throws IOException {
        return disk.isDirectory(path);
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        require(DiskFault.Action.READ, directory);
        return disk.list(directory);
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        if (!disk.isDirectory(directory)) {
            requireSpace(directory);
            require(DiskFault.Action.WRITE, directory);
        }
        disk.createDirectories(directory);
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        require(DiskFault.Action.WRITE, to);
        disk.move(from, to);
    }

    @Override
    public void delete(Path path) throws IOException {
        require(DiskFault.Action.WRITE, path);
        disk.delete(path);
    }

    @Override
    public void deleteTree(Path path) throws IOException {
        require(DiskFault.Action.WRITE, path);
        disk.deleteTree(path);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        beforeSync(directory);
        disk.syncDirectory(directory);
    }

    @Override
    public long usableBytes(Path path) throws IOException {
        return fault.get().full() ? 0 : disk.usableBytes(path);
    }

    @Override
    public String lockedBy(Path file) throws IOException {
        return disk.lockedBy(file);
    }

    @Override
    public AutoCloseable tryLock(Path file) throws IOException {
        return disk.tryLock(file);
    }
}

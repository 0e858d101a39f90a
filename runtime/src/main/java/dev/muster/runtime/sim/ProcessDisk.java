package dev.muster.runtime.sim;

import dev.muster.runtime.Disk;
import dev.muster.runtime.DiskFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The disk as one process sees it: once the process has ended, it can do nothing any more, even within the same turn. */
final class ProcessDisk implements Disk {
    private final SimulatedProcess process;
    private final SimulatedDisk disk;

    ProcessDisk(SimulatedProcess process, SimulatedDisk disk) {
        this.process = process;
        this.disk = disk;
    }

    private SimulatedDisk living() throws IOException {
        if (!process.isAlive()) {
            throw new IOException("process of " + process.name() + " has ended");
        }
        return disk;
    }

    @Override
    public DiskFile open(Path file, Open how) throws IOException {
        return living().open(file, how);
    }

    @Override
    public boolean exists(Path path) throws IOException {
        return living().exists(path);
    }

    @Override
    public boolean isDirectory(Path path) throws IOException {
        return living().isDirectory(path);
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        return living().list(directory);
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        living().createDirectories(directory);
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        living().move(from, to);
    }

    @Override
    public void delete(Path path) throws IOException {
        living().delete(path);
    }

    @Override
    public void deleteTree(Path path) throws IOException {
        living().deleteTree(path);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        living().syncDirectory(directory);
    }

    @Override
    public long usableBytes(Path path) throws IOException {
        return living().usableBytes(path);
    }

    @Override
    public AutoCloseable tryLock(Path file) throws IOException {
        return living().tryLock(file);
    }
}

package dev.muster.runtime.faulty;

import dev.muster.runtime.DiskFile;
import dev.muster.runtime.faulty.DiskFault.Action;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** An open file of a {@link FaultyDisk}. */
final class FaultyDiskFile implements DiskFile {
    private final FaultyDisk disk;
    private final Path path;
    private final DiskFile file;

    FaultyDiskFile(FaultyDisk disk, Path path, DiskFile file) {
        this.disk = disk;
        this.path = path;
        this.file = file;
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        disk.require(Action.READ, path);
        return file.read(target, position);
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
        disk.require(Action.WRITE, path);
        if (position + source.remaining() > file.size()) {
            disk.requireSpace(path);
        }
        file.write(source, position);
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    public void truncate(long size) throws IOException {
        disk.require(Action.WRITE, path);
        file.truncate(size);
    }

    @Override
    public void preallocate(long size) throws IOException {
        disk.require(Action.WRITE, path);
        if (size > file.size()) {
            disk.requireSpace(path);
        }
        file.preallocate(size);
    }

    @Override
    public void force(boolean metadata) throws IOException {
        disk.beforeSync(path);
        file.force(metadata);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    @Override
    public String toString() {
        return file.toString();
    }
}

package dev.muster.runtime.sim;

import dev.muster.runtime.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.Path;

/** An open file of a {@link SimulatedDisk}. */
final class SimulatedFile implements DiskFile {
    private final SimulatedDisk disk;
    private final Path path;
    private final FileContent content;
    private final boolean writable;
    private final int openedIn;
    private boolean closed;

    SimulatedFile(SimulatedDisk disk, Path path, FileContent content, boolean writable, int openedIn) {
        this.disk = disk;
        this.path = path;
        this.content = content;
        this.writable = writable;
        this.openedIn = openedIn;
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        checkOpen();
        disk.faults().work(DiskOperation.READ, path, target.remaining());
        disk.faults().checkReadable(path, position, position + target.remaining());
        return content.read(target, position);
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
        checkWritable();
        disk.change();
        try {
            disk.faults().work(DiskOperation.WRITE, path, source.remaining());
            disk.reserve(path, position + source.remaining() - content.size());
        } catch (IOException e) {
            writePart(source, position);
            throw e;
        }
        content.write(source, position, disk.random());
    }

    /** What a write that fails leaves: nothing, or its beginning. */
    private void writePart(ByteBuffer source, long position) {
        int part = (int) disk.partOf(source.remaining(), content.size() - position);
        if (part > 0) {
            ByteBuffer beginning = source.duplicate();
            beginning.limit(beginning.position() + part);
            content.write(beginning, position, disk.random());
        }
    }

    @Override
    public long size() throws IOException {
        checkOpen();
        return content.size();
    }

    @Override
    public void truncate(long size) throws IOException {
        checkWritable();
        if (size < content.size()) {
            disk.change();
            disk.faults().work(DiskOperation.WRITE, path, 0);
            content.resize(size);
        }
    }

    @Override
    public void preallocate(long size) throws IOException {
        checkWritable();
        if (size > content.size()) {
            disk.change();
            disk.faults().work(DiskOperation.WRITE, path, 0);
            disk.reserve(path, size - content.size());
            content.resize(size);
        }
    }

    @Override
    public void force(boolean metadata) throws IOException {
        checkOpen();
        try {
            disk.beginSync(path);
        } catch (IOException e) {
            content.syncFailed();
            throw e;
        }
        if (!disk.faults().syncsLie()) {
            content.synced();
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    private void checkWritable() throws IOException {
        checkOpen();
        if (!writable) {
            throw new NonWritableChannelException();
        }
    }

    private void checkOpen() throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        disk.checkAlive(path, openedIn);
    }

    @Override
    public String toString() {
        return path.toString();
    }
}

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
        disk.checkReadable(path);
        return content.read(target, position);
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
        checkWritable();
        disk.change();
        disk.reserve(path, position + source.remaining() - content.size());
        content.write(source, position);
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
            content.resize(size);
        }
    }

    @Override
    public void preallocate(long size) throws IOException {
        checkWritable();
        if (size > content.size()) {
            disk.change();
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
        content.synced();
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

package dev.muster.runtime.real;

import dev.muster.runtime.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** An open file of this machine. */
final class RealDiskFile implements DiskFile {
    /**
     * Bytes per system call. The JDK copies heap buffers through a direct buffer that each thread keeps for ever at the
     * largest size ever used; one write of a large array would cost its size in memory until the thread ends.
     */
    private static final int CALL_BYTES_MAX = 256 * 1024;

    private static final ByteBuffer ZEROS =
            ByteBuffer.allocateDirect(CALL_BYTES_MAX).asReadOnlyBuffer();

    private final Path file;
    private final FileChannel channel;

    RealDiskFile(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        int limit = target.limit();
        int wanted = target.isDirect() ? target.remaining() : Math.min(target.remaining(), CALL_BYTES_MAX);
        target.limit(target.position() + wanted);
        try {
            return channel.read(target, position);
        } catch (IOException e) {
            throw DiskErrors.of(file, e);
        } finally {
            target.limit(limit);
        }
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
        int limit = source.limit();
        long at = position;
        try {
            while (source.position() < limit) {
                source.limit(Math.min(limit, source.position() + CALL_BYTES_MAX));
                at += channel.write(source, at);
            }
        } catch (IOException e) {
            throw DiskErrors.of(file, e);
        } finally {
            source.limit(limit);
        }
    }

    @Override
    public long size() throws IOException {
        return DiskErrors.naming(file, channel::size);
    }

    @Override
    public void truncate(long size) throws IOException {
        DiskErrors.naming(file, () -> channel.truncate(size));
    }

    /** Writes zeros: the only portable way to have the blocks, so that a later sync of data need not sync metadata. */
    @Override
    public void preallocate(long size) throws IOException {
        for (long at = size(); at < size; ) {
            ByteBuffer zeros = ZEROS.duplicate();
            zeros.limit((int) Math.min(CALL_BYTES_MAX, size - at));
            int length = zeros.remaining();
            write(zeros, at);
            at += length;
        }
    }

    /** fdatasync without metadata, fsync with. */
    @Override
    public void force(boolean metadata) throws IOException {
        try {
            channel.force(metadata);
        } catch (IOException e) {
            throw DiskErrors.of(file, e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    @Override
    public String toString() {
        return file.toString();
    }
}

package dev.muster.store.engine;

import dev.muster.runtime.DiskFile;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** One file of a {@link MemoryDisk}. */
final class MemoryFile implements DiskFile {
    private byte[] bytes = new byte[1024];
    private int size;

    @Override
    public synchronized int read(ByteBuffer target, long position) {
        if (position >= size) {
            return -1;
        }
        int count = (int) Math.min(target.remaining(), size - position);
        target.put(bytes, (int) position, count);
        return count;
    }

    @Override
    public synchronized void write(ByteBuffer source, long position) {
        int count = source.remaining();
        reach(Math.toIntExact(position + count));
        source.get(bytes, (int) position, count);
    }

    @Override
    public synchronized long size() {
        return size;
    }

    @Override
    public synchronized void truncate(long newSize) {
        if (newSize < size) {
            Arrays.fill(bytes, (int) newSize, size, (byte) 0);
            size = (int) newSize;
        }
    }

    @Override
    public synchronized void preallocate(long wanted) {
        reach(Math.toIntExact(wanted));
    }

    @Override
    public void force(boolean metadata) {
        // Nothing here outlives the process.
    }

    @Override
    public void close() {
        // The contents stay with the disk.
    }

    private void reach(int wanted) {
        if (wanted > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(wanted, bytes.length * 2));
        }
        size = Math.max(size, wanted);
    }
}

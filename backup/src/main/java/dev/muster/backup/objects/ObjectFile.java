package dev.muster.backup.objects;

import dev.muster.runtime.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An object that is being read. It fetches ahead, more each time while it is read in order. One thread at a time. */
final class ObjectFile implements DiskFile {
    /** Enough for a header or a footer. */
    private static final int FETCH_BYTES_FIRST = 64 * 1024;

    private static final int FETCH_BYTES_MAX = 8 * 1024 * 1024;

    private final ObjectStore store;
    private final String key;
    private final long size;
    private byte[] fetched = {};
    private long fetchedAt;
    private int fetchBytes = FETCH_BYTES_FIRST;

    ObjectFile(ObjectStore store, String key, long size) {
        this.store = store;
        this.key = key;
        this.size = size;
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        if (position >= size) {
            return -1;
        }
        if (position < fetchedAt || position >= fetchedAt + fetched.length) {
            fetch(position);
        }
        int offset = Math.toIntExact(position - fetchedAt);
        int length = Math.min(target.remaining(), fetched.length - offset);
        target.put(fetched, offset, length);
        return length;
    }

    private void fetch(long position) throws IOException {
        boolean inOrder = fetched.length > 0 && position == fetchedAt + fetched.length;
        fetchBytes = inOrder ? Math.min(FETCH_BYTES_MAX, fetchBytes * 4) : FETCH_BYTES_FIRST;
        int length = (int) Math.min(fetchBytes, size - position);
        byte[] bytes = store.read(key, position, length);
        if (bytes.length != length) {
            throw new IOException("'" + key + "' gave " + bytes.length + " bytes where " + length
                    + " were asked for: it changed meanwhile");
        }
        fetched = bytes;
        fetchedAt = position;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void close() {
        fetched = new byte[0];
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
        throw readOnly();
    }

    @Override
    public void truncate(long bytes) throws IOException {
        throw readOnly();
    }

    @Override
    public void preallocate(long bytes) throws IOException {
        throw readOnly();
    }

    @Override
    public void force(boolean metadata) {}

    private static IOException readOnly() {
        return new IOException("an object that is there is never changed");
    }
}

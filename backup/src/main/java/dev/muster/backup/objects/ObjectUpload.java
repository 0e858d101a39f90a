package dev.muster.backup.objects;

import dev.muster.runtime.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An object that is being written, from its beginning to its end without a gap; it cannot be read. One thread at a time. */
final class ObjectUpload implements DiskFile {
    /** What S3 asks of all parts but the last. */
    static final int PART_BYTES_MIN = 5 * 1024 * 1024;

    /** Large enough that requests do not matter. Doubled each thousand parts up to 64 MiB, since there may be 10,000. */
    private static final int PART_BYTES = 8 * 1024 * 1024;

    private static final int PARTS_PER_STEP = 1_000;
    private static final int STEPS_MAX = 3;

    private final ObjectStore.Upload upload;
    private ByteBuffer part = ByteBuffer.allocate(PART_BYTES);
    private long written;
    private int parts;
    private boolean closed;

    ObjectUpload(ObjectStore.Upload upload) {
        this.upload = upload;
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
        if (closed || position != written) {
            throw new IOException("an object can only be appended to: byte " + position + " after " + written);
        }
        while (source.hasRemaining()) {
            if (!part.hasRemaining()) {
                send();
            }
            int length = Math.min(part.remaining(), source.remaining());
            part.put(source.duplicate().limit(source.position() + length));
            source.position(source.position() + length);
            written += length;
        }
    }

    private void send() throws IOException {
        part.flip();
        upload.part(part);
        parts++;
        int bytes = PART_BYTES << Math.min(STEPS_MAX, parts / PARTS_PER_STEP);
        part = part.capacity() == bytes ? part.clear() : ByteBuffer.allocate(bytes);
    }

    /** Sends what is left and makes the object. */
    void complete() throws IOException {
        if (part.position() > 0 || parts == 0) {
            send();
        }
        upload.complete();
    }

    @Override
    public long size() {
        return written;
    }

    /** Parts are durable once they are sent, and the object when it is complete: not before, whatever is asked here. */
    @Override
    public void force(boolean metadata) {}

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        throw new IOException("an object that is being written cannot be read");
    }

    @Override
    public void truncate(long size) throws IOException {
        throw new IOException("an object cannot be cut");
    }

    @Override
    public void preallocate(long size) throws IOException {
        throw new IOException("an object cannot be reserved");
    }
}

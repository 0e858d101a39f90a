package dev.muster.backup.objects;

import dev.muster.backup.artifact.Journaled;
import dev.muster.runtime.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * An object that is being written, from its beginning to its end without a gap; it cannot be read. What is left of how to go on with it
 * is an object by itself, until it is whole. One thread at a time.
 */
final class ObjectUpload implements DiskFile, Journaled {
    /** What S3 asks of all parts but the last. */
    static final int PART_BYTES_MIN = 5 * 1024 * 1024;

    /** Large enough that requests do not matter. Doubled each thousand parts up to 64 MiB, since there may be 10,000. */
    static final int PART_BYTES = 8 * 1024 * 1024;

    private static final int PARTS_PER_STEP = 1_000;
    private static final int STEPS_MAX = 3;

    /** Word is left again when a fiftieth more was sent: so little is lost, and all words together are short. */
    private static final int WORDS = 50;

    private final ObjectStore store;
    private final String wordKey;
    private final ObjectStore.Upload upload;
    private ByteBuffer part;
    private long written;
    private long sent;
    private long sentAtWord;
    private int parts;
    private boolean wordLeft;
    private boolean closed;

    /** @param wordKey where it is left how to go on */
    ObjectUpload(ObjectStore store, String wordKey, ObjectStore.Upload upload) {
        this.store = store;
        this.wordKey = wordKey;
        this.upload = upload;
        this.part = ByteBuffer.allocate(store.partBytes());
    }

    /** Goes on with one of another process, or returns null if there is nothing of it to go on with. */
    static ObjectUpload resume(ObjectStore store, String key, String wordKey) throws IOException {
        UploadWord word = UploadWord.read(store, wordKey);
        ObjectStore.Upload upload = word == null ? null : store.resume(key, word.state());
        if (upload == null) {
            return null;
        }
        ObjectUpload resumed = new ObjectUpload(store, wordKey, upload);
        resumed.parts = word.parts();
        resumed.part = ByteBuffer.allocate(Math.max(resumed.partBytes(), word.unsent().length))
                .put(word.unsent());
        resumed.written = word.written();
        resumed.sent = word.written() - word.unsent().length;
        resumed.sentAtWord = resumed.sent;
        resumed.wordLeft = true;
        return resumed;
    }

    @Override
    public boolean isWordDue() {
        return sent > sentAtWord && sent - sentAtWord >= sent / WORDS;
    }

    @Override
    public void leaveWord(byte[] journal) throws IOException {
        byte[] unsent = Arrays.copyOf(part.array(), part.position());
        new UploadWord(upload.state(), parts, written, unsent).write(store, wordKey, journal);
        sentAtWord = sent;
        wordLeft = true;
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
        int length = part.remaining();
        upload.part(part);
        parts++;
        sent += length;
        part = part.capacity() == partBytes() ? part.clear() : ByteBuffer.allocate(partBytes());
    }

    private int partBytes() {
        return store.partBytes() << Math.min(STEPS_MAX, parts / PARTS_PER_STEP);
    }

    /** Sends what is left and makes the object. */
    void complete() throws IOException {
        if (part.position() > 0 || parts == 0) {
            send();
        }
        upload.complete();
        if (wordLeft) {
            store.delete(wordKey);
        }
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
        if (size < written) {
            throw new IOException("an object cannot be cut");
        }
    }

    @Override
    public void preallocate(long size) throws IOException {
        throw new IOException("an object cannot be reserved");
    }
}

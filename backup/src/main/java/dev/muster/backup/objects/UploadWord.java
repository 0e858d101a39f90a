package dev.muster.backup.objects;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * How to go on with an upload, as an object beside it: first what the writer of the artifact has left there, then what the upload itself
 * needs, and the length of the latter in the last four bytes. Big-endian.
 *
 * @param state of the upload at its store
 * @param parts that were sent
 * @param written bytes, sent or not
 * @param unsent the bytes behind the last part, up to {@code written}
 */
record UploadWord(String state, int parts, long written, byte[] unsent) {
    private static final int FIXED_BYTES = 4 + 8 + 4;
    private static final int LENGTH_BYTES = 4;

    void write(ObjectStore store, String key, byte[] journal) throws IOException {
        byte[] text = state.getBytes(StandardCharsets.UTF_8);
        int length = FIXED_BYTES + text.length + unsent.length;
        ByteBuffer word = ByteBuffer.allocate(journal.length + length + LENGTH_BYTES);
        word.put(journal).putInt(parts).putLong(written).putInt(text.length);
        store.put(key, word.put(text).put(unsent).putInt(length).array());
    }

    /** Null if there is none. */
    static UploadWord read(ObjectStore store, String key) throws IOException {
        long journal = journalBytes(store, key);
        if (journal < 0) {
            return null;
        }
        int length = Math.toIntExact(store.size(key) - journal - LENGTH_BYTES);
        ByteBuffer word = ByteBuffer.wrap(store.read(key, journal, length));
        int parts = word.getInt();
        long written = word.getLong();
        byte[] state = new byte[word.getInt()];
        word.get(state);
        byte[] unsent = Arrays.copyOfRange(word.array(), word.position(), length);
        return new UploadWord(new String(state, StandardCharsets.UTF_8), parts, written, unsent);
    }

    /** How much of the object is the writer's; -1 if there is none. */
    static long journalBytes(ObjectStore store, String key) throws IOException {
        long size = store.size(key);
        if (size < FIXED_BYTES + LENGTH_BYTES) {
            return -1;
        }
        int length = ByteBuffer.wrap(store.read(key, size - LENGTH_BYTES, LENGTH_BYTES))
                .getInt();
        return length < FIXED_BYTES || length > size - LENGTH_BYTES ? -1 : size - LENGTH_BYTES - length;
    }
}

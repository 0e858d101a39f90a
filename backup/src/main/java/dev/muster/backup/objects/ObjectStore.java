package dev.muster.backup.objects;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * One bucket of an object store. Objects are whole or not there, and are seen by everybody once they are. Any thread; blocks.
 * Failures are {@link IOException}s whose message says what the store answered.
 */
public interface ObjectStore extends AutoCloseable {
    /** Opens buckets. */
    @FunctionalInterface
    interface Opener {
        /**
         * The bucket, which is not asked for anything yet.
         *
         * @param scheme of the address, such as {@code s3}
         * @throws dev.muster.backup.BackupException if there is no store for the scheme
         */
        ObjectStore open(String scheme, String bucket) throws IOException;
    }

    /** The keys that begin with the prefix and have no slash behind it. */
    List<String> list(String prefix) throws IOException;

    /** The keys of uploads that have neither been completed nor aborted, with the same prefix rule. */
    List<String> listUploads(String prefix) throws IOException;

    /** The object's size in bytes, or -1 if there is none. */
    long size(String key) throws IOException;

    /** So many bytes from there on; fewer at the end of the object. */
    byte[] read(String key, long position, int length) throws IOException;

    /** Writes a small object in one step, replacing one that is there. */
    void put(String key, byte[] content) throws IOException;

    /** Writes a small object if there is none of that key. Returns whether it did. */
    boolean putIfAbsent(String key, byte[] content) throws IOException;

    /** How long parts of uploads are at first, in bytes; they get up to eight times as long. */
    default int partBytes() {
        return ObjectUpload.PART_BYTES;
    }

    /** Begins an object that is written in parts. Nobody sees it until it is complete. */
    Upload upload(String key) throws IOException;

    /** Goes on behind the parts that {@link Upload#state} told of; null if they are not all there any more, and no others. */
    Upload resume(String key, String state) throws IOException;

    /** Forgets the parts of all uploads of a key that are not complete. */
    void abortUploads(String key) throws IOException;

    /** Removes the object, if it is there. */
    void delete(String key) throws IOException;

    @Override
    void close();

    /** An object that is written in parts. One thread at a time. */
    interface Upload {
        /** Adds a part. All but the last are at least {@link ObjectUpload#PART_BYTES_MIN} long. */
        void part(ByteBuffer bytes) throws IOException;

        /** What {@link ObjectStore#resume} needs to go on behind the parts that were added so far, by another process. */
        String state();

        /** Makes the object of the parts: durable, and visible, on return. */
        void complete() throws IOException;
    }
}

package dev.muster.raft.log;

import dev.muster.runtime.Disk;
import dev.muster.runtime.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.CRC32C;

/** One file of the log: its header, where the next record goes, and how much of it is still needed. Log lane only. */
final class Segment {
    static final int FORMAT = 2;
    /** Without salt, and without files that are used again. */
    private static final int FORMAT_UNSALTED = 1;
    /** Where the first record stands. */
    static final int RECORDS_START = 512;

    private static final long MAGIC = 0x4D55535452414654L; // "MUSTRAFT"
    private static final String PREFIX = "raft-";
    private static final String SUFFIX = ".wal";

    private final int number;
    private final Path path;
    private final DiskFile file;
    private int salt;
    private long capacity;
    private int end = RECORDS_START;
    private boolean dirty;
    private int liveEntries;
    private long liveBytes;

    Segment(int number, Path path, DiskFile file, long capacity) {
        this.number = number;
        this.path = path;
        this.file = file;
        this.capacity = capacity;
        this.salt = RecordFrame.salt(number);
    }

    static String nameOf(int number) {
        return String.format(Locale.ROOT, "%s%010d%s", PREFIX, number, SUFFIX);
    }

    /** The number in a segment's file name, or -1 if it is no segment's name. */
    static int numberOf(String name) {
        if (!name.startsWith(PREFIX) || !name.endsWith(SUFFIX)) {
            return -1;
        }
        try {
            return Integer.parseInt(name.substring(PREFIX.length(), name.length() - SUFFIX.length()));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** The header's bytes; {@code used}: whether the file has been a segment before. */
    private static byte[] header(int number, String owner, boolean used) {
        ByteBuffer header = ByteBuffer.allocate(RECORDS_START);
        byte[] name = owner.getBytes(StandardCharsets.UTF_8);
        if (name.length > RECORDS_START - 32) {
            throw new IllegalArgumentException(
                    "server name of " + name.length + " bytes is too long for a log's header");
        }
        header.putLong(MAGIC).putInt(FORMAT).putInt(number).putInt(name.length).put(name);
        header.put((byte) (used ? 1 : 0));
        CRC32C crc = new CRC32C();
        crc.update(header.array(), 0, header.position());
        header.putInt((int) crc.getValue());
        return header.array();
    }

    /** What a sound header says; {@code used}: what an earlier segment left may stand behind the records. */
    record Header(int format, int number, String owner, boolean used) {}

    /** Reads a header; null if it is not sound. */
    static Header readHeader(byte[] bytes) {
        if (bytes.length < RECORDS_START) {
            return null;
        }
        ByteBuffer header = ByteBuffer.wrap(bytes, 0, RECORDS_START);
        if (header.getLong() != MAGIC) {
            return null;
        }
        int format = header.getInt();
        int number = header.getInt();
        int length = header.getInt();
        if (length < 0 || length > RECORDS_START - 32) {
            return null;
        }
        byte[] name = new byte[length];
        header.get(name);
        boolean used = format != FORMAT_UNSALTED && header.get() == 1;
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, header.position());
        if (header.getInt() != (int) crc.getValue()) {
            return null;
        }
        return new Header(format, number, new String(name, StandardCharsets.UTF_8), used);
    }

    /** Whether a file was written before there was salt: as its header says or, if that is not sound, its first record. */
    static boolean isUnsalted(Header header, byte[] bytes) {
        return header == null
                ? RecordFrame.isHeader(bytes, RECORDS_START, bytes.length, 0)
                : header.format() == FORMAT_UNSALTED;
    }

    int number() {
        return number;
    }

    /** What the checksums of the headers of its records carry. */
    int salt() {
        return salt;
    }

    /** It was written before there was salt. */
    void hasNoSalt() {
        salt = 0;
    }

    long capacity() {
        return capacity;
    }

    Path path() {
        return path;
    }

    int end() {
        return end;
    }

    void endsAt(int position) {
        end = position;
    }

    boolean hasRoomFor(long bytes) {
        return end + bytes <= capacity;
    }

    /** Cuts what stands behind {@code position} and makes the space zeros again. */
    void cutAt(int position) throws IOException {
        long size = Math.max(capacity, file.size());
        file.truncate(position);
        file.preallocate(size);
        file.force(true);
        capacity = size;
        end = position;
    }

    /**
     * Writes again what was read: after a failed sync the system may hand out what is not on the disk, take it for clean and
     * leave it out of every later sync.
     */
    void rewrite(byte[] bytes, int from, int until) throws IOException {
        if (from < until) {
            file.write(ByteBuffer.wrap(bytes, from, until - from), from);
            dirty = true;
        }
    }

    void write(byte[] bytes, int length) throws IOException {
        file.write(ByteBuffer.wrap(bytes, 0, length), end);
        end += length;
        dirty = true;
    }

    void writeHeader(String owner, boolean used) throws IOException {
        file.write(ByteBuffer.wrap(header(number, owner, used)), 0);
        dirty = true;
    }

    boolean isDirty() {
        return dirty;
    }

    void force() throws IOException {
        file.force(false);
        dirty = false;
    }

    void forceAll() throws IOException {
        file.force(true);
        dirty = false;
    }

    byte[] read(int position, int length) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(length);
        while (target.hasRemaining()) {
            if (file.read(target, position + target.position()) < 0) {
                throw new IOException(
                        "segment " + path + " ends at " + file.size() + ", wanted " + length + " bytes at " + position);
            }
        }
        return target.array();
    }

    int size() throws IOException {
        return Math.toIntExact(file.size());
    }

    void entriesAdded(int count, long bytes) {
        liveEntries += count;
        liveBytes += bytes;
    }

    void entriesRemoved(int count, long bytes) {
        liveEntries -= count;
        liveBytes -= bytes;
    }

    int liveEntries() {
        return liveEntries;
    }

    long liveBytes() {
        return liveBytes;
    }

    void close() throws IOException {
        file.close();
    }

    void delete(Disk disk) throws IOException {
        file.close();
        disk.delete(path);
    }
}

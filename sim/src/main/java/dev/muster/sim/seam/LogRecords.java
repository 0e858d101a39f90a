package dev.muster.sim.seam;

import dev.muster.runtime.Disk;
import dev.muster.runtime.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/** Reads records of the write-ahead log from outside: its format is the log's own, and written down here once more. */
public final class LogRecords {
    /** Where the first record of a file stands. */
    public static final int RECORDS_START = 512;

    public static final int HEADER_BYTES = 48;
    /** The number of the kind that begins a write. */
    public static final int BATCH = 0;
    /** The number of the kind that holds term and vote. */
    public static final int TERM = 3;
    /** The number of the kind that holds an entry. */
    public static final int ENTRY = 4;
    /** The number of the kind that ends a life of a group on a server: whatever stands before it is void. */
    public static final int FORGOTTEN = 8;

    private static final short MAGIC = 0x4D52;
    private static final Pattern NUMBER = Pattern.compile("raft-(\\d+)\\.wal");
    /** The checksum of a header carries the number of the file, so that what an earlier file left in it does not count. */
    private static final int SALT = 0x9E3779B9;

    private LogRecords() {}

    /** Hears of each record: where it starts, and how long its payload is. */
    public interface Visitor {
        void visit(int kind, int at, int length);
    }

    /** Whether the file holds records of the log, or will. */
    public static boolean isLog(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith("raft-") && (name.endsWith(".wal") || name.endsWith(".tmp"));
    }

    /** Goes from record to record as long as there are some. */
    public static void walk(ByteBuffer bytes, int from, Visitor visitor) {
        int at = from;
        while (at + HEADER_BYTES <= bytes.limit() && bytes.getShort(at + 14) == MAGIC) {
            int length = bytes.getInt(at + 4);
            visitor.visit(bytes.get(at + 12), at, length);
            at += HEADER_BYTES + length;
        }
    }

    /** The group that the record at this place belongs to. */
    public static UUID group(ByteBuffer bytes, int at) {
        return new UUID(bytes.getLong(at + 16), bytes.getLong(at + 24));
    }

    /** The entry's index. */
    public static long index(ByteBuffer bytes, int at) {
        return bytes.getLong(at + 32);
    }

    /** Two entries of the same index with the same mark are the same: the term, and the payload's checksum. */
    public static long mark(ByteBuffer bytes, int at) {
        return (long) bytes.getInt(at + 40) << Integer.SIZE | Integer.toUnsignedLong(bytes.getInt(at + 8));
    }

    /** The term in the record of a term and a vote. */
    public static int term(ByteBuffer bytes, int at) {
        return bytes.getInt(at + 40);
    }

    /** The server voted for in the record of a term and a vote, or null: behind a format and whether there is a vote. */
    public static String vote(ByteBuffer bytes, int at) {
        int payload = at + HEADER_BYTES;
        if (bytes.getInt(at + 4) < 6 || bytes.get(payload + 1) == 0) {
            return null;
        }
        byte[] name = new byte[bytes.getInt(payload + 2)];
        bytes.get(payload + 6, name);
        return new String(name, StandardCharsets.UTF_8);
    }

    /** The term in a mark. */
    public static int termOf(long mark) {
        return (int) (mark >>> Integer.SIZE);
    }

    /** Hears of each sound record, by itself at the start of a buffer. */
    public interface SoundVisitor {
        void visit(int kind, ByteBuffer record);
    }

    /** Reads a file of the log up to the first record that is not sound. */
    public static void read(Disk disk, Path file, SoundVisitor visitor) throws IOException {
        try (DiskFile open = disk.open(file, Disk.Open.READ)) {
            Matcher number = NUMBER.matcher(file.getFileName().toString());
            int salt = number.matches() ? Integer.parseInt(number.group(1)) * SALT : 0;
            long at = RECORDS_START;
            for (ByteBuffer record = record(open, at, salt); record != null; record = record(open, at, salt)) {
                visitor.visit(record.get(12), record);
                at += record.limit();
            }
        }
    }

    private static ByteBuffer record(DiskFile file, long at, int salt) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        if (!fill(file, header, at) || header.getShort(14) != MAGIC) {
            return null;
        }
        int length = header.getInt(4);
        if (length < 0 || length > file.size() - at - HEADER_BYTES) {
            return null;
        }
        ByteBuffer record = ByteBuffer.allocate(HEADER_BYTES + length);
        boolean sound = fill(file, record, at)
                && record.getInt(0) == (sum(record, 4, HEADER_BYTES - 4) ^ salt)
                && record.getInt(8) == sum(record, HEADER_BYTES, length);
        return sound ? record : null;
    }

    private static boolean fill(DiskFile file, ByteBuffer target, long at) throws IOException {
        while (target.hasRemaining()) {
            if (file.read(target, at + target.position()) < 0) {
                return false;
            }
        }
        target.flip();
        return true;
    }

    /** The checksum in the mark of an entry with that payload, which stands behind the number of its type. */
    public static int sumOfEntry(byte[] payload) {
        CRC32C crc = new CRC32C();
        crc.update(0);
        crc.update(payload, 0, payload.length);
        return (int) crc.getValue();
    }

    /** The checksum of a part of a buffer, as the log computes it. */
    public static int sum(ByteBuffer bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.slice(from, length));
        return (int) crc.getValue();
    }
}

package dev.muster.backup.artifact;

import dev.muster.backup.artifact.ArtifactFile.StoredChunk;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What has to be known of the beginning of an artifact to write the rest of it without reading what is there: the header, what each chunk
 * adds to the digest, some numbers, and those three chunks that say what comes next, as they are stored (so encrypted, if
 * the artifact is). Big-endian: mark, version, then the fields in the order of {@link #bytes}, CRC-32C.
 */
final class ArtifactJournal {
    static final byte[] MAGIC = {'M', 'U', 'S', 'T', 'E', 'R', 'J', 'L'};
    private static final int VERSION = 1;
    private static final int DIGEST_BYTES = 32;

    private final byte[] header;
    private final ByteArrayOutputStream digests = new ByteArrayOutputStream();
    private long end;
    private long rawBytes;
    private long chunks;
    private long parts;
    private long transactions;
    private Numbered firstPart;
    private Numbered lastPart;
    private Numbered lastBatch;

    /** A chunk and its number. */
    record Numbered(StoredChunk chunk, long number) {}

    /** Of an artifact that begins with these bytes, and has nothing else yet. */
    ArtifactJournal(byte[] preambleAndHeader) {
        header = preambleAndHeader;
        end = header.length;
    }

    /** Takes note of a chunk that was written. */
    void add(ChunkPacker.Packed packed) {
        StoredChunk chunk = new StoredChunk(
                packed.bytes().length == packed.length()
                        ? packed.bytes()
                        : Arrays.copyOf(packed.bytes(), packed.length()),
                end);
        Numbered numbered = new Numbered(chunk, chunks++);
        if (chunk.kind() == ChunkKind.PART) {
            firstPart = firstPart == null ? numbered : firstPart;
            lastPart = numbered;
            parts++;
        } else {
            lastBatch = numbered;
            transactions += packed.records();
        }
        digests.writeBytes(packed.digest());
        rawBytes += chunk.rawLength();
        end = chunk.end();
    }

    /** All of it. */
    byte[] bytes() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(MAGIC);
        out.writeInt(VERSION);
        write(out, header);
        for (long number : new long[] {end, rawBytes, chunks, parts, transactions}) {
            out.writeLong(number);
        }
        write(out, digests.toByteArray());
        for (Numbered each : new Numbered[] {firstPart, lastPart, lastBatch}) {
            out.writeLong(each == null ? -1 : each.number());
            out.writeLong(each == null ? -1 : each.chunk().position());
            write(out, each == null ? new byte[0] : each.chunk().bytes());
        }
        out.writeInt(ArtifactFormat.crc(bytes.toByteArray(), 0, bytes.size()));
        return bytes.toByteArray();
    }

    /** Reads one. Throws {@link IOException} that says why it is none. */
    static ArtifactJournal read(byte[] bytes) throws IOException {
        int crcAt = bytes.length - 4;
        if (crcAt < MAGIC.length || ByteBuffer.wrap(bytes).getInt(crcAt) != ArtifactFormat.crc(bytes, 0, crcAt)) {
            throw new IOException("the checksum of what was left about it is wrong");
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 0, crcAt));
        in.skipNBytes(MAGIC.length);
        int version = in.readInt();
        if (version != VERSION) {
            throw new IOException("what was left about it has version " + version);
        }
        ArtifactJournal journal = new ArtifactJournal(readBytes(in));
        journal.end = in.readLong();
        journal.rawBytes = in.readLong();
        journal.chunks = in.readLong();
        journal.parts = in.readLong();
        journal.transactions = in.readLong();
        journal.digests.writeBytes(readBytes(in));
        journal.firstPart = numbered(in);
        journal.lastPart = numbered(in);
        journal.lastBatch = numbered(in);
        return journal;
    }

    private static void write(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] readBytes(DataInputStream in) throws IOException {
        return in.readNBytes(in.readInt());
    }

    private static Numbered numbered(DataInputStream in) throws IOException {
        long number = in.readLong();
        long position = in.readLong();
        byte[] bytes = readBytes(in);
        return number < 0 ? null : new Numbered(new StoredChunk(bytes, position), number);
    }

    byte[] header() {
        return header;
    }

    /** The digest of all that is there. */
    ArtifactDigest digest(int formatVersion) {
        ArtifactDigest digest = ArtifactDigest.of(formatVersion);
        digest.add(header);
        byte[] all = digests.toByteArray();
        for (int from = 0; from < all.length; from += DIGEST_BYTES) {
            digest.add(null, 0, Arrays.copyOfRange(all, from, from + DIGEST_BYTES));
        }
        return digest;
    }

    /** Where the next chunk goes. */
    long end() {
        return end;
    }

    long rawBytes() {
        return rawBytes;
    }

    long chunks() {
        return chunks;
    }

    long parts() {
        return parts;
    }

    long transactions() {
        return transactions;
    }

    /** Null if there is none, as with the others. */
    Numbered firstPart() {
        return firstPart;
    }

    Numbered lastPart() {
        return lastPart;
    }

    Numbered lastBatch() {
        return lastBatch;
    }
}

package dev.muster.backup.artifact;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.CRC32C;

/** The numbers and small codings of the file format; all of {@code docs/artifact-format.md} in code. Big-endian. */
final class ArtifactFormat {
    /** Of older artifacts that are not encrypted. */
    static final int PLAIN_VERSION = 1;
    /** Of older artifacts that are. */
    static final int SEALED_VERSION = 2;
    /** Encrypted or not, with metadata or not, and sealed piece by piece: what is written, and the highest that is known. */
    static final int VERSION = 3;

    /** Of the metadata of one database (facts A.7). */
    static final int METADATA_BYTES_MAX = 1024 * 1024;

    static final byte[] MAGIC = "MUSTERBK".getBytes(StandardCharsets.US_ASCII);
    static final byte[] FOOTER_MAGIC = "MUSTERND".getBytes(StandardCharsets.US_ASCII);

    /** magic, version (4), length of the header (4). */
    static final int PREAMBLE_BYTES = 16;
    /** kind (1), encoding (1), sealed (1), zero (1), raw length (4), stored length (4), CRC-32C (4). */
    static final int CHUNK_HEAD_BYTES = 16;
    /** magic, position of the facts (8), length of the file (8), SHA-256 (32), zero (4), CRC-32C (4). */
    static final int FOOTER_BYTES = 64;

    static final int HEADER_BYTES_MAX = 1024 * 1024;
    static final int CHUNK_BYTES_MAX = 64 * 1024 * 1024;

    static final int PLAIN = 0;
    static final int ZSTD = 1;

    private static final ObjectMapper JSON = new ObjectMapper();

    private ArtifactFormat() {}

    static byte[] preambleAndHeader(ArtifactHeader header) {
        byte[] json = json(header);
        ByteBuffer target = ByteBuffer.allocate(PREAMBLE_BYTES + json.length + 4);
        target.put(MAGIC).putInt(header.formatVersion()).putInt(json.length).put(json);
        target.putInt(crc(target.array(), 0, target.position()));
        return target.array();
    }

    /** The first eight bytes of a chunk's head, which are known before it is sealed. */
    static byte[] chunkBeginning(ChunkKind kind, int encoding, boolean sealed, int rawLength) {
        ByteBuffer beginning = ByteBuffer.allocate(8);
        beginning.put((byte) kind.code()).put((byte) encoding).put((byte) (sealed ? 1 : 0));
        return beginning.put((byte) 0).putInt(rawLength).array();
    }

    /** Puts the head of a chunk before its stored payload. */
    static void putHead(byte[] chunk, byte[] beginning, int storedLength) {
        ByteBuffer head = ByteBuffer.wrap(chunk).put(beginning).putInt(storedLength);
        head.putInt(chunkCrc(chunk, storedLength));
    }

    /** The checksum of a chunk, head and stored payload: it covers the head before it and the payload. */
    static int chunkCrc(byte[] chunk, int storedLength) {
        CRC32C crc = new CRC32C();
        crc.update(chunk, 0, CHUNK_HEAD_BYTES - 4);
        crc.update(chunk, CHUNK_HEAD_BYTES, storedLength);
        return (int) crc.getValue();
    }

    /** The footer up to its digest, which {@link #sealed} adds: it covers these bytes too. */
    static byte[] footerStart(long factsPosition, long fileLength) {
        ByteBuffer start = ByteBuffer.allocate(24);
        start.put(FOOTER_MAGIC).putLong(factsPosition).putLong(fileLength);
        return start.array();
    }

    static byte[] sealed(byte[] footerStart, byte[] sha256) {
        ByteBuffer footer = ByteBuffer.allocate(FOOTER_BYTES);
        footer.put(footerStart).put(sha256).putInt(0);
        footer.putInt(crc(footer.array(), 0, FOOTER_BYTES - 4));
        return footer.array();
    }

    static int crc(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    static byte[] json(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + value + " as JSON", e);
        }
    }

    static <T> T fromJson(byte[] json, Class<T> type) throws IOException {
        return JSON.readValue(json, type);
    }
}

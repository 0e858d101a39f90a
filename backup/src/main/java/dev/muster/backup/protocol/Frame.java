package dev.muster.backup.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.muster.backup.artifact.ChunkKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * One frame of the protocol as it travels: type (1 byte), body, CRC-32C of both (4 bytes). TCP's own checksum lets one damaged segment in
 * some millions through; a backup must not.
 */
record Frame(FrameType type, byte[] bytes) {
    private static final int TYPE_BYTES = 1;
    private static final int CRC_BYTES = 4;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private static final int CHUNK_HEAD = 7;

    static byte[] encode(FrameType type, Object message) {
        try {
            return encodeBytes(type, JSON.writeValueAsBytes(message));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + message + " as JSON", e);
        }
    }

    static byte[] encode(FrameType type) {
        return encodeBytes(type, new byte[0]);
    }

    static byte[] encodePull(int chunks) {
        return encodeBytes(FrameType.PULL, ByteBuffer.allocate(4).putInt(chunks).array());
    }

    static byte[] encodeChunk(ChunkKind kind, int number, double progress, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(1 + CHUNK_HEAD + payload.length + 4);
        frame.put((byte) FrameType.CHUNK.code()).put((byte) kind.code()).putInt(number);
        frame.putShort((short) Math.max(0, Math.min(1_000, Math.round(progress * 1_000))));
        return sealed(frame.put(payload));
    }

    private static byte[] encodeBytes(FrameType type, byte[] body) {
        ByteBuffer frame = ByteBuffer.allocate(1 + body.length + 4);
        return sealed(frame.put((byte) type.code()).put(body));
    }

    private static byte[] sealed(ByteBuffer frame) {
        frame.putInt(crc(frame.array(), frame.position()));
        return frame.array();
    }

    /** Throws {@link TransferFailed} (garbled) if the frame is damaged or of no known type. */
    static Frame decode(byte[] frame) {
        int crcAt = frame.length - CRC_BYTES;
        if (crcAt < TYPE_BYTES || ByteBuffer.wrap(frame).getInt(crcAt) != crc(frame, crcAt)) {
            throw garbled("a frame of " + frame.length + " bytes is damaged");
        }
        FrameType type = FrameType.of(frame[0]);
        if (type == null) {
            throw garbled("a frame of unknown type " + frame[0]);
        }
        return new Frame(type, frame);
    }

    <T> T message(Class<T> as) {
        try {
            return JSON.readValue(bytes, TYPE_BYTES, bodyLength(), as);
        } catch (IOException e) {
            throw new TransferFailed(TransferFailed.Reason.GARBLED, "a frame of type " + type + " makes no sense", e);
        }
    }

    int pulled() {
        if (bodyLength() != 4) {
            throw garbled("a request for chunks of " + bodyLength() + " bytes");
        }
        return body().getInt();
    }

    private ByteBuffer body() {
        return ByteBuffer.wrap(bytes, TYPE_BYTES, bodyLength());
    }

    private int bodyLength() {
        return bytes.length - TYPE_BYTES - CRC_BYTES;
    }

    Chunk chunk() {
        ByteBuffer fields = body();
        ChunkKind kind = bodyLength() < CHUNK_HEAD ? null : ChunkKind.of(fields.get());
        if (kind == null || kind == ChunkKind.FACTS || kind == ChunkKind.METADATA) {
            throw garbled("a chunk of " + bodyLength() + " bytes");
        }
        return new Chunk(
                kind,
                fields.getInt(),
                fields.getShort() / 1_000.0,
                Arrays.copyOfRange(bytes, TYPE_BYTES + CHUNK_HEAD, bytes.length - CRC_BYTES));
    }

    static TransferFailed garbled(String what) {
        return new TransferFailed(TransferFailed.Reason.GARBLED, what, null);
    }

    private static int crc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    /** A chunk as it travels. */
    record Chunk(ChunkKind kind, int number, double progress, byte[] payload) {}
}

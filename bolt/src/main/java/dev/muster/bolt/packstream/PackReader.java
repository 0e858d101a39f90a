package dev.muster.bolt.packstream;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Unpacks one message that is completely there. Never allocates by an announced size alone: every element takes at least a
 * byte, so a size beyond what remains is refused first.
 */
public final class PackReader {
    /** How deep lists, maps and structures may be nested. */
    public static final int DEPTH_MAX = 100;

    private final Dialect dialect;
    private final ByteBuffer in;
    private int depth;

    public PackReader(byte[] message, Dialect dialect) {
        this.in = ByteBuffer.wrap(message);
        this.dialect = dialect;
    }

    /** Opens the message's own structure; returns its number of fields, of which the tag is the next byte. */
    public int structureFields() {
        int marker = marker();
        if ((marker & 0xF0) != Marker.TINY_STRUCTURE) {
            throw new MalformedBytes("a message begins with a structure, not with " + hex(marker));
        }
        return marker & 0x0F;
    }

    /** The tag of a structure whose marker has been read. */
    public int tag() {
        return marker();
    }

    /** Whether the message has been read to its end. */
    public boolean atEnd() {
        return !in.hasRemaining();
    }

    /** The next value. */
    public Object value() {
        int marker = marker();
        if (marker <= 0x7F || marker >= 0xF0) {
            return (long) (byte) marker;
        }
        int low = marker & 0x0F;
        switch (marker & 0xF0) {
            case Marker.TINY_STRING:
                return string(low);
            case Marker.TINY_LIST:
                return list(low);
            case Marker.TINY_MAP:
                return map(low);
            case Marker.TINY_STRUCTURE:
                return structure(low);
            default:
                return marked(marker);
        }
    }

    private Object marked(int marker) {
        return switch (marker) {
            case Marker.NULL -> null;
            case Marker.TRUE -> Boolean.TRUE;
            case Marker.FALSE -> Boolean.FALSE;
            case Marker.FLOAT64 -> Double.longBitsToDouble(signed(8));
            case Marker.INT8 -> signed(1);
            case Marker.INT16 -> signed(2);
            case Marker.INT32 -> signed(4);
            case Marker.INT64 -> signed(8);
            case Marker.BYTES8 -> bytes(count(1));
            case Marker.BYTES16 -> bytes(count(2));
            case Marker.BYTES32 -> bytes(count(4));
            case Marker.STRING8 -> string(count(1));
            case Marker.STRING16 -> string(count(2));
            case Marker.STRING32 -> string(count(4));
            case Marker.LIST8 -> list(count(1));
            case Marker.LIST16 -> list(count(2));
            case Marker.LIST32 -> list(count(4));
            case Marker.MAP8 -> map(count(1));
            case Marker.MAP16 -> map(count(2));
            case Marker.MAP32 -> map(count(4));
            default -> throw new MalformedBytes("no value begins with " + hex(marker));
        };
    }

    private List<Object> list(int size) {
        enter();
        List<Object> list = new ArrayList<>(fitting(size, 1));
        for (int i = 0; i < size; i++) {
            list.add(value());
        }
        depth--;
        return list;
    }

    private Map<String, Object> map(int size) {
        enter();
        Map<String, Object> map = new LinkedHashMap<>(Math.min(fitting(size, 2), 1 << 16) * 4 / 3 + 1);
        for (int i = 0; i < size; i++) {
            if (!(value() instanceof String key)) {
                throw new MalformedBytes("the key of a map must be a string");
            }
            Object value = value();
            if (map.containsKey(key)) {
                throw new InvalidValue("Duplicate map key `" + key + "`");
            }
            map.put(key, value);
        }
        depth--;
        return map;
    }

    private Object structure(int size) {
        enter();
        int tag = tag();
        List<Object> fields = new ArrayList<>(fitting(size, 1));
        for (int i = 0; i < size; i++) {
            fields.add(value());
        }
        depth--;
        return StructureReader.read(tag, fields, dialect);
    }

    private void enter() {
        if (++depth > DEPTH_MAX) {
            throw new MalformedBytes("values are nested more than " + DEPTH_MAX + " deep");
        }
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[fitting(length, 1)];
        in.get(bytes);
        return bytes;
    }

    private String string(int length) {
        ByteBuffer slice = in.slice(in.position(), fitting(length, 1));
        in.position(in.position() + length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(slice).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedBytes("a string is not UTF-8");
        }
    }

    private long signed(int width) {
        need(width);
        return switch (width) {
            case 1 -> in.get();
            case 2 -> in.getShort();
            case 4 -> in.getInt();
            default -> in.getLong();
        };
    }

    private int count(int width) {
        need(width);
        return switch (width) {
            case 1 -> in.get() & 0xFF;
            case 2 -> in.getShort() & 0xFFFF;
            default -> in.getInt();
        };
    }

    /** Refuses a size that the rest of the message cannot hold; a count above 2^31 arrives here as a negative one. */
    private int fitting(int size, int bytesEach) {
        if (size < 0 || (long) size * bytesEach > in.remaining()) {
            throw new MalformedBytes("a value of size " + Integer.toUnsignedString(size) + " in a message with "
                    + in.remaining() + " bytes left");
        }
        return size;
    }

    private int marker() {
        need(1);
        return in.get() & 0xFF;
    }

    private void need(int width) {
        if (in.remaining() < width) {
            throw new MalformedBytes("the message ends in the middle of a value");
        }
    }

    private static String hex(int marker) {
        return "0x" + Integer.toHexString(marker);
    }
}

package dev.muster.bolt.packstream;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Packs one message into a byte array that grows and is used again for the next. Integers, strings and containers take
 * their shortest form. One thread at a time.
 */
public final class PackWriter {
    private static final int CAPACITY_KEPT = 1 << 20;

    private final Dialect dialect;
    private byte[] bytes = new byte[512];
    private int size;

    public PackWriter(Dialect dialect) {
        this.dialect = dialect;
    }

    /** The bytes written since {@link #clear}; only the first {@link #size} count, and only until the next write. */
    public byte[] array() {
        return bytes;
    }

    /** How many bytes were written since {@link #clear}. */
    public int size() {
        return size;
    }

    /** Starts a new message. */
    public void clear() {
        size = 0;
        if (bytes.length > CAPACITY_KEPT) {
            bytes = new byte[512];
        }
    }

    /** Opens a structure of this many fields, which are to be written next. */
    public PackWriter structure(int tag, int fields) {
        one(Marker.TINY_STRUCTURE + fields);
        one(tag);
        return this;
    }

    /** Writes any value of {@link dev.muster.store.value}; also Integer, for metadata. */
    public PackWriter value(Object value) {
        if (value == null) {
            one(Marker.NULL);
        } else if (value instanceof Long number) {
            integer(number);
        } else if (value instanceof String text) {
            string(text);
        } else if (value instanceof List<?> list) {
            list(list);
        } else if (value instanceof Map<?, ?> map) {
            map(map);
        } else if (value instanceof Double number) {
            floating(number);
        } else if (value instanceof Boolean bool) {
            one(bool ? Marker.TRUE : Marker.FALSE);
        } else if (value instanceof Integer number) {
            integer(number);
        } else if (value instanceof byte[] array) {
            bytes(array);
        } else {
            StructureWriter.write(this, dialect, value);
        }
        return this;
    }

    PackWriter integer(long value) {
        if (value >= -16 && value <= 127) {
            one((int) value);
        } else if (value == (byte) value) {
            one(Marker.INT8);
            one((int) value);
        } else if (value == (short) value) {
            one(Marker.INT16);
            bigEndian(value, 2);
        } else if (value == (int) value) {
            one(Marker.INT32);
            bigEndian(value, 4);
        } else {
            one(Marker.INT64);
            bigEndian(value, 8);
        }
        return this;
    }

    PackWriter floating(double value) {
        one(Marker.FLOAT64);
        bigEndian(Double.doubleToRawLongBits(value), 8);
        return this;
    }

    PackWriter string(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        size(utf8.length, Marker.TINY_STRING, Marker.STRING8);
        append(utf8);
        return this;
    }

    PackWriter list(List<?> list) {
        size(list.size(), Marker.TINY_LIST, Marker.LIST8);
        list.forEach(this::value);
        return this;
    }

    PackWriter listHeader(int elements) {
        size(elements, Marker.TINY_LIST, Marker.LIST8);
        return this;
    }

    PackWriter map(Map<?, ?> map) {
        size(map.size(), Marker.TINY_MAP, Marker.MAP8);
        map.forEach((key, value) -> {
            string((String) key);
            value(value);
        });
        return this;
    }

    private void bytes(byte[] array) {
        size(array.length, -1, Marker.BYTES8);
        append(array);
    }

    /** The marker and length of a string, bytes, list or map; {@code tiny} is -1 if there is no form below 16. */
    private void size(int count, int tiny, int marker8) {
        if (tiny >= 0 && count < 16) {
            one(tiny + count);
        } else if (count <= 0xFF) {
            one(marker8);
            one(count);
        } else if (count <= 0xFFFF) {
            one(marker8 + 1);
            bigEndian(count, 2);
        } else {
            one(marker8 + 2);
            bigEndian(count, 4);
        }
    }

    private void one(int value) {
        room(1);
        bytes[size++] = (byte) value;
    }

    private void bigEndian(long value, int width) {
        room(width);
        for (int shift = (width - 1) * 8; shift >= 0; shift -= 8) {
            bytes[size++] = (byte) (value >> shift);
        }
    }

    private void append(byte[] more) {
        room(more.length);
        System.arraycopy(more, 0, bytes, size, more.length);
        size += more.length;
    }

    private void room(int more) {
        int wanted = Math.addExact(size, more);
        if (wanted > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(wanted, bytes.length * 2L)));
        }
    }
}

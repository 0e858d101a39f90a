package dev.muster.store.value;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Values as bytes, and back. Deterministic: equal values have equal bytes, whatever made them, which is why digests and
 * change sets rest on it. All NaNs are one; 0.0 and -0.0 are two.
 *
 * <p>Reading is bounds-checked: bytes that are no value are an {@link IllegalArgumentException}, never anything else, and
 * nothing is allocated that the bytes could not fill.
 */
public final class ValueCodec {
    /** How deep lists and maps may be nested. */
    public static final int NESTING_MAX = 32;

    private static final byte NULL = 0;
    private static final byte FALSE = 1;
    private static final byte TRUE = 2;
    private static final byte LONG = 3;
    private static final byte DOUBLE = 4;
    private static final byte STRING = 5;
    private static final byte BYTES = 6;
    private static final byte LIST = 7;
    private static final byte MAP = 8;
    private static final byte DATE = 9;
    private static final byte LOCAL_TIME = 10;
    private static final byte TIME = 11;
    private static final byte LOCAL_DATE_TIME = 12;
    private static final byte OFFSET_DATE_TIME = 13;
    private static final byte ZONED_DATE_TIME = 14;
    private static final byte DURATION = 15;
    private static final byte POINT = 16;

    private ValueCodec() {}

    /** Writes any value but graph values. Throws {@link IllegalArgumentException} for anything that is none. */
    public static void write(ByteSink sink, Object value) {
        write(sink, value, 0);
    }

    /** Reads what {@link #write} wrote, moving the buffer's position behind it. */
    public static Object read(ByteBuffer source) {
        try {
            return read(source, 0);
        } catch (BufferUnderflowException | DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException("these bytes are no value: " + e, e);
        }
    }

    /** Moves the buffer's position behind a value without making it. Checks no more than that the value ends in the buffer. */
    public static void skip(ByteBuffer source) {
        try {
            skip(source, 0);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("these bytes are no value: " + e, e);
        }
    }

    private static void write(ByteSink sink, Object value, int depth) {
        if (value == null) {
            sink.put(NULL);
        } else if (value instanceof Boolean bool) {
            sink.put(bool ? TRUE : FALSE);
        } else if (value instanceof Long number) {
            sink.put(LONG).putSigned(number);
        } else if (value instanceof Double number) {
            sink.put(DOUBLE).putLong(Double.doubleToLongBits(number));
        } else if (value instanceof String text) {
            sink.put(STRING).putString(text);
        } else if (value instanceof byte[] bytes) {
            sink.put(BYTES).putUnsigned(bytes.length).put(bytes);
        } else if (value instanceof List<?> list) {
            writeList(sink, list, depth + 1);
        } else if (value instanceof Map<?, ?> map) {
            writeMap(sink, map, depth + 1);
        } else if (value instanceof DurationValue duration) {
            sink.put(DURATION).putSigned(duration.months()).putSigned(duration.days());
            sink.putSigned(duration.seconds()).putSigned(duration.nanos());
        } else if (value instanceof PointValue point) {
            sink.put(POINT).putUnsigned(point.srid());
            point.coordinates().forEach(coordinate -> sink.putLong(Double.doubleToLongBits(coordinate)));
        } else {
            writeTemporal(sink, value);
        }
    }

    private static void writeTemporal(ByteSink sink, Object value) {
        if (value instanceof LocalDate date) {
            sink.put(DATE).putSigned(date.toEpochDay());
        } else if (value instanceof LocalTime time) {
            sink.put(LOCAL_TIME).putUnsigned(time.toNanoOfDay());
        } else if (value instanceof OffsetTime time) {
            sink.put(TIME).putUnsigned(time.toLocalTime().toNanoOfDay());
            sink.putSigned(time.getOffset().getTotalSeconds());
        } else if (value instanceof LocalDateTime dateTime) {
            sink.put(LOCAL_DATE_TIME);
            writeDateTime(sink, dateTime);
        } else if (value instanceof ZonedDateTime dateTime) {
            boolean offsetOnly = dateTime.getZone() instanceof ZoneOffset;
            sink.put(offsetOnly ? OFFSET_DATE_TIME : ZONED_DATE_TIME);
            writeDateTime(sink, dateTime.toLocalDateTime());
            sink.putSigned(dateTime.getOffset().getTotalSeconds());
            if (!offsetOnly) {
                sink.putString(dateTime.getZone().getId());
            }
        } else {
            throw new IllegalArgumentException("no value can be of " + value.getClass());
        }
    }

    private static void writeDateTime(ByteSink sink, LocalDateTime dateTime) {
        sink.putSigned(dateTime.toLocalDate().toEpochDay());
        sink.putUnsigned(dateTime.toLocalTime().toNanoOfDay());
    }

    private static void writeList(ByteSink sink, List<?> list, int depth) {
        checkDepth(depth);
        sink.put(LIST).putUnsigned(list.size());
        for (Object element : list) {
            write(sink, element, depth);
        }
    }

    private static void writeMap(ByteSink sink, Map<?, ?> map, int depth) {
        checkDepth(depth);
        sink.put(MAP).putUnsigned(map.size());
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String key)) {
                throw new IllegalArgumentException("the key of a map is no text: " + entry.getKey());
            }
            sink.putString(key);
            write(sink, entry.getValue(), depth);
        }
    }

    private static Object read(ByteBuffer source, int depth) {
        byte kind = source.get();
        return switch (kind) {
            case NULL -> null;
            case FALSE -> Boolean.FALSE;
            case TRUE -> Boolean.TRUE;
            case LONG -> Varints.readSigned(source);
            case DOUBLE -> source.getDouble();
            case STRING -> readString(source);
            case BYTES -> readBytes(source);
            case LIST -> readList(source, depth + 1);
            case MAP -> readMap(source, depth + 1);
            case DURATION -> readDuration(source);
            case POINT -> readPoint(source);
            default -> readTemporal(source, kind);
        };
    }

    private static void skip(ByteBuffer source, int depth) {
        byte kind = source.get();
        switch (kind) {
            case NULL, FALSE, TRUE -> {
                // The kind is all there is.
            }
            case LONG, DATE, LOCAL_TIME -> skipNumbers(source, 1);
            case TIME, LOCAL_DATE_TIME -> skipNumbers(source, 2);
            case OFFSET_DATE_TIME -> skipNumbers(source, 3);
            case DURATION -> skipNumbers(source, 4);
            case DOUBLE -> skipBytes(source, Double.BYTES);
            case STRING, BYTES -> skipBytes(source, Varints.readCount(source));
            case ZONED_DATE_TIME -> {
                skipNumbers(source, 3);
                skipBytes(source, Varints.readCount(source));
            }
            case POINT -> skipBytes(source, dimensions(Varints.readUnsigned(source)) * Double.BYTES);
            case LIST -> skipElements(source, depth + 1, false);
            case MAP -> skipElements(source, depth + 1, true);
            default -> throw new IllegalArgumentException("no kind of value has the number " + kind);
        }
    }

    private static void skipElements(ByteBuffer source, int depth, boolean withKeys) {
        checkDepth(depth);
        int size = Varints.readCount(source);
        for (int i = 0; i < size; i++) {
            if (withKeys) {
                skipBytes(source, Varints.readCount(source));
            }
            skip(source, depth);
        }
    }

    private static void skipNumbers(ByteBuffer source, int count) {
        for (int i = 0; i < count; i++) {
            Varints.readUnsigned(source);
        }
    }

    private static void skipBytes(ByteBuffer source, int count) {
        if (count > source.remaining()) {
            throw new BufferUnderflowException();
        }
        source.position(source.position() + count);
    }

    private static Object readTemporal(ByteBuffer source, byte kind) {
        return switch (kind) {
            case DATE -> LocalDate.ofEpochDay(Varints.readSigned(source));
            case LOCAL_TIME -> LocalTime.ofNanoOfDay(Varints.readUnsigned(source));
            case TIME -> OffsetTime.of(LocalTime.ofNanoOfDay(Varints.readUnsigned(source)), readOffset(source));
            case LOCAL_DATE_TIME -> readDateTime(source);
            case OFFSET_DATE_TIME -> ZonedDateTime.of(readDateTime(source), readOffset(source));
            case ZONED_DATE_TIME -> {
                LocalDateTime dateTime = readDateTime(source);
                ZoneOffset offset = readOffset(source);
                yield ZonedDateTime.ofInstant(dateTime, offset, ZoneId.of(readString(source)));
            }
            default -> throw new IllegalArgumentException("no kind of value has the number " + kind);
        };
    }

    private static LocalDateTime readDateTime(ByteBuffer source) {
        LocalDate date = LocalDate.ofEpochDay(Varints.readSigned(source));
        return LocalDateTime.of(date, LocalTime.ofNanoOfDay(Varints.readUnsigned(source)));
    }

    private static ZoneOffset readOffset(ByteBuffer source) {
        return ZoneOffset.ofTotalSeconds(Math.toIntExact(Varints.readSigned(source)));
    }

    private static DurationValue readDuration(ByteBuffer source) {
        long months = Varints.readSigned(source);
        long days = Varints.readSigned(source);
        long seconds = Varints.readSigned(source);
        return new DurationValue(months, days, seconds, Math.toIntExact(Varints.readSigned(source)));
    }

    private static PointValue readPoint(ByteBuffer source) {
        int srid = Math.toIntExact(Varints.readUnsigned(source));
        int dimensions = dimensions(srid);
        List<Double> coordinates = new ArrayList<>(dimensions);
        for (int i = 0; i < dimensions; i++) {
            coordinates.add(source.getDouble());
        }
        return new PointValue(srid, coordinates);
    }

    private static int dimensions(long srid) {
        return srid == 9157 || srid == 4979 ? 3 : 2;
    }

    private static List<Object> readList(ByteBuffer source, int depth) {
        checkDepth(depth);
        int size = Varints.readCount(source);
        List<Object> list = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            list.add(read(source, depth));
        }
        return Collections.unmodifiableList(list);
    }

    private static Map<String, Object> readMap(ByteBuffer source, int depth) {
        checkDepth(depth);
        int size = Varints.readCount(source);
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            String key = readString(source);
            map.put(key, read(source, depth));
        }
        if (map.size() != size) {
            throw new IllegalArgumentException("a map has a key twice");
        }
        return Collections.unmodifiableMap(map);
    }

    private static byte[] readBytes(ByteBuffer source) {
        byte[] bytes = new byte[Varints.readCount(source)];
        source.get(bytes);
        return bytes;
    }

    private static String readString(ByteBuffer source) {
        return Varints.readString(source);
    }

    private static void checkDepth(int depth) {
        if (depth > NESTING_MAX) {
            throw new IllegalArgumentException("values are nested more than " + NESTING_MAX + " deep");
        }
    }
}

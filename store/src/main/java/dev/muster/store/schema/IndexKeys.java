package dev.muster.store.schema;

import dev.muster.store.value.ByteSink;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;

/**
 * Values as keys of an index: the number of the rule, the values, the id of the node or relationship. Equal values have equal keys, and a
 * smaller value of the same type has no greater key. The reverse does not hold (long texts are cut, large integers rounded,
 * some types are all one): whoever finds a node by its key must look at its values.
 */
public final class IndexKeys {
    private static final int TEXT_BYTES_MAX = 200;
    private static final int LIST_BYTES_MAX = 300;
    private static final int ID_BYTES = Long.BYTES;

    private static final byte NUMBER = 1;
    private static final byte TEXT = 2;
    private static final byte BOOLEAN = 3;
    private static final byte DATE = 4;
    private static final byte LOCAL_DATE_TIME = 5;
    private static final byte DATE_TIME = 6;
    private static final byte LOCAL_TIME = 7;
    private static final byte TIME = 8;
    private static final byte LIST = 9;
    private static final byte OTHER = 10;

    private IndexKeys() {}

    /** The key of a node or relationship with these values. */
    public static byte[] key(SchemaRule index, List<Object> values, long id) {
        return prefix(index, values).putLong(id).toBytes();
    }

    /** The id of the node or relationship that has the key. */
    public static long id(byte[] key) {
        return ByteBuffer.wrap(key).getLong(key.length - ID_BYTES);
    }

    /** Where nodes with these values are. */
    public static KeyRange equal(SchemaRule index, List<Object> values) {
        byte[] prefix = prefix(index, values).toBytes();
        return new KeyRange(prefix, endOf(prefix));
    }

    /** Where all nodes of an index are. */
    public static KeyRange all(SchemaRule index) {
        byte[] prefix = prefix(index, List.of()).toBytes();
        return new KeyRange(prefix, endOf(prefix));
    }

    /** Where values from one to another are, or of the same type and without an end on a side that is null; not both are. */
    public static KeyRange between(SchemaRule index, Object from, Object to) {
        byte type = type(from == null ? to : from);
        if (type == LIST || type == OTHER || (from != null && to != null && type(from) != type(to))) {
            return all(index);
        }
        byte[] ofType = prefix(index, List.of()).put(type).toBytes();
        byte[] least = from == null ? ofType : prefix(index, List.of(from)).toBytes();
        byte[] most = to == null ? ofType : prefix(index, List.of(to)).toBytes();
        return new KeyRange(least, endOf(most));
    }

    /** Where texts that begin with another are. */
    public static KeyRange startingWith(SchemaRule index, String text) {
        ByteSink sink = prefix(index, List.of()).put(TEXT);
        putText(sink, text);
        byte[] prefix = sink.toBytes();
        return new KeyRange(prefix, endOf(prefix));
    }

    /** After every key that begins so, since none goes on with nine bytes like these. */
    private static byte[] endOf(byte[] prefix) {
        byte[] end = Arrays.copyOf(prefix, prefix.length + ID_BYTES + 1);
        Arrays.fill(end, prefix.length, end.length, (byte) 0xFF);
        return end;
    }

    private static ByteSink prefix(SchemaRule index, List<Object> values) {
        ByteSink sink = new ByteSink(64).putInt(index.number());
        values.forEach(value -> put(sink, value));
        return sink;
    }

    private static byte type(Object value) {
        if (value instanceof Number) {
            return NUMBER;
        } else if (value instanceof String) {
            return TEXT;
        } else if (value instanceof Boolean) {
            return BOOLEAN;
        } else if (value instanceof LocalDate) {
            return DATE;
        } else if (value instanceof LocalDateTime) {
            return LOCAL_DATE_TIME;
        } else if (value instanceof ZonedDateTime) {
            return DATE_TIME;
        } else if (value instanceof LocalTime) {
            return LOCAL_TIME;
        } else if (value instanceof OffsetTime) {
            return TIME;
        }
        return value instanceof List ? LIST : OTHER;
    }

    private static void put(ByteSink sink, Object value) {
        sink.put(type(value));
        if (value instanceof Number number) {
            putOrdered(sink, number.doubleValue());
        } else if (value instanceof String text) {
            putText(sink, text);
            sink.put((byte) 0).put((byte) 1);
        } else if (value instanceof Boolean truth) {
            sink.put((byte) (truth ? 1 : 0));
        } else if (value instanceof LocalDate date) {
            putOrdered(sink, date.toEpochDay());
        } else if (value instanceof LocalDateTime dateTime) {
            putOrdered(sink, dateTime.toEpochSecond(ZoneOffset.UTC));
            sink.putInt(dateTime.getNano());
        } else if (value instanceof ZonedDateTime dateTime) {
            putOrdered(sink, dateTime.toEpochSecond());
            sink.putInt(dateTime.getNano());
        } else if (value instanceof LocalTime time) {
            putOrdered(sink, time.toNanoOfDay());
        } else if (value instanceof OffsetTime time) {
            putOrdered(sink, time.toLocalTime().toNanoOfDay() - time.getOffset().getTotalSeconds() * 1_000_000_000L);
        } else if (value instanceof List<?> list) {
            putList(sink, list);
        }
    }

    private static void putOrdered(ByteSink sink, long value) {
        sink.putLong(value ^ Long.MIN_VALUE);
    }

    private static void putOrdered(ByteSink sink, double value) {
        long bits = Double.doubleToLongBits(value == 0 ? 0.0 : value);
        sink.putLong(bits < 0 ? ~bits : bits ^ Long.MIN_VALUE);
    }

    /** UTF-8, which is in the order of code points; a zero is followed by 255, so that the end, 0 and 1, comes before it. */
    private static void putText(ByteSink sink, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < Math.min(bytes.length, TEXT_BYTES_MAX); i++) {
            sink.put(bytes[i]);
            if (bytes[i] == 0) {
                sink.put((byte) 0xFF);
            }
        }
    }

    private static void putList(ByteSink sink, List<?> list) {
        ByteSink items = new ByteSink(64);
        for (int i = 0; i < list.size() && items.length() < LIST_BYTES_MAX; i++) {
            put(items, list.get(i));
        }
        sink.put(Arrays.copyOf(items.array(), Math.min(items.length(), LIST_BYTES_MAX)));
        sink.put((byte) 0);
    }

    /** Whether two nodes' values are the same to a uniqueness rule: 1 is 1.0. */
    public static boolean same(List<?> left, List<?> right) {
        if (left.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            if (!same(left.get(i), right.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean same(Object left, Object right) {
        if (left instanceof Number a && right instanceof Number b && !a.equals(b)) {
            double x = a.doubleValue();
            double y = b.doubleValue();
            boolean finite = !Double.isNaN(x) && !Double.isInfinite(x);
            return x == y && finite && exact(a).compareTo(exact(b)) == 0;
        } else if (left instanceof List<?> a && right instanceof List<?> b) {
            return same(a, b);
        }
        return left.equals(right);
    }

    private static BigDecimal exact(Number number) {
        return number instanceof Long ? BigDecimal.valueOf(number.longValue()) : new BigDecimal(number.doubleValue());
    }
}

package dev.muster.node.config;

import dev.muster.catalog.CatalogException;
import dev.muster.catalog.DatabaseNames;
import dev.muster.runtime.SocketAddress;
import dev.muster.store.RetentionPolicy;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a kind of value is written.
 *
 * @param form for the listing and messages, for instance {@code a duration (10s, 500ms, 20m)}
 * @param reader text to value; throws {@link IllegalArgumentException} with a reason
 */
public record ValueType<T>(String form, Function<String, T> reader) {
    private static final Pattern BYTES = Pattern.compile("(\\d{1,18})\\s*([a-zA-Z]*)");
    private static final Pattern DURATION = Pattern.compile("(?:\\d{1,18}(?:ns|us|μs|ms|s|m|h|d))+");
    private static final Pattern DURATION_PART = Pattern.compile("(\\d{1,18})(ns|us|μs|ms|s|m|h|d)");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,12}");
    private static final Map<String, Long> DURATION_NANOS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "μs", 1_000L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L,
            "d", 86_400_000_000_000L);

    static final ValueType<String> TEXT = new ValueType<>("text", ValueType::notEmpty);

    static final ValueType<Boolean> BOOLEAN = new ValueType<>("true or false", text -> switch (text) {
        case "true" -> true;
        case "false" -> false;
        default -> throw new IllegalArgumentException("not true or false");
    });

    /** Kept as written, since what is missing comes from other settings. */
    static final ValueType<String> ADDRESS =
            new ValueType<>("an address (host:port, host or :port)", text -> checkedAddress(notEmpty(text)));

    /** 3.x let a range of ports be given; the first is taken. */
    static final ValueType<String> ADDRESS_OR_RANGE = new ValueType<>(
            ADDRESS.form(), text -> checkedAddress(notEmpty(text).replaceFirst("(:\\d+)-\\d+$", "$1")));

    static final ValueType<String> HOST = new ValueType<>("a host name or IP address", text -> {
        if (notEmpty(text).matches(".*[\\s/@].*") || text.matches("[^:]*:\\d*")) {
            throw new IllegalArgumentException("not a host name or IP address without a port");
        }
        return text;
    });

    /** Kept as written; what it means is the store's to know. */
    static final ValueType<String> RETENTION_POLICY =
            new ValueType<>("keep_all, keep_none, '3 files', '300M size', '500k txs', '2 days', '2 days 2G'", text -> {
                RetentionPolicy.parse(text);
                return text;
            });

    /** The name of a database, in lower case. */
    static final ValueType<String> DATABASE = new ValueType<>("the name of a database", text -> {
        try {
            return text.equalsIgnoreCase(DatabaseNames.SYSTEM) ? DatabaseNames.SYSTEM : DatabaseNames.checked(text);
        } catch (CatalogException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    });

    static ValueType<Integer> integer(int min, int max) {
        return new ValueType<>("a whole number from " + min + " to " + max, text -> {
            if (!text.matches("-?\\d{1,10}") || Long.parseLong(text) < min || Long.parseLong(text) > max) {
                throw new IllegalArgumentException("not a whole number from " + min + " to " + max);
            }
            return Integer.parseInt(text);
        });
    }

    /** Multiples of 1024 whatever the spelling, as in neo4j.conf. */
    static ValueType<Long> bytes(long min) {
        return new ValueType<>("a size (8m, 256MiB), at least " + min + " bytes", text -> {
            long bytes = readBytes(text);
            if (bytes < min) {
                throw new IllegalArgumentException("less than " + min + " bytes");
            }
            return bytes;
        });
    }

    static ValueType<Integer> bytes(int min, int max) {
        return new ValueType<>("a size (8m, 256MiB) from " + min + " to " + max + " bytes", text -> {
            long bytes = readBytes(text);
            if (bytes < min || bytes > max) {
                throw new IllegalArgumentException("not from " + min + " to " + max + " bytes");
            }
            return (int) bytes;
        });
    }

    /** A size, or a part of the largest heap that this process can have. */
    static ValueType<Long> bytesOrHeapPercent() {
        ValueType<Long> size = bytes(0);
        return new ValueType<>(
                "a size (8m, 256MiB) or 1% to 100% of the heap",
                text -> {
                    if (!text.endsWith("%")) {
                        return size.reader().apply(text);
                    }
                    long percent = Long.parseLong(text.substring(0, text.length() - 1));
                    if (percent < 1 || percent > 100) {
                        throw new IllegalArgumentException("not between 1% and 100%");
                    }
                    return Runtime.getRuntime().maxMemory() / 100 * percent;
                });
    }

    /** Milliseconds; a number without a unit is seconds. */
    static ValueType<Long> millis(long min) {
        return new ValueType<>("a duration (10s, 500ms, 20m)" + (min == 0 ? "" : ", at least " + min + "ms"), text -> {
            long millis = readMillis(text);
            if (millis < min) {
                throw new IllegalArgumentException("less than " + min + "ms");
            }
            return millis;
        });
    }

    static <T> ValueType<List<T>> listOf(ValueType<T> element) {
        return new ValueType<>(
                "a comma-separated list, each " + element.form(),
                text -> text.isEmpty()
                        ? List.of()
                        : Arrays.stream(text.split(",", -1))
                                .map(String::strip)
                                .map(element.reader())
                                .toList());
    }

    static <E> ValueType<E> oneOf(List<E> values, Function<E, String> spelling) {
        String all = String.join(", ", values.stream().map(spelling).toList());
        return new ValueType<>(
                "one of " + all,
                text -> values.stream()
                        .filter(value -> spelling.apply(value).equalsIgnoreCase(text))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("not one of " + all)));
    }

    private static String notEmpty(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("empty");
        }
        return text;
    }

    private static String checkedAddress(String text) {
        SocketAddress.parse(text, "localhost", 0);
        return text;
    }

    private static long readBytes(String text) {
        Matcher matcher = BYTES.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a size");
        }
        int shift = switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
            case "", "b" -> 0;
            case "k", "kb", "kib" -> 10;
            case "m", "mb", "mib" -> 20;
            case "g", "gb", "gib" -> 30;
            case "t", "tb", "tib" -> 40;
            default -> throw new IllegalArgumentException("not a unit of size: '" + matcher.group(2) + "'");
        };
        BigInteger bytes = new BigInteger(matcher.group(1)).shiftLeft(shift);
        if (bytes.bitLength() > 62) {
            throw new IllegalArgumentException("too large");
        }
        return bytes.longValue();
    }

    private static long readMillis(String text) {
        if (SECONDS.matcher(text).matches()) {
            return Math.multiplyExact(Long.parseLong(text), 1_000L);
        }
        if (!DURATION.matcher(text).matches()) {
            throw new IllegalArgumentException("not a duration");
        }
        BigInteger nanos = BigInteger.ZERO;
        Matcher parts = DURATION_PART.matcher(text);
        while (parts.find()) {
            nanos = nanos.add(
                    new BigInteger(parts.group(1)).multiply(BigInteger.valueOf(DURATION_NANOS.get(parts.group(2)))));
        }
        BigInteger millis = nanos.divide(BigInteger.valueOf(1_000_000));
        if (millis.bitLength() > 53) {
            throw new IllegalArgumentException("too long");
        }
        return millis.longValue();
    }
}

package dev.muster.cypher.function;

import static dev.muster.cypher.function.FunctionTable.add;

import dev.muster.cypher.error.CypherError;
import dev.muster.cypher.value.Durations;
import dev.muster.store.value.DurationValue;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.Temporal;
import java.util.Map;

/** Dates, times and durations: their making and the time between them. */
final class TemporalFunctions {
    private TemporalFunctions() {}

    static void register() {
        add("timestamp", 0, 0, (a, s) -> s.statementMillis());
        for (String clock : new String[] {"", ".statement", ".transaction", ".realtime"}) {
            int max = clock.isEmpty() ? 1 : 0;
            add("date" + clock, 0, max, (a, s) -> made(a, s, Target.DATE));
            add("localtime" + clock, 0, max, (a, s) -> made(a, s, Target.LOCAL_TIME));
            add("time" + clock, 0, max, (a, s) -> made(a, s, Target.TIME));
            add("localdatetime" + clock, 0, max, (a, s) -> made(a, s, Target.LOCAL_DATE_TIME));
            add("datetime" + clock, 0, max, (a, s) -> made(a, s, Target.DATE_TIME));
        }
        add(
                "datetime.fromepoch",
                2,
                2,
                (a, s) -> Instant.ofEpochSecond(
                                Arguments.integer("datetime.fromepoch", a[0]),
                                Arguments.integer("datetime.fromepoch", a[1]))
                        .atZone(ZoneOffset.UTC));
        add(
                "datetime.fromepochmillis",
                1,
                1,
                (a, s) -> Instant.ofEpochMilli(Arguments.integer("datetime.fromepochmillis", a[0]))
                        .atZone(ZoneOffset.UTC));
        add("duration", 1, 1, (a, s) -> duration(a[0]));
        add("duration.between", 2, 2, (a, s) -> between(temporal(a[0]), temporal(a[1])));
        add("duration.inmonths", 2, 2, (a, s) -> {
            DurationValue all = between(temporal(a[0]), temporal(a[1]));
            return new DurationValue(all.months(), 0, 0, 0);
        });
        add("duration.indays", 2, 2, (a, s) -> {
            Duration exact = exact(temporal(a[0]), temporal(a[1]));
            return new DurationValue(0, exact.toDays(), 0, 0);
        });
        add("duration.inseconds", 2, 2, (a, s) -> {
            Duration exact = exact(temporal(a[0]), temporal(a[1]));
            return new DurationValue(0, 0, exact.getSeconds(), exact.getNano());
        });
    }

    /** What a constructor makes. */
    enum Target {
        DATE,
        LOCAL_TIME,
        TIME,
        LOCAL_DATE_TIME,
        DATE_TIME;

        /** The part of a full date and time that this target has. */
        Temporal of(ZonedDateTime full) {
            return switch (this) {
                case DATE -> full.toLocalDate();
                case LOCAL_TIME -> full.toLocalTime();
                case TIME -> full.toOffsetDateTime().toOffsetTime();
                case LOCAL_DATE_TIME -> full.toLocalDateTime();
                case DATE_TIME -> full;
            };
        }
    }

    private static Object made(Object[] arguments, Surroundings surroundings, Target target) {
        ZonedDateTime now = Instant.ofEpochMilli(surroundings.statementMillis()).atZone(ZoneOffset.UTC);
        if (arguments.length == 0) {
            return target.of(now);
        }
        Object argument = arguments[0];
        try {
            if (argument instanceof String text) {
                return TemporalText.parse(text, target);
            } else if (argument instanceof Map<?, ?> map) {
                return new TemporalMap(map, now).build(target);
            } else if (argument instanceof Temporal temporal) {
                return new TemporalMap(Map.of(baseKey(temporal), temporal), now).build(target);
            }
        } catch (DateTimeException | ArithmeticException e) {
            throw CypherError.ARGUMENT.exception(e.getMessage());
        }
        throw Arguments.wrong(
                target.name().toLowerCase(java.util.Locale.ROOT).replace("_", ""),
                "a String, Map or temporal value",
                argument);
    }

    private static String baseKey(Temporal temporal) {
        return temporal instanceof LocalDate
                ? "date"
                : temporal instanceof LocalTime || temporal instanceof OffsetTime ? "time" : "datetime";
    }

    private static Temporal temporal(Object value) {
        return Arguments.element("duration.between", value, Temporal.class, "temporal value");
    }

    private static DurationValue duration(Object value) {
        if (value instanceof String text) {
            return Durations.parse(text);
        } else if (value instanceof DurationValue duration) {
            return duration;
        } else if (value instanceof Map<?, ?> map) {
            BigDecimal months =
                    amount(map, "years", 12).add(amount(map, "quarters", 3)).add(amount(map, "months", 1));
            BigDecimal days = amount(map, "weeks", 7).add(amount(map, "days", 1));
            BigDecimal seconds = amount(map, "hours", 3600)
                    .add(amount(map, "minutes", 60))
                    .add(amount(map, "seconds", 1))
                    .add(amount(map, "milliseconds", 1).movePointLeft(3))
                    .add(amount(map, "microseconds", 1).movePointLeft(6))
                    .add(amount(map, "nanoseconds", 1).movePointLeft(9));
            for (Object key : map.keySet()) {
                if (!key.toString()
                        .matches("(years|quarters|months|weeks|days|hours|minutes|((milli|micro|nano)?seconds))")) {
                    throw CypherError.ARGUMENT.exception("Unknown unit of a duration: " + key);
                }
            }
            return Durations.of(months, days, seconds);
        }
        throw Arguments.wrong("duration", "a String or Map", value);
    }

    private static BigDecimal amount(Map<?, ?> map, String unit, int factor) {
        Object value = map.get(unit);
        if (value == null) {
            return BigDecimal.ZERO;
        }
        Number number = Arguments.number("duration", value);
        BigDecimal exact = number instanceof Long l ? new BigDecimal(l) : BigDecimal.valueOf(number.doubleValue());
        return exact.multiply(new BigDecimal(factor));
    }

    /** Months, then days, then the rest; date parts only where both have a date. */
    private static DurationValue between(Temporal from, Temporal to) {
        if (!hasDate(from) || !hasDate(to)) {
            Duration exact = exact(from, to);
            return new DurationValue(0, 0, exact.getSeconds(), exact.getNano());
        }
        LocalDateTime a = local(from, LocalDate.EPOCH);
        LocalDateTime b = local(alignedZone(to, from), LocalDate.EPOCH);
        LocalDate date = b.toLocalDate();
        if (b.isAfter(a) && b.toLocalTime().isBefore(a.toLocalTime())) {
            date = date.minusDays(1);
        } else if (b.isBefore(a) && b.toLocalTime().isAfter(a.toLocalTime())) {
            date = date.plusDays(1);
        }
        Period period = Period.between(a.toLocalDate(), date);
        Duration rest = Duration.between(a.plus(period), b);
        return Durations.of(period.toTotalMonths(), period.getDays(), rest.getSeconds(), rest.getNano());
    }

    private static Duration exact(Temporal from, Temporal to) {
        LocalDate day = hasDate(from)
                ? local(from, null).toLocalDate()
                : hasDate(to) ? local(to, null).toLocalDate() : LocalDate.EPOCH;
        return Duration.between(local(from, day), local(alignedZone(to, from), day));
    }

    private static boolean hasDate(Temporal value) {
        return !(value instanceof LocalTime) && !(value instanceof OffsetTime);
    }

    /** Brings a zoned value into the zone of the other, if that has one. */
    private static Temporal alignedZone(Temporal value, Temporal other) {
        if (value instanceof ZonedDateTime a && other instanceof ZonedDateTime b) {
            return a.withZoneSameInstant(b.getZone());
        }
        if (value instanceof OffsetTime a && other instanceof OffsetTime b) {
            return a.withOffsetSameInstant(b.getOffset());
        }
        return value;
    }

    private static LocalDateTime local(Temporal value, LocalDate day) {
        if (value instanceof LocalDate date) {
            return date.atStartOfDay();
        } else if (value instanceof LocalTime time) {
            return time.atDate(day);
        } else if (value instanceof OffsetTime time) {
            return time.toLocalTime().atDate(day);
        } else if (value instanceof ZonedDateTime dateTime) {
            return dateTime.toLocalDateTime();
        }
        return (LocalDateTime) value;
    }
}

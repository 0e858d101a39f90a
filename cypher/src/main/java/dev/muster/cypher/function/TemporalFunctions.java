package dev.muster.cypher.function;

import static dev.muster.cypher.function.FunctionTable.add;

import dev.muster.cypher.error.CypherError;
import dev.muster.cypher.value.Durations;
import dev.muster.store.value.DurationValue;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.Temporal;
import java.util.Locale;
import java.util.Map;

/** Dates, times and durations: their making and the time between them. */
final class TemporalFunctions {
    private TemporalFunctions() {}

    static void register() {
        add("timestamp", 0, 0, (a, s) -> s.statementMillis());
        for (String clock : new String[] {"", ".statement", ".transaction", ".realtime"}) {
            for (Target target : Target.values()) {
                boolean makes = clock.isEmpty();
                add(target.type() + clock, 0, 1, (a, s) -> makes ? made(a, s, target) : clock(a, s, target));
            }
        }
        for (Target target : Target.values()) {
            add(target.type() + ".truncate", 1, 3, (a, s) -> truncated(a, s, target));
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
        add("duration.between", 2, 2, (a, s) -> span(a).duration());
        add("duration.inmonths", 2, 2, (a, s) -> span(a).months());
        add("duration.indays", 2, 2, (a, s) -> span(a).days());
        add("duration.inseconds", 2, 2, (a, s) -> span(a).seconds());
    }

    /** What a constructor makes. */
    enum Target {
        DATE,
        LOCAL_TIME,
        TIME,
        LOCAL_DATE_TIME,
        DATE_TIME;

        /** The name of the type in lower case, which is that of its constructor. */
        String type() {
            return name().toLowerCase(Locale.ROOT).replace("_", "");
        }

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

    private interface Making {
        Object make();
    }

    /** What java.time refuses is the argument's fault. */
    private static Object checked(Making making) {
        try {
            return making.make();
        } catch (DateTimeException | ArithmeticException e) {
            throw CypherError.ARGUMENT.exception(e.getMessage());
        }
    }

    private static ZonedDateTime now(Surroundings surroundings) {
        return Instant.ofEpochMilli(surroundings.statementMillis()).atZone(ZoneOffset.UTC);
    }

    private static Object made(Object[] arguments, Surroundings surroundings, Target target) {
        ZonedDateTime now = now(surroundings);
        if (arguments.length == 0) {
            return target.of(now);
        }
        Object argument = arguments[0];
        if (argument instanceof String text) {
            return checked(() -> TemporalText.parse(text, target));
        } else if (argument instanceof Map<?, ?> map) {
            return checked(() -> new TemporalMap(map, now).build(target));
        } else if (argument instanceof Temporal temporal) {
            return checked(() -> new TemporalMap(Map.of(baseKey(temporal), temporal), now).build(target));
        }
        throw Arguments.wrong(target.type(), "a String, Map or temporal value", argument);
    }

    /** The present, in a zone if one is given. */
    private static Object clock(Object[] arguments, Surroundings surroundings, Target target) {
        ZonedDateTime now = now(surroundings);
        if (arguments.length == 0) {
            return target.of(now);
        }
        String zone = Arguments.text(target.type(), arguments[0]);
        return checked(() -> target.of(now.withZoneSameInstant(ZoneId.of(zone))));
    }

    private static Object truncated(Object[] arguments, Surroundings surroundings, Target target) {
        String function = target.type() + ".truncate";
        String unit = Arguments.text(function, arguments[0]);
        Temporal value = arguments.length < 2
                ? target.of(now(surroundings))
                : Arguments.element(function, arguments[1], Temporal.class, "temporal value");
        Map<?, ?> changes =
                arguments.length < 3 ? Map.of() : Arguments.element(function, arguments[2], Map.class, "Map");
        return checked(() -> TemporalTruncation.truncated(target, unit, value, changes, now(surroundings)));
    }

    private static TemporalSpan span(Object[] arguments) {
        return TemporalSpan.of(temporal(arguments[0]), temporal(arguments[1]));
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
}

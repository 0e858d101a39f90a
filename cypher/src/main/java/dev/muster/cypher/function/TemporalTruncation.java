package dev.muster.cypher.function;

import dev.muster.cypher.error.CypherError;
import dev.muster.cypher.function.TemporalFunctions.Target;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.Temporal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code date.truncate} and its like: the beginning of the unit of time a value lies in, with some components then set. */
final class TemporalTruncation {
    private static final List<String> DATE_UNITS =
            List.of("millennium", "century", "decade", "year", "weekyear", "quarter", "month", "week");

    private static final Map<String, ChronoUnit> TIME_UNITS = Map.of(
            "hour", ChronoUnit.HOURS,
            "minute", ChronoUnit.MINUTES,
            "second", ChronoUnit.SECONDS,
            "millisecond", ChronoUnit.MILLIS,
            "microsecond", ChronoUnit.MICROS);

    private TemporalTruncation() {}

    /** {@code changes} may have any component that the target's constructor takes; the zone is put on, nothing is moved into it. */
    static Temporal truncated(Target target, String unit, Temporal value, Map<?, ?> changes, ZonedDateTime now) {
        String lower = unit.toLowerCase(java.util.Locale.ROOT);
        check(target, lower, unit, value);
        LocalDateTime local = truncated(lower, unit, local(value));
        Map<Object, Object> components = new LinkedHashMap<>(changes);
        long nanos = 0;
        nanos += taken(components, "millisecond") * 1_000_000;
        nanos += taken(components, "microsecond") * 1_000;
        nanos += taken(components, "nanosecond");
        Object zone = components.remove("timezone");
        components.put("date", local.toLocalDate());
        components.put("time", local.toLocalTime());
        LocalDateTime changed =
                ((LocalDateTime) new TemporalMap(components, now).build(Target.LOCAL_DATE_TIME)).plusNanos(nanos);
        return switch (target) {
            case DATE -> changed.toLocalDate();
            case LOCAL_TIME -> changed.toLocalTime();
            case LOCAL_DATE_TIME -> changed;
            case TIME ->
                changed.toLocalTime()
                        .atOffset(zone(zone, value).getRules().getOffset(changed.toInstant(ZoneOffset.UTC)));
            case DATE_TIME -> changed.atZone(zone(zone, value));
        };
    }

    private static void check(Target target, String lower, String unit, Temporal value) {
        boolean timeOnly = value instanceof LocalTime || value instanceof OffsetTime;
        boolean wantsDate = target != Target.LOCAL_TIME && target != Target.TIME;
        if (wantsDate ? timeOnly : value instanceof LocalDate && TIME_UNITS.containsKey(lower)) {
            throw CypherError.ARGUMENT.exception("Cannot truncate a value that has no " + (timeOnly ? "date" : "time"));
        }
        if (!wantsDate && DATE_UNITS.contains(lower)) {
            throw CypherError.ARGUMENT.exception("Unit is too large to be used for truncation of a time: " + unit);
        }
        if ((target == Target.DATE || value instanceof LocalDate) && TIME_UNITS.containsKey(lower)) {
            throw CypherError.ARGUMENT.exception("Unit is too small to be used for truncation of a date: " + unit);
        }
    }

    private static LocalDateTime local(Temporal value) {
        if (value instanceof LocalDate date) {
            return date.atStartOfDay();
        } else if (value instanceof LocalTime time) {
            return time.atDate(LocalDate.EPOCH);
        } else if (value instanceof OffsetTime time) {
            return time.toLocalTime().atDate(LocalDate.EPOCH);
        }
        return LocalDateTime.from(value);
    }

    private static LocalDateTime truncated(String lower, String unit, LocalDateTime value) {
        if (TIME_UNITS.containsKey(lower)) {
            ChronoUnit chrono = TIME_UNITS.get(lower);
            return value.truncatedTo(chrono);
        }
        LocalDate date = value.toLocalDate();
        return switch (lower) {
            case "millennium" -> firstOf(date, 1000);
            case "century" -> firstOf(date, 100);
            case "decade" -> firstOf(date, 10);
            case "year" -> firstOf(date, 1);
            case "weekyear" ->
                LocalDate.of(date.get(IsoFields.WEEK_BASED_YEAR), 1, 4)
                        .with(DayOfWeek.MONDAY)
                        .atStartOfDay();
            case "quarter" -> date.with(IsoFields.DAY_OF_QUARTER, 1).atStartOfDay();
            case "month" -> date.withDayOfMonth(1).atStartOfDay();
            case "week" -> date.with(DayOfWeek.MONDAY).atStartOfDay();
            case "day" -> date.atStartOfDay();
            default -> throw CypherError.ARGUMENT.exception("Unsupported unit: " + unit);
        };
    }

    private static LocalDateTime firstOf(LocalDate date, int years) {
        return LocalDate.of(Math.floorDiv(date.getYear(), years) * years, 1, 1).atStartOfDay();
    }

    private static long taken(Map<Object, Object> components, String key) {
        Object value = components.remove(key);
        return value == null ? 0 : Arguments.integer(key, value);
    }

    private static ZoneId zone(Object wanted, Temporal value) {
        if (wanted != null) {
            return ZoneId.of(Arguments.text("timezone", wanted));
        } else if (value instanceof ZonedDateTime dateTime) {
            return dateTime.getZone();
        }
        return value instanceof OffsetTime time ? time.getOffset() : ZoneOffset.UTC;
    }
}

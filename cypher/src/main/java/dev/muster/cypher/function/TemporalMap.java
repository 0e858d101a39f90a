package dev.muster.cypher.function;

import dev.muster.cypher.error.CypherError;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.Temporal;
import java.util.Map;
import java.util.Set;

/** Makes a date or time from a map of components, some of which may be taken from another temporal value. */
final class TemporalMap {
    private static final Set<String> KNOWN = Set.of(
            "date",
            "time",
            "datetime",
            "year",
            "quarter",
            "month",
            "week",
            "day",
            "dayOfWeek",
            "dayOfQuarter",
            "ordinalDay",
            "hour",
            "minute",
            "second",
            "millisecond",
            "microsecond",
            "nanosecond",
            "timezone",
            "epochSeconds",
            "epochMillis");

    private final Map<?, ?> map;
    private final ZonedDateTime now;

    TemporalMap(Map<?, ?> map, ZonedDateTime now) {
        this.map = map;
        this.now = now;
        for (Object key : map.keySet()) {
            if (!KNOWN.contains(key)) {
                throw CypherError.ARGUMENT.exception("Unknown component of a temporal value: " + key);
            }
        }
    }

    Object build(TemporalFunctions.Target target) {
        return switch (target) {
            case DATE -> date();
            case LOCAL_TIME -> time();
            case TIME -> offsetTime();
            case LOCAL_DATE_TIME -> LocalDateTime.of(date(), time());
            case DATE_TIME -> dateTime();
        };
    }

    private boolean has(String key) {
        return map.get(key) != null;
    }

    private int number(String key, int otherwise) {
        Object value = map.get(key);
        return value == null ? otherwise : Math.toIntExact(Arguments.integer(key, value));
    }

    private Temporal base(String key) {
        Object value = map.get(key) == null ? map.get("datetime") : map.get(key);
        return value == null ? null : Arguments.element(key, value, Temporal.class, "temporal value");
    }

    private LocalDate date() {
        Temporal base = base("date");
        LocalDate date = base == null ? null : LocalDate.from(base);
        if (date == null && !has("year")) {
            if (has("timezone") && map.size() == 1) {
                return now.withZoneSameInstant(zone(ZoneOffset.UTC)).toLocalDate();
            }
            throw CypherError.ARGUMENT.exception("year must be specified");
        }
        int year = number("year", date == null ? 0 : date.getYear());
        if (has("week") || (has("dayOfWeek") && date != null)) {
            int weekYear = date == null || has("year") ? year : date.get(IsoFields.WEEK_BASED_YEAR);
            int week = number("week", date == null ? 1 : date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
            int day = number("dayOfWeek", date == null ? 1 : date.getDayOfWeek().getValue());
            return LocalDate.of(weekYear, 1, 4)
                    .with(IsoFields.WEEK_OF_WEEK_BASED_YEAR, week)
                    .with(ChronoField.DAY_OF_WEEK, day);
        }
        if (has("quarter")) {
            int day = number("dayOfQuarter", date == null ? 1 : date.get(IsoFields.DAY_OF_QUARTER));
            return LocalDate.of(year, 1, 1)
                    .with(IsoFields.QUARTER_OF_YEAR, number("quarter", 1))
                    .with(IsoFields.DAY_OF_QUARTER, day);
        }
        if (has("ordinalDay")) {
            return LocalDate.ofYearDay(year, number("ordinalDay", 1));
        }
        return LocalDate.of(
                year,
                number("month", date == null ? 1 : date.getMonthValue()),
                number("day", date == null ? 1 : date.getDayOfMonth()));
    }

    private LocalTime time() {
        Temporal base = base("time");
        LocalTime time = base == null
                ? LocalTime.MIDNIGHT
                : base instanceof LocalDate ? LocalTime.MIDNIGHT : LocalTime.from(base);
        boolean fraction = has("millisecond") || has("microsecond") || has("nanosecond");
        long nano = fraction
                ? number("millisecond", 0) * 1_000_000L + number("microsecond", 0) * 1_000L + number("nanosecond", 0)
                : time.getNano();
        return LocalTime.of(
                number("hour", time.getHour()),
                number("minute", time.getMinute()),
                number("second", time.getSecond()),
                Math.toIntExact(nano));
    }

    private ZoneId zone(ZoneId otherwise) {
        return has("timezone") ? ZoneId.of(Arguments.text("timezone", map.get("timezone"))) : otherwise;
    }

    private OffsetTime offsetTime() {
        Temporal base = base("time");
        ZoneOffset own = base instanceof OffsetTime offsetTime
                ? offsetTime.getOffset()
                : base instanceof ZonedDateTime dateTime ? dateTime.getOffset() : null;
        ZoneOffset wanted = zone(own == null ? ZoneOffset.UTC : own).getRules().getOffset(now.toInstant());
        return own == null ? time().atOffset(wanted) : time().atOffset(own).withOffsetSameInstant(wanted);
    }

    private ZonedDateTime dateTime() {
        if (has("epochSeconds")) {
            return Instant.ofEpochSecond(
                            Arguments.integer("epochSeconds", map.get("epochSeconds")), number("nanosecond", 0))
                    .atZone(zone(ZoneOffset.UTC));
        }
        if (has("epochMillis")) {
            return Instant.ofEpochMilli(Arguments.integer("epochMillis", map.get("epochMillis")))
                    .plusNanos(number("nanosecond", 0))
                    .atZone(zone(ZoneOffset.UTC));
        }
        Temporal base = base("time");
        ZoneId own = base instanceof ZonedDateTime dateTime
                ? dateTime.getZone()
                : base instanceof OffsetTime offsetTime ? offsetTime.getOffset() : null;
        LocalDateTime local = LocalDateTime.of(date(), time());
        ZoneId wanted = zone(own == null ? ZoneOffset.UTC : own);
        return own == null ? local.atZone(wanted) : local.atZone(own).withZoneSameInstant(wanted);
    }
}

package dev.muster.cypher.function;

import dev.muster.cypher.value.Durations;
import dev.muster.store.value.DurationValue;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.Temporal;

/**
 * The time between two temporal values. A value without a date is taken on the day of the other, one without a time at
 * midnight, one without a zone in the zone of the other.
 */
record TemporalSpan(ZonedDateTime from, ZonedDateTime to, boolean dates) {
    static TemporalSpan of(Temporal from, Temporal to) {
        LocalDate day = hasDate(from) ? LocalDate.from(from) : hasDate(to) ? LocalDate.from(to) : LocalDate.EPOCH;
        ZoneId zone = zone(from) != null ? zone(from) : zone(to) != null ? zone(to) : ZoneOffset.UTC;
        return new TemporalSpan(
                placed(from, day, zone), placed(to, day, zone).withZoneSameInstant(zone), hasDate(from) && hasDate(to));
    }

    private static boolean hasDate(Temporal value) {
        return !(value instanceof LocalTime) && !(value instanceof OffsetTime);
    }

    private static ZoneId zone(Temporal value) {
        return value instanceof ZonedDateTime dateTime
                ? dateTime.getZone()
                : value instanceof OffsetTime time ? time.getOffset() : null;
    }

    private static ZonedDateTime placed(Temporal value, LocalDate day, ZoneId zone) {
        if (value instanceof ZonedDateTime dateTime) {
            return dateTime;
        } else if (value instanceof OffsetTime time) {
            return time.atDate(day).toZonedDateTime();
        } else if (value instanceof LocalTime time) {
            return time.atDate(day).atZone(zone);
        }
        return (value instanceof LocalDate date ? date.atStartOfDay() : (LocalDateTime) value).atZone(zone);
    }

    /** Months, then days, then the rest; date parts only where both have a date. */
    DurationValue duration() {
        if (!dates) {
            return seconds();
        }
        long months = months().months();
        ZonedDateTime at = from.plusMonths(months);
        long days = at.until(to, ChronoUnit.DAYS);
        Duration rest = Duration.between(at.plusDays(days), to);
        return Durations.of(months, days, rest.getSeconds(), rest.getNano());
    }

    DurationValue months() {
        return new DurationValue(dates ? from.until(to, ChronoUnit.MONTHS) : 0, 0, 0, 0);
    }

    DurationValue days() {
        return new DurationValue(0, from.until(to, ChronoUnit.DAYS), 0, 0);
    }

    DurationValue seconds() {
        Duration exact = Duration.between(from, to);
        return new DurationValue(0, 0, exact.getSeconds(), exact.getNano());
    }
}

package dev.muster.cypher.function;

import dev.muster.store.value.DurationValue;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalField;
import java.util.Map;

/** The parts of dates, times and durations that are read like properties ({@code d.year}). */
public final class TemporalComponents {
    private static final Map<String, TemporalField> FIELDS = Map.ofEntries(
            Map.entry("year", ChronoField.YEAR),
            Map.entry("quarter", IsoFields.QUARTER_OF_YEAR),
            Map.entry("month", ChronoField.MONTH_OF_YEAR),
            Map.entry("week", IsoFields.WEEK_OF_WEEK_BASED_YEAR),
            Map.entry("weekYear", IsoFields.WEEK_BASED_YEAR),
            Map.entry("day", ChronoField.DAY_OF_MONTH),
            Map.entry("ordinalDay", ChronoField.DAY_OF_YEAR),
            Map.entry("dayOfWeek", ChronoField.DAY_OF_WEEK),
            Map.entry("weekDay", ChronoField.DAY_OF_WEEK),
            Map.entry("dayOfQuarter", IsoFields.DAY_OF_QUARTER),
            Map.entry("hour", ChronoField.HOUR_OF_DAY),
            Map.entry("minute", ChronoField.MINUTE_OF_HOUR),
            Map.entry("second", ChronoField.SECOND_OF_MINUTE),
            Map.entry("millisecond", ChronoField.MILLI_OF_SECOND),
            Map.entry("microsecond", ChronoField.MICRO_OF_SECOND),
            Map.entry("nanosecond", ChronoField.NANO_OF_SECOND));

    private TemporalComponents() {}

    /** The component, or null if the value has none of that name. */
    public static Object of(Temporal value, String name) {
        TemporalField field = FIELDS.get(name);
        if (field != null) {
            return value.isSupported(field) ? value.getLong(field) : null;
        }
        if (value.isSupported(ChronoField.OFFSET_SECONDS)) {
            long seconds = value.getLong(ChronoField.OFFSET_SECONDS);
            switch (name) {
                case "offset":
                    return ZoneOffset.ofTotalSeconds((int) seconds).getId();
                case "offsetMinutes":
                    return seconds / 60;
                case "offsetSeconds":
                    return seconds;
                case "timezone":
                    return value instanceof ZonedDateTime zoned
                            ? zoned.getZone().getId()
                            : ZoneOffset.ofTotalSeconds((int) seconds).getId();
                default:
                    break;
            }
        }
        if (value instanceof ZonedDateTime zoned) {
            return switch (name) {
                case "epochSeconds" -> zoned.toEpochSecond();
                case "epochMillis" -> zoned.toInstant().toEpochMilli();
                default -> null;
            };
        }
        return null;
    }

    /** Whole units of a duration ({@code hours}), or what is left of the next larger one ({@code minutesOfHour}). */
    public static Object of(DurationValue value, String name) {
        long seconds = value.seconds();
        return switch (name) {
            case "years" -> value.months() / 12;
            case "quarters" -> value.months() / 3;
            case "months" -> value.months();
            case "quartersOfYear" -> value.months() / 3 % 4;
            case "monthsOfYear" -> value.months() % 12;
            case "monthsOfQuarter" -> value.months() % 3;
            case "weeks" -> value.days() / 7;
            case "days" -> value.days();
            case "daysOfWeek" -> value.days() % 7;
            case "hours" -> seconds / 3600;
            case "minutes" -> seconds / 60;
            case "minutesOfHour" -> seconds / 60 % 60;
            case "seconds" -> seconds;
            case "secondsOfMinute" -> seconds % 60;
            case "milliseconds" -> seconds * 1_000 + value.nanos() / 1_000_000;
            case "microseconds" -> seconds * 1_000_000 + value.nanos() / 1_000;
            case "nanoseconds" -> seconds * 1_000_000_000 + value.nanos();
            case "millisecondsOfSecond" -> (long) value.nanos() / 1_000_000;
            case "microsecondsOfSecond" -> (long) value.nanos() / 1_000;
            case "nanosecondsOfSecond" -> (long) value.nanos();
            default -> null;
        };
    }
}

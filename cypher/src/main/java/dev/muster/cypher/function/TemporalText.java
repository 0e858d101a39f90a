package dev.muster.cypher.function;

import dev.muster.cypher.error.CypherError;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads ISO 8601 dates and times, in their basic and extended forms, with parts left out from the right. */
final class TemporalText {
    private static final Pattern DATE = Pattern.compile(
            "([+-]\\d{4,9}|\\d{4})(?:-?W(\\d\\d)(?:-?(\\d))?|-?Q(\\d)(?:-?(\\d\\d))?|-?(\\d{3})|-?(\\d\\d)(?:-?(\\d\\d))?)?");
    private static final Pattern TIME = Pattern.compile("(\\d\\d)(?::?(\\d\\d)(?::?(\\d\\d)(?:[.,](\\d{1,9}))?)?)?");
    private static final Pattern ZONE =
            Pattern.compile("(Z|[+-]\\d\\d(?::?\\d\\d(?::?\\d\\d)?)?)?(?:\\[([^]]+)])?", Pattern.CASE_INSENSITIVE);

    private TemporalText() {}

    static Temporal parse(String text, TemporalFunctions.Target target) {
        return switch (target) {
            case DATE -> date(text);
            case LOCAL_TIME -> time(text);
            case TIME -> {
                int zone = zoneStart(text, 0);
                ZoneId id = zone(text.substring(zone), null);
                yield OffsetTime.of(time(text.substring(0, zone)), id == null ? ZoneOffset.UTC : (ZoneOffset) id);
            }
            case LOCAL_DATE_TIME -> local(text);
            case DATE_TIME -> {
                int time = text.indexOf('T');
                int zone = time < 0 ? text.length() : zoneStart(text, time);
                LocalDateTime local = local(text.substring(0, zone));
                ZoneId id = zone(text.substring(zone), local);
                yield ZonedDateTime.of(local, id == null ? ZoneOffset.UTC : id);
            }
        };
    }

    private static RuntimeException unreadable(String text) {
        return CypherError.ARGUMENT.exception("Text cannot be parsed to a temporal value: \"" + text + "\"");
    }

    private static LocalDateTime local(String text) {
        int split = text.indexOf('T');
        return split < 0
                ? date(text).atStartOfDay()
                : LocalDateTime.of(date(text.substring(0, split)), time(text.substring(split + 1)));
    }

    private static LocalDate date(String text) {
        Matcher match = DATE.matcher(text);
        if (!match.matches()) {
            throw unreadable(text);
        }
        int year = Integer.parseInt(match.group(1));
        if (match.group(2) != null) {
            return LocalDate.of(year, 1, 4)
                    .with(IsoFields.WEEK_OF_WEEK_BASED_YEAR, Integer.parseInt(match.group(2)))
                    .with(ChronoField.DAY_OF_WEEK, number(match.group(3)));
        }
        if (match.group(4) != null) {
            return LocalDate.of(year, 1, 1)
                    .with(IsoFields.QUARTER_OF_YEAR, Integer.parseInt(match.group(4)))
                    .with(IsoFields.DAY_OF_QUARTER, number(match.group(5)));
        }
        if (match.group(6) != null) {
            return LocalDate.ofYearDay(year, Integer.parseInt(match.group(6)));
        }
        return LocalDate.of(year, number(match.group(7)), number(match.group(8)));
    }

    private static int number(String text) {
        return text == null ? 1 : Integer.parseInt(text);
    }

    private static LocalTime time(String text) {
        Matcher match = TIME.matcher(text);
        if (!match.matches()) {
            throw unreadable(text);
        }
        String fraction = match.group(4) == null ? "0" : (match.group(4) + "00000000").substring(0, 9);
        return LocalTime.of(
                Integer.parseInt(match.group(1)),
                match.group(2) == null ? 0 : Integer.parseInt(match.group(2)),
                match.group(3) == null ? 0 : Integer.parseInt(match.group(3)),
                Integer.parseInt(fraction));
    }

    /** Where the zone of a time begins: nothing else in it has one of these signs. */
    private static int zoneStart(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if ("Zz+-[".indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return text.length();
    }

    /** The zone, or null if none is written; a name goes before an offset, which must then agree. */
    private static ZoneId zone(String text, LocalDateTime local) {
        Matcher match = ZONE.matcher(text);
        if (!match.matches()) {
            throw unreadable(text);
        }
        if (match.group(2) != null && local != null) {
            return ZoneId.of(match.group(2));
        }
        if (match.group(1) == null) {
            return null;
        }
        return ZoneOffset.of(match.group(1).toUpperCase(java.util.Locale.ROOT));
    }
}

package dev.muster.cypher.value;

import dev.muster.cypher.error.CypherError;
import dev.muster.store.value.DurationValue;
import dev.muster.store.value.PointValue;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.Temporal;

/** Values as text: what {@code toString()} gives. */
public final class Text {
    private Text() {}

    /** Null for null; a TypeError for lists, maps and graph elements. */
    public static String of(Object value) {
        if (value == null) {
            return null;
        } else if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            return value.toString();
        } else if (value instanceof DurationValue duration) {
            return Durations.text(duration);
        } else if (value instanceof PointValue point) {
            return point(point);
        } else if (value instanceof Temporal temporal) {
            return temporal(temporal);
        }
        throw CypherError.TYPE.exception("Invalid input for function 'toString()': Expected a String, Float, Integer,"
                + " Boolean, Temporal or Duration, got: " + Kind.name(value));
    }

    /** Seconds are always written; the time zone of a name in brackets. */
    private static String temporal(Temporal value) {
        if (value instanceof LocalTime time) {
            return time(time);
        } else if (value instanceof OffsetTime time) {
            return time(time.toLocalTime()) + time.getOffset();
        } else if (value instanceof LocalDateTime dateTime) {
            return dateTime(dateTime);
        } else if (value instanceof ZonedDateTime dateTime) {
            String zone = dateTime.getZone() instanceof ZoneOffset
                    ? ""
                    : "[" + dateTime.getZone().getId() + "]";
            return dateTime(dateTime.toLocalDateTime()) + dateTime.getOffset() + zone;
        }
        return value.toString();
    }

    private static String dateTime(LocalDateTime value) {
        return value.toLocalDate() + "T" + time(value.toLocalTime());
    }

    private static String time(LocalTime value) {
        String base = "%02d:%02d:%02d".formatted(value.getHour(), value.getMinute(), value.getSecond());
        if (value.getNano() == 0) {
            return base;
        }
        String fraction = "%09d".formatted(value.getNano());
        while (fraction.endsWith("000")) {
            fraction = fraction.substring(0, fraction.length() - 3);
        }
        return base + "." + fraction;
    }

    private static String point(PointValue value) {
        String names = "xyz";
        StringBuilder result = new StringBuilder("point({");
        for (int i = 0; i < value.coordinates().size(); i++) {
            result.append(names.charAt(i))
                    .append(": ")
                    .append(value.coordinates().get(i))
                    .append(", ");
        }
        return result.append("crs: '")
                .append(systemName(value.srid()))
                .append("'})")
                .toString();
    }

    /** The name of a coordinate reference system. */
    public static String systemName(int srid) {
        return switch (srid) {
            case 7203 -> "cartesian";
            case 9157 -> "cartesian-3d";
            case 4326 -> "wgs-84";
            default -> "wgs-84-3d";
        };
    }
}

package dev.muster.bolt.packstream;

import dev.muster.store.value.DurationValue;
import dev.muster.store.value.PointValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;

/** Turns the fields of a parameter's structure into its value (facts/bolt.md 3.2); graph entities are no parameters. */
final class StructureReader {
    private final String name;
    private final List<Object> fields;

    private StructureReader(String name, List<Object> fields, int wanted) {
        this.name = name;
        this.fields = fields;
        if (fields.size() != wanted) {
            throw new InvalidValue("a " + name + " has " + wanted + " fields, not " + fields.size());
        }
    }

    static Object read(int tag, List<Object> fields, Dialect dialect) {
        try {
            return value(tag, fields, dialect);
        } catch (DateTimeException | ArithmeticException e) {
            throw new InvalidValue(e.getMessage(), e);
        }
    }

    private static Object value(int tag, List<Object> fields, Dialect dialect) {
        return switch (tag) {
            case Marker.DATE -> LocalDate.ofEpochDay(new StructureReader("date", fields, 1).integer(0));
            case Marker.LOCAL_TIME -> LocalTime.ofNanoOfDay(new StructureReader("local time", fields, 1).integer(0));
            case Marker.TIME -> new StructureReader("time", fields, 2).time();
            case Marker.LOCAL_DATE_TIME -> new StructureReader("local date-time", fields, 2).localDateTime();
            case Marker.DATE_TIME_UTC, Marker.DATE_TIME_ZONE_UTC -> {
                demand(dialect.utc(), tag);
                yield new StructureReader("date-time", fields, 3).utc(tag);
            }
            case Marker.DATE_TIME_LOCAL, Marker.DATE_TIME_ZONE_LOCAL -> {
                demand(!dialect.utc(), tag);
                yield new StructureReader("date-time", fields, 3).local(tag);
            }
            case Marker.DURATION -> new StructureReader("duration", fields, 4).duration();
            case Marker.POINT_2D -> new StructureReader("point", fields, 3).point(2);
            case Marker.POINT_3D -> new StructureReader("point", fields, 4).point(3);
            case Marker.NODE, Marker.RELATIONSHIP, Marker.UNBOUND_RELATIONSHIP, Marker.PATH ->
                entity(tag, fields, dialect);
            default -> throw new InvalidValue("unknown structure 0x" + Integer.toHexString(tag));
        };
    }

    private static Object entity(int tag, List<Object> fields, Dialect dialect) {
        if (dialect.readsEntities()) {
            return EntityReader.read(tag, fields);
        }
        throw switch (tag) {
            case Marker.NODE -> new InvalidValue("a node cannot be a parameter");
            case Marker.PATH -> new InvalidValue("a path cannot be a parameter");
            default -> new InvalidValue("a relationship cannot be a parameter");
        };
    }

    private static void demand(boolean spoken, int tag) {
        if (!spoken) {
            throw new InvalidValue("a date-time of kind '" + (char) tag + "' was not agreed on for this connection");
        }
    }

    private Object time() {
        return LocalTime.ofNanoOfDay(integer(0)).atOffset(offset(1));
    }

    private LocalDateTime localDateTime() {
        return LocalDateTime.ofEpochSecond(integer(0), nanos(1), ZoneOffset.UTC);
    }

    private ZonedDateTime utc(int tag) {
        Instant instant = Instant.ofEpochSecond(integer(0), nanos(1));
        return instant.atZone(tag == Marker.DATE_TIME_UTC ? offset(2) : zone(2));
    }

    private ZonedDateTime local(int tag) {
        return localDateTime().atZone(tag == Marker.DATE_TIME_LOCAL ? offset(2) : zone(2));
    }

    private DurationValue duration() {
        return new DurationValue(integer(0), integer(1), integer(2), Math.toIntExact(integer(3)));
    }

    private PointValue point(int dimensions) {
        int srid = Math.toIntExact(integer(0));
        List<Double> coordinates =
                dimensions == 2 ? List.of(floating(1), floating(2)) : List.of(floating(1), floating(2), floating(3));
        try {
            return new PointValue(srid, coordinates);
        } catch (IllegalArgumentException e) {
            throw new InvalidValue(e.getMessage(), e);
        }
    }

    private int nanos(int field) {
        long nanos = integer(field);
        if (nanos < 0 || nanos > 999_999_999) {
            throw new InvalidValue("nanoseconds of a " + name + " are 0 to 999999999, not " + nanos);
        }
        return (int) nanos;
    }

    private ZoneOffset offset(int field) {
        return ZoneOffset.ofTotalSeconds(Math.toIntExact(integer(field)));
    }

    private ZoneId zone(int field) {
        if (fields.get(field) instanceof String id) {
            return ZoneId.of(id);
        }
        throw wrong(field, "a zone name");
    }

    private long integer(int field) {
        if (fields.get(field) instanceof Long number) {
            return number;
        }
        throw wrong(field, "an integer");
    }

    private double floating(int field) {
        if (fields.get(field) instanceof Double number) {
            return number;
        }
        throw wrong(field, "a float");
    }

    private InvalidValue wrong(int field, String wanted) {
        return new InvalidValue("field " + field + " of a " + name + " must be " + wanted);
    }
}

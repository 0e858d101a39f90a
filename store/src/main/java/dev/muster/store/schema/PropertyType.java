package dev.muster.store.schema;

import dev.muster.store.value.DurationValue;
import dev.muster.store.value.PointValue;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What the values of a property may be: scalars of these kinds, or lists of scalars of those. A property that is not there is
 * always right.
 */
public record PropertyType(Set<Scalar> scalars, Set<Scalar> lists) {
    /** The kinds of values, in the order in which types are written. The ordinals are stored: new kinds go to the end. */
    public enum Scalar {
        BOOLEAN("BOOLEAN", Boolean.class),
        STRING("STRING", String.class),
        INTEGER("INTEGER", Long.class),
        FLOAT("FLOAT", Double.class),
        DATE("DATE", LocalDate.class),
        LOCAL_TIME("LOCAL TIME", LocalTime.class),
        ZONED_TIME("ZONED TIME", OffsetTime.class),
        LOCAL_DATETIME("LOCAL DATETIME", LocalDateTime.class),
        ZONED_DATETIME("ZONED DATETIME", ZonedDateTime.class),
        DURATION("DURATION", DurationValue.class),
        POINT("POINT", PointValue.class);

        private final String text;
        private final Class<?> values;

        Scalar(String text, Class<?> values) {
            this.text = text;
            this.values = values;
        }
    }

    public PropertyType {
        if (scalars.isEmpty() && lists.isEmpty()) {
            throw new IllegalArgumentException("a type needs at least one kind of values");
        }
        scalars = Collections.unmodifiableSet(copy(scalars));
        lists = Collections.unmodifiableSet(copy(lists));
    }

    private static EnumSet<Scalar> copy(Set<Scalar> set) {
        return set.isEmpty() ? EnumSet.noneOf(Scalar.class) : EnumSet.copyOf(set);
    }

    /** Whether a property may have this value. */
    public boolean fits(Object value) {
        if (value instanceof List<?> list) {
            return list.isEmpty() ? !lists.isEmpty() : isOf(list.get(0), lists); // its elements are of one kind
        }
        return isOf(value, scalars);
    }

    private static boolean isOf(Object value, Set<Scalar> kinds) {
        return kinds.stream().anyMatch(kind -> kind.values.isInstance(value));
    }

    /** As Cypher writes it. */
    public String text() {
        List<String> parts = new ArrayList<>();
        scalars.forEach(kind -> parts.add(kind.text));
        lists.forEach(kind -> parts.add("LIST<" + kind.text + " NOT NULL>"));
        return String.join(" | ", parts);
    }

    /** One bit for each kind, the lists' from the 32nd on. */
    long bits() {
        return bits(scalars) | bits(lists) << Integer.SIZE;
    }

    private static long bits(Set<Scalar> kinds) {
        return kinds.stream().mapToLong(kind -> 1L << kind.ordinal()).sum();
    }

    /** The type of {@link #bits}; others are an {@link IllegalArgumentException}. */
    static PropertyType of(long bits) {
        return new PropertyType(kinds((int) bits), kinds((int) (bits >>> Integer.SIZE)));
    }

    private static Set<Scalar> kinds(int bits) {
        if (bits >>> Scalar.values().length != 0) {
            throw new IllegalArgumentException("no kinds of values have the bits " + Integer.toBinaryString(bits));
        }
        Set<Scalar> kinds = EnumSet.noneOf(Scalar.class);
        for (Scalar kind : Scalar.values()) {
            if ((bits & 1 << kind.ordinal()) != 0) {
                kinds.add(kind);
            }
        }
        return kinds;
    }
}

package dev.muster.store.value;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** Which values a property may hold, and when two of them are the same. */
public final class PropertyValues {
    private static final Set<Class<?>> SCALARS = Set.of(
            Boolean.class,
            Long.class,
            Double.class,
            String.class,
            byte[].class,
            LocalDate.class,
            LocalTime.class,
            OffsetTime.class,
            LocalDateTime.class,
            ZonedDateTime.class,
            DurationValue.class,
            PointValue.class);

    private PropertyValues() {}

    /**
     * Returns the value in a form that can be kept: lists and arrays copied. Throws {@link IllegalArgumentException} for
     * null, for what no property can hold, and for a list with elements of several types.
     */
    public static Object checked(Object value) {
        if (value instanceof List<?> list) {
            return checkedList(list);
        }
        checkScalar(value);
        return value instanceof byte[] bytes ? bytes.clone() : value;
    }

    /** Whether {@link #checked} takes the value. */
    public static boolean isStorable(Object value) {
        if (!(value instanceof List<?> list)) {
            return value != null && SCALARS.contains(value.getClass());
        }
        return list.stream()
                .allMatch(item -> item != null
                        && !(item instanceof byte[])
                        && SCALARS.contains(item.getClass())
                        && item.getClass() == list.get(0).getClass());
    }

    /** Whether a property that changes from one to the other does not change at all: NaN is itself, 0.0 is not -0.0. */
    public static boolean same(Object one, Object other) {
        if (one instanceof byte[] bytes && other instanceof byte[] others) {
            return Arrays.equals(bytes, others);
        }
        return one == null ? other == null : one.equals(other);
    }

    private static List<Object> checkedList(List<?> list) {
        Class<?> type = null;
        List<Object> copy = new ArrayList<>(list.size());
        for (Object element : list) {
            if (element instanceof byte[] || element instanceof List) {
                throw new IllegalArgumentException("a property cannot hold a list of lists");
            }
            checkScalar(element);
            if (type != null && element.getClass() != type) {
                throw new IllegalArgumentException("a property cannot hold a list of both " + type.getSimpleName()
                        + " and " + element.getClass().getSimpleName());
            }
            type = element.getClass();
            copy.add(element);
        }
        return Collections.unmodifiableList(copy);
    }

    private static void checkScalar(Object value) {
        if (value == null || !SCALARS.contains(value.getClass())) {
            throw new IllegalArgumentException("a property cannot hold "
                    + (value == null ? "null" : "a " + value.getClass().getSimpleName()));
        }
    }
}

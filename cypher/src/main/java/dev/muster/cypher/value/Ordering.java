package dev.muster.cypher.value;

import dev.muster.store.value.DurationValue;
import dev.muster.store.value.PointValue;
import java.math.BigDecimal;
import java.time.OffsetTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The total order of ORDER BY, min and max (every two values have one; null is last, NaN the greatest number), and {@code <}. */
public final class Ordering implements Comparator<Object> {
    public static final Ordering INSTANCE = new Ordering();

    /** Beyond this a long is not exact as a double. */
    private static final long EXACT_MAX = 1L << 53;

    private Ordering() {}

    @Override
    public int compare(Object left, Object right) {
        Kind kind = Kind.of(left);
        int kinds = kind.compareTo(Kind.of(right));
        if (kinds != 0) {
            return kinds;
        }
        return switch (kind) {
            case NULL -> 0;
            case NUMBER -> compareNumbers((Number) left, (Number) right);
            case STRING -> compareText((String) left, (String) right);
            case BOOLEAN -> ((Boolean) left).compareTo((Boolean) right);
            case NODE -> Long.compare(((NodeRef) left).id(), ((NodeRef) right).id());
            case RELATIONSHIP -> Long.compare(((RelationshipRef) left).id(), ((RelationshipRef) right).id());
            case PATH -> lists(((PathRef) left).elements(), ((PathRef) right).elements());
            case LIST -> lists((List<?>) left, (List<?>) right);
            case MAP -> maps((Map<?, ?>) left, (Map<?, ?>) right);
            case DATE_TIME -> dateTimes((ZonedDateTime) left, (ZonedDateTime) right);
            case TIME -> ((OffsetTime) left).compareTo((OffsetTime) right);
            case DATE -> ((java.time.LocalDate) left).compareTo((java.time.LocalDate) right);
            case LOCAL_DATE_TIME -> ((java.time.LocalDateTime) left).compareTo((java.time.LocalDateTime) right);
            case LOCAL_TIME -> ((java.time.LocalTime) left).compareTo((java.time.LocalTime) right);
            case DURATION -> Durations.compare((DurationValue) left, (DurationValue) right);
            case POINT -> points((PointValue) left, (PointValue) right);
            case BYTES -> Arrays.compare((byte[]) left, (byte[]) right);
        };
    }

    /** {@code <} and the like: the sign of the comparison, or null where there is none (different kinds, nulls, durations). */
    public static Integer comparable(Object left, Object right) {
        if (left == null || right == null) {
            return null;
        }
        Kind kind = Kind.of(left);
        if (kind != Kind.of(right)) {
            return null;
        }
        return switch (kind) {
            case NUMBER, STRING, BOOLEAN, DATE_TIME, LOCAL_DATE_TIME, DATE, TIME, LOCAL_TIME ->
                INSTANCE.compare(left, right);
            case LIST -> comparableLists((List<?>) left, (List<?>) right);
            default -> null;
        };
    }

    private static Integer comparableLists(List<?> left, List<?> right) {
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            Integer sign = comparable(left.get(i), right.get(i));
            if (sign == null || sign != 0) {
                return sign;
            }
        }
        return Integer.compare(left.size(), right.size());
    }

    static int compareNumbers(Number left, Number right) {
        if (left instanceof Long a && right instanceof Long b) {
            return Long.compare(a, b);
        }
        double a = left.doubleValue();
        double b = right.doubleValue();
        if (isExact(left) && isExact(right)) {
            return a == b ? 0 : Double.compare(a, b);
        }
        if (Double.isNaN(a) || Double.isNaN(b) || Double.isInfinite(a) || Double.isInfinite(b)) {
            return Double.compare(a, b);
        }
        return exact(left).compareTo(exact(right));
    }

    private static boolean isExact(Number number) {
        return number instanceof Double || Math.abs(number.longValue()) <= EXACT_MAX;
    }

    private static BigDecimal exact(Number number) {
        return number instanceof Double d ? new BigDecimal(d) : new BigDecimal(number.longValue());
    }

    /** By code points, so that the order does not depend on how Java stores them. */
    private static int compareText(String left, String right) {
        int length = Math.min(left.length(), right.length());
        for (int i = 0; i < length; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                boolean surrogates = Character.isSurrogate(a) != Character.isSurrogate(b);
                return surrogates ? (Character.isSurrogate(a) ? 1 : -1) : Character.compare(a, b);
            }
        }
        return Integer.compare(left.length(), right.length());
    }

    private static int lists(List<?> left, List<?> right) {
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            int sign = INSTANCE.compare(left.get(i), right.get(i));
            if (sign != 0) {
                return sign;
            }
        }
        return Integer.compare(left.size(), right.size());
    }

    private static int maps(Map<?, ?> left, Map<?, ?> right) {
        TreeMap<Object, Object> a = new TreeMap<>(left);
        TreeMap<Object, Object> b = new TreeMap<>(right);
        int keys = lists(new ArrayList<>(a.keySet()), new ArrayList<>(b.keySet()));
        return keys != 0 ? keys : lists(new ArrayList<>(a.values()), new ArrayList<>(b.values()));
    }

    private static int dateTimes(ZonedDateTime left, ZonedDateTime right) {
        int instants = left.toInstant().compareTo(right.toInstant());
        if (instants != 0) {
            return instants;
        }
        int offsets = Integer.compare(
                left.getOffset().getTotalSeconds(), right.getOffset().getTotalSeconds());
        return offsets != 0
                        || left.getZone().normalized().equals(right.getZone().normalized())
                ? offsets
                : left.getZone().getId().compareTo(right.getZone().getId());
    }

    private static int points(PointValue left, PointValue right) {
        int systems = Integer.compare(left.srid(), right.srid());
        return systems != 0 ? systems : lists(left.coordinates(), right.coordinates());
    }
}

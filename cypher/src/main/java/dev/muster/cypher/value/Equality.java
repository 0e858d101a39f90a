package dev.muster.cypher.value;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** When values are equal: for {@code =}, which knows a third answer, and for grouping, which does not. */
public final class Equality {
    private Equality() {}

    /** True, false, or null where a null makes it unknown. */
    public static Boolean equal(Object left, Object right) {
        if (left == null || right == null) {
            return null;
        }
        Kind kind = Kind.of(left);
        if (kind != Kind.of(right)) {
            return false;
        }
        return switch (kind) {
            case NUMBER -> Ordering.compareNumbers((Number) left, (Number) right) == 0 && !isNaN(left);
            case LIST -> lists((List<?>) left, (List<?>) right);
            case MAP -> maps((Map<?, ?>) left, (Map<?, ?>) right);
            case BYTES -> Arrays.equals((byte[]) left, (byte[]) right);
            case DATE_TIME, TIME -> Ordering.INSTANCE.compare(left, right) == 0;
            default -> left.equals(right);
        };
    }

    private static boolean isNaN(Object value) {
        return value instanceof Double d && d.isNaN();
    }

    private static Boolean lists(List<?> left, List<?> right) {
        if (left.size() != right.size()) {
            return false;
        }
        boolean unknown = false;
        for (int i = 0; i < left.size(); i++) {
            Boolean equal = equal(left.get(i), right.get(i));
            if (equal == null) {
                unknown = true;
            } else if (!equal) {
                return false;
            }
        }
        return unknown ? null : true;
    }

    private static Boolean maps(Map<?, ?> left, Map<?, ?> right) {
        if (!left.keySet().equals(right.keySet())) {
            return false;
        }
        boolean unknown = false;
        for (Map.Entry<?, ?> entry : left.entrySet()) {
            Boolean equal = equal(entry.getValue(), right.get(entry.getKey()));
            if (equal == null) {
                unknown = true;
            } else if (!equal) {
                return false;
            }
        }
        return unknown ? null : true;
    }

    /** Something with {@code equals} and {@code hashCode} such that DISTINCT and grouping see equals as one: null is null, 1 is 1.0. */
    public static Object groupingKey(Object value) {
        if (value instanceof Double d) {
            return d == Math.rint(d) && Math.abs(d) < 0x1p62 ? (Object) (long) d.doubleValue() : d;
        } else if (value instanceof List<?> list) {
            List<Object> keys = new ArrayList<>(list.size());
            list.forEach(v -> keys.add(groupingKey(v)));
            return keys;
        } else if (value instanceof Map<?, ?> map) {
            Map<Object, Object> keys = new HashMap<>();
            map.forEach((k, v) -> keys.put(k, groupingKey(v)));
            return keys;
        } else if (value instanceof byte[] bytes) {
            return java.nio.ByteBuffer.wrap(bytes);
        }
        return value;
    }
}

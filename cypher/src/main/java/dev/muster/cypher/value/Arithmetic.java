package dev.muster.cypher.value;

import dev.muster.cypher.CypherException;
import dev.muster.cypher.error.CypherError;
import dev.muster.store.value.DurationValue;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.List;

/** The operators {@code + - * / % ^}; a null operand gives null, and an integer that does not fit is an error. */
public final class Arithmetic {
    private Arithmetic() {}

    public static Object add(Object left, Object right) {
        if (left instanceof List<?> || right instanceof List<?>) {
            return left == null || right == null ? null : joined(left, right);
        }
        if (left == null || right == null) {
            return null;
        }
        if (left instanceof Long a && right instanceof Long b) {
            try {
                return Math.addExact(a, b);
            } catch (ArithmeticException e) {
                throw overflow(a, "+", b);
            }
        }
        if (left instanceof Number a && right instanceof Number b) {
            return a.doubleValue() + b.doubleValue();
        }
        if (isTextual(left, right) || isTextual(right, left)) {
            return Text.of(left) + Text.of(right);
        }
        if (left instanceof DurationValue a && right instanceof DurationValue b) {
            return Durations.plus(a, b, 1);
        }
        if (left instanceof Temporal a && right instanceof DurationValue b) {
            return Durations.addTo(a, b, 1);
        }
        if (left instanceof DurationValue a && right instanceof Temporal b) {
            return Durations.addTo(b, a, 1);
        }
        throw mismatch("add", left, right);
    }

    private static boolean isTextual(Object text, Object other) {
        return text instanceof String && (other instanceof String || other instanceof Number);
    }

    private static List<Object> joined(Object left, Object right) {
        List<Object> result = new ArrayList<>();
        for (Object side : new Object[] {left, right}) {
            if (side instanceof List<?> list) {
                result.addAll(list);
            } else {
                result.add(side);
            }
        }
        return result;
    }

    /** {@code ||}: strings with strings, lists with lists. */
    public static Object concatenate(Object left, Object right) {
        if (left == null || right == null) {
            return null;
        }
        if ((left instanceof String && right instanceof String) || (left instanceof List && right instanceof List)) {
            return add(left, right);
        }
        throw mismatch("concatenate", left, right);
    }

    public static Object subtract(Object left, Object right) {
        if (left == null || right == null) {
            return null;
        }
        if (left instanceof Long a && right instanceof Long b) {
            try {
                return Math.subtractExact(a, b);
            } catch (ArithmeticException e) {
                throw overflow(a, "-", b);
            }
        }
        if (left instanceof Number a && right instanceof Number b) {
            return a.doubleValue() - b.doubleValue();
        }
        if (left instanceof DurationValue a && right instanceof DurationValue b) {
            return Durations.plus(a, b, -1);
        }
        if (left instanceof Temporal a && right instanceof DurationValue b) {
            return Durations.addTo(a, b, -1);
        }
        throw mismatch("subtract", left, right);
    }

    public static Object multiply(Object left, Object right) {
        if (left == null || right == null) {
            return null;
        }
        if (left instanceof Long a && right instanceof Long b) {
            try {
                return Math.multiplyExact(a, b);
            } catch (ArithmeticException e) {
                throw overflow(a, "*", b);
            }
        }
        if (left instanceof Number a && right instanceof Number b) {
            return a.doubleValue() * b.doubleValue();
        }
        if (left instanceof DurationValue a && right instanceof Number b) {
            return Durations.times(a, b.doubleValue());
        }
        if (left instanceof Number a && right instanceof DurationValue b) {
            return Durations.times(b, a.doubleValue());
        }
        throw mismatch("multiply", left, right);
    }

    public static Object divide(Object left, Object right) {
        if (left == null || right == null) {
            return null;
        }
        if (left instanceof Long a && right instanceof Long b) {
            checkDivisor(b);
            if (a == Long.MIN_VALUE && b == -1) {
                throw overflow(a, "/", b);
            }
            return a / b;
        }
        if (left instanceof Number a && right instanceof Number b) {
            return a.doubleValue() / b.doubleValue();
        }
        if (left instanceof DurationValue a && right instanceof Number b) {
            return Durations.times(a, 1 / b.doubleValue());
        }
        throw mismatch("divide", left, right);
    }

    public static Object modulo(Object left, Object right) {
        if (left == null || right == null) {
            return null;
        }
        if (left instanceof Long a && right instanceof Long b) {
            checkDivisor(b);
            return a % b;
        }
        if (left instanceof Number a && right instanceof Number b) {
            return a.doubleValue() % b.doubleValue();
        }
        throw mismatch("calculate modulus of", left, right);
    }

    private static void checkDivisor(long divisor) {
        if (divisor == 0) {
            throw CypherError.DIVISION_BY_ZERO.exception();
        }
    }

    public static Object power(Object left, Object right) {
        if (left == null || right == null) {
            return null;
        }
        if (left instanceof Number a && right instanceof Number b) {
            return Math.pow(a.doubleValue(), b.doubleValue());
        }
        throw mismatch("raise to the power", left, right);
    }

    public static Object negate(Object value) {
        if (value == null) {
            return null;
        }
        if (value instanceof Double d) {
            return -d;
        }
        if (value instanceof DurationValue d) {
            return Durations.times(d, -1);
        }
        if (value instanceof Long) {
            return subtract(0L, value);
        }
        throw CypherError.TYPE.exception("Cannot negate `" + Kind.name(value) + "`");
    }

    private static CypherException overflow(long left, String operator, long right) {
        return CypherError.OVERFLOW.exception(left + " " + operator + " " + right);
    }

    private static CypherException mismatch(String what, Object left, Object right) {
        return CypherError.TYPE.exception(
                "Cannot " + what + " `" + Kind.name(left) + "` and `" + Kind.name(right) + "`");
    }
}

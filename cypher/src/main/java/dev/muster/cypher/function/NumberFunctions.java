package dev.muster.cypher.function;

import static dev.muster.cypher.function.FunctionTable.add;

import dev.muster.cypher.error.CypherError;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.UUID;
import java.util.function.DoubleUnaryOperator;

/** Functions of numbers, and chance. */
final class NumberFunctions {
    private NumberFunctions() {}

    static void register() {
        add("abs", 1, 1, (a, s) -> abs(Arguments.number("abs", a[0])));
        add("sign", 1, 1, (a, s) ->
                (long) Math.signum(Arguments.number("sign", a[0]).doubleValue()));
        add("round", 1, 3, (a, s) -> round(a));
        add(
                "isnan",
                1,
                1,
                (a, s) -> Double.isNaN(Arguments.number("isNaN", a[0]).doubleValue()));
        real("ceil", Math::ceil);
        real("floor", Math::floor);
        real("sqrt", Math::sqrt);
        real("exp", Math::exp);
        real("log", Math::log);
        real("log10", Math::log10);
        real("sin", Math::sin);
        real("cos", Math::cos);
        real("tan", Math::tan);
        real("cot", x -> 1 / Math.tan(x));
        real("asin", Math::asin);
        real("acos", Math::acos);
        real("atan", Math::atan);
        real("degrees", Math::toDegrees);
        real("radians", Math::toRadians);
        real("haversin", x -> (1 - Math.cos(x)) / 2);
        add(
                "atan2",
                2,
                2,
                (a, s) -> Math.atan2(
                        Arguments.number("atan2", a[0]).doubleValue(),
                        Arguments.number("atan2", a[1]).doubleValue()));
        add("pi", 0, 0, (a, s) -> Math.PI);
        add("e", 0, 0, (a, s) -> Math.E);
        add("rand", 0, 0, (a, s) -> s.random().nextDouble());
        add("randomuuid", 0, 0, (a, s) -> randomUuid(s).toString());
    }

    private static void real(String name, DoubleUnaryOperator function) {
        add(
                name,
                1,
                1,
                (a, s) -> function.applyAsDouble(Arguments.number(name, a[0]).doubleValue()));
    }

    private static Object abs(Number number) {
        if (number instanceof Double d) {
            return Math.abs(d);
        }
        if (number.longValue() == Long.MIN_VALUE) {
            throw CypherError.ARITHMETIC.exception("abs(" + number + ") cannot be represented as an integer");
        }
        return Math.abs(number.longValue());
    }

    /** Without a precision halves go up; with one they go away from zero, unless a mode says otherwise. */
    private static Object round(Object[] a) {
        double value = Arguments.number("round", a[0]).doubleValue();
        long precision = a.length > 1 ? Arguments.integer("round", a[1]) : 0;
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return value;
        }
        if (precision < 0 || precision > 1000) {
            throw CypherError.ARGUMENT.exception("Precision argument to 'round()' cannot be negative");
        }
        if (a.length == 1) {
            return Math.floor(value + 0.5);
        }
        RoundingMode mode =
                a.length > 2 ? mode(Arguments.text("round", a[2])) : precision == 0 ? null : RoundingMode.HALF_UP;
        return mode == null
                ? Math.floor(value + 0.5)
                : BigDecimal.valueOf(value).setScale((int) precision, mode).doubleValue();
    }

    private static RoundingMode mode(String name) {
        try {
            return RoundingMode.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw CypherError.ARGUMENT.exception("Unknown rounding mode '" + name
                    + "' (one of CEILING, FLOOR, UP, DOWN, HALF_EVEN, HALF_UP, HALF_DOWN)");
        }
    }

    /** Version 4, from the given source of chance. */
    private static UUID randomUuid(Surroundings surroundings) {
        long high = surroundings.random().nextLong() & ~0xF000L | 0x4000L;
        long low = surroundings.random().nextLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}

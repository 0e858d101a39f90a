package dev.muster.cypher.function;

import static dev.muster.cypher.function.FunctionTable.add;

import dev.muster.cypher.CypherException;
import dev.muster.cypher.value.Text;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Functions that turn a value into one of another type. */
final class ConversionFunctions {
    private ConversionFunctions() {}

    static void register() {
        conversion("tostring", Text::of);
        conversion("tointeger", ConversionFunctions::toInteger);
        conversion("tofloat", ConversionFunctions::toFloat);
        conversion("toboolean", ConversionFunctions::toBoolean);
        add("toint", 1, 1, (a, s) -> toInteger(a[0]));
    }

    private interface Conversion {
        Object convert(Object value);
    }

    /** The function itself, its {@code OrNull} form, and the one for lists. */
    private static void conversion(String name, Conversion conversion) {
        add(name, 1, 1, (a, s) -> conversion.convert(a[0]));
        add(name + "ornull", 1, 1, (a, s) -> orNull(conversion, a[0]));
        String ofLists = name + "list";
        add(ofLists, 1, 1, (a, s) -> {
            List<Object> result = new ArrayList<>();
            for (Object item : Arguments.list(ofLists, a[0])) {
                result.add(item == null ? null : orNull(conversion, item));
            }
            return result;
        });
    }

    private static Object orNull(Conversion conversion, Object value) {
        try {
            return conversion.convert(value);
        } catch (CypherException notConvertible) {
            return null;
        }
    }

    private static Object toInteger(Object value) {
        if (value instanceof Long) {
            return value;
        } else if (value instanceof Double d) {
            return d.longValue();
        } else if (value instanceof Boolean b) {
            return b ? 1L : 0L;
        } else if (value instanceof String text) {
            try {
                String trimmed = text.strip();
                return trimmed.matches("[+-]?\\d+")
                        ? (Object) Long.parseLong(trimmed)
                        : new BigDecimal(trimmed).toBigInteger().longValueExact();
            } catch (NumberFormatException | ArithmeticException notANumber) {
                return null;
            }
        }
        throw Arguments.wrong("toInteger", "a String, Float, Integer or Boolean", value);
    }

    private static Object toFloat(Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        } else if (value instanceof String text) {
            try {
                return Double.parseDouble(text.strip());
            } catch (NumberFormatException notANumber) {
                return null;
            }
        }
        throw Arguments.wrong("toFloat", "a String, Float or Integer", value);
    }

    private static Object toBoolean(Object value) {
        if (value instanceof Boolean) {
            return value;
        } else if (value instanceof Long number) {
            return number != 0;
        } else if (value instanceof String text) {
            return switch (text.strip().toLowerCase(Locale.ROOT)) {
                case "true" -> true;
                case "false" -> false;
                default -> null;
            };
        }
        throw Arguments.wrong("toBoolean", "a Boolean, Integer or String", value);
    }
}

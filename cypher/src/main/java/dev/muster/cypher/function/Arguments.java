package dev.muster.cypher.function;

import dev.muster.cypher.CypherException;
import dev.muster.cypher.error.CypherError;
import dev.muster.cypher.value.Kind;
import java.util.List;

/** Takes arguments as the type a function needs, or says what it needs. */
final class Arguments {
    private Arguments() {}

    static CypherException wrong(String function, String expected, Object value) {
        return CypherError.TYPE.exception(
                "Invalid input for function '" + function + "()': Expected " + expected + ", got: " + Kind.name(value));
    }

    static String text(String function, Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw wrong(function, "a String", value);
    }

    static long integer(String function, Object value) {
        if (value instanceof Long number) {
            return number;
        }
        throw wrong(function, "an Integer", value);
    }

    static Number number(String function, Object value) {
        if (value instanceof Number number) {
            return number;
        }
        throw wrong(function, "a Number", value);
    }

    static List<?> list(String function, Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw wrong(function, "a List", value);
    }

    static <T> T element(String function, Object value, Class<T> type, String name) {
        if (type.isInstance(value)) {
            return type.cast(value);
        }
        throw wrong(function, "a " + name, value);
    }
}

package dev.muster.cypher.parse;

import dev.muster.cypher.error.CypherError;
import java.util.Locale;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.NumberLiteralContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.StringLiteralContext;

/** Reads numbers and strings as written. */
final class Literals {
    private Literals() {}

    static Object number(Reading reading, NumberLiteralContext context) {
        String text = context.getText().replace("_", "").toLowerCase(Locale.ROOT);
        try {
            return context.DECIMAL_DOUBLE() != null ? decimal(reading, context, text) : (Object) integer(text);
        } catch (NumberFormatException e) {
            throw reading.error(context, CypherError.INVALID_LITERAL, context.getText() + " (integer is too large)");
        }
    }

    private static Double decimal(Reading reading, NumberLiteralContext context, String text) {
        double value = Double.parseDouble(text);
        if (Double.isInfinite(value)) {
            throw reading.error(context, CypherError.INVALID_LITERAL, text + " (floating point number is too large)");
        }
        return value;
    }

    private static long integer(String text) {
        boolean negative = text.startsWith("-");
        String digits = negative ? text.substring(1) : text;
        String sign = negative ? "-" : "";
        if (digits.startsWith("0x")) {
            return Long.parseLong(sign + digits.substring(2), 16);
        }
        if (digits.startsWith("0o")) {
            return Long.parseLong(sign + digits.substring(2), 8);
        }
        if (digits.length() > 1 && digits.startsWith("0") && digits.chars().allMatch(c -> c >= '0' && c <= '7')) {
            return Long.parseLong(sign + digits.substring(1), 8);
        }
        return Long.parseLong(sign + digits);
    }

    static String string(Reading reading, StringLiteralContext context) {
        String text = context.getText();
        StringBuilder result = new StringBuilder(text.length());
        for (int i = 1; i < text.length() - 1; i++) {
            char c = text.charAt(i);
            if (c != '\\') {
                result.append(c);
                continue;
            }
            char escape = text.charAt(++i);
            switch (escape) {
                case 'b' -> result.append('\b');
                case 'f' -> result.append('\f');
                case 'n' -> result.append('\n');
                case 'r' -> result.append('\r');
                case 't' -> result.append('\t');
                case 'u', 'U' -> {
                    result.append(unicode(reading, context, text, i + 1));
                    i += 4;
                }
                default -> result.append(escape);
            }
        }
        return result.toString();
    }

    private static char unicode(Reading reading, StringLiteralContext context, String text, int from) {
        try {
            return (char) Integer.parseInt(text.substring(from, from + 4), 16);
        } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
            throw reading.error(context, CypherError.INVALID_LITERAL, text + " (a \\u needs four hexadecimal digits)");
        }
    }
}

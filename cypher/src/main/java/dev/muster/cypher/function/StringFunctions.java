package dev.muster.cypher.function;

import static dev.muster.cypher.function.FunctionTable.add;

import dev.muster.cypher.error.CypherError;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Functions of strings. */
final class StringFunctions {
    private StringFunctions() {}

    private static final List<String> FORMS = List.of("NFC", "NFD", "NFKC", "NFKD");

    static void register() {
        for (String name : List.of("toupper", "upper")) {
            add(name, 1, 1, (a, s) -> Arguments.text(name, a[0]).toUpperCase(Locale.ROOT));
        }
        for (String name : List.of("tolower", "lower")) {
            add(name, 1, 1, (a, s) -> Arguments.text(name, a[0]).toLowerCase(Locale.ROOT));
        }
        add("trim", 1, 2, (a, s) -> trim("trim", a, true, true));
        add("btrim", 1, 2, (a, s) -> trim("btrim", a, true, true));
        add("ltrim", 1, 2, (a, s) -> trim("ltrim", a, true, false));
        add("rtrim", 1, 2, (a, s) -> trim("rtrim", a, false, true));
        add(
                "replace",
                3,
                3,
                (a, s) -> Arguments.text("replace", a[0])
                        .replace(Arguments.text("replace", a[1]), Arguments.text("replace", a[2])));
        add("split", 2, 2, (a, s) -> split(Arguments.text("split", a[0]), a[1]));
        add("substring", 2, 3, StringFunctions::substring);
        add("left", 2, 2, (a, s) -> {
            String text = Arguments.text("left", a[0]);
            return text.substring(0, (int) Math.min(text.length(), length("left", a[1])));
        });
        add("right", 2, 2, (a, s) -> {
            String text = Arguments.text("right", a[0]);
            return text.substring((int) Math.max(0, text.length() - length("right", a[1])));
        });
        add("normalize", 1, 2, (a, s) -> normalized(Arguments.text("normalize", a[0]), a));
        add("isnormalized", 1, 2, (a, s) -> a[0] instanceof String text ? text.equals(normalized(text, a)) : null);
        add("char_length", 1, 1, (a, s) -> characters("char_length", a[0]));
        add("character_length", 1, 1, (a, s) -> characters("character_length", a[0]));
    }

    private static String normalized(String text, Object[] arguments) {
        String form = arguments.length == 1 ? "NFC" : Arguments.text("normalize", arguments[1]);
        if (!FORMS.contains(form)) {
            throw CypherError.ARGUMENT.exception("Unknown normal form '" + form + "'; there are " + FORMS);
        }
        return Normalizer.normalize(text, Normalizer.Form.valueOf(form));
    }

    private static long characters(String function, Object value) {
        String text = Arguments.text(function, value);
        return text.codePointCount(0, text.length());
    }

    private static long length(String function, Object value) {
        long length = Arguments.integer(function, value);
        if (length < 0) {
            throw CypherError.ARGUMENT.exception("Invalid input for length value in function '" + function
                    + "()': Expected a non-negative Integer, got: " + length);
        }
        return length;
    }

    private static String trim(String function, Object[] arguments, boolean left, boolean right) {
        String text = Arguments.text(function, arguments[0]);
        String characters = arguments.length == 2 ? Arguments.text(function, arguments[1]) : null;
        int from = 0;
        int to = text.length();
        while (left && from < to && isTrimmed(text.charAt(from), characters)) {
            from++;
        }
        while (right && to > from && isTrimmed(text.charAt(to - 1), characters)) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean isTrimmed(char character, String characters) {
        return characters == null ? Character.isWhitespace(character) : characters.indexOf(character) >= 0;
    }

    private static List<Object> split(String text, Object delimiters) {
        List<String> all = new ArrayList<>();
        if (delimiters instanceof List<?> list) {
            list.forEach(d -> all.add(Arguments.text("split", d)));
        } else {
            all.add(Arguments.text("split", delimiters));
        }
        if (all.contains("")) {
            return new ArrayList<>(Arrays.asList((Object[]) text.split("")));
        }
        List<Object> result = new ArrayList<>();
        int from = 0;
        int at = 0;
        while (at < text.length()) {
            String found = startingAt(text, at, all);
            if (found == null) {
                at++;
                continue;
            }
            result.add(text.substring(from, at));
            at += found.length();
            from = at;
        }
        result.add(text.substring(from));
        return result;
    }

    private static String startingAt(String text, int at, List<String> delimiters) {
        for (String delimiter : delimiters) {
            if (text.startsWith(delimiter, at)) {
                return delimiter;
            }
        }
        return null;
    }

    private static Object substring(Object[] a, Surroundings surroundings) {
        String text = Arguments.text("substring", a[0]);
        long from = Math.min(text.length(), length("substring", a[1]));
        long count = a.length == 3 ? length("substring", a[2]) : text.length();
        return text.substring((int) from, (int) Math.min(text.length(), from + Math.min(count, text.length())));
    }
}

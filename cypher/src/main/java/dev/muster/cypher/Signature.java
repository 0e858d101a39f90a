package dev.muster.cypher;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How a procedure or function is called, as Neo4j writes it: {@code name(argument :: TYPE, other = default :: TYPE) :: (column ::
 * TYPE)}; a function has a type instead of columns, and what gives nothing {@code VOID}. Immutable.
 *
 * @param text as written
 * @param results the columns; of a function one without a name
 */
public record Signature(String text, String name, List<Field> arguments, List<Field> results) {
    private static final Pattern WHOLE = Pattern.compile("([\\w.]+)\\((.*?)\\) :: (?:\\((.*)\\)|(.*))");

    /** Between arguments, also where words of the language are between them; not within [NFC, NFD]. */
    private static final Pattern BETWEEN =
            Pattern.compile(", (?=\\w+ (?:=|::))|(?<=VARIABLE) (?:=|IN) | WHERE | \\| (?=\\w+ ::)");

    private static final Pattern FIELD = Pattern.compile("(\\w+)(?: = (.*?))? :: (.*)");

    /**
     * An argument or a column.
     *
     * @param otherwise what it is if it is not given, as text; null if it must be given
     */
    public record Field(String name, String type, String otherwise, String text) {
        private static Field of(String text) {
            Matcher field = FIELD.matcher(text);
            if (!field.matches()) {
                throw new IllegalArgumentException("no field: " + text);
            }
            return new Field(field.group(1), field.group(3), field.group(2), text);
        }
    }

    /** Reads one. Throws {@link IllegalArgumentException}. */
    public static Signature of(String text) {
        Matcher whole = WHOLE.matcher(text);
        if (!whole.matches()) {
            throw new IllegalArgumentException("no signature: " + text);
        }
        String type = whole.group(4);
        List<Field> results = type == null
                ? fields(whole.group(3))
                : type.equals("VOID") ? List.of() : List.of(new Field("", type, null, type));
        return new Signature(text, whole.group(1), fields(whole.group(2)), results);
    }

    private static List<Field> fields(String text) {
        return text.isEmpty()
                ? List.of()
                : Stream.of(BETWEEN.split(text)).map(Field::of).toList();
    }

    /** The names of the columns. */
    public List<String> columns() {
        return results.stream().map(Field::name).toList();
    }
}

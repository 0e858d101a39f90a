package dev.muster.cypher.function;

import dev.muster.cypher.value.Kind;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The types of values as {@code valueType()} writes them: the narrowest type that has the value. */
final class ValueTypes {
    private static final String NOT_NULL = " NOT NULL";

    /** In the order in which the members of a union are written. */
    private static final List<String> ORDER = List.of(
            "BOOLEAN",
            "STRING",
            "INTEGER",
            "FLOAT",
            "DATE",
            "LOCAL TIME",
            "ZONED TIME",
            "LOCAL DATETIME",
            "ZONED DATETIME",
            "DURATION",
            "POINT",
            "NODE",
            "RELATIONSHIP",
            "MAP",
            "LIST",
            "PATH");

    private ValueTypes() {}

    static String of(Object value) {
        return value == null ? "NULL" : name(value) + NOT_NULL;
    }

    private static String name(Object value) {
        if (value instanceof List<?> list) {
            return "LIST<" + members(list) + ">";
        } else if (value instanceof Long) {
            return "INTEGER";
        } else if (value instanceof Double) {
            return "FLOAT";
        }
        return switch (Kind.of(value)) {
            case DATE_TIME -> "ZONED DATETIME";
            case LOCAL_DATE_TIME -> "LOCAL DATETIME";
            case TIME -> "ZONED TIME";
            case LOCAL_TIME -> "LOCAL TIME";
            case BYTES -> "LIST<INTEGER NOT NULL>";
            default -> Kind.of(value).name();
        };
    }

    /** What is in a list; one null makes all of it nullable. */
    private static String members(List<?> list) {
        if (list.isEmpty()) {
            return "NOTHING";
        }
        TreeSet<String> names =
                new TreeSet<>(Comparator.comparing((String name) -> ORDER.indexOf(name.replaceFirst("<.*", "")))
                        .thenComparing(name -> name));
        list.stream().filter(Objects::nonNull).forEach(item -> names.add(name(item)));
        boolean nullable = list.stream().anyMatch(Objects::isNull);
        return names.isEmpty()
                ? "NULL"
                : names.stream().map(name -> nullable ? name : name + NOT_NULL).collect(Collectors.joining(" | "));
    }
}

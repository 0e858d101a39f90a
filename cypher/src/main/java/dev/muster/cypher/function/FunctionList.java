package dev.muster.cypher.function;

import dev.muster.cypher.Signature;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** All functions that expressions can call, with what is to be told of them. */
public final class FunctionList {
    /** Those that the language knows itself, so that no table has them. */
    private static final Set<String> IN_THE_LANGUAGE =
            Set.of("all", "any", "none", "single", "reduce", "file", "linenumber");

    private static final String TEXTS = "functions.txt";
    private static final String INSTEAD = "instead: ";

    private FunctionList() {}

    /**
     * A function; one that takes arguments of several kinds is there several times.
     *
     * @param deprecatedBy what to use instead, or null
     */
    public record Described(
            Signature signature, String category, String description, boolean aggregating, String deprecatedBy) {}

    /** All by name. Reads a resource: not for each row. */
    public static List<Described> all() {
        Map<String, List<Described>> texts = texts();
        List<Described> all = new ArrayList<>();
        for (String name : names()) {
            List<Described> described = texts.get(name);
            if (described == null) {
                throw new IllegalStateException("nothing is said of the function " + name);
            }
            all.addAll(described);
        }
        all.sort(Comparator.comparing(one -> one.signature().name()));
        return all;
    }

    /** The names of all, in lower case. */
    static Set<String> names() {
        Set<String> names = new TreeSet<>(IN_THE_LANGUAGE);
        names.addAll(FunctionTable.names());
        names.addAll(Aggregation.names());
        return names;
    }

    /** What is said of functions, by their names in lower case. */
    static Map<String, List<Described>> texts() {
        Map<String, List<Described>> texts = new HashMap<>();
        String category = "";
        List<String> lines = lines();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith("[")) {
                category = line.substring(1, line.length() - 1);
            } else if (!line.isEmpty() && !line.startsWith("#") && !line.startsWith(" ")) {
                Signature signature = Signature.of(line);
                String next = i + 2 < lines.size() ? lines.get(i + 2).strip() : "";
                String name = signature.name().toLowerCase(Locale.ROOT);
                texts.computeIfAbsent(name, unknown -> new ArrayList<>())
                        .add(new Described(
                                signature,
                                category,
                                lines.get(i + 1).strip(),
                                Aggregation.find(name) != null,
                                next.startsWith(INSTEAD) ? next.substring(INSTEAD.length()) : null));
            }
        }
        return texts;
    }

    private static List<String> lines() {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(FunctionList.class.getResourceAsStream(TEXTS), StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

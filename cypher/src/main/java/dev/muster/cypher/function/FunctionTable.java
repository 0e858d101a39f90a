package dev.muster.cypher.function;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** All functions by name in lower case. */
public final class FunctionTable {
    private static final Map<String, Entry> ENTRIES = new HashMap<>();

    static {
        GraphFunctions.register();
        ListFunctions.register();
        StringFunctions.register();
        ConversionFunctions.register();
        NumberFunctions.register();
        TemporalFunctions.register();
        SpatialFunctions.register();
        VectorFunctions.register();
    }

    private FunctionTable() {}

    /** The function of that name, or null. */
    public static Entry find(String name) {
        return ENTRIES.get(name);
    }

    /** The names of all, in lower case. */
    static Set<String> names() {
        return Set.copyOf(ENTRIES.keySet());
    }

    /** Computes a function's value. */
    @FunctionalInterface
    public interface Body {
        Object apply(Object[] arguments, Surroundings surroundings);
    }

    /** A function; {@code takesNull} if it wants to see null arguments, otherwise its value is then null. */
    public record Entry(int argumentsMin, int argumentsMax, boolean takesNull, Body body) {}

    static void add(String name, int min, int max, Body body) {
        ENTRIES.put(name, new Entry(min, max, false, body));
    }

    static void addTakingNull(String name, int min, int max, Body body) {
        ENTRIES.put(name, new Entry(min, max, true, body));
    }
}

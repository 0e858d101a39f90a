package dev.muster.store.graph;

import dev.muster.store.value.ByteSink;
import dev.muster.store.value.Varints;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Names and the small numbers that stand for them in records, in the order in which they were first used; names never go.
 * Immutable: {@link #with} makes a new one, which is rare.
 */
final class TokenTable {
    static final TokenTable EMPTY = new TokenTable(List.of());

    /** What {@link #number} says of a name that is not there. */
    static final int NONE = -1;

    private final String[] names;
    private final Map<String, Integer> numbers;
    private final List<SortedSet<String>> singletons;

    private TokenTable(List<String> inOrder) {
        names = inOrder.toArray(String[]::new);
        numbers = new HashMap<>();
        singletons = new ArrayList<>(names.length);
        for (String name : names) {
            if (numbers.put(name, numbers.size()) != null) {
                throw new IllegalArgumentException("name '" + name + "' has two numbers");
            }
            singletons.add(Collections.unmodifiableSortedSet(new TreeSet<>(List.of(name))));
        }
    }

    int size() {
        return names.length;
    }

    int number(String name) {
        return numbers.getOrDefault(name, NONE);
    }

    String name(int number) {
        if (number < 0 || number >= names.length) {
            throw new IllegalArgumentException("no name has the number " + number + " of " + names.length);
        }
        return names[number];
    }

    /** The set of just that name: what most nodes carry. */
    SortedSet<String> singleton(int number) {
        name(number);
        return singletons.get(number);
    }

    TokenTable with(String name) {
        List<String> more = new ArrayList<>(List.of(names));
        more.add(name);
        return new TokenTable(more);
    }

    SortedSet<String> sorted() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(numbers.keySet()));
    }

    void write(ByteSink sink) {
        sink.putUnsigned(names.length);
        for (String name : names) {
            sink.putString(name);
        }
    }

    static TokenTable read(ByteBuffer source) {
        int count = Varints.readCount(source);
        List<String> names = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            names.add(Varints.readString(source));
        }
        return new TokenTable(names);
    }
}

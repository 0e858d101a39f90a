package dev.muster.node.config;

import java.util.Set;

/**
 * Which databases a server refuses to write, whatever the catalog says; {@code system} never is one. Names are in lower case.
 *
 * @param byDefault all but those that are {@code writable}
 * @param readOnly these in any case
 */
public record ReadOnlyDatabases(boolean byDefault, Set<String> readOnly, Set<String> writable) {
    public ReadOnlyDatabases {
        readOnly = Set.copyOf(readOnly);
        writable = Set.copyOf(writable);
    }

    /** Whether the database of that name in lower case, other than {@code system}, is one. */
    public boolean contains(String name) {
        return readOnly.contains(name) || (byDefault && !writable.contains(name));
    }
}

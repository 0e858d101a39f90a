package dev.muster.node.query;

import dev.muster.catalog.DatabaseEntry;
import java.util.Locale;
import java.util.Map;

/**
 * The catalog's databases as of one transaction of {@code system}.
 *
 * @param defaultDatabase its name, or null while there is none
 * @param byName all entries by their names in lower case
 */
record CatalogView(long transactionId, String defaultDatabase, Map<String, DatabaseEntry> byName) {
    /** The database of that name in any case ({@code null} or empty: the default database), or null. */
    DatabaseEntry entry(String nameOrNull) {
        String name = nameOrNull == null || nameOrNull.isEmpty() ? defaultDatabase : nameOrNull;
        return name == null ? null : byName.get(name.toLowerCase(Locale.ROOT));
    }
}

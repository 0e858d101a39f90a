package dev.muster.node.query;

import dev.muster.bolt.BoltFailure;
import dev.muster.catalog.DatabaseEntry;
import dev.muster.catalog.security.Security;
import dev.muster.node.access.Access;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * The catalog's databases as of one transaction of {@code system}.
 *
 * @param defaultDatabase its name, or null while there is none
 * @param byName all entries by their names in lower case
 * @param aliases the names that aliases stand for, all in lower case
 * @param ids the databases' ids by their names and aliases
 */
record CatalogView(
        long transactionId,
        String defaultDatabase,
        Map<String, DatabaseEntry> byName,
        Map<String, String> aliases,
        Map<String, UUID> ids,
        Security security) {
    /** What a client may do; {@code user} and {@code impersonated} may be null. Throws what the client is to be told. */
    Access access(String user, String impersonated) {
        return Access.of(new Access.Known(security, ids, defaultDatabase), user, impersonated);
    }

    /**
     * What to tell of a name that is not here ({@code null} or empty: the default database): that it is {@code unknown}, unless
     * nothing has been written here yet, which passes.
     */
    BoltFailure missing(String nameOrNull, QueryError unknown) {
        return transactionId == 0 || nameOrNull == null || nameOrNull.isEmpty()
                ? QueryError.DATABASE_UNAVAILABLE.failure("This cluster has no databases yet.")
                : unknown.failure(nameOrNull);
    }

    /** The database of that name or alias in any case ({@code null} or empty: the default database), or null. */
    DatabaseEntry entry(String nameOrNull) {
        String name = nameOrNull == null || nameOrNull.isEmpty() ? defaultDatabase : nameOrNull;
        if (name == null) {
            return null;
        }
        String folded = name.toLowerCase(Locale.ROOT);
        return byName.get(aliases.getOrDefault(folded, folded));
    }
}

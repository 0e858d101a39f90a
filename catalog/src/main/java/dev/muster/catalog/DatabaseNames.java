package dev.muster.catalog;

import java.util.Locale;

/** The rules for database names (facts/backup-and-admin.md F.7), checked in the order whose first breach is reported. */
public final class DatabaseNames {
    /** The name of the database that holds the catalog. */
    public static final String SYSTEM = "system";

    private static final int LENGTH_MIN = 3;
    private static final int LENGTH_MAX = 63;

    private DatabaseNames() {}

    /** As the catalog keeps it: names are the same in any case. */
    public static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** The name folded, if a database may be created under it. Throws {@link CatalogException} naming the first rule broken. */
    public static String checked(String name) {
        if (name.isEmpty()) {
            throw CatalogError.NAME_EMPTY.exception();
        }
        if (name.length() < LENGTH_MIN || name.length() > LENGTH_MAX) {
            throw CatalogError.NAME_LENGTH.exception();
        }
        String folded = folded(name);
        if (!isLetter(folded.charAt(0))) {
            throw CatalogError.NAME_START.exception(name);
        }
        if (folded.startsWith(SYSTEM)) {
            throw CatalogError.NAME_PREFIX.exception(name);
        }
        if (!folded.chars().allMatch(DatabaseNames::isAllowed) || folded.endsWith(".") || folded.endsWith("-")) {
            throw CatalogError.NAME_CHARACTERS.exception(name);
        }
        return folded;
    }

    private static boolean isAllowed(int character) {
        return isLetter(character) || (character >= '0' && character <= '9') || character == '.' || character == '-';
    }

    private static boolean isLetter(int character) {
        return character >= 'a' && character <= 'z';
    }
}

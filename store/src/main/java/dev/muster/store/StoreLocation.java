package dev.muster.store;

import java.nio.file.Path;

/**
 * Where one database's files are.
 *
 * @param database the directory of the store itself, {@code data/databases/<name>}
 * @param transactions the directory of its transaction log, {@code data/transactions/<name>}
 */
public record StoreLocation(Path database, Path transactions) {
    /** The usual place of a database below a server's data directory. */
    public static StoreLocation of(Path data, String name) {
        return new StoreLocation(
                data.resolve("databases").resolve(name),
                data.resolve("transactions").resolve(name));
    }
}

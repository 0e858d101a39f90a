package dev.muster.backup.offline;

import dev.muster.backup.BackupError;
import dev.muster.backup.BackupException;
import dev.muster.runtime.Disk;
import dev.muster.store.CorruptStore;
import dev.muster.store.StoreIdentity;
import dev.muster.store.StoreLocation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What can be said of a database's store.
 *
 * @param inUse whether it runs; then nothing else is known
 * @param problem why the store cannot be read, or empty
 * @param identity null if it is in use or cannot be read; the rest has no meaning then
 * @param recoveryRequired whether it was not closed in order
 */
public record StoreInfo(
        String database,
        boolean inUse,
        String problem,
        StoreIdentity identity,
        long lastTransactionId,
        boolean recoveryRequired,
        long nodes,
        long relationships) {
    /** Whether the store could be read. */
    public boolean isKnown() {
        return identity != null;
    }

    /**
     * Of all databases of a directory of stores that a name or a pattern means.
     *
     * @param transactionLogs the directory of their transaction logs
     * @throws BackupException if there is none
     */
    public static List<StoreInfo> of(Disk disk, Path stores, Path transactionLogs, String pattern) throws IOException {
        String wanted = pattern.toLowerCase(Locale.ROOT);
        List<String> names = ClosedDatabase.matching(disk, stores, wanted);
        if (names.isEmpty()) {
            throw BackupError.DATABASE_MISSING.with(wanted);
        }
        List<StoreInfo> found = new ArrayList<>();
        for (String name : names) {
            found.add(of(disk, new StoreLocation(stores.resolve(name), transactionLogs.resolve(name)), name));
        }
        return found;
    }

    private static StoreInfo of(Disk disk, StoreLocation location, String name) throws IOException {
        try (ClosedDatabase closed = ClosedDatabase.open(disk, location, name, ClosedDatabase.Unrecovered.TAKEN)) {
            return new StoreInfo(
                    name,
                    false,
                    "",
                    closed.store().identity(),
                    closed.store().version().transactionId(),
                    closed.needsRecovery(),
                    closed.store().version().nodeCount(),
                    closed.store().version().relationshipCount());
        } catch (BackupException e) {
            if (e.error() != BackupError.STORE_IN_USE) {
                throw e;
            }
            return new StoreInfo(name, true, "", null, 0, false, 0, 0);
        } catch (CorruptStore e) {
            return new StoreInfo(name, false, e.getMessage(), null, 0, false, 0, 0);
        }
    }
}

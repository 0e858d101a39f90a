package dev.muster.backup.cli;

import java.nio.file.Path;

/**
 * Where a server keeps its files, as its configuration says. Given by whoever can read the configuration; offline commands
 * (restore, …) work on these.
 *
 * @param stores the directory that holds one directory per database's store ({@code data/databases})
 * @param transactionLogs the same for transaction logs ({@code data/transactions})
 * @param scripts where restore writes scripts ({@code data/scripts})
 * @param serverLock the file that a running server keeps locked ({@code data/cluster-state/server.lock})
 * @param inactivityTimeoutMillis {@code dbms.cluster.network.client_inactivity_timeout}
 */
public record ServerDirectories(
        Path stores, Path transactionLogs, Path scripts, Path serverLock, long inactivityTimeoutMillis) {
    /** Reads the configuration; called only by commands that need it. */
    @FunctionalInterface
    public interface Resolver {
        /**
         * @param additionalConfig {@code --additional-config}, highest priority, or null
         * @param expandCommands {@code --expand-commands}
         * @throws IllegalArgumentException with one clear sentence if the configuration is wrong
         */
        ServerDirectories resolve(Path additionalConfig, boolean expandCommands);
    }
}

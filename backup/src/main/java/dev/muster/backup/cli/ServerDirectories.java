package dev.muster.backup.cli;

import dev.muster.backup.protocol.BackupAccess;
import dev.muster.backup.restore.RestoreTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * Where a server keeps its files, as its configuration says. Given by whoever can read the configuration; offline commands
 * (restore, …) work on these.
 *
 * @param stores the directory that holds one directory per database's store ({@code data/databases})
 * @param transactionLogs the same for transaction logs ({@code data/transactions})
 * @param scripts where restore writes scripts ({@code data/scripts})
 * @param dumps where dumps lie if nobody says otherwise ({@code data/dumps})
 * @param serverLock the file that a running server keeps locked ({@code data/cluster-state/server.lock})
 * @param inactivityTimeoutMillis {@code dbms.cluster.network.client_inactivity_timeout}
 * @param serverId the id that SHOW SERVERS has for the server; gives null if it was never started
 * @param binding what ties the server to its cluster
 * @param access what a backup client shows to servers ({@code dbms.ssl.policy.backup.*}, {@code muster.backup.token_file});
 *     throws {@link dev.muster.backup.BackupException} if its files cannot be used
 */
public record ServerDirectories(
        Path stores,
        Path transactionLogs,
        Path scripts,
        Path dumps,
        Path serverLock,
        long inactivityTimeoutMillis,
        Supplier<String> serverId,
        Binding binding,
        Supplier<BackupAccess> access) {
    /** Of a server whose backups anybody may take who reaches it. */
    public ServerDirectories(
            Path stores,
            Path transactionLogs,
            Path scripts,
            Path dumps,
            Path serverLock,
            long inactivityTimeoutMillis,
            Supplier<String> serverId,
            Binding binding) {
        this(
                stores,
                transactionLogs,
                scripts,
                dumps,
                serverLock,
                inactivityTimeoutMillis,
                serverId,
                binding,
                () -> BackupAccess.NONE);
    }

    /** The same for whoever builds a store. */
    RestoreTarget.Directories target() {
        return new RestoreTarget.Directories(stores, transactionLogs, serverLock);
    }

    /** The file that says which administrator a new system begins with ({@code data/dbms/auth.ini}). */
    Path initialUser() {
        return serverLock.getParent().resolveSibling("dbms").resolve("auth.ini");
    }

    /** What ties a server to its cluster. The server must not run. Failures are {@link dev.muster.backup.BackupException}s. */
    public interface Binding {
        /** Gives the server a new identity at its next start. Stores but that of {@code system} stay where they are. */
        Path unbindServer() throws IOException;

        /** Has {@code system} begin anew at the next start, with what this server has of it, and with this server alone. */
        void unbindSystem() throws IOException;
    }

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

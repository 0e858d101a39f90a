package dev.muster.backup;

import dev.muster.catalog.security.MetadataChoice;
import dev.muster.store.PinnedVersion;
import dev.muster.store.StreamedStore;
import dev.muster.store.TransactionLog;
import dev.muster.store.engine.Stores;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What a server offers to the backup protocol: its databases, and a pinned version of each that runs. Any thread. */
public interface BackupSource {
    /** Who answers: the server's id and name. */
    ServerIdentity server();

    /** Everything this server hosts, whatever its status. */
    List<HostedDatabase> databases();

    /** All servers of the cluster that this one knows to be there, itself among them; empty if it knows of no cluster. */
    default List<ClusterServer> cluster() {
        return List.of();
    }

    /**
     * Completes when the copy here has every transaction that was acknowledged anywhere before this was asked, with the last of
     * them. Fails with {@link NotCurrent} if that cannot be had or shown in time: no leader answers, or the copy lags.
     */
    default CompletionStage<Long> catchUp(UUID databaseId) {
        return CompletableFuture.completedStage(0L);
    }

    /**
     * Pins a database for a full copy: first a checkpoint, then a version. Fails with {@link Unavailable} if it does not
     * run here (stopped, dirty, copying, …).
     */
    CompletionStage<Pinned> pin(UUID databaseId);

    /**
     * The commands that bring back the users and roles of a database, as this server knows them ({@link
     * dev.muster.catalog.security.MetadataScript}); empty where there are none.
     */
    default CompletionStage<String> metadata(UUID databaseId, MetadataChoice choice) {
        return CompletableFuture.completedStage("");
    }

    record ServerIdentity(String serverId, String name) {}

    /** @param address where it answers backups, as others reach it */
    record ClusterServer(String serverId, String name, String address) {}

    /** What a copy of a database is to the others; the first to be asked for a backup comes first. */
    enum Role {
        /** A copy that takes no part in writing. */
        SECONDARY,
        FOLLOWER,
        /** The one that writes go through. */
        WRITER,
        /** Not said, or none. */
        UNKNOWN
    }

    /**
     * @param requested as the catalog has it: {@code online} or {@code offline}
     * @param status as {@code SHOW DATABASES} would print it for this server
     * @param message why, or empty
     */
    record HostedDatabase(
            UUID databaseId,
            String name,
            String requested,
            String status,
            String message,
            long lastTransactionId,
            Role role) {
        /** Without a role. */
        public HostedDatabase(
                UUID databaseId, String name, String requested, String status, String message, long lastTransactionId) {
            this(databaseId, name, requested, status, message, lastTransactionId, Role.UNKNOWN);
        }

        public boolean online() {
            return status.equals("online");
        }
    }

    /** A pinned version and the log that goes on from it; closing lets both go. */
    interface Pinned extends AutoCloseable {
        PinnedVersion version();

        /** The version as a stream, without the records of a stretch that is there already. */
        default StreamedStore.Parts parts(StreamedStore.Stretch behind) {
            return Stores.parts(version(), behind);
        }

        TransactionLog log();

        @Override
        void close();
    }

    /** Nobody can say that the copy here has everything that was acknowledged; or it has not. */
    final class NotCurrent extends RuntimeException {
        private static final long serialVersionUID = 1;

        public NotCurrent(String message) {
            super(message);
        }
    }

    /** The database cannot be copied from this server now; {@code status} is its current status. */
    final class Unavailable extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final String status;

        public Unavailable(String status, String message) {
            super(message);
            this.status = status;
        }

        public String status() {
            return status;
        }
    }
}

package dev.muster.backup.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.muster.backup.BackupSource.ClusterServer;
import dev.muster.backup.BackupSource.HostedDatabase;
import dev.muster.backup.BackupSource.Role;
import dev.muster.store.GraphDigest;
import dev.muster.store.StoreIdentity;
import dev.muster.store.StreamedStore;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** The bodies of the frames that are JSON. Unknown fields are ignored, so that fields can be added within a version. */
final class Messages {
    static final String PROTOCOL = "muster-backup";
    static final int VERSION = 1;
    /** The purpose of copies between members, which no limit of backups holds back. */
    static final String COPY = "copy";

    static final String BACKUP = "backup";

    private Messages() {}

    /**
     * {@code purpose} is {@link #COPY} from a member of the cluster, null or anything else from a backup; {@code nonce} is the
     * client's number for this connection, null if it has no token.
     */
    record Hello(
            String protocol,
            List<Integer> versions,
            String purpose,
            @JsonInclude(JsonInclude.Include.NON_NULL) String nonce) {
        boolean forBackup() {
            return !COPY.equals(purpose);
        }
    }

    /** {@code proof} is null from servers that demand no token. */
    record Welcome(
            int version,
            String serverId,
            String serverName,
            @JsonInclude(JsonInclude.Include.NON_NULL) String proof) {}

    record Challenge(String nonce) {}

    record Proof(String proof) {}

    /** {@code cluster} is null from servers that do not know the question. */
    record Databases(List<Listed> databases, List<ClusterServer> cluster) {}

    /** {@link HostedDatabase} as it travels. */
    record Listed(
            UUID databaseId,
            String name,
            String requested,
            String status,
            String message,
            long lastTransactionId,
            String role) {
        static Listed of(HostedDatabase hosted) {
            return new Listed(
                    hosted.databaseId(),
                    hosted.name(),
                    hosted.requested(),
                    hosted.status(),
                    hosted.message(),
                    hosted.lastTransactionId(),
                    hosted.role().name());
        }

        private Role knownRole() {
            return Arrays.stream(Role.values())
                    .filter(known -> known.name().equals(role))
                    .findFirst()
                    .orElse(Role.UNKNOWN);
        }

        HostedDatabase hosted() {
            return new HostedDatabase(databaseId, name, requested, status, message, lastTransactionId, knownRole());
        }
    }

    /** {@code current}: true if only what contains everything acknowledged before is of use; else null. The same below. */
    record FullRequest(
            UUID databaseId,
            @JsonInclude(JsonInclude.Include.NON_NULL) Boolean current) {}

    /** The records up to {@code id} of the kind {@code last} and of those before are there, as of {@code transactionId}. */
    record ResumeRequest(
            UUID databaseId,
            UUID storeId,
            long transactionId,
            StreamedStore.Stretch.Records last,
            long id,
            @JsonInclude(JsonInclude.Include.NON_NULL) Boolean current) {
        StoreIdentity identity() {
            return new StoreIdentity(databaseId, storeId);
        }

        StreamedStore.Stretch stretch() {
            return new StreamedStore.Stretch(last, id);
        }
    }

    /** {@code choice} as {@link dev.muster.catalog.security.MetadataChoice} is written. */
    record MetadataRequest(UUID databaseId, String choice) {}

    record Script(String script) {}

    record DiffRequest(
            UUID databaseId,
            UUID storeId,
            long afterTransactionId,
            @JsonInclude(JsonInclude.Include.NON_NULL) Boolean current) {}

    /** {@code pinnedTransactionId} is where the parts stand; for a differential, the last transaction that will come. */
    record Begin(UUID databaseId, UUID storeId, long pinnedTransactionId) {
        StoreIdentity identity() {
            return new StoreIdentity(databaseId, storeId);
        }
    }

    record End(int chunks, long lastTransactionId, long appliedIndex, String digest, long nodes, long relationships) {
        GraphDigest graphDigest() {
            return GraphDigest.parse(digest);
        }
    }

    record Failure(String reason, String status, String message) {
        TransferFailed asException() {
            TransferFailed.Reason known;
            try {
                known = TransferFailed.Reason.valueOf(reason);
            } catch (IllegalArgumentException e) {
                known = TransferFailed.Reason.SERVER_FAILED;
            }
            return new TransferFailed(known, status == null ? "" : status, message, null);
        }
    }
}

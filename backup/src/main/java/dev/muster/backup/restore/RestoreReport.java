package dev.muster.backup.restore;

import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.artifact.Metadata;
import dev.muster.store.GraphDigest;
import dev.muster.store.StoreIdentity;
import java.util.List;

/**
 * What was restored: the chain used, where it ends, and the digest of the graph, equal to the backup's.
 *
 * @param metadata the users and roles that the last artifact had; null if none. They are not brought back by this
 */
public record RestoreReport(
        String database,
        List<Artifact> chain,
        StoreIdentity identity,
        long lastTransactionId,
        GraphDigest digest,
        Metadata metadata,
        long tookMillis) {
    public RestoreReport {
        chain = List.copyOf(chain);
    }
}

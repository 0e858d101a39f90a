package dev.muster.backup.chain;

import dev.muster.backup.artifact.Artifact;
import java.util.List;

/**
 * A full backup and what continues it, oldest first. If two differentials continue the same artifact both are here, and the
 * last one decides where the chain ends.
 *
 * @param artifacts at least the full, which is the first
 */
public record BackupChain(List<Artifact> artifacts) {
    public BackupChain {
        artifacts = List.copyOf(artifacts);
        if (artifacts.isEmpty() || !artifacts.get(0).full()) {
            throw new IllegalArgumentException("a chain begins with a full backup: " + artifacts);
        }
    }

    public String databaseName() {
        return full().header().databaseName();
    }

    public Artifact full() {
        return artifacts.get(0);
    }

    /** The artifact that a restore of the chain ends with. */
    public Artifact last() {
        return artifacts.get(artifacts.size() - 1);
    }

    /** Bytes of all its files. */
    public long bytes() {
        return artifacts.stream().mapToLong(Artifact::bytes).sum();
    }

    /** The last transaction that can be restored. */
    public long lastTransactionId() {
        return endOf(last());
    }

    /** When the last backup began (UTC milliseconds): whatever was committed before is in it. */
    public long recoveryPointMillis() {
        return last().header().startedAtMillis();
    }

    /** The transaction at which an artifact leaves the graph; for an empty differential its parent's. */
    static long endOf(Artifact artifact) {
        return artifact.empty() ? artifact.header().afterTransactionId() : artifact.highest();
    }
}

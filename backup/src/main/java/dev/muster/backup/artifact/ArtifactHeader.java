package dev.muster.backup.artifact;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.UUID;

/**
 * What is known of an artifact when it is begun; the first thing in the file.
 *
 * @param afterTransactionId for a differential: the parent's highest transaction; 0 for a full
 * @param parentArtifactId for a differential: the artifact it continues; null for a full
 * @param startedAtMillis when the backup was begun by the client's clock (UTC); to the second also in the file's name
 * @param compression {@code zstd} or {@code none}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({"formatVersion", "artifactId", "databaseName", "databaseId", "storeId", "type"})
public record ArtifactHeader(
        int formatVersion,
        UUID artifactId,
        String databaseName,
        UUID databaseId,
        UUID storeId,
        Type type,
        long afterTransactionId,
        UUID parentArtifactId,
        String sourceServerId,
        String sourceServerName,
        String sourceAddress,
        long startedAtMillis,
        String compression,
        String writtenBy) {
    /** Full: the whole store. Differential: the transactions after the parent's highest. */
    public enum Type {
        FULL,
        DIFF
    }

    public boolean full() {
        return type == Type.FULL;
    }

    public boolean compressed() {
        return !compression.equals("none");
    }
}

package dev.muster.backup.artifact;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.UUID;

/**
 * What is known of an artifact when it is begun; the first thing in the file.
 *
 * @param afterTransactionId for a differential: the parent's highest transaction; 0 for a full
 * @param parentArtifactId for a differential: the artifact it continues; null for a full
 * @param startedAtMillis when the backup was begun by the client's clock (UTC); to the second also in the file's name
 * @param compression {@code zstd} or {@code none}
 * @param encryption how the contents are encrypted; null if they are not
 * @param snapshotTransactionId for a full that a server streamed: the transaction its parts stand at, which is needed to go on
 *     with one that was cut off; else null
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
        String writtenBy,
        @JsonInclude(JsonInclude.Include.NON_NULL) EncryptedWith encryption,
        @JsonInclude(JsonInclude.Include.NON_NULL) Long snapshotTransactionId) {
    /** The version of the format that artifacts are written in. */
    public static final int WRITTEN_VERSION = ArtifactFormat.VERSION;

    /** Full: the whole store. Differential: the transactions after the parent's highest. */
    public enum Type {
        FULL,
        DIFF
    }

    /**
     * How contents are encrypted.
     *
     * @param cipher {@link #CIPHER}
     * @param keyId {@link EncryptionKey#id}
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record EncryptedWith(String cipher, String keyId) {
        /** The only one there is. */
        public static final String CIPHER = "AES-256-GCM";

        /** With that key; null if it is null. */
        public static EncryptedWith key(EncryptionKey key) {
            return key == null ? null : new EncryptedWith(CIPHER, key.id());
        }
    }

    /** Not encrypted. */
    public ArtifactHeader(
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
        this(
                formatVersion,
                artifactId,
                databaseName,
                databaseId,
                storeId,
                type,
                afterTransactionId,
                parentArtifactId,
                sourceServerId,
                sourceServerName,
                sourceAddress,
                startedAtMillis,
                compression,
                writtenBy,
                null,
                null);
    }

    /** The id of the key it is encrypted with; null if it is not. */
    @JsonIgnore
    public String keyId() {
        return encryption == null ? null : encryption.keyId();
    }

    public boolean full() {
        return type == Type.FULL;
    }

    public boolean compressed() {
        return !compression.equals("none");
    }
}

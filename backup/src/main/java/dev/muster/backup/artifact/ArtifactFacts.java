package dev.muster.backup.artifact;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * What is known of an artifact only at its end; the last chunk, found from the footer.
 *
 * @param lowestTransactionId 1 for a full; the first transaction of a differential; 0 for an empty differential
 * @param highestTransactionId the last transaction contained; 0 for an empty differential
 * @param digest of the whole graph as it was at the source after the last transaction contained (or, for an empty
 *     differential, after the parent's), 32 hexadecimal digits; empty if it is encrypted and was read without the key
 * @param parts number of part chunks
 * @param partsTransactionId the transaction the parts stand at; 0 for a differential
 * @param transactions number of transactions contained one by one
 * @param rawBytes bytes of all chunks before compression
 * @param metadata which users and roles are contained, as {@code --include-metadata} was given; null if none
 * @param nodes nodes in the graph at the end, as the source counted them
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({"lowestTransactionId", "highestTransactionId", "digest"})
public record ArtifactFacts(
        long lowestTransactionId,
        long highestTransactionId,
        String digest,
        long parts,
        long partsTransactionId,
        long transactions,
        long rawBytes,
        long nodes,
        long relationships,
        long finishedAtMillis,
        @JsonInclude(JsonInclude.Include.NON_NULL) String metadata) {
    /** Without metadata. */
    public ArtifactFacts(
            long lowestTransactionId,
            long highestTransactionId,
            String digest,
            long parts,
            long partsTransactionId,
            long transactions,
            long rawBytes,
            long nodes,
            long relationships,
            long finishedAtMillis) {
        this(
                lowestTransactionId,
                highestTransactionId,
                digest,
                parts,
                partsTransactionId,
                transactions,
                rawBytes,
                nodes,
                relationships,
                finishedAtMillis,
                null);
    }

    /** The same with another digest. */
    ArtifactFacts withDigest(String other) {
        return new ArtifactFacts(
                lowestTransactionId,
                highestTransactionId,
                other,
                parts,
                partsTransactionId,
                transactions,
                rawBytes,
                nodes,
                relationships,
                finishedAtMillis,
                metadata);
    }
}

package dev.muster.backup.artifact;

import dev.muster.store.PinnedVersion;
import dev.muster.store.StoreIdentity;
import dev.muster.store.StreamedStore;
import dev.muster.store.engine.Stores;
import java.io.IOException;
import java.util.UUID;
import java.util.function.DoubleConsumer;

/** Makes a full artifact of a version of a store that lies on this machine, where no server streams it. */
public final class FullArtifact {
    private FullArtifact() {}

    /**
     * The header of a full artifact that came from no server.
     *
     * @param startedAtMillis whatever was committed before that moment (UTC) is in it
     * @param key what it is encrypted with; null if it is not
     */
    public static ArtifactHeader header(
            UUID artifactId,
            String database,
            StoreIdentity identity,
            long startedAtMillis,
            boolean compressed,
            EncryptionKey key) {
        return new ArtifactHeader(
                ArtifactHeader.WRITTEN_VERSION,
                artifactId,
                database,
                identity.databaseId(),
                identity.storeId(),
                ArtifactHeader.Type.FULL,
                0,
                null,
                "",
                "",
                "",
                startedAtMillis,
                compressed ? "zstd" : "none",
                "muster",
                ArtifactHeader.EncryptedWith.key(key),
                null);
    }

    /**
     * Writes the whole version and seals the artifact.
     *
     * @param finishedAtMillis nothing that was committed later (UTC) is in it
     * @param progress hears the fraction that is written, 0 to 1, and may throw to end it; then the writer is not sealed
     */
    public static Artifact write(
            PinnedVersion version, ArtifactWriter writer, long finishedAtMillis, DoubleConsumer progress)
            throws IOException {
        return write(version, writer, finishedAtMillis, null, progress);
    }

    /** The same with the users and roles that another artifact had; or without, if that is null. */
    public static Artifact write(
            PinnedVersion version,
            ArtifactWriter writer,
            long finishedAtMillis,
            Metadata metadata,
            DoubleConsumer progress)
            throws IOException {
        StreamedStore.Parts parts = Stores.parts(version);
        long count = 0;
        for (byte[] part = parts.next(); part != null; part = parts.next()) {
            progress.accept(parts.progress());
            writer.chunk(ChunkKind.PART, part);
            count++;
        }
        if (metadata != null) {
            writer.metadata(metadata.script());
        }
        return writer.seal(new ArtifactFacts(
                1,
                version.transactionId(),
                version.digest().toString(),
                count,
                version.transactionId(),
                0,
                writer.rawBytes(),
                version.nodeCount(),
                version.relationshipCount(),
                finishedAtMillis,
                metadata == null ? null : metadata.choice()));
    }
}

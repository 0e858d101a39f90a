package dev.muster.backup.artifact;

import java.nio.file.Path;
import java.util.UUID;

/** A sealed artifact: where it is, what it says of itself, and its size in bytes. */
public record Artifact(Path file, ArtifactHeader header, ArtifactFacts facts, long bytes) {
    public UUID id() {
        return header.artifactId();
    }

    public UUID databaseId() {
        return header.databaseId();
    }

    public boolean full() {
        return header.full();
    }

    /** A differential that found nothing new. */
    public boolean empty() {
        return !full() && facts.highestTransactionId() == 0;
    }

    /** The first transaction contained; 1 for a full, 0 if empty. */
    public long lowest() {
        return facts.lowestTransactionId();
    }

    /** The last transaction contained; 0 if empty. */
    public long highest() {
        return facts.highestTransactionId();
    }

    /** The id of the key it is encrypted with; null if it is not. */
    public String keyId() {
        return header.keyId();
    }

    /** Whether this is the same file with the same contents, perhaps read with a key where the other was not. */
    public boolean isSameAs(Artifact other) {
        return file.equals(other.file)
                && bytes == other.bytes
                && header.equals(other.header)
                && facts.withDigest("").equals(other.facts.withDigest(""));
    }

    public String fileName() {
        return file.getFileName().toString();
    }

    @Override
    public String toString() {
        return fileName() + " (" + header.type() + ", " + lowest() + ".." + highest() + ")";
    }
}

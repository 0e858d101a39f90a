package dev.muster.backup.online;

import dev.muster.backup.artifact.Chains.ParentRule;
import dev.muster.backup.artifact.EncryptionKey;
import dev.muster.backup.protocol.BackupAccess;
import dev.muster.catalog.security.MetadataChoice;
import dev.muster.runtime.SocketAddress;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;

/**
 * What is to be backed up, from where, to where.
 *
 * @param databases names and patterns ({@code *}, {@code ?}), as given
 * @param sources the servers, tried in this order; a server named twice is asked once
 * @param folder holds the artifacts, and the parents of differentials; must exist
 * @param answerTimeoutMillis how long a server may take to accept a connection and to say what it hosts
 * @param inactivityTimeoutMillis how long a server may be silent in the middle
 * @param zone whose time is in the artifacts' names
 * @param key what artifacts are encrypted with; null if they are not
 * @param resolution whether the sources are all there are, or the way into their cluster
 * @param access what the servers are shown, and must show
 * @param metadata which users and roles go along
 */
public record BackupRequest(
        List<String> databases,
        List<SocketAddress> sources,
        Path folder,
        BackupType type,
        Compression compression,
        OnFailure onFailure,
        ParentRule parentRule,
        long answerTimeoutMillis,
        long inactivityTimeoutMillis,
        ZoneId zone,
        EncryptionKey key,
        Resolution resolution,
        BackupAccess access,
        MetadataChoice metadata) {
    /** Facts A.9. */
    public static final long INACTIVITY_TIMEOUT_MILLIS = 600_000;

    /** Long enough for a busy server, short enough for a person who waits. */
    public static final long ANSWER_TIMEOUT_MILLIS = 10_000;

    /** Whether chunks are packed. */
    public enum Compression {
        ZSTD,
        NONE
    }

    /** Who is asked ({@code --remote-address-resolution}). */
    public enum Resolution {
        /** The sources that are named, in their order. */
        NONE,
        /** All servers of the clusters that the sources belong to: of each database secondaries, then followers, then the writer. */
        CLUSTER
    }

    /** What becomes of an artifact that could not be finished ({@code --keep-failed}). */
    public enum OnFailure {
        REMOVE,
        KEEP
    }

    public BackupRequest {
        databases = databases.stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
        sources = List.copyOf(new LinkedHashSet<>(sources));
        if (databases.isEmpty() || sources.isEmpty()) {
            throw new IllegalArgumentException("a backup needs databases and servers: " + databases + ", " + sources);
        }
    }

    /** Of servers that demand nothing. */
    public BackupRequest(
            List<String> databases,
            List<SocketAddress> sources,
            Path folder,
            BackupType type,
            Compression compression,
            OnFailure onFailure,
            ParentRule parentRule,
            long answerTimeoutMillis,
            long inactivityTimeoutMillis,
            ZoneId zone,
            EncryptionKey key,
            Resolution resolution) {
        this(
                databases,
                sources,
                folder,
                type,
                compression,
                onFailure,
                parentRule,
                answerTimeoutMillis,
                inactivityTimeoutMillis,
                zone,
                key,
                resolution,
                BackupAccess.NONE,
                MetadataChoice.NONE);
    }

    /** Without encryption. */
    public BackupRequest(
            List<String> databases,
            List<SocketAddress> sources,
            Path folder,
            BackupType type,
            Compression compression,
            OnFailure onFailure,
            ParentRule parentRule,
            long answerTimeoutMillis,
            long inactivityTimeoutMillis,
            ZoneId zone) {
        this(
                databases,
                sources,
                folder,
                type,
                compression,
                onFailure,
                parentRule,
                answerTimeoutMillis,
                inactivityTimeoutMillis,
                zone,
                null,
                Resolution.NONE,
                BackupAccess.NONE,
                MetadataChoice.NONE);
    }

    /** A request with the defaults of the command line. */
    public static BackupRequest of(List<String> databases, List<SocketAddress> sources, Path folder, ZoneId zone) {
        return new BackupRequest(
                databases,
                sources,
                folder,
                BackupType.AUTO,
                Compression.ZSTD,
                OnFailure.REMOVE,
                ParentRule.NEWEST,
                ANSWER_TIMEOUT_MILLIS,
                INACTIVITY_TIMEOUT_MILLIS,
                zone);
    }

    public BackupRequest withType(BackupType other) {
        return with(databases, folder, other, key, resolution, access, metadata);
    }

    /** The same, encrypted with that key, or with none. */
    public BackupRequest withKey(EncryptionKey other) {
        return with(databases, folder, type, other, resolution, access, metadata);
    }

    /** The same with other sources asked. */
    public BackupRequest withResolution(Resolution other) {
        return with(databases, folder, type, key, other, access, metadata);
    }

    /** The same for servers that demand a certificate or a token. */
    public BackupRequest withAccess(BackupAccess other) {
        return with(databases, folder, type, key, resolution, other, metadata);
    }

    /** The same with users and roles. */
    public BackupRequest withMetadata(MetadataChoice other) {
        return with(databases, folder, type, key, resolution, access, other);
    }

    /** The same of other databases. */
    public BackupRequest withDatabases(List<String> others) {
        return with(others, folder, type, key, resolution, access, metadata);
    }

    /** The same into another folder. */
    public BackupRequest withFolder(Path other) {
        return with(databases, other, type, key, resolution, access, metadata);
    }

    private BackupRequest with(
            List<String> newDatabases,
            Path newFolder,
            BackupType newType,
            EncryptionKey newKey,
            Resolution newResolution,
            BackupAccess newAccess,
            MetadataChoice newMetadata) {
        return new BackupRequest(
                newDatabases,
                sources,
                newFolder,
                newType,
                compression,
                onFailure,
                parentRule,
                answerTimeoutMillis,
                inactivityTimeoutMillis,
                zone,
                newKey,
                newResolution,
                newAccess,
                newMetadata);
    }
}

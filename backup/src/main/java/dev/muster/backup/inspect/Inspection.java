package dev.muster.backup.inspect;

import dev.muster.backup.BackupError;
import dev.muster.backup.BackupException;
import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.artifact.ArtifactReader;
import dev.muster.backup.artifact.Chains;
import dev.muster.backup.artifact.EncryptionKey;
import dev.muster.runtime.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Reads the artifacts of a folder (or one file) and selects what is to be shown: newest first within a database. */
public final class Inspection {
    private final List<Artifact> artifacts;
    private final List<Chains.Unreadable> unreadable;

    private Inspection(List<Artifact> artifacts, List<Chains.Unreadable> unreadable) {
        this.artifacts = artifacts;
        this.unreadable = unreadable;
    }

    /** Which artifacts of each database. */
    public enum Scope {
        ALL,
        /** The newest. */
        LATEST_BACKUP,
        /** Those the newest needs to be restored, newest first. */
        LATEST_CHAIN
    }

    /** Whether empty differentials count. */
    public enum Empty {
        INCLUDED,
        LEFT_OUT
    }

    /** @param database only this one, or null for all; not needed for a file */
    public static Inspection of(Disk disk, Path path, String database, Scope scope, Empty empty) throws IOException {
        if (!disk.exists(path)) {
            throw BackupError.NOTHING_TO_RESTORE.with(path, ": it does not exist");
        }
        if (!disk.isDirectory(path)) {
            return ofFile(disk, path, scope);
        }
        Chains chains = Chains.read(disk, path);
        Map<UUID, List<Artifact>> byDatabase = new LinkedHashMap<>();
        for (Artifact artifact : chains.newestFirst()) {
            boolean wanted =
                    database == null || artifact.header().databaseName().equals(database.toLowerCase(Locale.ROOT));
            if (wanted && (empty == Empty.INCLUDED || !artifact.empty())) {
                byDatabase
                        .computeIfAbsent(artifact.databaseId(), id -> new ArrayList<>())
                        .add(artifact);
            }
        }
        List<Artifact> shown = new ArrayList<>();
        byDatabase.values().forEach(newestFirst -> shown.addAll(select(chains, newestFirst, scope)));
        return new Inspection(shown, chains.unreadable());
    }

    /**
     * The same with header and facts of those that are encrypted checked with the key, and their digests; those it does not fit are
     * told with the unreadable ones.
     */
    public Inspection authenticated(Disk disk, EncryptionKey key) throws IOException {
        List<Artifact> authentic = new ArrayList<>();
        List<Chains.Unreadable> problems = new ArrayList<>(unreadable);
        for (Artifact artifact : artifacts) {
            try {
                authentic.add(ArtifactReader.authenticate(disk, artifact.file(), key));
            } catch (BackupException e) {
                problems.add(new Chains.Unreadable(artifact.file(), e.getMessage()));
            }
        }
        return new Inspection(authentic, problems);
    }

    /** What is to be shown. */
    public List<Artifact> artifacts() {
        return artifacts;
    }

    /** Files of an artifact's name that are none, or are damaged. */
    public List<Chains.Unreadable> unreadable() {
        return unreadable;
    }

    private static Inspection ofFile(Disk disk, Path file, Scope scope) throws IOException {
        Artifact artifact = ArtifactReader.describe(disk, file);
        if (scope != Scope.LATEST_CHAIN) {
            return new Inspection(List.of(artifact), List.of());
        }
        Chains chains = Chains.read(disk, file.toAbsolutePath().getParent());
        return new Inspection(newestFirst(chains.chainTo(artifact)), List.of());
    }

    private static List<Artifact> select(Chains chains, List<Artifact> newestFirst, Scope scope) {
        return switch (scope) {
            case ALL -> newestFirst;
            case LATEST_BACKUP -> newestFirst.subList(0, 1);
            case LATEST_CHAIN -> newestFirst(chains.chainTo(newestFirst.get(0)));
        };
    }

    private static List<Artifact> newestFirst(List<Artifact> chain) {
        List<Artifact> reversed = new ArrayList<>(chain);
        java.util.Collections.reverse(reversed);
        return reversed;
    }
}

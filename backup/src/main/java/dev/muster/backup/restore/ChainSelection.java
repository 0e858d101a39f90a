package dev.muster.backup.restore;

import dev.muster.backup.BackupError;
import dev.muster.backup.BackupException;
import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.artifact.ArtifactReader;
import dev.muster.backup.artifact.Chains;
import dev.muster.runtime.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds the chain that a path stands for: that of an artifact, or the newest of a folder. */
public final class ChainSelection {
    private ChainSelection() {}

    /**
     * The artifacts, full first. Throws {@link BackupException} that says what is missing, or that a folder holds several
     * databases.
     *
     * @param sourceDatabase which database of a folder is meant; null if there is only one
     */
    public static List<Artifact> of(Disk disk, Path from, String sourceDatabase) throws IOException {
        if (!disk.exists(from)) {
            throw BackupError.NOTHING_TO_RESTORE.with(from, ": it does not exist");
        }
        if (!disk.isDirectory(from)) {
            Artifact last = ArtifactReader.describe(disk, from);
            Path folder = from.toAbsolutePath().getParent();
            return last.full() ? List.of(last) : Chains.read(disk, folder).chainTo(last);
        }
        Chains chains = Chains.read(disk, from);
        return chains.chainTo(newest(chains, from, sourceDatabase));
    }

    /** The newest artifact of the one database that is meant; a damaged file that might be newer is an error, not ignored. */
    private static Artifact newest(Chains chains, Path folder, String sourceDatabase) {
        String wanted = sourceDatabase == null ? null : sourceDatabase.toLowerCase(Locale.ROOT);
        chains.unreadable().stream()
                .filter(file ->
                        wanted == null || file.file().getFileName().toString().startsWith(wanted + "-"))
                .findFirst()
                .ifPresent(file -> {
                    throw BackupError.CHAIN_BROKEN.with(
                            wanted == null ? "?" : wanted, folder, "a file cannot be read: " + file.reason());
                });
        List<Artifact> found = chains.newestFirst().stream()
                .filter(artifact ->
                        wanted == null || artifact.header().databaseName().equals(wanted))
                .toList();
        if (found.isEmpty()) {
            throw BackupError.NOTHING_TO_RESTORE.with(folder, wanted == null ? "" : " of database '" + wanted + "'");
        }
        Set<String> names = found.stream()
                .map(artifact -> artifact.header().databaseName())
                .collect(Collectors.toCollection(TreeSet::new));
        if (names.size() > 1) {
            throw BackupError.SEVERAL_DATABASES.with(folder, String.join(", ", names));
        }
        return found.get(0);
    }
}

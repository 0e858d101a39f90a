package dev.muster.backup.chain;

import dev.muster.backup.BackupError;
import dev.muster.backup.BackupException;
import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.artifact.Chains;
import dev.muster.runtime.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The artifacts of a folder put together to chains, and what does not belong to any.
 *
 * @param chains by the name of the database, then the newest first
 * @param orphans differentials that no full backup leads to any more
 * @param unreadable files with an artifact's name that are none, or are damaged where one can see it without reading them whole
 */
public record FolderChains(List<BackupChain> chains, List<Orphan> orphans, List<Chains.Unreadable> unreadable) {
    private static final Comparator<Artifact> OLDEST_FIRST = Comparator.comparingLong(
                    (Artifact artifact) -> artifact.header().startedAtMillis())
            .thenComparing(Artifact::fileName);

    private static final Comparator<BackupChain> BY_NAME_NEWEST_FIRST =
            Comparator.comparing(BackupChain::databaseName).thenComparing(BackupChain::full, OLDEST_FIRST.reversed());

    /** A differential of no chain, and why it is of none. */
    public record Orphan(Artifact artifact, String reason) {}

    public FolderChains {
        chains = List.copyOf(chains);
        orphans = List.copyOf(orphans);
        unreadable = List.copyOf(unreadable);
    }

    /**
     * Reads headers and footers of all artifacts.
     *
     * @param database only this one, by name; null for all
     * @throws BackupException if there is no such folder
     */
    public static FolderChains read(Disk disk, Path folder, String database) throws IOException {
        if (!disk.exists(folder) || !disk.isDirectory(folder)) {
            throw BackupError.NO_FOLDER.with(folder);
        }
        String wanted = database == null ? null : database.toLowerCase(Locale.ROOT);
        Chains read = Chains.read(disk, folder);
        List<Artifact> artifacts = read.newestFirst().stream()
                .filter(artifact ->
                        wanted == null || artifact.header().databaseName().equals(wanted))
                .toList();
        List<Chains.Unreadable> unreadable = read.unreadable().stream()
                .filter(file ->
                        wanted == null || file.file().getFileName().toString().startsWith(wanted + "-"))
                .toList();
        return of(read, artifacts, unreadable);
    }

    private static FolderChains of(Chains read, List<Artifact> artifacts, List<Chains.Unreadable> unreadable) {
        Map<Artifact, Set<Artifact>> members = new LinkedHashMap<>();
        List<Orphan> orphans = new ArrayList<>();
        for (Artifact artifact : artifacts) {
            try {
                List<Artifact> chain = read.chainTo(artifact);
                members.computeIfAbsent(chain.get(0), full -> new TreeSet<>(OLDEST_FIRST))
                        .addAll(chain);
            } catch (BackupException e) {
                orphans.add(new Orphan(artifact, e.getMessage()));
            }
        }
        List<BackupChain> chains = members.values().stream()
                .map(all -> new BackupChain(fullFirst(all)))
                .sorted(BY_NAME_NEWEST_FIRST)
                .toList();
        return new FolderChains(chains, orphans, unreadable);
    }

    /** A clock that was set back may have made a differential look older than the full it continues. */
    private static List<Artifact> fullFirst(Set<Artifact> artifacts) {
        return artifacts.stream()
                .sorted(Comparator.comparing((Artifact artifact) -> !artifact.full())
                        .thenComparingLong(BackupChain::endOf)
                        .thenComparing(OLDEST_FIRST))
                .toList();
    }

    /** The names of the databases that have chains. */
    public Set<String> databases() {
        Set<String> names = new TreeSet<>();
        chains.forEach(chain -> names.add(chain.databaseName()));
        return names;
    }

    /** Whether every file belongs to a chain. */
    public boolean isSound() {
        return orphans.isEmpty() && unreadable.isEmpty();
    }

    /** What is wrong with files that belong to no chain, one sentence each. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        unreadable.forEach(file -> problems.add(file.reason()));
        orphans.forEach(orphan -> problems.add(orphan.reason()));
        return problems;
    }
}

package dev.muster.backup.artifact;

import dev.muster.backup.BackupError;
import dev.muster.backup.BackupException;
import dev.muster.runtime.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The artifacts of a folder and the chains they form: which one a differential continues, and which ones a restore needs.
 * Pure, once {@link #read}.
 *
 * <p>A chain is a full and the differentials that follow it, of one database id and one store, without a gap: each begins
 * right after the one before ends; only the first may begin earlier, inside the full (facts A.6).
 */
public final class Chains {
    /** Newest first; the name decides between equal times, so that the order never depends on the folder's. */
    private static final Comparator<Artifact> NEWEST_FIRST = Comparator.comparingLong(
                    (Artifact artifact) -> artifact.header().startedAtMillis())
            .thenComparing(Artifact::fileName)
            .reversed();

    private final Path folder;
    private final List<Artifact> newestFirst;
    private final List<Unreadable> unreadable;

    public Chains(Path folder, List<Artifact> artifacts, List<Unreadable> unreadable) {
        this.folder = folder;
        this.newestFirst = artifacts.stream().sorted(NEWEST_FIRST).toList();
        this.unreadable = List.copyOf(unreadable);
    }

    /** A file that has an artifact's name and is none, or is damaged; it belongs to no chain. */
    public record Unreadable(Path file, String reason) {}

    /** Which artifact a differential continues when fulls were taken in between. */
    public enum ParentRule {
        /** The most recent one that is not empty. */
        NEWEST,
        /** The most recent differential that is not empty, if there is one ({@code --prefer-diff-as-parent}). */
        NEWEST_DIFFERENTIAL
    }

    /** Reads header and footer of every artifact in the folder. */
    public static Chains read(Disk disk, Path folder) throws IOException {
        List<Artifact> artifacts = new ArrayList<>();
        List<Unreadable> unreadable = new ArrayList<>();
        for (String name : disk.list(folder)) {
            Path file = folder.resolve(name);
            if (name.endsWith(ArtifactName.SUFFIX) && !name.startsWith(".") && !disk.isDirectory(file)) {
                try {
                    artifacts.add(ArtifactReader.describe(disk, file));
                } catch (BackupException | IOException e) {
                    unreadable.add(new Unreadable(file, String.valueOf(e.getMessage())));
                }
            }
        }
        return new Chains(folder, artifacts, unreadable);
    }

    public List<Artifact> newestFirst() {
        return newestFirst;
    }

    public List<Artifact> newestFirst(UUID databaseId) {
        return newestFirst.stream()
                .filter(artifact -> artifact.databaseId().equals(databaseId))
                .toList();
    }

    public List<Unreadable> unreadable() {
        return unreadable;
    }

    /**
     * The artifact the next differential continues. Throws {@link BackupException} with the reason why there can be none.
     */
    public Artifact parent(UUID databaseId, ParentRule rule) {
        List<Artifact> candidates = newestFirst(databaseId).stream()
                .filter(artifact -> !artifact.empty())
                .toList();
        if (candidates.stream().noneMatch(Artifact::full)) {
            throw BackupError.NO_FULL_IN_FOLDER.with();
        }
        Artifact parent = candidates.stream()
                .filter(artifact -> rule == ParentRule.NEWEST_DIFFERENTIAL && !artifact.full())
                .findFirst()
                .orElse(candidates.get(0));
        chainTo(parent);
        return parent;
    }

    /**
     * The shortest chain that ends with the artifact, full first. Throws {@link BackupException} that names what is
     * missing.
     */
    public List<Artifact> chainTo(Artifact last) {
        if (last.full()) {
            return List.of(last);
        }
        Map<Artifact, Artifact> followedBy = new HashMap<>();
        Deque<Artifact> open = new ArrayDeque<>(List.of(last));
        long reached = first(last);
        while (!open.isEmpty()) {
            Artifact artifact = open.remove();
            reached = Math.min(reached, first(artifact));
            for (Artifact before : predecessors(artifact)) {
                if (followedBy.putIfAbsent(before, artifact) == null) {
                    if (before.full()) {
                        return path(before, last, followedBy);
                    }
                    open.add(before);
                }
            }
        }
        throw BackupError.CHAIN_BROKEN.with(
                last.header().databaseName(),
                folder,
                "nothing there leads from a full backup to transaction " + (reached - 1) + ", which '" + last.fileName()
                        + "' needs");
    }

    /** Fulls first, those that leave least to replay before others; then differentials, the recorded parent first. */
    private List<Artifact> predecessors(Artifact artifact) {
        long before = first(artifact) - 1;
        return newestFirst.stream()
                .filter(other -> sameStore(artifact, other) && !other.empty())
                .filter(other ->
                        other.full() ? leadsIn(other, artifact) : other.highest() == before && other != artifact)
                .sorted(Comparator.comparing(Artifact::full)
                        .thenComparing(Artifact::highest)
                        .thenComparing(
                                other -> other.id().equals(artifact.header().parentArtifactId()))
                        .reversed())
                .toList();
    }

    private static boolean leadsIn(Artifact full, Artifact differential) {
        long last = differential.empty() ? first(differential) : differential.highest();
        return full.highest() >= first(differential) - 1 && full.highest() < last;
    }

    /** The first transaction of a differential; for an empty one, the one that would have been. */
    private static long first(Artifact artifact) {
        return artifact.header().afterTransactionId() + 1;
    }

    private static boolean sameStore(Artifact one, Artifact other) {
        return one.databaseId().equals(other.databaseId())
                && one.header().storeId().equals(other.header().storeId());
    }

    private static List<Artifact> path(Artifact full, Artifact last, Map<Artifact, Artifact> followedBy) {
        List<Artifact> chain = new ArrayList<>(List.of(full));
        while (!chain.get(chain.size() - 1).equals(last)) {
            chain.add(followedBy.get(chain.get(chain.size() - 1)));
        }
        return List.copyOf(chain);
    }
}

package dev.muster.backup.chain;

import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.artifact.FolderLock;
import dev.muster.runtime.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Which chains of a folder a retention lets go, and their removal. A chain goes as a whole or not at all, and the newest one of a
 * database never goes. Pure but for
 * {@link #run} and {@link #remove}.
 */
public final class Expiry {
    /**
     * What is kept: a chain goes if it is neither one of the newest nor of the last days.
     *
     * @param keepFull so many chains of each database, at least 1
     * @param keepDays chains whose last backup is no older, in days of 24 hours; 0 to keep none for their age
     */
    public record Retention(int keepFull, int keepDays) {
        public Retention {
            if (keepFull < 1 || keepDays < 0) {
                throw new IllegalArgumentException("keeping " + keepFull + " chains and " + keepDays + " days");
            }
        }
    }

    /** Whether a chain stays, and why, or why it goes. */
    public record Verdict(BackupChain chain, boolean kept, String reason) {}

    private Expiry() {}

    /** Judges all chains, in their order. */
    public static List<Verdict> judge(FolderChains folder, Retention retention, long nowMillis) {
        Map<String, Integer> seen = new HashMap<>();
        List<Verdict> verdicts = new ArrayList<>();
        for (BackupChain chain : folder.chains()) {
            int position = seen.merge(chain.databaseName(), 1, Integer::sum);
            verdicts.add(judge(chain, position, retention, nowMillis));
        }
        return verdicts;
    }

    private static Verdict judge(BackupChain chain, int position, Retention retention, long nowMillis) {
        if (position <= retention.keepFull()) {
            return new Verdict(
                    chain,
                    true,
                    position == 1 ? "the newest chain" : "one of the newest " + retention.keepFull() + " chains");
        }
        long ageMillis = nowMillis - chain.recoveryPointMillis();
        if (retention.keepDays() > 0 && ageMillis <= TimeUnit.DAYS.toMillis(retention.keepDays())) {
            return new Verdict(chain, true, "its last backup is no older than " + retention.keepDays() + " days");
        }
        return new Verdict(
                chain, false, position == 2 ? "a newer chain is there" : (position - 1) + " newer chains are there");
    }

    /**
     * The files that go: of each chain the last artifact first, so that what is left after an interruption is always a whole
     * chain. An artifact that a kept chain needs as well stays.
     */
    public static List<Artifact> expired(List<Verdict> verdicts) {
        Set<Artifact> expired = new LinkedHashSet<>();
        verdicts.stream().filter(verdict -> !verdict.kept()).forEach(verdict -> {
            List<Artifact> artifacts = verdict.chain().artifacts();
            for (int i = artifacts.size() - 1; i >= 0; i--) {
                expired.add(artifacts.get(i));
            }
        });
        verdicts.stream()
                .filter(Verdict::kept)
                .forEach(verdict -> verdict.chain().artifacts().forEach(expired::remove));
        return List.copyOf(expired);
    }

    /**
     * Removes what the retention does not keep of one database, and says how each of its chains was judged. The folder is
     * locked meanwhile: a backup might continue a chain that goes.
     */
    public static List<Verdict> run(Disk disk, Path folder, String database, Retention retention, long nowMillis)
            throws IOException {
        try (FolderLock lock = FolderLock.take(disk, folder, database)) {
            List<Verdict> judged = judge(FolderChains.read(disk, folder, database), retention, nowMillis);
            for (Artifact artifact : expired(judged)) {
                remove(disk, folder, artifact);
            }
            return judged;
        }
    }

    /** Removes an artifact, durably: the next one only goes when this one is gone for good. */
    public static void remove(Disk disk, Path folder, Artifact artifact) throws IOException {
        disk.delete(artifact.file());
        disk.syncDirectory(folder);
    }
}

package dev.muster.backup.online;

import dev.muster.backup.BackupException;
import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.artifact.ArtifactName;
import dev.muster.backup.artifact.ArtifactReader;
import dev.muster.runtime.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * Whether a folder has room for another full, as far as that can be known before: by the last one. It is no reason to refuse, since the
 * database may have become smaller; a target that is full in the end is told of as such.
 */
final class RoomForFull {
    private RoomForFull() {}

    /** What to warn of; null if there seems to be room, or if nobody can tell. */
    static String doubt(Disk disk, Path folder, String database) throws IOException {
        long free = disk.usableBytes(folder);
        if (free == Long.MAX_VALUE) {
            return null;
        }
        Artifact last = lastFull(disk, folder, database);
        return last == null || last.bytes() <= free
                ? null
                : "The last full of database '" + database + "', '" + last.fileName() + "', has " + last.bytes()
                        + " bytes, and " + free + " are free in '" + folder + "': another one may not fit.";
    }

    private static Artifact lastFull(Disk disk, Path folder, String database) throws IOException {
        List<String> newestFirst = disk.list(folder).stream()
                .filter(name -> ArtifactName.isOf(name, database))
                .sorted(Comparator.reverseOrder())
                .toList();
        for (String name : newestFirst) {
            try {
                Artifact artifact = ArtifactReader.describe(disk, folder.resolve(name));
                if (artifact.full()) {
                    return artifact;
                }
            } catch (BackupException damaged) {
                continue; // others tell of it
            }
        }
        return null;
    }
}

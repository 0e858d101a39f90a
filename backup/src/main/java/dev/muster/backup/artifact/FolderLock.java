package dev.muster.backup.artifact;

import dev.muster.backup.BackupError;
import dev.muster.runtime.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps two runs from writing artifacts of one database into one folder at a time. The operating system drops it when its
 * owner dies. The lock file, {@code .<database>.lock}, stays: removing it would let two runs hold two different files.
 */
public final class FolderLock implements AutoCloseable {
    private final Disk disk;
    private final Path folder;
    private final String database;
    private final AutoCloseable lock;

    private FolderLock(Disk disk, Path folder, String database, AutoCloseable lock) {
        this.disk = disk;
        this.folder = folder;
        this.database = database;
        this.lock = lock;
    }

    /** Takes the lock or fails with {@link BackupError#FOLDER_IN_USE}. */
    public static FolderLock take(Disk disk, Path folder, String database) throws IOException {
        Path file = folder.resolve("." + database + ".lock");
        AutoCloseable lock = disk.tryLock(file);
        if (lock == null) {
            String owner = disk.lockedBy(file);
            throw BackupError.FOLDER_IN_USE.with(database, folder, owner.isEmpty() ? "" : ": " + owner);
        }
        return new FolderLock(disk, folder, database, lock);
    }

    /** The artifacts that a run which was killed has begun and not finished, by the names they would have; the oldest first. */
    public List<String> unfinished() throws IOException {
        return disk.list(folder).stream()
                .filter(name -> ArtifactName.isPartialOf(name, database))
                .map(ArtifactName::ofPartial)
                .toList();
    }

    /** Removes what there is of an artifact that was not finished. The name of the file. */
    public String remove(String unfinished) throws IOException {
        String partial = ArtifactName.partial(unfinished);
        disk.delete(folder.resolve(partial));
        return partial;
    }

    /** Removes the temporary files of a run that was killed, which nobody writes any more. Their names. */
    public List<String> removeLeftovers() throws IOException {
        List<String> removed = new ArrayList<>();
        for (String name : unfinished()) {
            removed.add(remove(name));
        }
        return removed;
    }

    @Override
    public void close() throws IOException {
        Disk.letGo(lock);
    }
}

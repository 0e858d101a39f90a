package dev.muster.backup.artifact;

import dev.muster.backup.BackupError;
import dev.muster.runtime.Disk;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Keeps two runs from writing artifacts of one database into one folder at a time. The operating system drops it when its
 * owner dies. The lock file, {@code .<database>.lock}, stays: removing it would let two runs hold two different files.
 */
public final class FolderLock implements AutoCloseable {
    private final AutoCloseable lock;

    private FolderLock(AutoCloseable lock) {
        this.lock = lock;
    }

    /** Takes the lock or fails with {@link BackupError#FOLDER_IN_USE}. */
    public static FolderLock take(Disk disk, Path folder, String database) throws IOException {
        AutoCloseable lock = disk.tryLock(folder.resolve("." + database + ".lock"));
        if (lock == null) {
            throw BackupError.FOLDER_IN_USE.with(database, folder);
        }
        return new FolderLock(lock);
    }

    @Override
    public void close() throws IOException {
        try {
            lock.close();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("cannot let the lock go", e);
        }
    }
}

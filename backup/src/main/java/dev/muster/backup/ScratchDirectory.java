package dev.muster.backup;

import dev.muster.runtime.Disk;
import dev.muster.runtime.World;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A directory for what is built on the way, gone with all in it once it is closed. One whose owner was killed goes with the next one
 * that is made beside it for the same purpose: the operating system has let go of the dead owner's lock.
 */
public final class ScratchDirectory implements AutoCloseable {
    private static final String LOCK = "owner.lock";
    private static final int TRIES = 10;

    private final Disk disk;
    private final Path path;
    private final AutoCloseable lock;

    private ScratchDirectory(Disk disk, Path path, AutoCloseable lock) {
        this.disk = disk;
        this.path = path;
        this.lock = lock;
    }

    /** Makes one in a directory that exists, {@code .muster-<purpose>-<something>}. */
    public static ScratchDirectory make(World world, Path parent, String purpose) throws IOException {
        Disk disk = world.disk();
        String beginning = ".muster-" + purpose + "-";
        removeAbandoned(disk, parent, beginning);
        for (int i = 0; i < TRIES; i++) {
            Path path = parent.resolve(beginning + world.random().nextUuid());
            disk.createDirectories(path);
            AutoCloseable lock = disk.tryLock(path.resolve(LOCK));
            if (lock != null) {
                return new ScratchDirectory(disk, path, lock);
            } // somebody takes it for an abandoned one just now
        }
        throw new IOException("no scratch directory can be had in " + parent);
    }

    private static void removeAbandoned(Disk disk, Path parent, String beginning) throws IOException {
        for (String name : disk.list(parent)) {
            if (name.startsWith(beginning)) {
                Path left = parent.resolve(name);
                AutoCloseable lock = disk.isDirectory(left) ? disk.tryLock(left.resolve(LOCK)) : null;
                if (lock != null) {
                    new ScratchDirectory(disk, left, lock).close();
                }
            }
        }
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        try {
            disk.deleteTree(path);
        } finally {
            Disk.letGo(lock);
        }
    }
}

package dev.muster.backup.objects;

import dev.muster.runtime.Disk;
import dev.muster.runtime.World;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells other processes of this machine at once that the owner of a lease is dead, which elsewhere only time tells: a file in the
 * directory for temporary files, locked for as long as its process lives.
 */
final class SignOfLife implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SignOfLife.class);

    private final Disk disk;
    private final Path file;
    private final AutoCloseable lock;

    private SignOfLife(Disk disk, Path file, AutoCloseable lock) {
        this.disk = disk;
        this.file = file;
        this.lock = lock;
    }

    /** Of this process; or one that shows nothing, where no such file can be made. */
    static SignOfLife of(String owner, World world) {
        Path file = file(owner);
        try {
            world.disk().createDirectories(file.getParent());
            return new SignOfLife(world.disk(), file, world.disk().tryLock(file));
        } catch (IOException e) {
            LOG.info("nobody will see at once when this process has died: '{}': {}", file, e.getMessage());
            return new SignOfLife(world.disk(), file, null);
        }
    }

    /** Whether the owner ran on this machine, and does no more. */
    static boolean isGone(String owner, World world) throws IOException {
        Path file = file(owner);
        if (!world.disk().exists(file)) {
            return false;
        }
        try (SignOfLife left = new SignOfLife(world.disk(), file, world.disk().tryLock(file))) {
            return left.lock != null;
        }
    }

    private static Path file(String owner) {
        return Path.of(System.getProperty("java.io.tmpdir")).resolve("muster-lease-" + owner + ".lock");
    }

    @Override
    public void close() throws IOException {
        if (lock != null) {
            disk.delete(file);
            Disk.letGo(lock);
        }
    }
}

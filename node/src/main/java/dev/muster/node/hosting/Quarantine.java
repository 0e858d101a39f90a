package dev.muster.node.hosting;

import dev.muster.runtime.Disk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Which databases this server keeps frozen, over restarts: a file for each, named after the database's id, with who said so,
 * when and why in it. One call at a time.
 */
final class Quarantine {
    private final Disk disk;
    private final Path directory;

    Quarantine(Disk disk, Path directory) {
        this.disk = disk;
        this.directory = directory;
    }

    /** Why the database is frozen, or null if it is not. A mark that cannot be read counts, and says so. */
    String reasonFor(UUID databaseId) {
        Path mark = mark(databaseId);
        try {
            return disk.exists(mark) ? new String(disk.readAll(mark), StandardCharsets.UTF_8) : null;
        } catch (IOException e) {
            return mark + " cannot be read: " + e.getMessage();
        }
    }

    /** On the disk when it returns. */
    void set(UUID databaseId, String reason) throws IOException {
        disk.createDirectories(directory);
        disk.syncDirectory(directory.toAbsolutePath().getParent());
        disk.replace(mark(databaseId), reason.getBytes(StandardCharsets.UTF_8));
    }

    /** Gone from the disk when it returns; harmless if there was nothing. */
    void lift(UUID databaseId) throws IOException {
        Path mark = mark(databaseId);
        if (disk.exists(mark)) {
            disk.delete(mark);
            disk.syncDirectory(directory);
        }
    }

    private Path mark(UUID databaseId) {
        return directory.resolve(databaseId.toString());
    }
}

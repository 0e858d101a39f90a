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

    /** Notes, or takes back, that the next life of the copy goes on with this store. On the disk when it returns. */
    void keepStore(UUID databaseId, boolean keep) throws IOException {
        if (keep) {
            disk.replace(keptMark(databaseId), new byte[] {1});
        } else {
            remove(keptMark(databaseId));
        }
    }

    /** A note that cannot be read does not count: the others give another store. */
    boolean keepsStore(UUID databaseId) {
        try {
            return disk.exists(keptMark(databaseId));
        } catch (IOException e) {
            return false;
        }
    }

    /** Gone from the disk when it returns, and what was noted besides; harmless if there was nothing. */
    void lift(UUID databaseId) throws IOException {
        remove(keptMark(databaseId));
        remove(mark(databaseId));
    }

    private void remove(Path mark) throws IOException {
        if (disk.exists(mark)) {
            disk.delete(mark);
            disk.syncDirectory(directory);
        }
    }

    private Path keptMark(UUID databaseId) {
        return directory.resolve(databaseId + ".keep");
    }

    private Path mark(UUID databaseId) {
        return directory.resolve(databaseId.toString());
    }
}

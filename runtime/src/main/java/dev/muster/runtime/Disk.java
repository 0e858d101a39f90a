package dev.muster.runtime;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * The files of one server. Blocking; so the core calls it on lanes that may block (the log's, the store's), never on one
 * that must answer.
 *
 * <p>Directory entries (a new file, a rename, a removal; not a new directory) are durable only after {@link #syncDirectory}
 * of the directory that holds them.
 */
public interface Disk {
    /** How {@link #open} treats a file that is or is not there. */
    enum Open {
        /** Must exist; reading only. */
        READ,
        /** Must exist; reading and writing. */
        WRITE,
        /** Is made if missing; reading and writing. */
        CREATE,
        /** Must not exist; reading and writing. */
        CREATE_NEW
    }

    /** Opens a file. Throws {@link java.nio.file.NoSuchFileException} or {@link java.nio.file.FileAlreadyExistsException}. */
    DiskFile open(Path file, Open how) throws IOException;

    /** Whether there is a file or directory of that name. */
    boolean exists(Path path) throws IOException;

    /** Whether the path is a directory. */
    boolean isDirectory(Path path) throws IOException;

    /** The names in a directory, sorted; empty if there is no such directory. */
    List<String> list(Path directory) throws IOException;

    /**
     * Makes a directory and those above it, durably: unlike files they keep their names in a power cut without {@link
     * #syncDirectory} of what holds them. Does nothing for those that exist.
     */
    void createDirectories(Path directory) throws IOException;

    /** Renames in one step, replacing a file of the target's name. */
    void move(Path from, Path to) throws IOException;

    /** Removes a file or an empty directory, if it is there. */
    void delete(Path path) throws IOException;

    /** Removes a directory with all below it, if it is there. */
    void deleteTree(Path path) throws IOException;

    /** Makes the entries of a directory durable. */
    void syncDirectory(Path directory) throws IOException;

    /** Bytes that can still be written where the path is. */
    long usableBytes(Path path) throws IOException;

    /**
     * Takes the file as a lock of this process, creating it; holds until closed or the process ends. Returns null if
     * somebody else holds it.
     */
    AutoCloseable tryLock(Path file) throws IOException;

    /** For people: who has the lock that could not be taken, and since when; empty if nobody knows. */
    default String lockedBy(Path file) throws IOException {
        return "";
    }

    /** Lets go of what {@link #tryLock} gave. */
    static void letGo(AutoCloseable lock) throws IOException {
        try {
            lock.close();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("a lock cannot be let go", e);
        }
    }

    /** The whole content of a small file. Throws {@link FileNotFoundException} family if missing. */
    default byte[] readAll(Path file) throws IOException {
        try (DiskFile open = open(file, Open.READ)) {
            ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(open.size()));
            while (content.hasRemaining()) {
                if (open.read(content, content.position()) < 0) {
                    break;
                }
            }
            return java.util.Arrays.copyOf(content.array(), content.position());
        }
    }

    /**
     * Replaces a small file so that after a crash either the old or the new content is there: temporary name, sync,
     * rename, sync of the directory.
     */
    default void replace(Path file, byte[] content) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        delete(temporary);
        try (DiskFile open = open(temporary, Open.CREATE_NEW)) {
            open.write(ByteBuffer.wrap(content), 0);
            open.force(true);
        }
        move(temporary, file);
        syncDirectory(file.toAbsolutePath().getParent());
    }
}

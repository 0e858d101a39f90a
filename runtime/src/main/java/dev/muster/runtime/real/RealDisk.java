package dev.muster.runtime.real;

import dev.muster.runtime.Disk;
import dev.muster.runtime.DiskFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The files of this machine.
 *
 * <p>Threads that are interrupted must not use it: Java closes a file under an interrupted reader. Lanes never are.
 */
public final class RealDisk implements Disk {
    /**
     * The lock files this process holds. POSIX gives a second lock of the same process for the asking, and drops the
     * first when <i>any</i> descriptor of the file closes; so a file that is locked here must not even be opened.
     */
    private static final Set<Path> LOCKED_HERE = ConcurrentHashMap.newKeySet();

    private final Set<Held> locks = ConcurrentHashMap.newKeySet();

    @Override
    public DiskFile open(Path file, Open how) throws IOException {
        return new RealDiskFile(file, DiskErrors.naming(file, () -> FileChannel.open(file, options(how))));
    }

    private static Set<OpenOption> options(Open how) {
        return switch (how) {
            case READ -> Set.of(StandardOpenOption.READ);
            case WRITE -> Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE);
            case CREATE -> Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
            case CREATE_NEW -> Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        };
    }

    @Override
    public boolean exists(Path path) {
        return Files.exists(path);
    }

    @Override
    public boolean isDirectory(Path path) {
        return Files.isDirectory(path);
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        } catch (NoSuchFileException e) {
            return List.of(); // removed since it was looked for
        }
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        Path absolute = directory.toAbsolutePath();
        Path parent = absolute.getParent();
        if (parent == null || Files.isDirectory(absolute)) {
            return;
        }
        createDirectories(parent);
        DiskErrors.naming(absolute, () -> Files.createDirectories(absolute)); // or somebody else makes it meanwhile
        try {
            syncDirectory(parent);
        } catch (IOException e) {
            Files.deleteIfExists(absolute); // or the next attempt takes it for durable
            throw e;
        }
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        DiskErrors.naming(to, () -> Files.move(from, to, StandardCopyOption.ATOMIC_MOVE));
    }

    @Override
    public void delete(Path path) throws IOException {
        Files.deleteIfExists(path);
    }

    @Override
    public void deleteTree(Path path) throws IOException {
        if (Files.exists(path)) {
            Files.walkFileTree(path, new Deletion());
        }
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public long usableBytes(Path path) throws IOException {
        Path existing = path.toAbsolutePath();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        return Files.getFileStore(existing).getUsableSpace();
    }

    /** Nobody may open the lock file by other means while it is held: closing it would let the lock go. */
    @Override
    public AutoCloseable tryLock(Path file) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        Path identity = parent.toRealPath().resolve(file.getFileName());
        if (!LOCKED_HERE.add(identity)) {
            return null;
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
            FileLock lock = channel.tryLock();
            if (lock != null) {
                Held held = new Held(channel, identity);
                sign(channel);
                channel = null;
                locks.add(held);
                return held;
            }
            LOCKED_HERE.remove(identity);
            return null;
        } catch (IOException e) {
            LOCKED_HERE.remove(identity);
            throw DiskErrors.of(file, e);
        } finally {
            if (channel != null) {
                channel.close();
            }
        }
    }

    /** Writes through the channel that holds the lock: closing another one of the same file would let it go. */
    private static void sign(FileChannel channel) throws IOException {
        String owner = "process " + ManagementFactory.getRuntimeMXBean().getName() + ", since "
                + Instant.now().truncatedTo(ChronoUnit.SECONDS);
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(owner.getBytes(StandardCharsets.UTF_8)), 0);
    }

    @Override
    public String lockedBy(Path file) throws IOException {
        Path identity = file.toAbsolutePath().getParent().toRealPath().resolve(file.getFileName());
        if (!LOCKED_HERE.add(identity)) {
            return "this very process";
        }
        try { // nobody here takes it meanwhile, so that nobody's lock is let go when the file is closed
            return Files.exists(file) ? new String(readAll(file), StandardCharsets.UTF_8).strip() : "";
        } finally {
            LOCKED_HERE.remove(identity);
        }
    }

    /** Lets go of all locks taken through this disk, as the end of a process would. */
    void releaseLocks() {
        for (Held lock : locks) {
            try {
                lock.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A lock that is held. Closing it twice is harmless. */
    private final class Held implements AutoCloseable {
        private final FileChannel channel;
        private final Path identity;

        Held(FileChannel channel, Path identity) {
            this.channel = channel;
            this.identity = identity;
        }

        @Override
        public void close() throws IOException {
            if (locks.remove(this)) {
                channel.close();
                LOCKED_HERE.remove(identity);
            }
        }
    }

    /** Removes what it visits; links are removed, not followed. */
    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}

package dev.muster.store.engine;

import dev.muster.runtime.Disk;
import dev.muster.runtime.DiskFile;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** Files in memory, for stores that need not last. Any thread. */
final class MemoryDisk implements Disk {
    private final TreeMap<Path, MemoryFile> files = new TreeMap<>();
    private final TreeSet<Path> directories = new TreeSet<>();
    private final TreeSet<Path> locks = new TreeSet<>();

    @Override
    public synchronized DiskFile open(Path file, Open how) throws IOException {
        MemoryFile present = files.get(file);
        if (present == null && (how == Open.READ || how == Open.WRITE)) {
            throw new NoSuchFileException(file.toString());
        }
        if (present != null && how == Open.CREATE_NEW) {
            throw new FileAlreadyExistsException(file.toString());
        }
        return present != null ? present : files.computeIfAbsent(file, path -> new MemoryFile());
    }

    @Override
    public synchronized boolean exists(Path path) {
        return files.containsKey(path) || directories.contains(path);
    }

    @Override
    public synchronized boolean isDirectory(Path path) {
        return directories.contains(path);
    }

    @Override
    public synchronized List<String> list(Path directory) {
        TreeSet<String> names = new TreeSet<>();
        for (Path path : files.keySet()) {
            addIfIn(directory, path, names);
        }
        for (Path path : directories) {
            addIfIn(directory, path, names);
        }
        return List.copyOf(names);
    }

    @Override
    public synchronized void createDirectories(Path directory) {
        for (Path path = directory; path != null; path = path.getParent()) {
            directories.add(path);
        }
    }

    @Override
    public synchronized void move(Path from, Path to) throws IOException {
        MemoryFile file = files.remove(from);
        if (file == null) {
            throw new NoSuchFileException(from.toString());
        }
        files.put(to, file);
    }

    @Override
    public synchronized void delete(Path path) throws IOException {
        if (directories.contains(path) && !list(path).isEmpty()) {
            throw new DirectoryNotEmptyException(path.toString());
        }
        files.remove(path);
        directories.remove(path);
    }

    @Override
    public synchronized void deleteTree(Path path) {
        files.keySet().removeIf(file -> file.startsWith(path));
        directories.removeIf(directory -> directory.startsWith(path));
    }

    @Override
    public void syncDirectory(Path directory) {
        // Nothing here outlives the process.
    }

    @Override
    public long usableBytes(Path path) {
        return Runtime.getRuntime().maxMemory();
    }

    @Override
    public synchronized AutoCloseable tryLock(Path file) {
        return locks.add(file) ? () -> unlock(file) : null;
    }

    private synchronized void unlock(Path file) {
        locks.remove(file);
    }

    private static void addIfIn(Path directory, Path path, TreeSet<String> names) {
        if (directory.equals(path.getParent())) {
            names.add(path.getFileName().toString());
        }
    }
}

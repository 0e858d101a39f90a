package dev.muster.runtime.sim;

import dev.muster.runtime.Disk;
import dev.muster.runtime.DiskFile;
import dev.muster.runtime.DiskFull;
import dev.muster.runtime.sim.DirectoryTree.Entry;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * A disk in memory that can be full, fail to sync, rot and lose power. It outlives the processes that use it.
 *
 * <p><b>Power cuts.</b> A directory entry not synced may be lost, and with a directory all below it; of a file's writes
 * not synced, each is kept, lost or torn. Nothing that was synced is lost.
 */
public final class SimulatedDisk implements Disk {
    /** The directory that has always been there. */
    public static final Path ROOT = Path.of("/muster");

    private static final long CAPACITY_BYTES = 1L << 40;

    private final SimulatedRandom random;
    private final LongConsumer spend;
    private final DirectoryTree tree = new DirectoryTree();
    private final Set<Path> locked = new HashSet<>();
    private final Set<Path> unreadable = new HashSet<>();
    private long syncNanosMin = 50_000;
    private long syncNanosMax = 500_000;
    private long capacityBytes = CAPACITY_BYTES;
    private boolean full;
    private boolean syncsFail;
    private int changes;
    private int changesLeft = Integer.MAX_VALUE;

    /** Grows when all open files are closed from outside; a file of an earlier number is dead. */
    private int life;

    /** A disk by itself, with no time passing. */
    public SimulatedDisk(long seed) {
        this(new SimulatedRandom(seed), nanos -> {});
    }

    /** {@code spend} is told how many nanoseconds a call took. */
    SimulatedDisk(SimulatedRandom random, LongConsumer spend) {
        this.random = random;
        this.spend = spend;
        tree.addRoot(ROOT);
    }

    /** How much virtual time a sync takes; between the bounds. */
    public void setSyncTime(Duration min, Duration max) {
        syncNanosMin = min.toNanos();
        syncNanosMax = max.toNanos();
    }

    /** Whether everything that needs new space fails with {@link DiskFull}. */
    public void setFull(boolean full) {
        this.full = full;
    }

    /** The size of the disk; what is stored already stays, whatever the size. */
    public void setCapacityBytes(long bytes) {
        capacityBytes = bytes;
    }

    /** Whether syncs fail; what was written since the last good one is lost in a power cut even if a later one succeeds. */
    public void setSyncsFail(boolean fail) {
        syncsFail = fail;
    }

    /** Whether reading the file fails. */
    public void setUnreadable(Path file, boolean fails) {
        if (fails) {
            unreadable.add(absolute(file));
        } else {
            unreadable.remove(absolute(file));
        }
    }

    /** Changes one byte of a file, durably, behind everybody's back. */
    public void corrupt(Path file, long position) throws IOException {
        existingFile(file).flip(position);
    }

    /** How many changes (writes, resizings, names, syncs) were made: the bound for trying every cut point. */
    public int changes() {
        return changes;
    }

    /** Lets so many more changes succeed; after them everything fails, until {@link #crash} brings the power back. */
    public void powerOffAfterChanges(int count) {
        changesLeft = count;
    }

    /** Cuts the power and brings it back: decides what of the unsynced is left; open files and locks are gone. */
    public void crash(SimulatedRandom chance) {
        closeAll();
        changesLeft = Integer.MAX_VALUE;
        tree.powerCut(chance);
        tree.files().forEach(content -> content.powerCut(chance));
    }

    /** Ends what the process held: open files and locks. Nothing is lost. */
    void closeAll() {
        life++;
        locked.clear();
    }

    @Override
    public DiskFile open(Path file, Open how) throws IOException {
        checkPower();
        Path path = absolute(file);
        Entry directory = parentOf(path);
        Entry entry = directory.children.get(path.getFileName().toString());
        if (entry != null && how == Open.CREATE_NEW) {
            throw new FileAlreadyExistsException(path.toString());
        }
        if (entry == null) {
            if (how == Open.READ || how == Open.WRITE) {
                throw new NoSuchFileException(path.toString());
            }
            change();
            if (full) {
                throw noSpace(path);
            }
            entry = new Entry(new FileContent());
            tree.put(directory, path.getFileName().toString(), entry);
        }
        if (entry.isDirectory()) {
            throw new IOException(path + ": Is a directory");
        }
        return new SimulatedFile(this, path, entry.content, how != Open.READ, life);
    }

    @Override
    public boolean exists(Path path) throws IOException {
        checkPower();
        return tree.find(absolute(path)) != null;
    }

    @Override
    public boolean isDirectory(Path path) throws IOException {
        checkPower();
        Entry entry = tree.find(absolute(path));
        return entry != null && entry.isDirectory();
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        checkPower();
        Entry entry = tree.find(absolute(directory));
        if (entry != null && !entry.isDirectory()) {
            throw new NotDirectoryException(directory.toString());
        }
        return entry == null ? List.of() : List.copyOf(entry.children.keySet());
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        checkPower();
        Path path = absolute(directory);
        Entry entry = tree.find(path);
        if (entry != null) {
            if (!entry.isDirectory()) {
                throw new FileAlreadyExistsException(path.toString());
            }
            return;
        }
        if (path.getParent() != null) {
            createDirectories(path.getParent());
        }
        change();
        if (full) {
            throw noSpace(path);
        }
        tree.put(parentOf(path), path.getFileName().toString(), new Entry(null));
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        checkPower();
        Path source = absolute(from);
        Path target = absolute(to);
        Entry moved = tree.find(source);
        if (moved == null) {
            throw new NoSuchFileException(source.toString());
        }
        Entry replaced = tree.find(target);
        if (replaced != null && replaced.isDirectory() && !replaced.children.isEmpty()) {
            throw new DirectoryNotEmptyException(target.toString());
        }
        Entry targetDirectory = parentOf(target);
        change();
        if (replaced != moved) {
            tree.move(
                    parentOf(source),
                    source.getFileName().toString(),
                    targetDirectory,
                    target.getFileName().toString());
        }
    }

    @Override
    public void delete(Path path) throws IOException {
        checkPower();
        Path absolute = absolute(path);
        Entry entry = tree.find(absolute);
        if (entry == null) {
            return;
        }
        if (!entry.children.isEmpty()) {
            throw new DirectoryNotEmptyException(absolute.toString());
        }
        change();
        tree.remove(parentOf(absolute), absolute.getFileName().toString());
    }

    @Override
    public void deleteTree(Path path) throws IOException {
        for (String name : isDirectory(path) ? list(path) : List.<String>of()) {
            deleteTree(path.resolve(name));
        }
        delete(path);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        checkPower();
        Entry entry = tree.find(absolute(directory));
        if (entry == null) {
            throw new NoSuchFileException(directory.toString());
        }
        beginSync(directory);
        tree.sync(entry);
    }

    @Override
    public long usableBytes(Path path) throws IOException {
        checkPower();
        return full ? 0 : Math.max(0, capacityBytes - usedBytes());
    }

    @Override
    public AutoCloseable tryLock(Path file) throws IOException {
        open(file, Open.CREATE).close();
        Path path = absolute(file);
        int lockedIn = life;
        return locked.add(path)
                ? () -> {
                    if (life == lockedIn) {
                        locked.remove(path);
                    }
                }
                : null;
    }

    /** Checks that a file may grow by so much. */
    void reserve(Path file, long growthBytes) throws DiskFull {
        boolean limited = full || capacityBytes < CAPACITY_BYTES; // else spares walking all files for each write
        if (growthBytes > 0 && limited && (full || usedBytes() + growthBytes > capacityBytes)) {
            throw noSpace(file);
        }
    }

    /** Takes the time of a sync; throws if syncs fail. */
    void beginSync(Path path) throws IOException {
        change();
        spend.accept(random.between(syncNanosMin, syncNanosMax));
        if (syncsFail) {
            throw new IOException(path + ": Input/output error");
        }
    }

    void checkReadable(Path file) throws IOException {
        if (unreadable.contains(file)) {
            throw new IOException(file + ": Input/output error");
        }
    }

    /** Counts a change that is about to be made; throws if the power is gone. */
    void change() throws IOException {
        checkPower();
        if (changesLeft != Integer.MAX_VALUE) {
            changesLeft--;
        }
        changes++;
    }

    void checkPower() throws IOException {
        if (changesLeft <= 0) {
            throw new IOException("the power is off");
        }
    }

    void checkAlive(Path file, int openedIn) throws IOException {
        checkPower();
        if (openedIn != life) {
            throw new IOException(file + ": was open when its process ended");
        }
    }

    private long usedBytes() {
        return tree.files().stream().mapToLong(FileContent::size).sum();
    }

    private FileContent existingFile(Path file) throws IOException {
        Entry entry = tree.find(absolute(file));
        if (entry == null || entry.isDirectory()) {
            throw new NoSuchFileException(file.toString());
        }
        return entry.content;
    }

    private Entry parentOf(Path path) throws IOException {
        Entry parent = path.getParent() == null ? null : tree.find(path.getParent());
        if (parent == null || !parent.isDirectory()) {
            throw new NoSuchFileException(path.toString());
        }
        return parent;
    }

    private static DiskFull noSpace(Path file) {
        return new DiskFull("no space left to write " + file, null);
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }
}

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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A disk in memory that can rot, lose power and have many {@linkplain DiskFaults faults}. It outlives the processes that
 * use it.
 *
 * <p><b>Power cuts.</b> A directory entry not synced may be lost, and with a directory all below it. Of a file not synced,
 * any combination of 4-KiB pages or of 512-byte sectors is as it was at the last sync, as it is now, or as it was at some
 * write between; a sector may be torn. Nothing that was synced is lost.
 */
public final class SimulatedDisk implements Disk {
    /** The directory that has always been there. */
    public static final Path ROOT = Path.of("/muster");

    /** What {@link #rot} did: which bit (0 to 7) of which byte of which file is wrong now. */
    public record Rot(Path file, long position, int bit) {}

    private final SimulatedRandom random;
    private final DiskFaults faults;
    private final DirectoryTree tree = new DirectoryTree();
    private final Set<Path> locked = new HashSet<>();
    private int changes;
    private int changesLeft = Integer.MAX_VALUE;

    /** What cuts the power when no changes are left; null for a disk that just stays without. */
    private Runnable whenNoChangesLeft;

    /** Grows when all open files are closed from outside; a file of an earlier number is dead. */
    private int life;

    /** A disk by itself, with no time passing. */
    public SimulatedDisk(long seed) {
        this(new SimulatedRandom(seed), (operation, bytes, nanos) -> {});
    }

    SimulatedDisk(SimulatedRandom random, DiskFaults.Watch watch) {
        this.random = random;
        this.faults = new DiskFaults(random, watch);
        tree.addRoot(ROOT);
    }

    /** All that can be wrong with the disk; the methods here are shorthands of the most common. */
    public DiskFaults faults() {
        return faults;
    }

    /** How much virtual time a sync takes; between the bounds. */
    public void setSyncTime(Duration min, Duration max) {
        faults.setTime(DiskOperation.SYNC, Latency.between(min, max));
    }

    /** {@link DiskFaults#setFull}. */
    public void setFull(boolean full) {
        faults.setFull(full);
    }

    /** {@link DiskFaults#setCapacityBytes}. */
    public void setCapacityBytes(long bytes) {
        faults.setCapacityBytes(bytes);
    }

    /** Lets the disk be full once so many more bytes are stored than now. */
    public void setFreeBytes(long bytes) {
        faults.setCapacityBytes(usedBytes() + bytes);
    }

    /** Whether all syncs fail; see {@link DiskFaults#setFailures}. */
    public void setSyncsFail(boolean fail) {
        faults.setFailures(DiskOperation.SYNC, fail ? 1 : 0);
    }

    /** Whether reading the file fails, wherever. */
    public void setUnreadable(Path file, boolean fails) {
        if (fails) {
            faults.setUnreadable(file, 0, Long.MAX_VALUE);
        } else {
            faults.setReadable(file);
        }
    }

    /** Changes one byte of a file, durably, behind everybody's back. */
    public void corrupt(Path file, long position) throws IOException {
        existingFile(file).flip(position, (byte) 0x55);
    }

    /** Flips one bit somewhere in the files of that kind, durably; empty if they have no bytes. */
    public Optional<Rot> rot(SimulatedRandom chance, Predicate<Path> which) {
        List<Path> files = new ArrayList<>();
        tree.forEachFile((path, content) -> {
            if (content.size() > 0 && which.test(path)) {
                files.add(path);
            }
        });
        if (files.isEmpty()) {
            return Optional.empty();
        }
        Path file = files.get(chance.nextInt(files.size()));
        FileContent content = tree.find(file).content;
        Rot rot = new Rot(file, chance.between(0, content.size() - 1), chance.nextInt(Byte.SIZE));
        content.flip(rot.position(), (byte) (1 << rot.bit()));
        return Optional.of(rot);
    }

    /** How many changes (writes, resizings, names, syncs) were made: the bound for trying every cut point. */
    public int changes() {
        return changes;
    }

    /** Lets so many more changes succeed; after them everything fails, until {@link #crash} brings the power back. */
    public void powerOffAfterChanges(int count) {
        afterChanges(count, null);
    }

    /** Does something just before the change after so many more, which fails then. */
    void afterChanges(int count, Runnable what) {
        changesLeft = count;
        whenNoChangesLeft = what;
    }

    /** Cuts the power and brings it back: decides what of the unsynced is left; open files and locks are gone. */
    public void crash(SimulatedRandom chance) {
        closeAll();
        tree.powerCut(chance);
        tree.forEachFile((path, content) -> content.powerCut(chance));
    }

    /** Another disk, an empty one, takes the place of this one; open files and locks are gone, and so is every file. */
    public void replace() {
        closeAll();
        tree.empty(tree.find(ROOT));
    }

    /** Ends what the process held: open files and locks. Nothing is lost. */
    void closeAll() {
        life++;
        afterChanges(Integer.MAX_VALUE, null);
        locked.clear();
    }

    @Override
    public DiskFile open(Path file, Open how) throws IOException {
        checkPower();
        Path path = absolute(file);
        if (how != Open.READ) {
            faults.checkWritable(path);
        }
        Entry directory = parentOf(path);
        Entry entry = directory.children.get(path.getFileName().toString());
        if (entry != null && how == Open.CREATE_NEW) {
            throw new FileAlreadyExistsException(path.toString());
        }
        if (entry == null) {
            if (how == Open.READ || how == Open.WRITE) {
                throw new NoSuchFileException(path.toString());
            }
            changeName(path);
            checkNotFull(path);
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
        changeName(path);
        checkNotFull(path);
        tree.put(parentOf(path), path.getFileName().toString(), new Entry(null));
        try {
            syncDirectory(path.getParent());
        } catch (IOException e) {
            tree.remove(parentOf(path), path.getFileName().toString()); // or the next attempt takes it for durable
            throw e;
        }
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
        changeName(target);
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
        changeName(absolute);
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
        if (!faults.syncsLie()) {
            tree.sync(entry);
        }
    }

    @Override
    public long usableBytes(Path path) throws IOException {
        checkPower();
        return faults.freeBytes(usedBytes());
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
        // Walks all files, so only if it matters.
        if (growthBytes > 0 && faults.isLimited() && growthBytes > faults.freeBytes(usedBytes())) {
            throw noSpace(file);
        }
    }

    /** How much of a failed write was done, where the file may grow only into what is free. */
    long partOf(long bytes, long bytesInPlace) {
        long possible = faults.isLimited() ? bytesInPlace + faults.freeBytes(usedBytes()) : bytes;
        return faults.partOf(Math.min(bytes, possible));
    }

    /** Takes the time of a sync; throws if syncs fail. */
    void beginSync(Path path) throws IOException {
        change();
        faults.work(DiskOperation.SYNC, path, 0);
    }

    SimulatedRandom random() {
        return random;
    }

    private void changeName(Path path) throws IOException {
        change();
        faults.work(DiskOperation.NAME, path, 0);
    }

    private void checkNotFull(Path path) throws DiskFull {
        if (faults.isFull()) {
            throw noSpace(path);
        }
    }

    /** Counts a change that is about to be made; throws if the power is gone, or goes now. */
    void change() throws IOException {
        if (changesLeft == 0 && whenNoChangesLeft != null) {
            whenNoChangesLeft.run();
            throw new IOException("the power is off");
        }
        checkPower();
        if (changesLeft != Integer.MAX_VALUE) {
            changesLeft--;
        }
        changes++;
    }

    void checkPower() throws IOException {
        if (changesLeft <= 0 && whenNoChangesLeft == null) {
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
        long[] sum = new long[1];
        tree.forEachFile((path, content) -> sum[0] += content.size());
        return sum[0];
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

    static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }
}

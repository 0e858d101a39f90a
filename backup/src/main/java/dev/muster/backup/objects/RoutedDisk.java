package dev.muster.backup.objects;

import dev.muster.backup.Locations;
import dev.muster.runtime.Disk;
import dev.muster.runtime.DiskFile;
import dev.muster.runtime.World;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The disk of this machine, and object stores where a path is an {@linkplain Locations address}, opened when first needed. */
public final class RoutedDisk implements Disk, AutoCloseable {
    private final World world;
    private final Disk local;
    private final ObjectStore.Opener opener;
    private final Map<Path, ObjectDisk> buckets = new LinkedHashMap<>();

    private RoutedDisk(World world, ObjectStore.Opener opener) {
        this.world = world;
        this.local = world.disk();
        this.opener = opener;
    }

    /** The same world with such a disk in the place of its own. */
    public static World in(World world, ObjectStore.Opener opener) {
        return new World(
                world.clock(), world.scheduler(), world.random(), new RoutedDisk(world, opener), world.network());
    }

    private Disk of(Path path) throws IOException {
        return Locations.isObject(path) ? bucket(path) : local;
    }

    private synchronized ObjectDisk bucket(Path path) throws IOException {
        Path root = path.getRoot().resolve(path.subpath(0, Math.min(2, path.getNameCount())));
        ObjectDisk open = buckets.get(root);
        if (open == null) {
            ObjectStore store = opener.open(Locations.scheme(path), Locations.bucket(path));
            open = new ObjectDisk(store, world);
            buckets.put(root, open);
        }
        return open;
    }

    @Override
    public DiskFile open(Path file, Open how) throws IOException {
        return of(file).open(file, how);
    }

    @Override
    public boolean exists(Path path) throws IOException {
        return of(path).exists(path);
    }

    @Override
    public boolean isDirectory(Path path) throws IOException {
        return of(path).isDirectory(path);
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        return of(directory).list(directory);
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        of(directory).createDirectories(directory);
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        if (Locations.isObject(from) != Locations.isObject(to)) {
            throw new IOException("cannot rename '" + Locations.text(from) + "' to '" + Locations.text(to) + "'");
        }
        of(from).move(from, to);
    }

    @Override
    public void delete(Path path) throws IOException {
        of(path).delete(path);
    }

    @Override
    public void deleteTree(Path path) throws IOException {
        of(path).deleteTree(path);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        of(directory).syncDirectory(directory);
    }

    @Override
    public long usableBytes(Path path) throws IOException {
        return of(path).usableBytes(path);
    }

    @Override
    public String lockedBy(Path file) throws IOException {
        return of(file).lockedBy(file);
    }

    @Override
    public AutoCloseable tryLock(Path file) throws IOException {
        return of(file).tryLock(file);
    }

    @Override
    public void replace(Path file, byte[] content) throws IOException {
        of(file).replace(file, content);
    }

    /** Closes what was opened of object stores; not the local disk. */
    @Override
    public synchronized void close() {
        buckets.values().forEach(ObjectDisk::close);
        buckets.clear();
    }
}

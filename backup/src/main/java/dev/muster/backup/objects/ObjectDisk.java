package dev.muster.backup.objects;

import dev.muster.backup.Locations;
import dev.muster.backup.artifact.ArtifactName;
import dev.muster.runtime.Disk;
import dev.muster.runtime.DiskFile;
import dev.muster.runtime.Lane;
import dev.muster.runtime.World;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * A bucket as a disk, as far as artifacts need one.
 *
 * <p>A file under its {@linkplain ArtifactName#partial temporary name} is an upload in parts, which nobody sees; renaming it to
 * its final name completes the upload. So there is no moment at which half an artifact has a name. Reading it under its temporary name
 * gives what was left of how to go on with it ({@link dev.muster.backup.artifact.Journaled}), which is an object of that name. A file can be renamed to
 * no other name, and once complete never changes. Directories are there as soon as somebody names them. What returned is
 * durable: there is nothing to sync.
 */
final class ObjectDisk implements Disk {
    private static final String DUMP_SUFFIX = ".dump";
    private static final String NEVER_CHANGED = "objects are never changed";

    private final ObjectStore store;
    private final World world;
    private Lane leases;
    private final Map<String, ObjectUpload> uploads = new HashMap<>();

    ObjectDisk(ObjectStore store, World world) {
        this.store = store;
        this.world = world;
    }

    @Override
    public DiskFile open(Path file, Open how) throws IOException {
        return switch (how) {
            case READ -> reading(file);
            case CREATE_NEW -> writing(file);
            case WRITE -> goingOn(file);
            case CREATE -> throw refused(file, NEVER_CHANGED);
        };
    }

    private DiskFile reading(Path file) throws IOException {
        String key = Locations.key(file);
        boolean partial = ArtifactName.isPartial(file.getFileName().toString());
        long size = partial ? UploadWord.journalBytes(store, key) : store.size(key);
        if (size < 0) {
            throw new NoSuchFileException(Locations.text(file));
        }
        return new ObjectFile(store, key, size);
    }

    private DiskFile goingOn(Path file) throws IOException {
        String name = file.getFileName().toString();
        if (!ArtifactName.isPartial(name)) {
            throw refused(file, NEVER_CHANGED);
        }
        String key = Locations.key(file.resolveSibling(ArtifactName.ofPartial(name)));
        synchronized (uploads) {
            ObjectUpload upload = ObjectUpload.resume(store, key, Locations.key(file));
            if (upload == null || uploads.putIfAbsent(key, upload) != null) {
                throw new NoSuchFileException(Locations.text(file));
            }
            return upload;
        }
    }

    private DiskFile writing(Path file) throws IOException {
        String name = file.getFileName().toString();
        if (!ArtifactName.isPartial(name)) {
            throw refused(file, "only artifacts are written there");
        }
        String key = Locations.key(file.resolveSibling(ArtifactName.ofPartial(name)));
        synchronized (uploads) {
            if (uploads.containsKey(key)) {
                throw new FileAlreadyExistsException(Locations.text(file));
            }
            ObjectUpload upload = new ObjectUpload(store, Locations.key(file), store.upload(key));
            uploads.put(key, upload);
            return upload;
        }
    }

    /** Completes an upload, or gives it up if the name is not the one it was begun for. */
    @Override
    public void move(Path from, Path to) throws IOException {
        String key = Locations.key(
                from.resolveSibling(ArtifactName.ofPartial(from.getFileName().toString())));
        ObjectUpload upload;
        synchronized (uploads) {
            upload = uploads.remove(key);
        }
        if (upload == null || !key.equals(Locations.key(to))) {
            store.abortUploads(key);
            store.delete(Locations.key(from));
            throw refused(to, "objects cannot be renamed, and an upload that failed cannot be kept");
        }
        upload.complete();
        long size = store.size(key);
        if (size != upload.size()) {
            throw new IOException(
                    "'" + Locations.text(to) + "' has " + size + " bytes where " + upload.size() + " were written");
        }
    }

    @Override
    public void delete(Path path) throws IOException {
        String name = path.getFileName().toString();
        if (!ArtifactName.isPartial(name)) {
            store.delete(Locations.key(path));
            return;
        }
        String key = Locations.key(path.resolveSibling(ArtifactName.ofPartial(name)));
        synchronized (uploads) {
            uploads.remove(key);
        }
        store.abortUploads(key);
        store.delete(Locations.key(path));
    }

    /** Whether there is an object of that key, or one below it. */
    @Override
    public boolean exists(Path path) throws IOException {
        return isDirectory(path) ? !list(path).isEmpty() : store.size(Locations.key(path)) >= 0;
    }

    /** Whatever is no object, and has not the name of an artifact or a dump, which is no directory even where it is missing. */
    @Override
    public boolean isDirectory(Path path) throws IOException {
        String key = Locations.key(path);
        if (key.endsWith(ArtifactName.SUFFIX) || key.endsWith(DUMP_SUFFIX)) {
            return false;
        }
        if (key.isEmpty()) {
            store.list(""); // a bucket that is missing, or may not be read, is an error and no empty folder
            return true;
        }
        return store.size(key) < 0;
    }

    /** Objects, and the temporary names of uploads. */
    @Override
    public List<String> list(Path directory) throws IOException {
        String key = Locations.key(directory);
        String prefix = key.isEmpty() ? "" : key + "/";
        TreeSet<String> names = new TreeSet<>();
        for (String found : store.list(prefix)) {
            if (found.length() > prefix.length()) { // some tools mark folders by an object with the prefix as its key
                names.add(found.substring(prefix.length()));
            }
        }
        for (String found : store.listUploads(prefix)) {
            names.add(ArtifactName.partial(found.substring(prefix.length())));
        }
        return List.copyOf(names);
    }

    @Override
    public void createDirectories(Path directory) {
        // They are there.
    }

    @Override
    public void deleteTree(Path path) throws IOException {
        throw refused(path, "whole prefixes are never removed");
    }

    @Override
    public void syncDirectory(Path directory) {
        // What was written is durable already.
    }

    @Override
    public long usableBytes(Path path) {
        return Long.MAX_VALUE;
    }

    @Override
    public AutoCloseable tryLock(Path file) throws IOException {
        return ObjectLease.take(store, Locations.key(file), world, leases());
    }

    @Override
    public String lockedBy(Path file) throws IOException {
        return ObjectLease.owner(store, Locations.key(file));
    }

    private synchronized Lane leases() {
        if (leases == null) {
            leases = world.scheduler().newLane("leases");
        }
        return leases;
    }

    @Override
    public void replace(Path file, byte[] content) throws IOException {
        store.put(Locations.key(file), content);
    }

    void close() {
        store.close();
    }

    private static IOException refused(Path path, String why) {
        return new IOException("'" + Locations.text(path) + "': " + why);
    }
}

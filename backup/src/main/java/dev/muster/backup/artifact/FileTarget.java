package dev.muster.backup.artifact;

import dev.muster.runtime.Disk;
import dev.muster.runtime.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A file that has a temporary name in its folder until it is whole and synced. */
final class FileTarget implements ArtifactTarget {
    private final Disk disk;
    private final Path folder;
    private final String name;
    private final DiskFile file;
    private long written;
    private boolean named;

    private FileTarget(Disk disk, Path folder, String name, Disk.Open how) throws IOException {
        this.disk = disk;
        this.folder = folder;
        this.name = name;
        this.file = disk.open(partial(), how);
    }

    /** Throws {@link java.nio.file.FileAlreadyExistsException} if there is a temporary file of that name. */
    FileTarget(Disk disk, Path folder, String name) throws IOException {
        this(disk, folder, name, Disk.Open.CREATE_NEW);
    }

    /** Goes on behind the first so many bytes of a temporary file that is there. */
    static FileTarget behind(Disk disk, Path folder, String name, long length) throws IOException {
        FileTarget target = new FileTarget(disk, folder, name, Disk.Open.WRITE);
        try {
            target.file.truncate(length);
        } catch (IOException e) {
            target.file.close();
            throw e;
        }
        target.written = length;
        return target;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        int length = bytes.remaining();
        file.write(bytes, written);
        written += length;
    }

    @Override
    public Journaled journaled() {
        return file instanceof Journaled unreadable ? unreadable : null;
    }

    @Override
    public Path finish() throws IOException {
        file.force(true);
        file.close();
        disk.move(partial(), target());
        named = true;
        disk.syncDirectory(folder);
        return target();
    }

    @Override
    public void abandon(boolean keep) throws IOException {
        // It is whole if it has its name, but a power cut could take it from under the differentials that would
        // continue it.
        Path left = named ? target() : partial();
        try {
            file.close();
        } finally {
            if (keep) {
                disk.move(left, folder.resolve(ArtifactName.failed(name)));
            } else {
                disk.delete(left);
            }
        }
    }

    private Path partial() {
        return folder.resolve(ArtifactName.partial(name));
    }

    private Path target() {
        return folder.resolve(name);
    }
}

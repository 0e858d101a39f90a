package dev.muster.sim.backup;

import dev.muster.runtime.Disk;
import dev.muster.runtime.DiskFile;
import dev.muster.runtime.DiskFull;
import dev.muster.sim.seam.ForwardingDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** A disk whose every operation is a point at which something can go wrong. */
final class PointedDisk extends ForwardingDisk {
    private final PointWatch watch;

    PointedDisk(Disk disk, PointWatch watch) {
        super(disk);
        this.watch = watch;
    }

    private void pass(PointKind kind, Path path) throws IOException {
        fail(watch.passing(kind), path);
    }

    private static void fail(PointFault.Effect effect, Path path) throws IOException {
        switch (effect) {
            case FAILS, SHORT -> throw new IOException(path + ": Input/output error");
            case FULL -> throw new DiskFull(path + ": No space left on device", null);
            case NONE, GARBLED, CUT -> {
                // The operation goes on.
            }
        }
    }

    @Override
    public DiskFile open(Path file, Open how) throws IOException {
        pass(how == Open.READ || how == Open.WRITE ? PointKind.READ : PointKind.NAME, file);
        return new Pointed(super.open(file, how), file);
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        pass(PointKind.READ, directory);
        return super.list(directory);
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        pass(PointKind.NAME, directory);
        super.createDirectories(directory);
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        pass(PointKind.NAME, to);
        super.move(from, to);
    }

    @Override
    public void delete(Path path) throws IOException {
        pass(PointKind.NAME, path);
        super.delete(path);
    }

    @Override
    public void deleteTree(Path path) throws IOException {
        pass(PointKind.NAME, path);
        super.deleteTree(path);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        pass(PointKind.SYNC, directory);
        super.syncDirectory(directory);
    }

    @Override
    public AutoCloseable tryLock(Path file) throws IOException {
        pass(PointKind.NAME, file);
        return super.tryLock(file);
    }

    private final class Pointed extends File {
        private final Path path;

        Pointed(DiskFile file, Path path) {
            super(file);
            this.path = path;
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            pass(PointKind.READ, path);
            return super.read(target, position);
        }

        @Override
        public void write(ByteBuffer source, long position) throws IOException {
            PointFault.Effect effect = watch.passing(PointKind.WRITE);
            if (effect == PointFault.Effect.SHORT) {
                ByteBuffer part = source.duplicate();
                part.limit(part.position() + part.remaining() / 2);
                super.write(part, position);
            }
            fail(effect, path);
            super.write(source, position);
        }

        @Override
        public void truncate(long size) throws IOException {
            pass(PointKind.WRITE, path);
            super.truncate(size);
        }

        @Override
        public void preallocate(long size) throws IOException {
            pass(PointKind.WRITE, path);
            super.preallocate(size);
        }

        @Override
        public void force(boolean metadata) throws IOException {
            pass(PointKind.SYNC, path);
            super.force(metadata);
        }
    }
}

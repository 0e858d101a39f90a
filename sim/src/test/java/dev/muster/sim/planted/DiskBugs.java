package dev.muster.sim.planted;

import static dev.muster.sim.fault.FaultKind.FULL_DISK;
import static dev.muster.sim.fault.FaultKind.KILL;
import static dev.muster.sim.fault.FaultKind.POWER;
import static dev.muster.sim.fault.FaultKind.POWER_ALL;
import static dev.muster.sim.fault.FaultKind.RESTART;
import static dev.muster.sim.fault.FaultKind.SYNC_FAILS;

import dev.muster.runtime.Disk;
import dev.muster.runtime.DiskFile;
import dev.muster.runtime.DiskFull;
import dev.muster.sim.seam.ForwardingDisk;
import dev.muster.sim.seam.LogRecords;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Bugs of the disk, or of a server that uses it as if it were wrong in this way. */
final class DiskBugs {
    private static final Predicate<String> WAL = name -> name.endsWith(".wal");
    private static final Predicate<String> WAL_OR_SPARE = name -> name.startsWith("raft-");

    /** Behind a record's header and the format of its payload. */
    private static final int VOTED_AT = LogRecords.HEADER_BYTES + 1;

    static final List<PlantedBug> ALL = List.of(
            PlantedBug.of(
                            "log sync lies",
                            "the write-ahead log is never synced",
                            () -> Worlds.files(WAL_OR_SPARE, LyingSync::new))
                    .with(POWER_ALL)
                    .slow(40),
            PlantedBug.of(
                            "log sync lies on one server",
                            "one server's log is never synced",
                            () -> Worlds.onlyOn("s1", () -> Worlds.files(WAL_OR_SPARE, LyingSync::new)))
                    .with(POWER, KILL)
                    .slow(40),
            PlantedBug.of(
                            "last write not covered by the sync",
                            "what was written last is written behind the sync that should cover it",
                            () -> Worlds.files(WAL_OR_SPARE, LateWrite::new))
                    .with(POWER_ALL),
            PlantedBug.of(
                            "term not persisted",
                            "the log says term 1 for ever",
                            () -> Worlds.files(
                                    WAL_OR_SPARE,
                                    file -> new ForgedRecords(file, LogRecords.TERM, record -> record.putInt(40, 1))))
                    .with(KILL),
            PlantedBug.of(
                    "acknowledged before the sync",
                    "the log says that it has synced, and syncs when it writes the next time",
                    () -> Worlds.files(WAL_OR_SPARE, LazySync::new)),
            PlantedBug.of(
                            "vote forgotten with the process",
                            "the log keeps the term and not the vote",
                            () -> Worlds.files(
                                    WAL_OR_SPARE,
                                    file -> new ForgedRecords(
                                            file, LogRecords.TERM, record -> record.put(VOTED_AT, (byte) 0))))
                    .with(KILL),
            PlantedBug.of(
                            "entry altered in the log",
                            "a byte of an entry changes, and its checksum with it",
                            () -> Worlds.onlyOn("s2", () -> Worlds.files(WAL_OR_SPARE, SilentRot::new)))
                    .with(KILL),
            PlantedBug.of(
                            "a bit rots in the log",
                            "a byte of an entry changes",
                            () -> Worlds.onlyOn("s2", () -> Worlds.files(WAL_OR_SPARE, LoudRot::new)))
                    .with(KILL),
            PlantedBug.of(
                            "last batch lost at restart",
                            "the repair of a torn tail cuts one sound batch more",
                            () -> Worlds.disks(ShorterAtStart::new))
                    .with(POWER_ALL),
            PlantedBug.of(
                            "failed sync passes",
                            "an error of the sync is swallowed",
                            () -> Worlds.files(name -> true, SwallowedSyncError::new))
                    .with(SYNC_FAILS, POWER)
                    .slow(40),
            PlantedBug.of(
                            "write on a full disk passes",
                            "what does not fit is left out without a word",
                            () -> Worlds.files(name -> true, SwallowedFull::new))
                    .with(FULL_DISK, RESTART)
                    .slow(40),
            PlantedBug.of(
                            "store sync lies",
                            "neither store nor transaction log is ever synced",
                            () -> Worlds.files(name -> !name.startsWith("raft-"), LyingSync::new))
                    .with(RESTART, POWER_ALL)
                    .slow(40),
            PlantedBug.of(
                            "directory syncs dropped",
                            "new names are not made durable",
                            () -> Worlds.disks(disk -> new ForwardingDisk(disk) {
                                @Override
                                public void syncDirectory(Path directory) {
                                    // that is the bug
                                }
                            }))
                    .with(POWER_ALL));

    private DiskBugs() {}

    private static final class LyingSync extends ForwardingDisk.File {
        LyingSync(DiskFile file) {
            super(file);
        }

        @Override
        public void force(boolean metadata) {
            // that is the bug
        }
    }

    private static final class SwallowedSyncError extends ForwardingDisk.File {
        SwallowedSyncError(DiskFile file) {
            super(file);
        }

        @Override
        public void force(boolean metadata) {
            try {
                super.force(metadata);
            } catch (IOException e) {
                // that is the bug
            }
        }
    }

    private static final class SwallowedFull extends ForwardingDisk.File {
        SwallowedFull(DiskFile file) {
            super(file);
        }

        @Override
        public void write(ByteBuffer source, long position) throws IOException {
            try {
                super.write(source, position);
            } catch (DiskFull e) {
                source.position(source.limit());
            }
        }
    }

    /** Always one sync behind. */
    private static final class LazySync extends ForwardingDisk.File {
        private boolean due;

        LazySync(DiskFile file) {
            super(file);
        }

        @Override
        public void write(ByteBuffer source, long position) throws IOException {
            if (due) {
                due = false;
                super.force(false);
            }
            super.write(source, position);
        }

        @Override
        public void force(boolean metadata) {
            due = true;
        }
    }

    /** Syncs first and writes the last piece then. */
    private static final class LateWrite extends ForwardingDisk.File {
        private ByteBuffer held;
        private long heldAt;

        LateWrite(DiskFile file) {
            super(file);
        }

        @Override
        public void write(ByteBuffer source, long position) throws IOException {
            release();
            held = Records.copyOf(source);
            heldAt = position;
        }

        @Override
        public void force(boolean metadata) throws IOException {
            super.force(metadata);
            release();
        }

        private void release() throws IOException {
            if (held != null) {
                file.write(held, heldAt);
                held = null;
            }
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            release();
            return super.read(target, position);
        }

        @Override
        public void close() throws IOException {
            release();
            super.close();
        }
    }

    /** Changes records of one kind as they are written, and their checksums with them. */
    private static final class ForgedRecords extends ForwardingDisk.File {
        private final int kind;
        private final Consumer<ByteBuffer> forge;

        ForgedRecords(DiskFile file, int kind, Consumer<ByteBuffer> forge) {
            super(file);
            this.kind = kind;
            this.forge = forge;
        }

        @Override
        public void write(ByteBuffer source, long position) throws IOException {
            ByteBuffer bytes = Records.copyOf(source);
            LogRecords.walk(bytes, 0, (found, at, length) -> {
                if (found == kind) {
                    int salt = Records.salt(bytes, at);
                    forge.accept(bytes.slice(at, LogRecords.HEADER_BYTES + length));
                    Records.seal(bytes, at, salt);
                }
            });
            super.write(bytes, position);
        }
    }

    /** Changes the last byte of each tenth entry. */
    private abstract static class Rot extends ForwardingDisk.File {
        private int entries;

        Rot(DiskFile file) {
            super(file);
        }

        @Override
        public void write(ByteBuffer source, long position) throws IOException {
            ByteBuffer bytes = Records.copyOf(source);
            LogRecords.walk(bytes, 0, (kind, at, length) -> {
                int last = at + LogRecords.HEADER_BYTES + length - 1;
                if (kind == LogRecords.ENTRY && length > 8 && ++entries % 10 == 0) {
                    bytes.put(last, (byte) (bytes.get(last) ^ 1));
                    rotted(bytes, at);
                }
            });
            super.write(bytes, position);
        }

        abstract void rotted(ByteBuffer bytes, int at);
    }

    private static final class SilentRot extends Rot {
        SilentRot(DiskFile file) {
            super(file);
        }

        @Override
        void rotted(ByteBuffer bytes, int at) {
            Records.seal(bytes, at, Records.salt(bytes, at));
        }
    }

    private static final class LoudRot extends Rot {
        LoudRot(DiskFile file) {
            super(file);
        }

        @Override
        void rotted(ByteBuffer bytes, int at) {
            // The checksum stays as it was.
        }
    }

    /** Blanks the last batch of a log that exists when it is opened. */
    private static final class ShorterAtStart extends ForwardingDisk {
        ShorterAtStart(Disk disk) {
            super(disk);
        }

        @Override
        public DiskFile open(Path path, Open how) throws IOException {
            if (how == Open.WRITE && WAL.test(path.getFileName().toString())) {
                blankLastBatch(path);
            }
            return super.open(path, how);
        }

        private void blankLastBatch(Path path) throws IOException {
            int[] lastBatch = {-1};
            int[] end = {LogRecords.RECORDS_START};
            LogRecords.read(disk, path, (kind, record) -> {
                if (kind == LogRecords.BATCH) {
                    lastBatch[0] = end[0];
                }
                end[0] += record.limit();
            });
            if (lastBatch[0] > LogRecords.RECORDS_START) {
                try (DiskFile file = disk.open(path, Open.WRITE)) {
                    file.write(ByteBuffer.allocate(end[0] - lastBatch[0]), lastBatch[0]);
                    file.force(false);
                }
            }
        }
    }
}

package dev.muster.sim.cluster;

import dev.muster.runtime.Disk;
import dev.muster.runtime.DiskFile;
import dev.muster.sim.seam.ForwardingDisk;
import dev.muster.sim.seam.LogRecords;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What is written to the log of one machine, and what of it is synced; outlives the processes, since what one of them wrote
 * and did not sync the next one's sync makes durable.
 */
final class ObservedLog {
    private record Entry(UUID group, long index, long mark) {}

    private final String server;
    private final ConsensusObserver observer;
    private Map<Path, List<Entry>> unsynced = new HashMap<>();

    ObservedLog(String server, ConsensusObserver observer) {
        this.server = server;
        this.observer = observer;
    }

    /** The same disk, watched. */
    Disk watched(Disk disk) {
        return new ForwardingDisk(disk) {
            @Override
            public DiskFile open(Path path, Open how) throws IOException {
                DiskFile file = super.open(path, how);
                return how != Open.READ && LogRecords.isLog(path) ? new LogFile(file, path) : file;
            }

            @Override
            public void move(Path from, Path to) throws IOException {
                super.move(from, to);
                List<Entry> moved = unsynced.remove(from);
                if (moved != null) {
                    unsynced.put(to, moved);
                }
            }
        };
    }

    /** The power went: reads from the disk, whatever is wrong with it, what is left. */
    void lostPower(Disk disk, Path directory) {
        observer.lostPower(server);
        Map<Path, List<Entry>> before = unsynced;
        unsynced = new HashMap<>();
        try {
            for (String name : disk.list(directory)) {
                Path file = directory.resolve(name);
                if (before.containsKey(file)) {
                    LogRecords.read(disk, file, (kind, record) -> {
                        if (kind == LogRecords.ENTRY) {
                            observer.synced(
                                    server,
                                    LogRecords.group(record, 0),
                                    LogRecords.index(record, 0),
                                    LogRecords.mark(record, 0));
                        }
                    });
                }
            }
        } catch (IOException e) {
            // It fails to be read: what cannot be told from outside is taken for kept.
            before.values().forEach(this::kept);
        }
    }

    private void kept(List<Entry> entries) {
        entries.forEach(entry -> observer.synced(server, entry.group(), entry.index(), entry.mark()));
    }

    private final class LogFile extends ForwardingDisk.File {
        private final Path path;

        LogFile(DiskFile file, Path path) {
            super(file);
            this.path = path;
        }

        @Override
        public void write(ByteBuffer source, long position) throws IOException {
            ByteBuffer bytes = source.slice();
            super.write(source, position);
            LogRecords.walk(bytes, 0, (kind, at, length) -> {
                if (kind == LogRecords.ENTRY) {
                    wrote(new Entry(
                            LogRecords.group(bytes, at), LogRecords.index(bytes, at), LogRecords.mark(bytes, at)));
                }
            });
        }

        private void wrote(Entry entry) {
            unsynced.computeIfAbsent(path, file -> new ArrayList<>()).add(entry);
            observer.wrote(server, entry.group(), entry.index(), entry.mark());
        }

        @Override
        public void force(boolean metadata) throws IOException {
            super.force(metadata);
            List<Entry> durable = unsynced.remove(path);
            if (durable != null) {
                kept(durable);
            }
        }
    }
}

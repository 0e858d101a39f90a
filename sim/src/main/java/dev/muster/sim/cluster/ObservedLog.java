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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What is written to the log of one machine, and what of it is synced; outlives the processes, since what one of them wrote
 * and did not sync the next one's sync makes durable.
 */
final class ObservedLog {
    private final String server;
    private final ConsensusObserver observer;
    private Map<Path, List<Telling>> unsynced = new HashMap<>();

    /** What is to be told once a record of a group is durable. */
    private record Telling(int kind, UUID group, Runnable act) {}

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
                List<Telling> moved = unsynced.remove(from);
                if (moved != null) {
                    unsynced.put(to, moved);
                }
            }
        };
    }

    /** The power went: reads from the disk, whatever is wrong with it, what is left. */
    void lostPower(Disk disk, Path directory) {
        Map<Path, List<Telling>> before = unsynced;
        unsynced = new HashMap<>();
        List<Telling> left = new ArrayList<>();
        try {
            for (String name : disk.list(directory)) {
                Path file = directory.resolve(name);
                if (before.containsKey(file)) {
                    LogRecords.read(disk, file, (kind, record) -> add(left, kind, record, 0));
                }
            }
        } catch (IOException e) {
            // It fails to be read: what cannot be told from outside is taken for kept.
            before.values().forEach(this::kept);
            return;
        }
        kept(left);
    }

    /** The disk is another one, and empty. */
    void lostDisk() {
        unsynced = new HashMap<>();
        observer.lostDisk(server);
    }

    /**
     * Records that are durable now, in the order of the log. Of a group's votes only the last one counts: those before it may
     * have been told long ago, if the records were read back or written again.
     */
    private void kept(List<Telling> records) {
        Map<UUID, Runnable> votes = new LinkedHashMap<>();
        for (Telling record : records) {
            if (record.kind() == LogRecords.TERM) {
                votes.put(record.group(), record.act());
            } else {
                record.act().run();
            }
            if (record.kind() == LogRecords.FORGOTTEN) {
                votes.remove(record.group());
            }
        }
        votes.values().forEach(Runnable::run);
    }

    private void add(List<Telling> records, int kind, ByteBuffer bytes, int at) {
        Runnable act = whenDurable(kind, bytes, at);
        if (act != null) {
            records.add(new Telling(kind, LogRecords.group(bytes, at), act));
        }
    }

    /** What is to be told once the record is durable, or null. */
    private Runnable whenDurable(int kind, ByteBuffer bytes, int at) {
        if (kind == LogRecords.ENTRY) {
            UUID group = LogRecords.group(bytes, at);
            long index = LogRecords.index(bytes, at);
            long mark = LogRecords.mark(bytes, at);
            return () -> observer.synced(server, group, index, mark);
        } else if (kind == LogRecords.TERM) {
            UUID group = LogRecords.group(bytes, at);
            int term = LogRecords.term(bytes, at);
            String vote = LogRecords.vote(bytes, at);
            return () -> observer.keptVote(server, group, term, vote);
        } else if (kind == LogRecords.FORGOTTEN) {
            UUID group = LogRecords.group(bytes, at);
            return () -> observer.forgot(server, group);
        }
        return null;
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
            List<Telling> records = unsynced.computeIfAbsent(path, file -> new ArrayList<>());
            LogRecords.walk(bytes, 0, (kind, at, length) -> {
                add(records, kind, bytes, at);
                if (kind == LogRecords.ENTRY) {
                    observer.wrote(
                            server,
                            LogRecords.group(bytes, at),
                            LogRecords.index(bytes, at),
                            LogRecords.mark(bytes, at));
                }
            });
        }

        @Override
        public void force(boolean metadata) throws IOException {
            super.force(metadata);
            List<Telling> durable = unsynced.remove(path);
            if (durable != null) {
                kept(durable);
            }
        }
    }
}

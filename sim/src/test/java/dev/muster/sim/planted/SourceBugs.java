package dev.muster.sim.planted;

import static dev.muster.sim.fault.FaultKind.DELAY;
import static dev.muster.sim.fault.FaultKind.PARTITION;

import dev.muster.backup.BackupSource;
import dev.muster.node.server.ServerParts;
import dev.muster.runtime.Lane;
import dev.muster.runtime.World;
import dev.muster.sim.cluster.Seams;
import dev.muster.store.PinnedVersion;
import dev.muster.store.StreamedStore;
import dev.muster.store.TransactionLog;
import dev.muster.store.TransactionRecord;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** Bugs of what servers give to backups and to members that need a copy. */
final class SourceBugs {
    static final List<PlantedBug> ALL = List.of(
            inBackups("backup of an old version", "a backup gets what an earlier one was given", OldSource::new),
            inBackups(
                    "snapshot without the last entries",
                    "a snapshot has an older version than it says",
                    LateSource::new),
            PlantedBug.of(
                            "backup of a moving store",
                            "a backup reads nodes as they are by then, not as they were at the transaction that it names",
                            Moving::new)
                    .in("backup"),
            inBackups("chain with a gap", "a transaction is left out of what continues a chain", GapSource::new),
            inBackups(
                            "backup of a copy that lags",
                            "a server says that it has everything without asking the leader",
                            HastySource::new)
                    .with(PARTITION, DELAY)
                    .often(2));

    private SourceBugs() {}

    private static PlantedBug inBackups(String name, String breaks, UnaryOperator<BackupSource> source) {
        return PlantedBug.of(name, breaks, () -> sources(source)).in("backup");
    }

    private static Seams sources(UnaryOperator<BackupSource> source) {
        return new Seams() {
            @Override
            public ServerParts parts(String server, ServerParts standard) {
                return standard.withBackups(source);
            }
        };
    }

    private abstract static class Source implements BackupSource {
        final BackupSource source;

        Source(BackupSource source) {
            this.source = source;
        }

        @Override
        public ServerIdentity server() {
            return source.server();
        }

        @Override
        public List<HostedDatabase> databases() {
            return source.databases();
        }

        @Override
        public CompletionStage<Long> catchUp(UUID databaseId) {
            return source.catchUp(databaseId);
        }
    }

    private static final class HastySource extends Source {
        HastySource(BackupSource source) {
            super(source);
        }

        @Override
        public CompletionStage<Long> catchUp(UUID databaseId) {
            return CompletableFuture.completedStage(0L);
        }

        @Override
        public CompletionStage<Pinned> pin(UUID databaseId) {
            return source.pin(databaseId);
        }
    }

    /** Two pins that look like one: whoever asks first gets one version, whoever asks then the other. */
    private static final class TwoPins implements BackupSource.Pinned {
        private final BackupSource.Pinned first;
        private final BackupSource.Pinned then;
        private boolean asked;

        TwoPins(BackupSource.Pinned first, BackupSource.Pinned then) {
            this.first = first;
            this.then = then;
        }

        @Override
        public PinnedVersion version() {
            boolean again = asked;
            asked = true;
            return again ? then.version() : first.version();
        }

        @Override
        public TransactionLog log() {
            return then.log();
        }

        @Override
        public void close() {
            then.close();
        }
    }

    private static final class OldSource extends Source {
        private final Map<UUID, Pinned> pins = new HashMap<>();

        OldSource(BackupSource source) {
            super(source);
        }

        @Override
        public CompletionStage<Pinned> pin(UUID databaseId) {
            Pinned old = pins.get(databaseId);
            return old != null
                    ? CompletableFuture.completedStage(old)
                    : source.pin(databaseId).thenApply(pinned -> {
                        Pinned kept = new Kept(pinned);
                        pins.put(databaseId, kept);
                        return kept;
                    });
        }
    }

    /** A pin that stays. */
    private record Kept(BackupSource.Pinned pinned) implements BackupSource.Pinned {
        @Override
        public PinnedVersion version() {
            return pinned.version();
        }

        @Override
        public TransactionLog log() {
            return pinned.log();
        }

        @Override
        public void close() {
            // others read it, too
        }
    }

    /** Its parts are of an earlier moment than it says. */
    private static final class LateSource extends Source {
        private final Map<UUID, Pinned> pins = new HashMap<>();

        LateSource(BackupSource source) {
            super(source);
        }

        @Override
        public CompletionStage<Pinned> pin(UUID databaseId) {
            return source.pin(databaseId).thenApply(now -> {
                Pinned kept = new Kept(now);
                Pinned before = pins.put(databaseId, kept);
                return new TwoPins(before == null ? kept : before, kept);
            });
        }
    }

    /** A backup that takes a while, and reads the nodes as they are in the end. */
    private static final class Moving implements Seams {
        private static final long READING_NANOS = 300_000_000L;

        private final Map<String, World> worlds = new HashMap<>();

        @Override
        public World world(String server, World own) {
            worlds.put(server, own);
            return own;
        }

        @Override
        public ServerParts parts(String server, ServerParts standard) {
            World world = worlds.get(server);
            return standard.withBackups(
                    source -> new MovingSource(source, world.scheduler().newLane("reading")));
        }

        private record Moved(BackupSource.Pinned begun, BackupSource.Pinned now) implements BackupSource.Pinned {
            /** The second part is the first one that has nodes. */
            private static final int NODES = 2;

            @Override
            public PinnedVersion version() {
                return begun.version();
            }

            @Override
            public StreamedStore.Parts parts(StreamedStore.Stretch behind) {
                StreamedStore.Parts before = begun.parts(behind);
                StreamedStore.Parts after = now.parts(behind);
                return new StreamedStore.Parts() {
                    private int read;

                    @Override
                    public byte[] next() throws IOException {
                        byte[] then = before.next();
                        byte[] later = after.next();
                        return ++read == NODES ? later : then;
                    }

                    @Override
                    public double progress() {
                        return before.progress();
                    }
                };
            }

            @Override
            public TransactionLog log() {
                return begun.log();
            }

            @Override
            public void close() {
                begun.close();
                now.close();
            }
        }

        private static final class MovingSource extends Source {
            private final Lane lane;

            MovingSource(BackupSource source, Lane lane) {
                super(source);
                this.lane = lane;
            }

            @Override
            public CompletionStage<Pinned> pin(UUID databaseId) {
                return source.pin(databaseId).thenCompose(begun -> {
                    CompletableFuture<Pinned> ended = new CompletableFuture<>();
                    lane.schedule(
                            READING_NANOS,
                            () -> source.pin(databaseId).whenComplete((now, failure) -> {
                                if (failure == null) {
                                    ended.complete(new Moved(begun, now));
                                } else {
                                    begun.close();
                                    ended.completeExceptionally(failure);
                                }
                            }));
                    return ended;
                });
            }
        }
    }

    private static final class GapSource extends Source {
        GapSource(BackupSource source) {
            super(source);
        }

        @Override
        public CompletionStage<Pinned> pin(UUID databaseId) {
            return source.pin(databaseId).thenApply(WithGap::new);
        }
    }

    private record WithGap(BackupSource.Pinned pinned) implements BackupSource.Pinned {
        @Override
        public PinnedVersion version() {
            return pinned.version();
        }

        @Override
        public TransactionLog log() {
            TransactionLog log = pinned.log();
            return new TransactionLog() {
                @Override
                public long first() {
                    return log.first();
                }

                @Override
                public long last() {
                    return log.last();
                }

                @Override
                public Cursor read(long fromInclusive, long toInclusive) throws IOException, TransactionsPruned {
                    return new Skipping(log.read(fromInclusive, toInclusive));
                }
            };
        }

        @Override
        public void close() {
            pinned.close();
        }
    }

    /** Leaves the second of all transactions out. */
    private static final class Skipping implements TransactionLog.Cursor {
        private final TransactionLog.Cursor cursor;
        private int read;

        Skipping(TransactionLog.Cursor cursor) {
            this.cursor = cursor;
        }

        @Override
        public boolean hasNext() {
            return cursor.hasNext();
        }

        @Override
        public TransactionRecord next() {
            TransactionRecord next = cursor.next();
            return ++read == 2 && cursor.hasNext() ? cursor.next() : next;
        }

        @Override
        public void close() {
            cursor.close();
        }
    }
}

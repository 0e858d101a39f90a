package dev.muster.sim.planted;

import dev.muster.backup.BackupSource;
import dev.muster.node.server.ServerParts;
import dev.muster.sim.cluster.Seams;
import dev.muster.store.PinnedVersion;
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
            inBackups("chain with a gap", "a transaction is left out of what continues a chain", GapSource::new));

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

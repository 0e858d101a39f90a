package dev.muster.backup.protocol;

import dev.muster.backup.BackupSource;
import dev.muster.runtime.Lane;
import dev.muster.store.PinnedVersion;
import dev.muster.store.StoreIdentity;
import dev.muster.store.StreamedStore;
import dev.muster.store.TransactionLog;
import java.util.ArrayList;
import java.util.List;

/**
 * The versions that are being sent whole. A client whose connection broke connects again and has the rest of the same
 * version: this server may not have noticed the break, so both connections may share it for a while; or it has, and keeps
 * the version for a minute, which holds the space of what was removed from the store since. Any thread.
 */
final class SharedPins {
    static final long KEEP_NANOS = 60_000_000_000L;

    private final List<Shared> open = new ArrayList<>();
    private final List<Handle> kept = new ArrayList<>();

    private static final class Shared {
        final BackupSource.Pinned pinned;
        int users;

        Shared(BackupSource.Pinned pinned) {
            this.pinned = pinned;
        }
    }

    /** Begins to share a version. What is returned is to be closed in its place. */
    synchronized BackupSource.Pinned share(BackupSource.Pinned pinned) {
        Shared shared = new Shared(pinned);
        open.add(shared);
        return new Handle(shared);
    }

    /** The version of that store at that transaction, to be closed by the caller too; null if it is not there any more. */
    synchronized BackupSource.Pinned take(StoreIdentity identity, long transactionId) {
        for (Shared shared : open) {
            PinnedVersion version = shared.pinned.version();
            if (version.identity().equals(identity) && version.transactionId() == transactionId) {
                return new Handle(shared);
            }
        }
        return null;
    }

    /** Closes what {@link #share} or {@link #take} gave, but only after a minute, which the lane counts. */
    void keep(BackupSource.Pinned pinned, Lane lane) {
        Handle handle = (Handle) pinned;
        synchronized (this) {
            kept.add(handle);
        }
        lane.schedule(KEEP_NANOS, handle::close);
    }

    /** Lets go what is kept. */
    void close() {
        List<Handle> all;
        synchronized (this) {
            all = List.copyOf(kept);
        }
        all.forEach(Handle::close);
    }

    private final class Handle implements BackupSource.Pinned {
        private final Shared shared;
        private boolean closed;

        Handle(Shared shared) {
            this.shared = shared;
            shared.users++;
        }

        @Override
        public PinnedVersion version() {
            return shared.pinned.version();
        }

        @Override
        public StreamedStore.Parts parts(StreamedStore.Stretch behind) {
            return shared.pinned.parts(behind);
        }

        @Override
        public TransactionLog log() {
            return shared.pinned.log();
        }

        @Override
        public void close() {
            synchronized (SharedPins.this) {
                kept.remove(this);
                if (closed) {
                    return;
                }
                closed = true;
                shared.users--;
                if (shared.users > 0) {
                    return;
                }
                open.remove(shared);
            }
            shared.pinned.close();
        }
    }
}

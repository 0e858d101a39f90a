package dev.muster.store.engine;

import dev.muster.runtime.Disk;
import dev.muster.store.OfflineStore;
import dev.muster.store.PinnedVersion;
import dev.muster.store.StoreIdentity;
import dev.muster.store.StoreLocation;
import dev.muster.store.log.LogInspection;
import java.io.IOException;

/** The files of a closed store, read at its checkpoint. */
final class CheckpointedStore implements OfflineStore {
    private final StoreFiles files;
    private final Checkpoint checkpoint;
    private final LogInspection log;
    private final PinnedVersion version;

    private CheckpointedStore(StoreFiles files, Checkpoint checkpoint, LogInspection log) {
        this.files = files;
        this.checkpoint = checkpoint;
        this.log = log;
        this.version = files.graph().pin(checkpoint.identity(), checkpoint.appliedIndex());
    }

    static CheckpointedStore open(Disk disk, StoreLocation location, int cacheMebibytes) throws IOException {
        Checkpoint checkpoint = Checkpoint.read(disk, location.database());
        StoreFiles files = StoreFiles.open(disk, location.database(), checkpoint, cacheMebibytes);
        LogInspection log = new LogInspection(
                disk, location.transactions(), checkpoint.identity().databaseId(), checkpoint.logEnd());
        return new CheckpointedStore(files, checkpoint, log);
    }

    @Override
    public StoreIdentity identity() {
        return checkpoint.identity();
    }

    @Override
    public PinnedVersion version() {
        return version;
    }

    @Override
    public boolean needsRecovery() throws IOException {
        return log.goesOn();
    }

    @Override
    public long readLog(Runnable step) throws IOException {
        return log.read(checkpoint.lastTransactionId(), step);
    }

    @Override
    public void close() {
        version.close();
        files.close();
    }
}

package dev.muster.backup.offline;

import dev.muster.backup.BackupError;
import dev.muster.backup.BackupException;
import dev.muster.backup.restore.RestoreRequest;
import dev.muster.backup.restore.RestoreTarget;
import dev.muster.runtime.World;
import dev.muster.store.CorruptStore;
import dev.muster.store.GraphDigest;
import dev.muster.store.PinnedVersion;
import dev.muster.store.StoreIdentity;
import dev.muster.store.StoreLocation;
import dev.muster.store.StoreSettings;
import dev.muster.store.StreamedStore;
import dev.muster.store.engine.Stores;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;

/**
 * Copies a database that does not run, schema and all, into a new store, which is built beside its place, compared by digest,
 * and swapped in. The copy is a database of its own: no backup chain and no consensus log of the first one fits it.
 *
 * <p>Blocks on the disk; call it on no lane that must answer.
 */
public final class StoreCopy {
    private final World world;
    private final DoubleConsumer progress;
    private final BooleanSupplier brokenOff;
    private final Consumer<String> log;

    /** What was copied. */
    public record Outcome(long lastTransactionId, long nodes, long relationships, GraphDigest digest) {}

    /**
     * @param progress hears the fraction that is copied, 0 to 1
     * @param brokenOff is asked often, on the calling thread, whether to give up
     * @param log hears of what was left behind
     */
    public StoreCopy(World world, DoubleConsumer progress, BooleanSupplier brokenOff, Consumer<String> log) {
        this.world = world;
        this.progress = progress;
        this.brokenOff = brokenOff;
        this.log = log;
    }

    /** Copies a database. Throws {@link BackupException}; then nothing was changed. */
    public Outcome run(
            String from,
            StoreLocation source,
            String to,
            RestoreTarget.Directories directories,
            RestoreRequest.Existing existing) {
        try (ClosedDatabase closed =
                        ClosedDatabase.open(world.disk(), source, from, ClosedDatabase.Unrecovered.REFUSED);
                RestoreTarget target = RestoreTarget.prepare(world, directories, to, existing)) {
            PinnedVersion version = closed.store().version();
            build(from, version, target.beside());
            target.swapIn(log);
            return new Outcome(
                    version.transactionId(), version.nodeCount(), version.relationshipCount(), version.digest());
        } catch (IOException | CorruptStore e) {
            throw BackupError.COPY_FAILED.because(e, from, e.getMessage());
        }
    }

    private void build(String from, PinnedVersion version, StoreLocation place) throws IOException {
        StreamedStore.Parts parts = Stores.parts(version);
        try (StreamedStore.Receiver receiver = Stores.receiver(
                world.disk(),
                place,
                StoreSettings.defaults(),
                world.clock(),
                world.scheduler().workers())) {
            for (byte[] part = parts.next(); part != null; part = parts.next()) {
                if (brokenOff.getAsBoolean()) {
                    throw BackupError.COPY_BROKEN_OFF.with(from);
                }
                receiver.part(part);
                progress.accept(parts.progress());
            }
            receiver.partsComplete(); // holds counts and digest against those of the first
            receiver.finish(
                    new StoreIdentity(world.random().nextUuid(), world.random().nextUuid()), 0);
        }
    }
}

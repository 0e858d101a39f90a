package dev.muster.backup.restore;

import dev.muster.backup.BackupError;
import dev.muster.backup.BackupException;
import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.artifact.ArtifactReader;
import dev.muster.backup.artifact.ChunkKind;
import dev.muster.backup.artifact.TransactionBatch;
import dev.muster.runtime.World;
import dev.muster.store.CorruptStore;
import dev.muster.store.GraphDigest;
import dev.muster.store.StoreIdentity;
import dev.muster.store.StoreSettings;
import dev.muster.store.StreamedStore;
import dev.muster.store.TransactionRecord;
import dev.muster.store.engine.Stores;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Restores one database from its chain of artifacts.
 *
 * <p>In this order: find the chain, verify every byte of every artifact, check the target, build the store beside it,
 * compare its digest with the artifacts', make it durable, swap it in. A failure at any step leaves the target as it was.
 *
 * <p>The restored store gets a store id and a database id of its own: its history may now diverge from the one the
 * artifacts belong to, so no differential may ever join the two, and no consensus log that knows the old database may be
 * applied to it. {@code CREATE DATABASE} adopts it under the id it gives.
 *
 * <p>Blocks on the disk; call it on no lane that must answer.
 */
public final class Restore {
    private final World world;
    private final RestoreRequest request;
    private final Consumer<String> log;
    private final BooleanSupplier brokenOff;

    private Restore(World world, RestoreRequest request, Consumer<String> log, BooleanSupplier brokenOff) {
        this.world = world;
        this.request = request;
        this.log = log;
        this.brokenOff = brokenOff;
    }

    /** Restores to the end; see {@link #run(RestoreRequest, World, Consumer, BooleanSupplier)}. */
    public static RestoreReport run(RestoreRequest request, World world, Consumer<String> log) {
        return run(request, world, log, () -> false);
    }

    /**
     * Restores. {@code log} hears one line per step. {@code brokenOff} is asked often, on this thread, whether to give up;
     * no more once the store is being swapped in. Throws {@link BackupException}.
     */
    public static RestoreReport run(
            RestoreRequest request, World world, Consumer<String> log, BooleanSupplier brokenOff) {
        try {
            return new Restore(world, request, log, brokenOff).run();
        } catch (IOException | CorruptStore e) {
            throw BackupError.RESTORE_FAILED.because(e, request.from(), e.getMessage());
        }
    }

    private RestoreReport run() throws IOException {
        long startedAtNanos = world.clock().monotonicNanos();
        List<Artifact> chain = ChainSelection.of(world.disk(), request.from(), request.sourceDatabase());
        Artifact last = chain.get(chain.size() - 1);
        String database = request.database() == null ? last.header().databaseName() : request.database();
        request.until().requireCoveredBy(chain.get(0), last);
        try (RestoreTarget target = RestoreTarget.prepare(world, request, database)) {
            verify(chain);
            Built built = build(chain, target);
            goOn();
            target.swapIn();
            log.accept("Restored database '" + database + "' up to transaction " + built.lastTransactionId + ".");
            return new RestoreReport(
                    database,
                    chain,
                    built.identity,
                    built.lastTransactionId,
                    built.digest,
                    (world.clock().monotonicNanos() - startedAtNanos) / 1_000_000);
        }
    }

    private void goOn() {
        if (brokenOff.getAsBoolean()) {
            throw BackupError.RESTORE_BROKEN_OFF.with(request.from());
        }
    }

    private void verify(List<Artifact> chain) throws IOException {
        for (Artifact artifact : chain) {
            log.accept("Verifying " + artifact + ".");
            Artifact read = ArtifactReader.readAll(world.disk(), artifact.file(), (kind, payload, position) -> goOn());
            if (!read.equals(artifact)) {
                throw BackupError.RESTORE_FAILED.with(artifact.file(), "it changed while it was being read");
            }
        }
    }

    private record Built(StoreIdentity identity, long lastTransactionId, GraphDigest digest) {}

    private Built build(List<Artifact> chain, RestoreTarget target) throws IOException {
        try (StreamedStore.Receiver receiver =
                Stores.receiver(world.disk(), target.beside(), StoreSettings.defaults(), world.clock())) {
            Replay replay = new Replay(receiver);
            for (Artifact artifact : chain) {
                log.accept("Applying " + artifact + ".");
                ArtifactReader.readAgain(world.disk(), artifact.file(), replay::chunk);
                replay.partsComplete();
                compare(artifact, receiver, replay);
            }
            StoreIdentity identity =
                    new StoreIdentity(world.random().nextUuid(), world.random().nextUuid());
            Built built = new Built(identity, receiver.lastTransactionId(), receiver.digest());
            receiver.finish(identity, 0);
            return built;
        }
    }

    /** The graph must now be what it was at the source when the artifact was taken, unless the replay was cut. */
    private void compare(Artifact artifact, StreamedStore.Receiver receiver, Replay replay) {
        long end = artifact.empty() ? artifact.header().afterTransactionId() : artifact.highest();
        if (replay.cut) {
            return;
        }
        String digest = receiver.digest().toString();
        if (receiver.lastTransactionId() != end
                || !digest.equals(artifact.facts().digest())) {
            throw BackupError.RESTORED_DIFFERS.with(
                    artifact.file(),
                    digest + " at transaction " + receiver.lastTransactionId(),
                    artifact.facts().digest() + " at transaction " + end);
        }
    }

    /** Feeds a receiver with the chunks of one artifact after the other. */
    private final class Replay {
        private final StreamedStore.Receiver receiver;
        private boolean partsComplete;
        private boolean cut;

        Replay(StreamedStore.Receiver receiver) {
            this.receiver = receiver;
        }

        void chunk(ChunkKind kind, byte[] payload, long position) throws IOException {
            goOn();
            if (kind == ChunkKind.PART) {
                receiver.part(payload);
                return;
            }
            partsComplete();
            for (TransactionRecord transaction : TransactionBatch.decode(payload)) {
                transaction(transaction);
            }
        }

        /** A differential that overlaps the full begins with transactions that are already there. */
        private void transaction(TransactionRecord transaction) throws IOException {
            if (cut || transaction.transactionId() <= receiver.lastTransactionId()) {
                return;
            }
            if (request.until().includes(transaction)) {
                receiver.transaction(transaction);
            } else {
                cut = true;
            }
        }

        void partsComplete() throws IOException {
            if (!partsComplete) {
                partsComplete = true;
                receiver.partsComplete();
            }
        }
    }
}

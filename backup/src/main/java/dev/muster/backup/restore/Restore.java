package dev.muster.backup.restore;

import dev.muster.backup.BackupError;
import dev.muster.backup.BackupException;
import dev.muster.backup.artifact.Artifact;
import dev.muster.runtime.World;
import dev.muster.store.CorruptStore;
import dev.muster.store.StoreIdentity;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Restores one database from its chain of artifacts.
 *
 * <p>In this order: find the chain, check the target, build the store beside it while every byte of every artifact is verified,
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
        RestoreTarget.Directories directories =
                new RestoreTarget.Directories(request.stores(), request.transactionLogs(), request.serverLock());
        ChainBuild build = new ChainBuild(world, chain, request.key(), log, this::goOn);
        try (RestoreTarget target = RestoreTarget.prepare(world, directories, database, request.existing())) {
            StoreIdentity identity =
                    new StoreIdentity(world.random().nextUuid(), world.random().nextUuid());
            ChainBuild.Built built = build.build(target.beside(), request.until(), identity);
            goOn();
            target.swapIn(log);
            log.accept("Restored database '" + database + "' up to transaction " + built.lastTransactionId() + ".");
            return new RestoreReport(
                    database,
                    chain,
                    identity,
                    built.lastTransactionId(),
                    built.digest(),
                    build.metadata(),
                    (world.clock().monotonicNanos() - startedAtNanos) / 1_000_000);
        }
    }

    private void goOn() {
        if (brokenOff.getAsBoolean()) {
            throw BackupError.RESTORE_BROKEN_OFF.with(request.from());
        }
    }
}

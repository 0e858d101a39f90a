package dev.muster.backup.online;

import dev.muster.backup.protocol.BackupConnection;
import dev.muster.backup.protocol.Failures;
import dev.muster.backup.protocol.TransferFailed;
import dev.muster.runtime.Lane;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.World;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Opens a connection per transfer, one at a time, and can break off the one under way. <b>Lane.</b> The backup's. */
final class Transfers {
    private final World world;
    private final Lane lane;
    private final BackupConnection.Terms terms;
    private BackupConnection current;
    private CompletableFuture<Void> pause;
    private boolean aborted;

    Transfers(World world, Lane lane, BackupConnection.Terms terms) {
        this.world = world;
        this.lane = lane;
        this.terms = terms;
    }

    /** Connects, asks, closes. Fails with {@link TransferFailed}. */
    <T> CompletionStage<T> run(SocketAddress source, Function<BackupConnection, CompletionStage<T>> question) {
        if (aborted) {
            return CompletableFuture.failedFuture(interrupted());
        }
        return BackupConnection.open(world, lane, source, terms).thenCompose(connection -> {
            if (aborted) {
                connection.close();
                return CompletableFuture.failedFuture(interrupted());
            }
            current = connection;
            return question.apply(connection).whenComplete((answer, failure) -> {
                current = null;
                connection.close();
            });
        });
    }

    /** Completes after so long, or at once when everything is broken off. */
    CompletionStage<Void> pause(long nanos) {
        pause = new CompletableFuture<>();
        if (aborted) {
            pause.complete(null);
        } else {
            CompletableFuture<Void> ending = pause;
            lane.schedule(nanos, () -> ending.complete(null));
        }
        return pause;
    }

    /** Breaks off what is under way; nothing begins any more. */
    void abort() {
        aborted = true;
        if (pause != null) {
            pause.complete(null);
        }
        if (current != null) {
            current.close();
        }
    }

    boolean aborted() {
        return aborted;
    }

    static TransferFailed asTransferFailed(Throwable failure) {
        Throwable root = Failures.root(failure);
        return root instanceof TransferFailed transferFailed
                ? transferFailed
                : new TransferFailed(TransferFailed.Reason.TARGET_FAILED, String.valueOf(root), root);
    }

    private static TransferFailed interrupted() {
        return new TransferFailed(TransferFailed.Reason.LOST, "interrupted", null);
    }
}

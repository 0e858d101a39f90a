package dev.muster.node.server;

import dev.muster.backup.protocol.StoreCopyClient;
import dev.muster.backup.protocol.TransferFailed;
import dev.muster.backup.protocol.WholeCopy;
import dev.muster.node.hosting.StoreCopier;
import dev.muster.runtime.DiskFull;
import dev.muster.runtime.Lane;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.World;
import dev.muster.store.CorruptStore;
import dev.muster.store.StoreIdentity;
import dev.muster.store.StoreSettings;
import dev.muster.store.StreamedStore;
import dev.muster.store.engine.Stores;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One store on its way here. First every source is asked for the transactions that the store here lacks, if there is one;
 * what one gives counts, even if it breaks off. If nobody has them all, the whole store is fetched: from a source that
 * breaks off the rest is asked for again, for as long as it comes forward; once the parts are there, any other source may
 * give the transactions after.
 *
 * <p><b>Lane.</b> The copier's, which may block.
 */
final class StoreTransfer {
    private static final Logger LOG = LoggerFactory.getLogger(StoreTransfer.class);
    /** For so long a source that comes no further is asked again. */
    private static final int VAIN_ATTEMPTS = 3;

    private static final long PAUSE_NANOS = 500_000_000L;

    /** A member and its cluster port. */
    record Source(String server, SocketAddress address) {}

    private final World world;
    private final StoreSettings settings;
    private final Lane lane;
    private final StoreCopyClient client;
    private final StoreCopier.CopyRequest request;
    private final List<Source> sources;
    private final CompletableFuture<StoreCopier.Result> done;
    private final List<String> refusals = new ArrayList<>();

    private StreamedStore.Continuation present;
    private StreamedStore.Receiver receiver;
    private WholeCopy whole;
    private int vain;

    StoreTransfer(
            World world,
            StoreSettings settings,
            Lane lane,
            StoreCopyClient client,
            StoreCopier.CopyRequest request,
            List<Source> sources,
            CompletableFuture<StoreCopier.Result> done) {
        this.world = world;
        this.settings = settings;
        this.lane = lane;
        this.client = client;
        this.request = request;
        this.sources = sources;
        this.done = done;
    }

    void begin() {
        if (request.present() != null) {
            try {
                present = Stores.continuation(world.disk(), request.present(), settings, world.clock());
                bringForward(0);
                return;
            } catch (IOException | RuntimeException e) {
                LOG.warn("the store of '{}' cannot be brought forward: {}", request.name(), e.getMessage());
            }
        }
        fetchWhole(0);
    }

    // ---------------------------------------------------------------- the transactions since

    private void bringForward(int next) {
        if (next == sources.size()) {
            present.close();
            LOG.info("nobody has the transactions that '{}' lacks ({}); copying it whole", request.name(), refusals);
            refusals.clear();
            fetchWhole(0);
            return;
        }
        Source source = sources.get(next);
        long before = present.lastTransactionId();
        client.copyAfter(source.address(), present.identity(), before, present::transaction)
                .whenComplete((copied, failure) -> {
                    Throwable problem = failure != null ? failure : forwardProblem(copied);
                    if (problem == null) {
                        LOG.info(
                                "'{}' has got the transactions {} to {} from {}",
                                request.name(),
                                before + 1,
                                present.lastTransactionId(),
                                source.server());
                        done.complete(StoreCopier.Result.BROUGHT_FORWARD);
                        return;
                    }
                    refusals.add(source.server() + ": " + rootMessage(problem));
                    if (isOwnFault(problem)) {
                        present.close(); // what it holds now is unknown; on the disk it is what it was
                        afterOwnFault(problem);
                    } else {
                        bringForward(next + 1);
                    }
                });
    }

    /** A whole copy needs more room than the transactions since. */
    private void afterOwnFault(Throwable problem) {
        if (isFull(problem)) {
            finishWith(problem);
        } else {
            fetchWhole(0);
        }
    }

    private Throwable forwardProblem(StoreCopyClient.Copied copied) {
        if (copied.appliedIndex() < request.appliedIndexWanted()) {
            return behind(copied);
        }
        if (!present.digest().equals(copied.digest())) {
            return new CorruptStore(
                    "at transaction " + present.lastTransactionId() + " the digest here is " + present.digest()
                            + ", there " + copied.digest(),
                    null);
        }
        return tried(() -> present.finish(copied.appliedIndex()));
    }

    // ---------------------------------------------------------------- the whole store

    private void fetchWhole(int next) {
        if (next == sources.size()) {
            fail();
            return;
        }
        Source source = sources.get(next);
        Throwable problem = tried(() -> prepare(source));
        if (problem != null) {
            finishWith(problem);
            return;
        }
        long before = whole.progress();
        attempt(source).whenComplete((copied, failure) -> {
            Throwable reason = failure != null ? failure : wholeProblem(copied);
            if (reason == null) {
                LOG.info("copied the store of '{}' from {}", request.name(), source.server());
                done.complete(StoreCopier.Result.COPIED);
                return;
            }
            vain = whole.progress() > before ? 0 : vain + 1;
            if (isBroken(reason) && whole.hasBegun() && whole.goesOnWith(source.address()) && vain < VAIN_ATTEMPTS) {
                LOG.info("the copy of '{}' from {} broke off, going on: {}", request.name(), source.server(), reason);
                lane.schedule(PAUSE_NANOS, () -> fetchWhole(next));
                return;
            }
            vain = 0;
            refusals.add(source.server() + ": " + rootMessage(reason));
            fetchWhole(next + 1);
        });
    }

    private CompletionStage<StoreCopyClient.Copied> attempt(Source source) {
        return whole.from(source.address());
    }

    /** Makes sure that what has come so far can be completed from this source. */
    private void prepare(Source source) throws IOException {
        if (whole != null && whole.goesOnWith(source.address())) {
            return;
        }
        if (receiver != null) {
            receiver.close();
        }
        receiver = Stores.receiver(world.disk(), request.target(), settings, world.clock());
        whole = client.whole(request.sourceDatabaseId(), receiver);
    }

    private Throwable wholeProblem(StoreCopyClient.Copied copied) {
        if (copied.appliedIndex() < request.appliedIndexWanted()) {
            return behind(copied);
        }
        return tried(() -> receiver.finish(
                new StoreIdentity(
                        request.identity().databaseId(), copied.identity().storeId()),
                copied.appliedIndex()));
    }

    // ---------------------------------------------------------------- common

    private IllegalStateException behind(StoreCopyClient.Copied copied) {
        return new IllegalStateException(
                "is at index " + copied.appliedIndex() + " itself, " + request.appliedIndexWanted() + " is wanted");
    }

    private void fail() {
        String reasons = refusals.isEmpty() ? "no other member is known" : String.join("; ", refusals);
        finishWith(new IllegalStateException("no member could give a copy of the store: " + reasons));
    }

    private void finishWith(Throwable problem) {
        Throwable cleanup = receiver == null ? null : tried(receiver::close);
        if (cleanup != null) {
            problem.addSuppressed(cleanup);
        }
        done.completeExceptionally(problem);
    }

    /** Whether the connection was what failed, so that the same source may go on. */
    private static boolean isBroken(Throwable problem) {
        return problem instanceof TransferFailed failed
                && (failed.reason() == TransferFailed.Reason.LOST
                        || failed.reason() == TransferFailed.Reason.UNREACHABLE);
    }

    /** Whether what was being written is what failed. */
    private static boolean isOwnFault(Throwable problem) {
        return problem instanceof CorruptStore
                || problem instanceof IOException
                || (problem instanceof TransferFailed failed && failed.reason() == TransferFailed.Reason.TARGET_FAILED);
    }

    private static boolean isFull(Throwable problem) {
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            if (cause instanceof DiskFull) {
                return true;
            }
        }
        return false;
    }

    private static Throwable tried(Step step) {
        try {
            step.run();
            return null;
        } catch (IOException | RuntimeException e) {
            return e;
        }
    }

    private static String rootMessage(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }
}

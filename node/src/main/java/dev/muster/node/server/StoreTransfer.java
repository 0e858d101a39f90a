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
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One store on its way here. First every source is asked for the transactions that the store here lacks, if there is one;
 * what one gives counts, even if it breaks off. If nobody has them all, the whole store is fetched, or what is missing of
 * it: a source that breaks off is asked again for as long as it comes forward, then the next one goes on where it stopped.
 * What an earlier transfer, of this process or another one, left at the target is gone on with; it is given up for a new
 * beginning if some member has the store and cannot go on with it, and no other member can.
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
    private StreamedStore.ResumableReceiver receiver;
    private WholeCopy whole;
    private int vain;
    /** Whether a source refused to go on with what is here, and might give all of it. */
    private boolean outdated;

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

    /** Closes everything; what came and was saved is left for a later transfer. */
    void giveUp() {
        if (present != null) {
            present.close();
        }
        suspend();
        done.completeExceptionally(new CancellationException("the copy was given up"));
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
                    if (done.isDone()) {
                        return;
                    }
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
            beginAnewOrFail();
            return;
        }
        Source source = sources.get(next);
        Throwable problem = tried(this::prepare);
        if (problem != null) {
            finishWith(problem);
            return;
        }
        long before = whole.progress();
        whole.from(source.address()).whenComplete((copied, failure) -> {
            if (done.isDone()) {
                return;
            }
            Throwable reason = failure != null ? failure : wholeProblem(copied);
            if (reason == null) {
                LOG.info(
                        "copied the store of '{}' from {} ({} bytes came)",
                        request.name(),
                        source.server(),
                        copied.bytes());
                done.complete(StoreCopier.Result.COPIED);
                return;
            }
            vain = whole.progress() > before ? 0 : vain + 1;
            if (isBroken(reason) && whole.hasBegun() && !whole.isSpoiled() && vain < VAIN_ATTEMPTS) {
                LOG.info("the copy of '{}' from {} broke off, going on: {}", request.name(), source.server(), reason);
                lane.schedule(PAUSE_NANOS, () -> goOn(next));
                return;
            }
            vain = 0;
            outdated |= isOutdated(reason) && whole.hasBegun();
            refusals.add(source.server() + ": " + rootMessage(reason));
            fetchWhole(next + 1);
        });
    }

    private void goOn(int next) {
        if (!done.isDone()) {
            fetchWhole(next);
        }
    }

    private void beginAnewOrFail() {
        if (!outdated) {
            fail();
            return;
        }
        LOG.info("nobody can go on with what has come of '{}' ({}); beginning anew", request.name(), refusals);
        outdated = false;
        refusals.clear();
        receiver.close();
        whole = null;
        receiver = null;
        fetchWhole(0);
    }

    /** Makes sure that there is something that can be completed. */
    private void prepare() throws IOException {
        if (whole != null && !whole.isSpoiled()) {
            return;
        }
        boolean first = receiver == null;
        if (!first) {
            receiver.close();
        }
        receiver = first ? resumed() : null;
        if (receiver == null) {
            receiver = Stores.resumable(world.disk(), request.target(), settings, world.clock());
        }
        whole = client.whole(request.sourceDatabaseId(), receiver);
    }

    /** What an earlier transfer left, if it is of use. */
    private StreamedStore.ResumableReceiver resumed() throws IOException {
        StreamedStore.ResumableReceiver found;
        try {
            found = Stores.resume(world.disk(), request.target(), settings, world.clock());
        } catch (CorruptStore e) {
            LOG.warn("the copy of '{}' begins anew: {}", request.name(), e.getMessage());
            return null;
        }
        if (found == null) {
            return null;
        }
        if (!found.source().databaseId().equals(request.sourceDatabaseId())) {
            LOG.warn("the copy of '{}' begins anew: what is there is of another database", request.name());
            found.close();
            return null;
        }
        LOG.info(
                "the copy of '{}' goes on with what came of it up to transaction {}",
                request.name(),
                found.lastTransactionId());
        return found;
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
        suspend();
        done.completeExceptionally(new IllegalStateException("no member could give a copy of the store: " + reasons));
    }

    /** Leaves what came where it is, if it is of use to a later transfer. */
    private void suspend() {
        if (receiver == null) {
            return;
        }
        Throwable problem = tried(whole == null || whole.isSpoiled() ? receiver::close : receiver::suspend);
        if (problem != null) {
            LOG.warn("what came of '{}' was not closed in order: {}", request.name(), problem.getMessage());
        }
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

    /** Whether the source has the store, but not what follows on what came of it. */
    private static boolean isOutdated(Throwable problem) {
        return problem instanceof TransferFailed failed
                && (failed.reason() == TransferFailed.Reason.PRUNED
                        || failed.reason() == TransferFailed.Reason.STORE_DIFFERS);
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

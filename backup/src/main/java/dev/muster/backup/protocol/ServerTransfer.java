package dev.muster.backup.protocol;

import dev.muster.backup.BackupSource;
import dev.muster.backup.artifact.ChunkKind;
import dev.muster.backup.artifact.TransactionBatch;
import dev.muster.runtime.Connection;
import dev.muster.runtime.Lane;
import dev.muster.store.PinnedVersion;
import dev.muster.store.StoreIdentity;
import dev.muster.store.StreamedStore;
import dev.muster.store.TransactionLog;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * One answer to FULL, RESUME or DIFF. Full: the parts of a pinned version; then a second version is pinned and the
 * transactions between the two follow, so that the end is a transaction whose digest is known. Resume: the same without the
 * records that the client has, which it brings to the pinned version by transactions that come first. Differential: the
 * transactions up to a version pinned now.
 *
 * <p>If the second version cannot be had (the database was stopped meanwhile), the full ends at the first: it is whole.
 *
 * <p>If only what is {@linkplain #onlyCurrent current} is of use, this copy first catches up with what was acknowledged.
 *
 * <p><b>Lane.</b> The session's. One chunk per task, so that several transfers on a lane take turns; never more chunks than
 * the client pulled.
 */
final class ServerTransfer {
    /** A client that asks for nothing this long is gone; its pin would hold the store's space for ever. */
    private static final long IDLE_NANOS = 600_000_000_000L;
    /** How often it is looked whether the snapshot is held for too long. */
    private static final long HELD_CHECK_NANOS = 5_000_000_000L;

    private final Lane lane;
    private final Connection connection;
    private final BackupSource source;
    private final SharedPins pins;
    private final RunningBackups.Running running;
    private final Consumer<TransferFailed> onFailure;
    private final AliveSignal alive;

    private BackupSource.Pinned first;
    private BackupSource.Pinned last;
    private StreamedStore.Parts parts;
    private TransactionLog.Cursor transactions;
    private Lane.Timer idle;
    private Lane.Timer heldTooLong;
    private int pulls;
    private int credits;
    private int chunks;

    private boolean onlyCurrent;
    /** What was acknowledged when the request came, if only what contains that is of use. */
    private long leastTransactionId;

    private Stage stage = Stage.PINNING;
    private boolean pumping;
    /** Whether the rate of all backups has this one wait. */
    private boolean slowedDown;

    private enum Stage {
        PINNING,
        NAMES,
        CATCHING_UP,
        PARTS,
        PINNING_AGAIN,
        TRANSACTIONS,
        OVER
    }

    /** @param running what limits it; null for a copy, which nothing limits */
    ServerTransfer(
            Lane lane,
            Connection connection,
            BackupSource source,
            SharedPins pins,
            RunningBackups.Running running,
            Consumer<TransferFailed> onFailure) {
        this.pins = pins;
        this.running = running;
        this.lane = lane;
        this.connection = connection;
        this.source = source;
        this.onFailure = onFailure;
        this.alive = new AliveSignal(lane, connection);
    }

    /** Gives nothing that lacks a transaction which was acknowledged before the request came. */
    void onlyCurrent() {
        onlyCurrent = true;
    }

    void full(UUID databaseId) {
        caughtUp(
                databaseId,
                () -> pin(databaseId, pinned -> {
                    first = pins.share(pinned);
                    last = first;
                    parts = pinned.parts(StreamedStore.Stretch.NOTHING);
                    begin(first, Stage.PARTS);
                }));
    }

    /** What is missing to a client that has a stretch as of a transaction, if possible of the version it had before. */
    void resume(StoreIdentity wanted, long transactionId, StreamedStore.Stretch stretch) {
        caughtUp(wanted.databaseId(), () -> {
            BackupSource.Pinned kept = pins.take(wanted, transactionId);
            if (kept != null) {
                guarded(() -> resumeWith(kept, wanted, transactionId, stretch));
            } else {
                pin(wanted.databaseId(), pinned -> resumeWith(pins.share(pinned), wanted, transactionId, stretch));
            }
        });
    }

    private void resumeWith(
            BackupSource.Pinned pinned, StoreIdentity wanted, long transactionId, StreamedStore.Stretch stretch)
            throws IOException {
        first = pinned;
        last = pinned;
        requireReaching(wanted, transactionId, pinned);
        readTransactions(pinned.log(), transactionId, pinned.version().transactionId());
        parts = pinned.parts(stretch);
        begin(pinned, Stage.NAMES);
    }

    void differential(StoreIdentity wanted, long afterTransactionId) {
        caughtUp(
                wanted.databaseId(),
                () -> pin(wanted.databaseId(), pinned -> {
                    first = pinned;
                    last = pinned;
                    requireReaching(wanted, afterTransactionId, pinned);
                    readTransactions(
                            pinned.log(), afterTransactionId, pinned.version().transactionId());
                    begin(pinned, Stage.TRANSACTIONS);
                }));
    }

    void pull(int more) {
        if (more < 1 || more > 1_000_000) {
            throw Frame.garbled("a request for " + more + " chunks");
        }
        credits = Math.addExact(credits, more);
        pulls++;
        pump();
    }

    boolean isOver() {
        return stage == Stage.OVER;
    }

    /** The client is gone: the parts it has not got are kept for it a while. */
    void connectionLost() {
        if (isAmongTheParts() && chunks > 0) {
            pins.keep(first, lane);
            first = null;
            last = null;
        }
        abandon();
    }

    private boolean isAmongTheParts() {
        return stage == Stage.NAMES || stage == Stage.CATCHING_UP || stage == Stage.PARTS;
    }

    /** Lets everything go; harmless when over. */
    void abandon() {
        stage = Stage.OVER;
        release();
    }

    private void caughtUp(UUID databaseId, Runnable next) {
        if (!onlyCurrent) {
            next.run();
            return;
        }
        CompletionStage<Long> reached = source.catchUp(databaseId);
        alive.begin();
        reached.whenComplete((transactionId, failure) -> lane.execute(() -> {
            alive.end();
            if (stage == Stage.OVER) {
                return;
            }
            if (failure != null) {
                fail(unavailable(Failures.root(failure)));
                return;
            }
            leastTransactionId = transactionId;
            next.run();
        }));
    }

    private void pin(UUID databaseId, PinnedStep next) {
        CompletionStage<BackupSource.Pinned> pinning = source.pin(databaseId);
        alive.begin();
        pinning.whenComplete((pinned, failure) -> lane.execute(() -> pinned(pinned, failure, next)));
    }

    private void pinned(BackupSource.Pinned pinned, Throwable failure, PinnedStep next) {
        alive.end();
        if (stage == Stage.OVER) {
            close(pinned);
            return;
        }
        if (failure != null) {
            fail(unavailable(Failures.root(failure)));
            return;
        }
        guarded(() -> next.with(pinned));
    }

    private void begin(BackupSource.Pinned pinned, Stage next) {
        StoreIdentity identity = pinned.version().identity();
        connection.send(Frame.encode(
                FrameType.BEGIN,
                new Messages.Begin(
                        identity.databaseId(),
                        identity.storeId(),
                        pinned.version().transactionId())));
        stage = next;
        if (running != null) {
            running.holds(pinned.version());
            watchHeld();
        }
        watchIdle(pulls);
        pump();
    }

    private void watchIdle(int pullsSeen) {
        idle = lane.schedule(IDLE_NANOS, () -> {
            if (stage == Stage.OVER) {
                return;
            }
            if (credits == 0 && pulls == pullsSeen) {
                fail(refused(TransferFailed.Reason.LOST, "the client asked for nothing for ten minutes"));
                connection.close();
            } else {
                watchIdle(pulls);
            }
        });
    }

    /** Lets the snapshot go when it has been held for too long; the client is told, and that another server may be asked. */
    private void watchHeld() {
        heldTooLong = lane.schedule(HELD_CHECK_NANOS, () -> {
            String overdue = stage == Stage.OVER ? null : running.overdue();
            if (overdue != null) {
                running.cutOff();
                fail(refused(TransferFailed.Reason.CUT_OFF, "the server ended the backup: " + overdue));
            } else if (stage != Stage.OVER) {
                watchHeld();
            }
        });
    }

    private void pump() {
        if (!pumping && !slowedDown && credits > 0 && (isAmongTheParts() || stage == Stage.TRANSACTIONS)) {
            pumping = true;
            lane.execute(() -> {
                pumping = false;
                guarded(this::step);
                pump();
            });
        }
    }

    private void step() throws IOException {
        switch (stage) {
            case NAMES -> {
                sendPart();
                stage = Stage.CATCHING_UP;
            }
            case CATCHING_UP -> {
                if (!sendTransactions()) {
                    stage = Stage.PARTS;
                }
            }
            case PARTS -> sendPart();
            case TRANSACTIONS -> {
                if (!sendTransactions()) {
                    sendEnd();
                }
            }
            case PINNING, PINNING_AGAIN, OVER -> {
                // Waiting for somebody else, or abandoned since the step was planned.
            }
        }
    }

    private void sendPart() throws IOException {
        byte[] part = parts.next();
        if (part != null) {
            send(ChunkKind.PART, parts.progress(), part);
        } else {
            stage = Stage.PINNING_AGAIN;
            pinAgain();
        }
    }

    private void pinAgain() {
        alive.begin();
        source.pin(first.version().identity().databaseId())
                .whenComplete((pinned, failure) -> lane.execute(() -> pinnedAgain(pinned, failure)));
    }

    private void pinnedAgain(BackupSource.Pinned pinned, Throwable failure) {
        alive.end();
        if (stage == Stage.OVER) {
            close(pinned);
            return;
        }
        guarded(() -> {
            if (failure == null && continues(pinned)) {
                last = pinned;
                readTransactions(
                        pinned.log(),
                        first.version().transactionId(),
                        pinned.version().transactionId());
            } else {
                close(pinned);
            }
            stage = Stage.TRANSACTIONS;
            pump();
        });
    }

    /** Whether the log still leads from the first version to this one, in the same store. */
    private boolean continues(BackupSource.Pinned pinned) {
        long from = first.version().transactionId();
        long to = pinned.version().transactionId();
        return pinned.version().identity().equals(first.version().identity())
                && to >= from
                && (to == from || pinned.log().first() <= from + 1);
    }

    private void readTransactions(TransactionLog log, long after, long end) throws IOException {
        if (after == end) {
            return;
        }
        try {
            transactions = log.read(after + 1, end);
        } catch (TransactionLog.TransactionsPruned pruned) {
            throw new TransferFailed(TransferFailed.Reason.PRUNED, pruned.getMessage(), pruned);
        }
    }

    /** Sends some; whether there were any left. */
    private boolean sendTransactions() {
        TransactionBatch batch = new TransactionBatch();
        while (transactions != null && !batch.isFull() && transactions.hasNext()) {
            batch.add(transactions.next());
        }
        if (batch.isEmpty()) {
            endTransactions();
            return false;
        }
        send(ChunkKind.TRANSACTIONS, 1, batch.encode());
        return true;
    }

    private void endTransactions() {
        if (transactions != null) {
            transactions.close();
            transactions = null;
        }
    }

    private void send(ChunkKind kind, double progress, byte[] payload) {
        connection.send(Frame.encodeChunk(kind, chunks++, progress, payload));
        credits--;
        if (running != null) {
            slowDown(running.sent(payload.length));
        }
    }

    private void slowDown(long nanos) {
        if (nanos > 0) {
            slowedDown = true;
            lane.schedule(nanos, () -> {
                slowedDown = false;
                pump();
            });
        }
    }

    private void sendEnd() {
        PinnedVersion version = last.version();
        if (version.transactionId() < leastTransactionId) {
            throw refused(
                    TransferFailed.Reason.NOT_CURRENT,
                    "the version that was gone on with ends at transaction " + version.transactionId() + ", and "
                            + leastTransactionId + " was acknowledged");
        }
        Messages.End end = new Messages.End(
                chunks,
                version.transactionId(),
                version.appliedIndex(),
                version.digest().toString(),
                version.nodeCount(),
                version.relationshipCount());
        stage = Stage.OVER;
        release();
        connection.send(Frame.encode(FrameType.END, end));
    }

    private void requireReaching(StoreIdentity wanted, long transactionId, BackupSource.Pinned pinned) {
        requireSameStore(wanted, pinned);
        long end = pinned.version().transactionId();
        if (transactionId > end) {
            throw refused(
                    TransferFailed.Reason.BEHIND,
                    "this server has transactions up to " + end + ", " + transactionId + " was asked for");
        }
    }

    private void requireSameStore(StoreIdentity wanted, BackupSource.Pinned pinned) {
        StoreIdentity here = pinned.version().identity();
        if (!here.equals(wanted)) {
            throw refused(
                    TransferFailed.Reason.STORE_DIFFERS,
                    "the store on this server is " + here.storeId() + ", a continuation of " + wanted.storeId()
                            + " was asked for");
        }
    }

    private void guarded(Step step) {
        try {
            step.run();
        } catch (TransferFailed refused) {
            fail(refused);
        } catch (IOException | RuntimeException e) {
            fail(new TransferFailed(
                    TransferFailed.Reason.SERVER_FAILED, "reading the database failed: " + e.getMessage(), e));
        }
    }

    private void fail(TransferFailed failure) {
        if (stage != Stage.OVER) {
            abandon();
            onFailure.accept(failure);
        }
    }

    private static TransferFailed unavailable(Throwable failure) {
        if (failure instanceof BackupSource.Unavailable unavailable) {
            TransferFailed.Reason reason = unavailable.status().isEmpty()
                    ? TransferFailed.Reason.NOT_HOSTED
                    : TransferFailed.Reason.UNAVAILABLE;
            return new TransferFailed(reason, unavailable.status(), unavailable.getMessage(), unavailable);
        }
        if (failure instanceof BackupSource.NotCurrent) {
            return new TransferFailed(TransferFailed.Reason.NOT_CURRENT, failure.getMessage(), failure);
        }
        return new TransferFailed(
                TransferFailed.Reason.SERVER_FAILED, "the database could not be pinned: " + failure, failure);
    }

    private static TransferFailed refused(TransferFailed.Reason reason, String message) {
        return new TransferFailed(reason, message, null);
    }

    private void release() {
        alive.end();
        if (running != null) {
            running.end();
        }
        if (heldTooLong != null) {
            heldTooLong.cancel();
        }
        if (idle != null) {
            idle.cancel();
        }
        endTransactions();
        if (last != first) {
            close(last);
        }
        close(first);
        first = null;
        last = null;
    }

    private static void close(BackupSource.Pinned pinned) {
        if (pinned != null) {
            pinned.close();
        }
    }

    @FunctionalInterface
    private interface PinnedStep {
        void with(BackupSource.Pinned pinned) throws IOException;
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }
}

package dev.muster.node.hosting;

import dev.muster.catalog.Allocation;
import dev.muster.catalog.DatabaseEntry;
import dev.muster.catalog.DatabaseReport;
import dev.muster.catalog.DatabaseReport.CurrentStatus;
import dev.muster.raft.GroupId;
import dev.muster.raft.GroupSpec;
import dev.muster.raft.MemberId;
import dev.muster.raft.RaftException;
import dev.muster.raft.RaftGroup;
import dev.muster.raft.RaftStatus;
import dev.muster.runtime.DiskFull;
import dev.muster.runtime.Lane;
import dev.muster.store.PinnedVersion;
import dev.muster.store.Store;
import dev.muster.store.TransactionLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One database on this server: its store, its consensus group, and how it stands.
 *
 * <p><b>Lane.</b> Public methods may be called from any thread; the work happens on the database's lane, and stages
 * complete there.
 */
public final class HostedDatabase {
    private static final Logger LOG = LoggerFactory.getLogger(HostedDatabase.class);

    private volatile DatabaseEntry entry;
    private final MemberId member;
    private final boolean founder;
    private final GroupId groupId;
    private final HostContext context;
    private final Lane lane;
    private final StoreArrival arrival;
    private final TransactionWaiters waiters = new TransactionWaiters();
    private final Participation part =
            new Participation(() -> new RaftException.Stopped("database '" + name() + "' does not run here", null));
    private final SpaceWait spaceWait;
    private Store store;
    private MemberStateMachine stateMachine;
    private CompletableFuture<Void> starting = new CompletableFuture<>();
    /** Its files are gone: what lies under its name now is another database's. */
    private boolean removed;
    /** What the group waits for while a copy of the store is fetched for it, or null. */
    private Runnable afterCopy;

    private volatile CurrentStatus status = CurrentStatus.OFFLINE;
    private volatile String message = "";
    private volatile Damage damage = Damage.NONE;
    private volatile long lastTransactionId;

    HostedDatabase(DatabaseEntry entry, Allocation copy, GroupId groupId, HostContext context, Lane lane) {
        this.entry = entry;
        this.member = MembershipPlan.member(copy);
        this.founder = entry.isFounder(copy);
        this.groupId = groupId;
        this.context = context;
        this.lane = lane;
        this.arrival = new StoreArrival(this::entry, founder, groupId, context, lane, new OwnerOfArrival());
        this.spaceWait = new SpaceWait(lane, new OwnerOfSpaceWait(), this::storeFailed);
    }

    public String name() {
        return entry.name();
    }

    public UUID databaseId() {
        return entry.databaseId();
    }

    /** Who this server is in its consensus group. */
    public MemberId member() {
        return member;
    }

    /** Names its consensus group. */
    GroupId groupId() {
        return groupId;
    }

    /** The catalog's entry as last looked at by the reconciler. */
    public DatabaseEntry entry() {
        return entry;
    }

    /** The catalog says something newer of this very database. Any thread; name, id and founders never change. */
    void update(DatabaseEntry newer) {
        if (!newer.databaseId().equals(entry.databaseId())) {
            throw new IllegalArgumentException(newer.databaseId() + " is not " + entry.databaseId());
        }
        boolean toBeTold = newer.readOnly() != entry.readOnly();
        entry = newer;
        if (toBeTold) {
            context.changed().run();
        }
    }

    public CurrentStatus status() {
        return status;
    }

    public String message() {
        return message;
    }

    /** The highest transaction applied here; may be a moment old. */
    public long lastTransactionId() {
        return lastTransactionId;
    }

    /** How its group stands here, or null if it does not take part. */
    public RaftStatus raftStatus() {
        return part.status();
    }

    /** How many times it has begun to take part in its group in this process; with each, its commit index begins anew. */
    public int starts() {
        return part.begun();
    }

    /** What on this server's disk cannot be trusted, as found out by the last start. */
    Damage damage() {
        return damage;
    }

    /** Whether it may not be written here. */
    public boolean isReadOnly() {
        return context.refusesWrites(entry);
    }

    /** What this server says of the database. */
    public DatabaseReport report() {
        return CopyReport.of(this, context.world().clock());
    }

    // ---------------------------------------------------------------- life

    /** Brings the database up; completes when it is online here, fails with the reason (which the report shows too). */
    CompletionStage<Void> start() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        become(CurrentStatus.STARTING, "");
        lane.execute(() -> {
            starting = done;
            if (CopyLost.isLost(entry, member, founder, context.raft().memberOnDisk(groupId))) {
                failedToStart(new CopyLost(name()));
                return;
            }
            arrival.begin(damage == Damage.STORE && entry.members().size() > 1);
            damage = Damage.NONE;
        });
        return done;
    }

    /** Takes part in the group, or, if it already does, goes on with the store that took the place of the old one. */
    private void join() {
        lastTransactionId = store.lastTransactionId();
        if (part.isOn()) {
            stateMachine.replace(store);
            return;
        }
        stateMachine = new MemberStateMachine(store, context, lane, new OwnerOfGroup());
        GroupSpec spec = MembershipPlan.group(groupId, entry, founder);
        part.begin(context.raft().start(spec.as(member), stateMachine, lane));
    }

    /** The database is online once a leader is known. */
    private void onlineOnceLed(RaftStatus raft) {
        if (status == CurrentStatus.STARTING && raft != null && raft.leader() != null) {
            become(CurrentStatus.ONLINE, "");
            starting.complete(null);
        }
    }

    private void failedToStart(Exception reason) {
        damage = Damage.of(reason);
        afterCopy = null;
        RaftGroup left = part.end();
        if (left != null) {
            left.stop();
        }
        goDown();
        LOG.warn("database '{}' cannot be started: {}", name(), CopyReport.describe(reason));
        LOG.debug("the reason in full", reason);
        boolean begun = damage != Damage.NONE || context.directories().mayHaveStore(name());
        become(begun ? damage.statusOfStopped() : CurrentStatus.INITIAL, CopyReport.describe(reason));
        starting.completeExceptionally(reason);
    }

    /** Takes the database down, in order; completes when its files are closed. */
    CompletionStage<Void> stop() {
        return leaveGroup(RaftGroup::stop, CurrentStatus.OFFLINE, "");
    }

    /** Takes the database down and removes everything of it from here; not its store, if another database starts from that. */
    public CompletionStage<Void> drop(boolean storeStays) {
        return leaveGroup(RaftGroup::destroy, CurrentStatus.OFFLINE, "")
                .thenCompose(left -> context.raft().forget(groupId))
                .thenRunAsync(() -> removeFiles(storeStays), lane);
    }

    private void removeFiles(boolean storeStays) {
        try {
            if (!removed && !storeStays) {
                if (damage == Damage.LOG && MembershipPlan.comesBack(entry, member)) {
                    context.directories().setDamagedAside(name());
                }
                context.directories().removeStoreOf(databaseId(), name());
            }
            removed = true;
            become(CurrentStatus.DROPPED, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes the database down; it is that status then, unless it could not be taken down in order. */
    CompletionStage<Void> leaveGroup(
            Function<RaftGroup, CompletionStage<Void>> how, CurrentStatus afterwards, String why) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        become(CurrentStatus.STOPPING, "");
        lane.execute(() -> {
            CompletionStage<Void> abandoned = arrival.abandon();
            become(CurrentStatus.STOPPING, "");
            starting.completeExceptionally(unavailable());
            waiters.failAll(new DatabaseUnavailable(name(), "stopping", ""));
            RaftGroup leaving = part.end();
            CompletionStage<Void> left =
                    leaving == null ? abandoned : how.apply(leaving).runAfterBoth(abandoned, () -> {});
            left.whenCompleteAsync(
                    (nothing, failure) -> {
                        goDown();
                        become(afterwards, failure == null ? why : CopyReport.describe(failure));
                        if (failure == null) {
                            done.complete(null);
                        } else {
                            done.completeExceptionally(failure);
                        }
                    },
                    lane);
        });
        return done;
    }

    /** The open store is of no use any more; unless it is damaged, it is started again. Lane only. */
    private void storeFailed(Exception reason) {
        LOG.error("database '{}' stops: {}", name(), CopyReport.describe(reason), reason);
        damage = Damage.of(reason);
        leaveGroup(RaftGroup::stop, damage.statusOfStopped(), CopyReport.describe(reason));
    }

    private void goDown() {
        arrival.letGo(closeStore());
    }

    private StoreArrival.Closed closeStore() {
        spaceWait.end();
        Store closing = store;
        store = null;
        return StoreArrival.Closed.of(closing, name());
    }

    void become(CurrentStatus newStatus, String newMessage) {
        status = newStatus;
        message = newMessage;
        context.changed().run();
    }
    // ---------------------------------------------------------------- work

    /** Proposes a change set; see {@link RaftGroup#propose}. Completes with a {@link dev.muster.store.Applied}. */
    public CompletionStage<Object> propose(byte[] changeSet) {
        String full = spaceWait.reason();
        if (part.isOn() && isReadOnly()) {
            return CompletableFuture.failedFuture(new DatabaseReadOnly("database '" + name() + "' is read-only"));
        } else if (part.isOn() && full != null) {
            return CompletableFuture.failedFuture(new RaftException.LogFull(full, null));
        }
        return part.propose(changeSet);
    }

    /**
     * Has the group, which this server must lead, agree on an entry that changes nothing; completes with its index once that
     * is applied here. Fails as {@link RaftGroup#propose} does. Also where nothing may be written.
     */
    public CompletionStage<Long> probe() {
        return part.probe();
    }

    /** See {@link RaftGroup#barrier}. */
    public CompletionStage<Long> barrier() {
        return part.with(RaftGroup::barrier, this::unavailable);
    }

    /** The part it takes in its group. */
    Participation part() {
        return part;
    }

    /** Pins the version that the open store has, although there may be newer ones: before a leader is known, for instance. */
    public CompletionStage<PinnedVersion> pinOpened() {
        return onOpenStore(() -> store.pin());
    }

    /** Pins the present version. Fails with {@link DatabaseUnavailable} if the database does not run here. */
    public CompletionStage<PinnedVersion> pin() {
        return onLane(() -> store.pin());
    }

    /**
     * Takes a checkpoint, then pins: what a full backup or a copy starts from. Works as soon as the store is open, so that
     * the members of a database that starts from a seed can fetch it before there are enough of them for a majority.
     */
    public CompletionStage<PinnedVersion> checkpointAndPin() {
        return onOpenStore(() -> {
            try {
                store.checkpoint();
            } catch (IOException e) {
                if (!(e instanceof DiskFull)) {
                    storeFailed(e);
                }
                throw new UncheckedIOException(e);
            }
            return store.pin();
        });
    }

    /** The transaction log of the open store. */
    public CompletionStage<TransactionLog> transactionLog() {
        return onOpenStore(() -> store.transactionLog());
    }

    /** What a transaction begins with: a pinned version, which is the receiver's to close, and the store's source of ids. */
    public record Beginning(PinnedVersion version, Store.IdSource ids) {}

    /** Pins the present version for a transaction. Fails as {@link #pin} does. */
    public CompletionStage<Beginning> begin() {
        return onLane(() -> new Beginning(store.pin(), store.ids()));
    }

    /** Completes when the transaction has been applied here. Fails with {@link DatabaseUnavailable} if the database goes first. */
    public CompletionStage<Void> awaitTransaction(long transactionId) {
        if (lastTransactionId >= transactionId) {
            return CompletableFuture.completedFuture(null);
        }
        return onLane(() -> {
                    CompletionStage<Void> waiter = waiters.add(transactionId);
                    waiters.reached(store.lastTransactionId());
                    return waiter;
                })
                .thenCompose(waiter -> waiter);
    }

    private <T> CompletionStage<T> onLane(Supplier<T> work) {
        return onLane(work, EnumSet.of(CurrentStatus.ONLINE));
    }

    private <T> CompletionStage<T> onOpenStore(Supplier<T> work) {
        return onLane(work, EnumSet.of(CurrentStatus.ONLINE, CurrentStatus.STARTING));
    }

    private <T> CompletionStage<T> onLane(Supplier<T> work, Set<CurrentStatus> allowed) {
        CompletableFuture<T> done = new CompletableFuture<>();
        lane.execute(() -> {
            if (store == null || !allowed.contains(status)) {
                done.completeExceptionally(unavailable());
                return;
            }
            try {
                done.complete(work.get());
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    private DatabaseUnavailable unavailable() {
        return new DatabaseUnavailable(name(), status.text(), message);
    }

    /** What the group tells the database. Lane only. */
    private final class OwnerOfGroup implements MemberStateMachine.Owner {
        @Override
        public void applied(long transactionId) {
            lastTransactionId = transactionId;
            waiters.reached(transactionId);
        }

        @Override
        public void advanced() {
            context.progressed().accept(name());
        }

        @Override
        public void roleChanged(RaftStatus raft) {
            onlineOnceLed(raft);
            context.changed().run();
        }

        @Override
        public void foundNoSpace(DiskFull full) {
            spaceWait.begin(full);
        }

        @Override
        public void storeFailed(IOException reason) {
            onOpenStore(() -> {
                HostedDatabase.this.storeFailed(reason);
                return null;
            });
        }

        @Override
        public void copyNeeded(long index, MemberId source, Runnable done) {
            if (store.appliedIndex() >= index) {
                done.run();
                return;
            }
            LOG.info("'{}' lags (index {}); fetching what it lacks, from {} if need be", name(), index, source);
            closeStore();
            afterCopy = done;
            arrival.catchUp(index, source);
        }

        @Override
        public void failed(String reason, Throwable cause) {
            LOG.error("database '{}' has stopped: {}", name(), reason, cause);
            String why = cause == null ? reason : reason + ": " + CopyReport.describe(cause);
            part.end();
            waiters.failAll(new DatabaseUnavailable(name(), "offline", why));
            goDown();
            damage = Damage.of(cause);
            boolean severe = status == CurrentStatus.ONLINE
                    && !name().equals(DatabaseHost.SYSTEM)
                    && Damage.isOfTheProgram(cause);
            become(
                    severe ? CurrentStatus.QUARANTINED : damage.statusOfStopped(),
                    severe ? context.freeze(databaseId(), why) : why);
            starting.completeExceptionally(new DatabaseUnavailable(name(), "offline", why));
        }
    }

    /** What the arrival of the store tells the database. Lane only. */
    private final class OwnerOfArrival implements StoreArrival.Listener {
        @Override
        public void copying() {
            become(CurrentStatus.STORE_COPYING, "");
        }

        @Override
        public void arrived(Store arrived) {
            store = arrived;
            become(CurrentStatus.STARTING, "");
            join();
            waiters.reached(lastTransactionId);
            Runnable waiting = afterCopy;
            afterCopy = null;
            if (waiting != null) {
                waiting.run();
            }
            onlineOnceLed(part.status());
        }

        @Override
        public void failed(Exception reason) {
            failedToStart(reason);
        }
    }

    /** Writes what found no space once there is some. Lane only. */
    private final class OwnerOfSpaceWait implements SpaceWait.Owner {
        @Override
        public void write() throws IOException {
            store.checkpoint();
        }

        @Override
        public void began(String reason) {
            LOG.warn("'{}' takes no more transactions until there is space: {}", name(), reason);
            become(status, reason);
        }

        @Override
        public void over() {
            LOG.info("'{}' has space again", name());
            become(status, "");
        }
    }
}

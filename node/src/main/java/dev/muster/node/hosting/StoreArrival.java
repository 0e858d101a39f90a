package dev.muster.node.hosting;

import dev.muster.catalog.DatabaseEntry;
import dev.muster.raft.GroupId;
import dev.muster.raft.MemberId;
import dev.muster.runtime.Disk;
import dev.muster.runtime.Lane;
import dev.muster.store.CorruptStore;
import dev.muster.store.Store;
import dev.muster.store.StoreIdentity;
import dev.muster.store.StoreLocation;
import dev.muster.store.engine.StoreLock;
import dev.muster.store.engine.Stores;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the store of a database gets here: it is opened, made, taken over, or copied from another member ({@link
 * StoreOpening} decides which).
 *
 * <p><b>Lane.</b> All of it on the database's lane, {@link Listener} included.
 */
final class StoreArrival {
    private static final Logger LOG = LoggerFactory.getLogger(StoreArrival.class);
    /** For so long a seed that cannot be copied yet is no failure: 25 times 200 ms. */
    private static final int SEED_ATTEMPTS = 25;

    /** The same while that server makes the store of an artifact: 10 minutes; after that it is said, and tried on. */
    private static final int ARTIFACT_ATTEMPTS = 3_000;

    private static final long SEED_PAUSE_NANOS = 200_000_000L;
    /** What is left of a copy takes space; whoever needs it asks for it within seconds. */
    private static final long LEFT_COPY_NANOS = 600_000_000_000L;

    /** Told how it goes. Exactly one of {@code arrived} and {@code failed} ends an arrival, unless it was abandoned. */
    interface Listener {
        /** A copy is being fetched. */
        void copying();

        /** The open store. */
        void arrived(Store store);

        void failed(Exception reason);
    }

    /** What a copy is to bring: from where, whether the store that is here may be used, and how far it must reach. */
    private record Wanted(MemberId source, boolean anySource, boolean bringForward, long index) {}

    /** A step that may meet a disk error. */
    @FunctionalInterface
    private interface IoStep {
        void run() throws IOException;
    }

    private final Supplier<DatabaseEntry> entry;
    private final boolean founder;
    private final GroupId groupId;
    private final HostContext context;
    private final Lane lane;
    private final Listener listener;
    private final String self;
    /** Counts arrivals, so that what began for one is not finished for a later one. */
    private int arrival;

    private int seedAttempts;
    private boolean copying;
    private boolean seeding;
    /** Held from the beginning of an arrival until the database is down; null while it is. */
    private StoreLock lock;

    private boolean leftOpenBefore;

    StoreArrival(
            Supplier<DatabaseEntry> entry,
            boolean founder,
            GroupId groupId,
            HostContext context,
            Lane lane,
            Listener listener) {
        this.entry = entry;
        this.founder = founder;
        this.groupId = groupId;
        this.context = context;
        this.lane = lane;
        this.listener = listener;
        this.self = context.raft().self().serverId();
    }

    /** Brings the store here, wherever it is; not the one that lies here if that is known to be damaged. */
    void begin(boolean damaged) {
        seedAttempts = 0;
        onceAbandoned(() -> {
            hold();
            if (damaged) {
                replaceDamaged();
            } else {
                recover();
            }
        });
    }

    /** A command that works on closed stores (dump, check, …) may be reading this one just now. */
    private void hold() throws IOException {
        if (lock != null) {
            return;
        }
        lock = StoreLock.tryTake(disk(), place());
        if (lock == null) {
            throw new IOException(
                    "the store of '" + name() + "' is in use by a command; the database is started once that ends");
        }
        leftOpenBefore = StoreLock.wasLeftOpen(disk(), place());
        try {
            lock.noteOpen();
        } catch (IOException e) {
            LOG.warn("it cannot be noted that the store of '{}' is open; the database starts all the same", name(), e);
        }
    }

    /** How a store came to be closed. */
    enum Closed {
        IN_ORDER,
        SOMEHOW,
        /** It was not open. */
        BEFORE;

        private static final Logger LOG = LoggerFactory.getLogger(Closed.class);

        /** Closes a database's store; null is one that was not open. */
        static Closed of(Store store, String name) {
            if (store == null) {
                return BEFORE;
            }
            boolean usable = store.isUsable();
            try {
                store.close();
            } catch (IOException | RuntimeException e) {
                LOG.warn("the store of '{}' was not closed in order; it is recovered at the next start", name, e);
                usable = false;
            }
            return usable ? IN_ORDER : SOMEHOW;
        }
    }

    /** The database is down, and its store closed: others may open it. */
    void letGo(Closed how) {
        if (lock == null) {
            return;
        }
        try (StoreLock held = lock) {
            if (how == Closed.IN_ORDER || (how == Closed.BEFORE && !leftOpenBefore)) {
                held.noteClosed();
            }
        } catch (IOException e) {
            LOG.warn("the lock of the store of '{}' was not let go", name(), e);
        }
        lock = null;
    }

    /** Nothing is opened that an earlier copy has open. */
    private void onceAbandoned(IoStep step) {
        CompletionStage<Void> abandoned = abandon();
        int begunFor = arrival;
        abandoned.whenComplete((nothing, failure) -> lane.execute(() -> {
            if (arrival == begunFor) {
                tryTo(step);
            }
        }));
    }

    private void recover() throws IOException {
        context.directories().recover(name());
        decide();
    }

    /**
     * Brings the store, which must be closed, to the consensus index or beyond, with the help of the member or any other: by
     * the transactions that it lacks, or by a copy that takes its place.
     */
    void catchUp(long index, MemberId source) {
        onceAbandoned(() -> copy(new Wanted(source, true, true, index), () -> open(place())));
    }

    /** Brings a copy here from any other member; the store that lies here is damaged, and is kept under another name. */
    private void replaceDamaged() throws IOException {
        if (disk().exists(place().database())) {
            LOG.warn(
                    "the damaged store of '{}' is kept at {}",
                    name(),
                    context.directories().setDamagedAside(name()));
        }
        copy(new Wanted(null, true, false, 0), () -> open(place()));
    }

    /** Forgets the arrival under way; completes, on any thread, when nothing of it is open any more. */
    CompletionStage<Void> abandon() {
        arrival++;
        if (seeding) {
            seeding = false;
            return context.seeder().giveUp(context.directories().copyOf(name()));
        }
        if (!copying) {
            return CompletableFuture.completedFuture(null);
        }
        copying = false;
        return context.copier().giveUp(context.directories().copyOf(name()));
    }

    private void decide() throws IOException {
        boolean groupKnown = context.raft().groupsOnDisk().contains(groupId);
        StoreIdentity found =
                Stores.exists(disk(), place()) ? Stores.peek(disk(), place()).identity() : null;
        UUID owner = found == null ? null : found.databaseId();
        boolean inUse = owner != null && context.raft().memberOnDisk(new GroupId(owner)) != null;
        switch (StoreOpening.decide(entry.get(), founder, self, owner, inUse, groupKnown)) {
            case OPEN -> open(place());
            case CREATE ->
                listener.arrived(Stores.create(
                        disk(),
                        place(),
                        newIdentity(),
                        context.storeSettings(),
                        context.world().clock()));
            case ADOPT -> {
                Stores.adopt(disk(), place(), entry.get().databaseId());
                open(place());
            }
            case SET_ASIDE -> {
                LOG.warn(
                        "the store found for '{}' belongs to another database; it is kept at {}",
                        name(),
                        context.directories().setAside(name(), found.storeId()));
                decide();
            }
            case WAIT ->
                throw new IllegalStateException("the store found for '" + name()
                        + "' belongs to another database that this server takes part in; waiting until the catalog here"
                        + " says which of the two goes");
            case COPY -> copy(new Wanted(seed(), groupKnown, false, 0), this::decide);
            case SEED_MISSING -> {
                // Once the group is known here the database has had a store, and maybe transactions of its own.
                if (groupKnown || entry.get().artifactSeed() == null) {
                    throw new CorruptStore(
                            "the store that database '" + name() + "' should start from is not on this server", null);
                }
                makeOfArtifact();
            }
        }
    }

    /** Makes the store of the artifact that the database is to start from, and goes on as with one that lay ready. */
    private void makeOfArtifact() throws IOException {
        context.directories().clearCopy(name());
        listener.copying();
        seeding = true;
        int begunFor = arrival;
        context.seeder()
                .seed(name(), entry.get().artifactSeed(), context.directories().copyOf(name()))
                .whenComplete((made, failure) -> lane.execute(() -> {
                    if (arrival == begunFor) {
                        seeding = false;
                        seeded(failure);
                    }
                }));
    }

    private void seeded(Throwable failure) {
        if (failure != null) {
            listener.failed(failure instanceof Exception e ? e : new IllegalStateException(failure));
            return;
        }
        tryTo(() -> {
            context.directories().swapInCopy(name());
            decide();
        });
    }

    private void open(StoreLocation location) throws IOException {
        Store store = Stores.open(
                disk(), location, context.storeSettings(), context.world().clock());
        if (disk().exists(context.directories().copyOf(name()).database())) {
            removeLeftCopyLater();
        }
        listener.arrived(store);
    }

    /** A copy that broke off with the process is gone on with if the leader says that it is needed. Mostly it does soon. */
    private void removeLeftCopyLater() {
        int begunFor = arrival;
        lane.schedule(LEFT_COPY_NANOS, () -> {
            if (arrival == begunFor) {
                tryTo(() -> context.directories().clearCopy(name()));
            }
        });
    }

    /** Every member makes the same empty store, so it gets the same id everywhere. */
    private StoreIdentity newIdentity() {
        UUID id = entry.get().databaseId();
        return new StoreIdentity(id, new UUID(id.getLeastSignificantBits(), id.getMostSignificantBits()));
    }

    private MemberId seed() {
        String seed = entry.get().seedServerId();
        return seed == null || seed.equals(self) ? null : new MemberId(seed, 0);
    }

    /**
     * Fetches the store from another member, puts it in place, and goes on with {@code then}. A database that starts from a
     * seed is copied from there only: the others have nothing yet.
     */
    private void copy(Wanted wanted, IoStep then) throws IOException {
        listener.copying();
        copying = true;
        StoreCopier.CopyRequest request = new StoreCopier.CopyRequest(
                name(),
                entry.get().databaseId(),
                newIdentity(),
                wanted.source(),
                wanted.anySource(),
                wanted.bringForward() ? place() : null,
                wanted.index(),
                context.directories().copyOf(name()));
        int begunFor = arrival;
        context.copier()
                .copy(request)
                .whenComplete((result, failure) -> lane.execute(() -> {
                    if (arrival == begunFor) {
                        copying = false;
                        copied(result, failure, wanted, then);
                    }
                }));
    }

    private void copied(StoreCopier.Result result, Throwable failure, Wanted wanted, IoStep then) {
        if (failure == null) {
            tryTo(() -> {
                if (result == StoreCopier.Result.COPIED) {
                    context.directories().swapInCopy(name());
                } else {
                    context.directories().clearCopy(name());
                }
                then.run();
            });
        } else if (!wanted.anySource() && seedAttempts++ < seedAttemptsMax()) {
            askTheSeedAgain();
        } else {
            listener.failed(failure instanceof Exception e ? e : new IllegalStateException(failure));
        }
    }

    private int seedAttemptsMax() {
        return entry.get().artifactSeed() == null ? SEED_ATTEMPTS : ARTIFACT_ATTEMPTS;
    }

    /** The seed's own server may be a moment behind: it has not heard of the database yet. */
    private void askTheSeedAgain() {
        int begunFor = arrival;
        lane.schedule(SEED_PAUSE_NANOS, () -> {
            if (arrival == begunFor) {
                tryTo(this::decide);
            }
        });
    }

    private void tryTo(IoStep step) {
        try {
            step.run();
        } catch (IOException | RuntimeException e) {
            listener.failed(e);
        }
    }

    private String name() {
        return entry.get().name();
    }

    private Disk disk() {
        return context.world().disk();
    }

    private StoreLocation place() {
        return context.directories().of(name());
    }
}

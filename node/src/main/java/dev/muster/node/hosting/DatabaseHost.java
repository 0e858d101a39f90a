package dev.muster.node.hosting;

import dev.muster.catalog.Allocation;
import dev.muster.catalog.DatabaseEntry;
import dev.muster.catalog.DatabaseReport;
import dev.muster.catalog.DatabaseReport.CurrentStatus;
import dev.muster.node.stages.Stages;
import dev.muster.raft.GroupId;
import dev.muster.raft.RaftGroup;
import dev.muster.runtime.Lane;
import dev.muster.store.PinnedVersion;
import dev.muster.store.engine.Stores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The databases this server knows, and the lanes they live on. Any thread may look things up; making and removing is the
 * {@link Reconciler}'s, and the server's for {@code system}.
 */
public final class DatabaseHost {
    /** The name of the database that holds the catalog. */
    public static final String SYSTEM = "system";

    /** Of these there is a store that is whole. */
    private static final Set<CurrentStatus> GIVEN =
            EnumSet.of(CurrentStatus.ONLINE, CurrentStatus.OFFLINE, CurrentStatus.STARTING);

    private final HostContext context;
    private final List<Lane> lanes;
    private final Map<UUID, HostedDatabase> byId = new ConcurrentHashMap<>();
    /** The same, by name; renewed after each change of it. */
    private final AtomicReference<List<HostedDatabase>> byName = new AtomicReference<>(List.of());

    DatabaseHost(HostContext context, List<Lane> lanes) {
        this.context = context;
        this.lanes = List.copyOf(lanes);
    }

    /** Begins to know a database, without starting it. */
    HostedDatabase host(DatabaseEntry entry, Allocation copy) {
        HostedDatabase database = host(entry, copy, new GroupId(entry.databaseId()));
        context.changed().run();
        return database;
    }

    private HostedDatabase host(DatabaseEntry entry, Allocation copy, GroupId groupId) {
        Lane lane = lanes.get(Math.floorMod(entry.databaseId().hashCode(), lanes.size()));
        HostedDatabase database = new HostedDatabase(entry, copy, groupId, context, lane);
        String frozen = context.quarantine().reasonFor(entry.databaseId());
        if (frozen != null) {
            database.become(CurrentStatus.QUARANTINED, frozen);
        }
        byId.put(entry.databaseId(), database);
        byName.updateAndGet(old -> sorted());
        return database;
    }

    /**
     * Takes the database down here and keeps it down, over restarts, until {@link #release} or until it is dropped; completes
     * when its files are closed. {@code system} is frozen until this server starts again. Any thread.
     */
    public CompletionStage<Void> quarantine(HostedDatabase database, String reason) {
        return CompletableFuture.runAsync(
                        () -> {
                            if (!database.name().equals(SYSTEM)) {
                                mark(() -> context.quarantine().set(database.databaseId(), reason));
                            }
                        },
                        context.syncLane())
                .thenCompose(done -> database.leaveGroup(RaftGroup::stop, CurrentStatus.QUARANTINED, reason));
    }

    /**
     * Says what becomes of a frozen copy's store if the copy makes room for another life of its server: that goes on with it, or
     * gets one from the others. Any thread.
     */
    public CompletionStage<Void> keepStore(HostedDatabase database, boolean keep) {
        return CompletableFuture.runAsync(
                () -> mark(() -> context.quarantine().keepStore(database.databaseId(), keep)), context.syncLane());
    }

    /** Whether somebody wants the next life of the copy to go on with its store. */
    boolean keepsStore(UUID databaseId) {
        return context.quarantine().keepsStore(databaseId);
    }

    /**
     * Stops a secondary here from following its database, or lets it go on; until the database is stopped here. False if it is no secondary,
     * or does not run. Any thread.
     */
    public boolean pauseSecondary(HostedDatabase database, boolean paused) {
        Allocation copy = database.entry().copyOn(serverId());
        boolean secondary = copy != null && copy.mode() == Allocation.Mode.SECONDARY;
        return secondary
                && database.status() == CurrentStatus.ONLINE
                && database.part().pause(paused);
    }

    /** Lets a frozen database become what the catalog asks for. Any thread. */
    public CompletionStage<Void> release(HostedDatabase database) {
        return CompletableFuture.runAsync(
                () -> {
                    mark(() -> context.quarantine().lift(database.databaseId()));
                    database.become(CurrentStatus.OFFLINE, "");
                },
                context.syncLane());
    }

    /**
     * Makes durable in its store what this server has of a database, whether it runs or not; completes with its last
     * transaction. Fails for a copy that is frozen, damaged or still on its way. Any thread.
     */
    public CompletionStage<Long> secure(UUID databaseId) {
        HostedDatabase database = byId(databaseId);
        if (database == null || !GIVEN.contains(database.status())) {
            return CompletableFuture.failedFuture(
                    new DatabaseUnavailable(String.valueOf(databaseId), "not here, or not to be given", ""));
        }
        CompletionStage<Long> running = database.checkpointAndPin().thenApply(pinned -> {
            try (PinnedVersion version = pinned) {
                return version.transactionId();
            }
        });
        return Stages.recovered(
                running,
                failure -> failure instanceof DatabaseUnavailable
                        ? CompletableFuture.supplyAsync(() -> lastOfClosed(database.name()), context.syncLane())
                        : CompletableFuture.failedStage(failure));
    }

    private long lastOfClosed(String name) {
        long[] last = new long[1];
        mark(() -> last[0] = Stores.peek(
                        context.world().disk(), context.directories().of(name))
                .lastTransactionId());
        return last[0];
    }

    /** Something that is done on the disk. */
    private interface Marking {
        void run() throws IOException;
    }

    private static void mark(Marking marking) {
        try {
            marking.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Knows it no longer: it was dropped. Any thread. */
    public void remove(UUID databaseId) {
        mark(() -> context.quarantine().lift(databaseId));
        byId.remove(databaseId);
        byName.updateAndGet(old -> sorted());
        context.changed().run();
    }

    /**
     * Hosts {@code system} and starts it; completes when it is online here. Its database id is the same in every cluster,
     * so its group is named after the cluster: servers of two clusters that meet by accident stay strangers. {@code life}: of
     * this server in that group.
     */
    public CompletionStage<Void> startSystem(DatabaseEntry entry, UUID clusterId, int life) {
        Allocation copy = new Allocation(context.raft().self().serverId(), life, Allocation.Mode.PRIMARY);
        return host(entry, copy, new GroupId(clusterId)).start();
    }

    /** The id of this server. */
    public String serverId() {
        return context.raft().self().serverId();
    }

    public HostedDatabase system() {
        return byName(SYSTEM);
    }

    /** The database of that name, or null if this server has none. */
    public HostedDatabase byName(String name) {
        for (HostedDatabase database : all()) {
            if (database.name().equals(name)) {
                return database;
            }
        }
        return null;
    }

    /** The database of that id, or null. */
    public HostedDatabase byId(UUID databaseId) {
        return byId.get(databaseId);
    }

    /** All databases, by name. */
    public List<HostedDatabase> all() {
        return byName.get();
    }

    private List<HostedDatabase> sorted() {
        return byId.values().stream()
                .sorted(Comparator.comparing(HostedDatabase::name))
                .toList();
    }

    /** What this server says of each of them. */
    public List<DatabaseReport> reports() {
        return all().stream().map(HostedDatabase::report).toList();
    }

    /** Stops all databases; completes when their files are closed. */
    public CompletionStage<Void> stopAll() {
        return CompletableFuture.allOf(all().stream()
                .map(database -> database.stop().toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }
}

package dev.muster.node.hosting;

import dev.muster.catalog.AdminCommand;
import dev.muster.catalog.Allocation;
import dev.muster.catalog.Catalog;
import dev.muster.catalog.DatabaseEntry;
import dev.muster.catalog.DatabaseReport.CurrentStatus;
import dev.muster.raft.GroupId;
import dev.muster.raft.MemberId;
import dev.muster.raft.RaftServer;
import dev.muster.raft.RaftStatus;
import dev.muster.runtime.Clock;
import dev.muster.runtime.Lane;
import dev.muster.store.PinnedVersion;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves this server's databases toward what the catalog asks for: looks at both, plans ({@link ReconcilePlan}), takes the
 * steps, looks again. A database that fails is tried again later and holds up no other.
 *
 * <p><b>Lane.</b> Lives on a lane of its own; {@link #wake} may be called from anywhere.
 */
public final class Reconciler {
    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);
    /** Between two looks while something is not yet as it should be, and has to be waited for. */
    private static final long LOOK_NANOS = 200_000_000L;
    /** When all is: whatever changes wakes it, so that this is only for what nobody thought of. */
    private static final long SETTLED_LOOK_NANOS = 2_000_000_000L;

    private static final long RETRY_NANOS_FIRST = 1_000_000_000L;
    private static final long RETRY_NANOS_MAX = 30_000_000_000L;

    private final DatabaseHost host;
    private final Catalog catalog;
    private final RaftServer raft;
    private final StoreDirectories directories;
    private final Orphans orphans;
    private final Clock clock;
    private final Lane lane;
    private final String self;
    private final MembershipDriver memberships;
    private final Replacements replacements;
    private final Dumps dumps;
    private final Map<UUID, Attempt> attempts = new HashMap<>();
    private boolean woken;
    /** Whether the last look found everything as it should be. */
    private boolean settled;

    private Lane.Timer nextLook;
    private long reconciledTransaction = -1;
    /** What the catalog says at that transaction: of all databases, and of those that are to be here. */
    private List<DatabaseEntry> all = List.of();

    private List<DatabaseEntry> wanted = List.of();
    private long catalogVersion;
    private long systemLogEnd = -1;
    private boolean orphansRemoved;
    /** Of {@code system}, the copy that somebody else replaces, since its log is damaged. */
    private HostedDatabase lostSystem;

    private volatile Consumer<HostedDatabase> systemLost;
    private volatile boolean closed;

    Reconciler(
            DatabaseHost host,
            Catalog catalog,
            RaftServer raft,
            StoreDirectories directories,
            Orphans orphans,
            StoreDumper dumper,
            Clock clock,
            Lane lane) {
        this.host = host;
        this.catalog = catalog;
        this.raft = raft;
        this.directories = directories;
        this.orphans = orphans;
        this.clock = clock;
        this.lane = lane;
        this.self = raft.self().serverId();
        this.memberships = new MembershipDriver(host, lane, this::wake);
        this.replacements = new Replacements(lane, clock);
        this.dumps = new Dumps(lane, clock, self, dumper, directories);
    }

    /** Begins; {@code system} must have been started. */
    public void start() {
        lane.execute(this::look);
    }

    /** Looks soon, because something has changed. Any thread. */
    public void wake() {
        lane.execute(() -> {
            if (!woken) {
                woken = true;
                lane.execute(this::lookOnce);
            }
        });
    }

    /** How commands get into the catalog: what this server leads is changed toward the catalog, and what was done noted there. */
    public void commands(Function<AdminCommand, CompletionStage<?>> executor) {
        memberships.commands(executor);
        replacements.commands(executor);
        dumps.commands(executor);
    }

    /** Who replaces a copy of {@code system} whose consensus log is damaged; told once of each. */
    public void onLostSystem(Consumer<HostedDatabase> listener) {
        systemLost = listener;
    }

    /** Plans nothing any more. */
    public void close() {
        closed = true;
    }

    private void look() {
        nextLook = null;
        lookAgain();
        lookOnce();
    }

    private void lookAgain() {
        if (nextLook == null && !closed) {
            nextLook = lane.schedule(settled ? SETTLED_LOOK_NANOS : LOOK_NANOS, this::look);
        }
    }

    private void settled(boolean now) {
        boolean sooner = settled && !now && nextLook != null && nextLook.cancel();
        settled = now;
        if (sooner) {
            nextLook = null;
            lookAgain();
        }
    }

    private void lookOnce() {
        woken = false;
        if (closed) {
            return;
        }
        HostedDatabase system = host.system();
        if (system == null) {
            return;
        }
        startSystemAgain(system);
        if (knowsCatalogOf(system)) {
            moveToward();
            return;
        }
        settled(false);
        system.pin().whenComplete((version, failure) -> {
            if (failure == null) {
                lane.execute(() -> reconcile(system, version));
            }
        });
    }

    /**
     * No catalog asks for {@code system}: it runs as long as the server does, whatever its disk did to it. Nobody can stop and
     * start it either, so its damaged store is replaced by a copy from the others without being asked, and so is the whole copy if its log
     * is damaged.
     */
    private void startSystemAgain(HostedDatabase system) {
        if (system == lostSystem) {
            return;
        }
        boolean others = system.entry().members().size() > 1;
        if (system.status() == CurrentStatus.DIRTY && system.damage() == Damage.LOG && others && systemLost != null) {
            lostSystem = system;
            systemLost.accept(system);
            return;
        }
        Attempt attempt = attempts.computeIfAbsent(system.databaseId(), id -> new Attempt());
        boolean down = system.status() == CurrentStatus.OFFLINE
                || system.status() == CurrentStatus.INITIAL
                || system.status() == CurrentStatus.DIRTY && system.damage() == Damage.STORE && others;
        if (down && clock.monotonicNanos() - attempt.retryAtNanos >= 0) {
            LOG.info("starting database '{}' again", system.name());
            track(system.databaseId(), system.entry().version(), system.start());
        }
    }

    /** Whether the catalog says what it said at the last look; most of the time it does, and need not be read again. */
    private boolean knowsCatalogOf(HostedDatabase system) {
        return orphansRemoved
                && system.status() == CurrentStatus.ONLINE
                && system.lastTransactionId() == reconciledTransaction;
    }

    private void reconcile(HostedDatabase system, PinnedVersion version) {
        long catalogIndex;
        try (version) {
            if (closed || version.transactionId() == 0 || version.transactionId() < reconciledTransaction) {
                return;
            }
            if (version.transactionId() > reconciledTransaction) {
                read(version);
            }
            catalogIndex = version.appliedIndex();
        }
        removeOrphansOnce(system.raftStatus(), catalogIndex);
        moveToward();
    }

    private void read(PinnedVersion version) {
        catalogVersion = catalog.version(version);
        all = catalog.databases(version);
        wanted = all.stream()
                .filter(entry -> !entry.name().equals(DatabaseHost.SYSTEM))
                .filter(entry -> entry.copyOn(self) != null)
                .toList();
        reconciledTransaction = version.transactionId();
    }

    private void moveToward() {
        for (DatabaseEntry entry : all) {
            HostedDatabase hosted = host.byId(entry.databaseId());
            if (hosted != null) {
                hosted.update(entry);
            }
        }
        List<ReconcilePlan.Copy> copies = copies();
        List<ReconcilePlan.Step> steps = ReconcilePlan.plan(self, catalogVersion, wanted, copies);
        steps.forEach(this::perform);
        boolean placed = memberships.look(all);
        replacements.look(wanted);
        dumps.look(wanted);
        settled(steps.isEmpty()
                && placed
                && replacements.isIdle()
                && dumps.isIdle()
                && copies.stream().allMatch(ReconcilePlan.Copy::isSettled)
                && knowsCatalogOf(host.system()));
    }

    private List<ReconcilePlan.Copy> copies() {
        return host.all().stream()
                .filter(database -> !database.name().equals(DatabaseHost.SYSTEM))
                .map(database -> {
                    Attempt attempt = attempts.computeIfAbsent(database.databaseId(), id -> new Attempt());
                    return new ReconcilePlan.Copy(
                            database.entry(),
                            database.member().incarnation(),
                            database.status(),
                            attempt.busy || dumps.isDone(database.databaseId()),
                            attempt.begunVersion,
                            clock.monotonicNanos() - attempt.retryAtNanos >= 0);
                })
                .toList();
    }

    private void perform(ReconcilePlan.Step step) {
        if (step instanceof ReconcilePlan.Step.Host hostStep) {
            host(hostStep.entry());
            wake();
        } else if (step instanceof ReconcilePlan.Step.Start start) {
            DatabaseEntry entry = wanted.stream()
                    .filter(candidate -> candidate.databaseId().equals(start.databaseId()))
                    .findFirst()
                    .orElseThrow();
            start(entry, host.byId(start.databaseId()));
        } else if (step instanceof ReconcilePlan.Step.Stop stop) {
            LOG.info("stopping database '{}'", host.byId(stop.databaseId()).name());
            track(stop.databaseId(), -1, host.byId(stop.databaseId()).stop());
        } else if (step instanceof ReconcilePlan.Step.Dump dump) {
            track(dump.databaseId(), -1, dumps.dump(host.byId(dump.databaseId())));
        } else if (step instanceof ReconcilePlan.Step.Drop drop) {
            HostedDatabase dropped = host.byId(drop.databaseId());
            LOG.info("dropping database '{}'", dropped.name());
            track(
                    drop.databaseId(),
                    -1,
                    dropped.drop(seedsAnother(dropped.name()) || nextLifeKeepsStore(drop.databaseId()))
                            .thenRun(() -> host.remove(drop.databaseId())));
        }
    }

    private boolean nextLifeKeepsStore(UUID databaseId) {
        return host.keepsStore(databaseId)
                && wanted.stream().anyMatch(entry -> entry.databaseId().equals(databaseId));
    }

    /** Whether what lies here under that name is what a database that was made anew starts from. */
    private boolean seedsAnother(String name) {
        return wanted.stream()
                .anyMatch(entry ->
                        entry.name().equals(name) && self.equals(entry.seedServerId()) && entry.artifactSeed() == null);
    }

    /** A copy whose log is damaged cannot start as who it was; it waits to be replaced. */
    private void start(DatabaseEntry entry, HostedDatabase database) {
        Attempt attempt = attempts.computeIfAbsent(entry.databaseId(), id -> new Attempt());
        if (database.damage() == Damage.LOG
                && attempt.everBegun
                && entry.members().size() > 1) {
            LOG.warn("the log of '{}' is damaged here: having the group take this copy out", entry.name());
            attempt.begun(entry.version(), clock.monotonicNanos());
            replacements.ask(entry, database.member());
            return;
        }
        LOG.info("starting database '{}'", entry.name());
        track(entry.databaseId(), entry.version(), database.start());
    }

    /** In the life that lies on the disk, if there is one: an older one is found out and dropped before the next begins. */
    private void host(DatabaseEntry entry) {
        MemberId onDisk = raft.memberOnDisk(new GroupId(entry.databaseId()));
        Allocation copy = entry.copyOn(self);
        host.host(entry, onDisk == null ? copy : new Allocation(self, onDisk.incarnation(), copy.mode()));
    }

    /**
     * Remembers that a step is under way and how it ended. A start that waits for a leader is not under way for long: it
     * must be possible to stop a database that never gets one. A start that ends because the next step began says nothing
     * of that step, which may go on for a while: a second drop beside it would remove what was created meanwhile.
     */
    private void track(UUID databaseId, long version, CompletionStage<Void> step) {
        Attempt attempt = attempts.computeIfAbsent(databaseId, id -> new Attempt());
        boolean isStart = version >= 0;
        attempt.busy = !isStart;
        int number = ++attempt.steps;
        if (isStart) {
            attempt.begun(version, clock.monotonicNanos());
        }
        step.whenComplete((nothing, failure) -> lane.execute(() -> {
            if (attempt.steps == number) {
                attempt.busy = false;
                if (failure != null && isStart) {
                    attempt.failed(clock.monotonicNanos());
                }
            }
            if (failure != null && !isStart) {
                LOG.warn("a step of the reconciler failed and is planned again", failure);
            }
            wake();
        }));
    }

    /**
     * Databases that were dropped while this server was down: the log still has their groups and the catalog does not name
     * them. Only a catalog that contains everything this server's log of {@code system} held at the start may say so:
     * after a crash the store begins at its last checkpoint, which may be older than databases that exist.
     */
    private void removeOrphansOnce(RaftStatus system, long catalogIndex) {
        if (orphansRemoved || system == null || system.leader() == null) {
            return;
        }
        if (systemLogEnd < 0) {
            systemLogEnd = system.lastIndex();
        }
        if (catalogIndex < systemLogEnd) {
            return;
        }
        orphansRemoved = true;
        for (GroupId group : raft.groupsOnDisk()) {
            boolean known = group.equals(host.system().groupId())
                    || wanted.stream().anyMatch(entry -> entry.databaseId().equals(group.value()));
            if (!known && host.byId(group.value()) == null) {
                orphans.remove(group, directories, this::seedsAnother);
                raft.forget(group);
            }
        }
    }

    /**
     * How the last step on a database went. A database that came up and went down again soon is treated as one that did not
     * come up: each start makes the next one wait, unless it is long ago.
     */
    private static final class Attempt {
        private boolean busy;
        private int steps;
        private boolean everBegun;
        private long begunVersion = -1;
        private long begunAtNanos;
        private long retryAtNanos;
        private long pauseNanos = RETRY_NANOS_FIRST;

        private void begun(long version, long nowNanos) {
            boolean soon = everBegun && version == begunVersion && nowNanos - begunAtNanos < 2 * RETRY_NANOS_MAX;
            pauseNanos = soon ? Math.min(2 * pauseNanos, RETRY_NANOS_MAX) : RETRY_NANOS_FIRST;
            everBegun = true;
            begunVersion = version;
            begunAtNanos = nowNanos;
            retryAtNanos = nowNanos + pauseNanos;
        }

        private void failed(long nowNanos) {
            retryAtNanos = nowNanos + pauseNanos;
        }
    }
}

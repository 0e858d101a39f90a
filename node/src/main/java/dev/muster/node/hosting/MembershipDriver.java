package dev.muster.node.hosting;

import dev.muster.catalog.AdminCommand;
import dev.muster.catalog.Allocation;
import dev.muster.catalog.DatabaseEntry;
import dev.muster.raft.RaftException;
import dev.muster.raft.RaftStatus;
import dev.muster.raft.Role;
import dev.muster.runtime.Lane;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the memberships of the groups that this server leads toward the catalog's allocations, one change at a time, and
 * has it written down when a copy that had to go is out of its group. Every step can be taken twice, by this leader and the
 * next: consensus refuses what was decided on another membership, and the catalog what was released already.
 *
 * <p><b>Lane.</b> On the reconciler's.
 */
final class MembershipDriver {
    private static final Logger LOG = LoggerFactory.getLogger(MembershipDriver.class);

    private final DatabaseHost host;
    private final Lane lane;
    private final Runnable wake;
    private final Set<UUID> changing = new HashSet<>();
    private final Set<Release> releasing = new HashSet<>();
    private volatile Function<AdminCommand, CompletionStage<?>> commands;

    private record Release(UUID databaseId, Allocation copy) {}

    MembershipDriver(DatabaseHost host, Lane lane, Runnable wake) {
        this.host = host;
        this.lane = lane;
        this.wake = wake;
    }

    /** How commands get into the catalog. Any thread. */
    void commands(Function<AdminCommand, CompletionStage<?>> executor) {
        commands = executor;
    }

    /** Takes the next step of each database that this server leads; returns whether all of them are where they should be. */
    boolean look(List<DatabaseEntry> entries) {
        boolean placed = true;
        for (DatabaseEntry entry : entries) {
            HostedDatabase database = host.byId(entry.databaseId());
            RaftStatus raft = database == null ? null : database.raftStatus();
            if (raft != null && raft.role() == Role.LEADER && !MembershipPlan.isFulfilled(raft.membership(), entry)) {
                placed = false;
                drive(database, raft, entry);
            }
        }
        return placed;
    }

    private void drive(HostedDatabase database, RaftStatus raft, DatabaseEntry entry) {
        MembershipPlan.released(raft.membership(), entry).forEach(copy -> release(database, raft, copy));
        if (changing.contains(entry.databaseId())) {
            return;
        }
        MembershipPlan.next(raft, entry, database.member()).ifPresent(step -> {
            changing.add(entry.databaseId());
            LOG.info("'{}': {}, membership is {}", entry.name(), step, raft.membership());
            database.part()
                    .change(step, raft.membership().index())
                    .whenComplete((done, failure) -> lane.execute(() -> {
                        changing.remove(entry.databaseId());
                        if (failure == null) {
                            wake.run();
                        } else {
                            LOG.info("'{}': {} was not done: {}", entry.name(), step, messageOf(failure));
                        }
                    }));
        });
    }

    /** Confirmed by a majority first: who is led no longer must not say that a copy can be destroyed. */
    private void release(HostedDatabase database, RaftStatus raft, Allocation copy) {
        Function<AdminCommand, CompletionStage<?>> executor = commands;
        Release release = new Release(database.databaseId(), copy);
        if (executor == null || !releasing.add(release)) {
            return;
        }
        database.barrier()
                .thenCompose(index -> {
                    RaftStatus now = database.raftStatus();
                    if (now == null
                            || now.role() != Role.LEADER
                            || now.membership().index() != raft.membership().index()) {
                        throw new RaftException.Overloaded("the membership has changed");
                    }
                    return executor.apply(
                            new AdminCommand.ReleaseCopy(database.databaseId(), copy.serverId(), copy.life()));
                })
                .whenComplete((done, failure) -> lane.execute(() -> {
                    releasing.remove(release);
                    if (failure == null) {
                        LOG.info("'{}': {} is out of the group, its copy may go", database.name(), copy.serverId());
                    } else {
                        LOG.info(
                                "'{}': the copy on {} is not released yet: {}",
                                database.name(),
                                copy.serverId(),
                                messageOf(failure));
                    }
                }));
    }

    private static String messageOf(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause.getMessage();
    }
}

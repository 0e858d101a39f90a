package dev.muster.node.query;

import dev.muster.node.hosting.HostedDatabase;
import dev.muster.node.stages.Awaiting;
import dev.muster.node.stages.Stages;
import dev.muster.raft.RaftStatus;
import dev.muster.raft.Role;
import dev.muster.runtime.Clock;
import dev.muster.store.Applied;
import dev.muster.store.Store;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What any member can have done by the leader of a database, wherever that is: administration commands and, with server-side
 * routing, ordinary writes (decisions 0004 and 0010). While there is no leader, or it has moved, the next one is waited for.
 * Any thread; nothing blocks. A change set that was refused was proposed nowhere, so proposing it again does no harm.
 */
final class Leaders {
    private static final long NEXT_LEADER_MILLIS = 200;
    /** How long a leader may take to show that it still leads, before somebody else is asked. */
    private static final long STANDING_MILLIS = 3_000;
    /** How long a write waits for a leader that takes it; then the client looks for another member, which may know one. */
    private static final long WRITE_PATIENCE_MILLIS = 4_000;

    private final Databases databases;
    private final Members members;
    private final Awaiting awaiting;
    private final Commit commit;
    private final Clock clock;
    private final boolean routing;
    private final Map<UUID, GrantedIds> granted = new ConcurrentHashMap<>();

    /** {@code routing} says whether ordinary writes may come to a member that does not lead ({@code dbms.routing.enabled}). */
    Leaders(Databases databases, Members members, Awaiting awaiting, Commit commit, Clock clock, boolean routing) {
        this.databases = databases;
        this.members = members;
        this.awaiting = awaiting;
        this.commit = commit;
        this.clock = clock;
        this.routing = routing;
    }

    /** Whether this server leads the database, as far as it knows. */
    static boolean isHere(HostedDatabase database) {
        RaftStatus raft = database.raftStatus();
        return raft != null && raft.role() == Role.LEADER;
    }

    /** The moment so many milliseconds from now, as the methods below take it. */
    long in(long millis) {
        return clock.monotonicNanos() + millis * 1_000_000L;
    }

    /** How many milliseconds are left until then; not less than 0. */
    long left(long giveUpAtNanos) {
        return Math.max(0, (giveUpAtNanos - clock.monotonicNanos()) / 1_000_000L);
    }

    boolean isPast(long giveUpAtNanos) {
        return clock.monotonicNanos() - giveUpAtNanos > 0;
    }

    // ---------------------------------------------------------------- ordinary writes

    /**
     * Completes when this member has every transaction of the database that was acknowledged before, so that it can make a
     * change set which the leader proposes: with the ids for what is new in it, or with null if this member leads. Fails with
     * {@code NotALeader} if that cannot be had in time, or must not be.
     */
    CompletionStage<Store.IdSource> readyToWrite(HostedDatabase database) {
        if (!routing) {
            return CompletableFuture.failedStage(Databases.notALeader(database));
        }
        return awaiting.within(
                WRITE_PATIENCE_MILLIS,
                idsOf(database, in(WRITE_PATIENCE_MILLIS)),
                () -> CompletableFuture.failedStage(Databases.notALeader(database)));
    }

    private CompletionStage<Store.IdSource> idsOf(HostedDatabase database, long giveUpAtNanos) {
        GrantedIds held = granted.get(database.databaseId());
        RaftStatus raft = database.raftStatus();
        int wanted = GrantedIds.wanted(held, raft == null ? 0 : raft.term());
        return standingReached(database, wanted, giveUpAtNanos).thenCompose(standing -> {
            if (standing.ids() != null) {
                GrantedIds fresh = new GrantedIds(standing.term(), standing.ids());
                granted.put(database.databaseId(), fresh);
                return CompletableFuture.completedStage(fresh);
            } else if (standing.leadsHere()) {
                return CompletableFuture.completedStage(null);
            }
            return held != null && held.term() == standing.term()
                    ? CompletableFuture.completedStage(held)
                    : idsOf(database, giveUpAtNanos);
        });
    }

    /** Has the leader propose a client's change set; completes with its transaction id. Fails as a commit does. */
    CompletionStage<Long> commit(HostedDatabase database, byte[] changeSet, long outcomeMillis) {
        return propose(database, changeSet, outcomeMillis, in(routing ? WRITE_PATIENCE_MILLIS : -1))
                .thenApply(Leaders::transactionOf);
    }

    /** The transaction id; a conflict is a failure. */
    static long transactionOf(Applied applied) {
        if (applied instanceof Applied.Committed committed) {
            return committed.transactionId();
        }
        throw QueryError.CONFLICT.failure(((Applied.Conflict) applied).reason());
    }

    // ---------------------------------------------------------------- any change set

    /** Has whoever leads propose the change set; a conflict is an outcome, not a failure. */
    CompletionStage<Applied> propose(
            HostedDatabase database, byte[] changeSet, long outcomeMillis, long giveUpAtNanos) {
        RaftStatus raft = database.raftStatus();
        if (leaderOf(raft) == null) {
            return isPast(giveUpAtNanos)
                    ? CompletableFuture.failedStage(Databases.notALeader(database))
                    : nextLeader(database, raft)
                            .thenCompose(changed -> propose(database, changeSet, outcomeMillis, giveUpAtNanos));
        }
        CompletionStage<?> proposal = raft.role() == Role.LEADER
                ? database.propose(changeSet)
                : members.propose(raft.leader().serverId(), database.databaseId(), changeSet);
        return Stages.recovered(
                commit.outcome(proposal, database, outcomeMillis),
                failure -> Commit.refusedByFollower(failure) && !isPast(giveUpAtNanos)
                        ? nextLeader(database, raft)
                                .thenCompose(changed -> propose(database, changeSet, outcomeMillis, giveUpAtNanos))
                        : CompletableFuture.failedStage(failure));
    }

    /** Has whoever leads make the group agree on an entry that changes nothing; completes with its index. */
    CompletionStage<Long> probe(HostedDatabase database, long giveUpAtNanos) {
        RaftStatus raft = database.raftStatus();
        CompletionStage<Long> probed = leaderOf(raft) == null
                ? CompletableFuture.failedStage(Databases.notALeader(database))
                : raft.role() == Role.LEADER
                        ? database.probe()
                        : members.probe(raft.leader().serverId(), database.databaseId());
        return Stages.recovered(
                probed,
                failure -> isPast(giveUpAtNanos)
                        ? CompletableFuture.failedStage(failure)
                        : nextLeader(database, raft).thenCompose(changed -> probe(database, giveUpAtNanos)));
    }

    /**
     * Completes when this member has every transaction of the database that was acknowledged before: what is to be judged by
     * its state must not be judged by an older one.
     */
    CompletionStage<Void> catchUp(HostedDatabase database, long giveUpAtNanos) {
        return standingReached(database, 0, giveUpAtNanos).thenAccept(standing -> {});
    }

    /** How the database stands where it is led, as a majority has confirmed; this member may not have come as far. */
    CompletionStage<Members.Standing> standing(HostedDatabase database, long giveUpAtNanos) {
        RaftStatus raft = database.raftStatus();
        return Stages.recovered(
                askLeader(database, raft, 0),
                failure -> isPast(giveUpAtNanos)
                        ? CompletableFuture.failedStage(Databases.notALeader(database))
                        : nextLeader(database, raft).thenCompose(changed -> standing(database, giveUpAtNanos)));
    }

    private CompletionStage<Members.Standing> standingReached(
            HostedDatabase database, int idsWanted, long giveUpAtNanos) {
        RaftStatus raft = database.raftStatus();
        return Stages.recovered(
                askLeader(database, raft, idsWanted)
                        .thenCompose(standing -> databases
                                .await(database, standing.transactionId())
                                .thenApply(reached -> standing)),
                failure -> isPast(giveUpAtNanos)
                        ? CompletableFuture.failedStage(Databases.notALeader(database))
                        : nextLeader(database, raft)
                                .thenCompose(changed -> standingReached(database, idsWanted, giveUpAtNanos)));
    }

    private CompletionStage<Members.Standing> askLeader(HostedDatabase database, RaftStatus raft, int idsWanted) {
        CompletionStage<Members.Standing> asked = leaderOf(raft) == null
                ? CompletableFuture.failedStage(Databases.notALeader(database))
                : raft.role() == Role.LEADER
                        ? database.barrier()
                                .thenApply(index -> Members.Standing.here(database.lastTransactionId(), raft.term()))
                        : members.standing(raft.leader().serverId(), database.databaseId(), idsWanted);
        return awaiting.within(
                STANDING_MILLIS, asked, () -> CompletableFuture.failedStage(Databases.notALeader(database)));
    }

    /** Waits a moment for another leader to show. */
    private CompletionStage<Boolean> nextLeader(HostedDatabase database, RaftStatus before) {
        return awaiting.until(
                () -> !Objects.equals(leaderOf(before), leaderOf(database.raftStatus())), NEXT_LEADER_MILLIS);
    }

    private static Object leaderOf(RaftStatus raft) {
        return raft == null ? null : raft.leader();
    }
}

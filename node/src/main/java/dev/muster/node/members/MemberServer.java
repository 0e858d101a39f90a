package dev.muster.node.members;

import dev.muster.node.hosting.DatabaseHost;
import dev.muster.node.hosting.DatabaseReadOnly;
import dev.muster.node.hosting.HostedDatabase;
import dev.muster.node.query.Members;
import dev.muster.node.routing.RoutedWork;
import dev.muster.node.stages.Stages;
import dev.muster.raft.RaftException;
import dev.muster.raft.RaftStatus;
import dev.muster.runtime.Connection;
import dev.muster.runtime.Network;
import dev.muster.runtime.SocketAddress;
import dev.muster.store.Applied;
import dev.muster.store.PinnedVersion;
import dev.muster.store.Store;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers other members on the routing port. Runs on network threads and never blocks them. */
public final class MemberServer {
    private static final long NONE = -1;
    private static final Logger LOG = LoggerFactory.getLogger(MemberServer.class);

    /** More ids than the changes of one transaction can need; a larger request is a mistake. */
    private static final int IDS_MAX = 1 << 22;

    private final DatabaseHost host;
    private final ToLongFunction<String> findStore;
    private final RoutedWork work;
    private final SystemCopy.Source systemCopies;
    private final BiFunction<String, String, CompletionStage<String>> quarantines;

    /**
     * @param findStore tells the last transaction of an unused store of that name, or -1; it may read the disk briefly
     * @param work does whole transactions for others
     * @param systemCopies tells servers which copy of {@code system} they are to have
     * @param quarantines lifts the quarantine of a database with an operation; completes with what was done
     */
    public MemberServer(
            DatabaseHost host,
            ToLongFunction<String> findStore,
            RoutedWork work,
            SystemCopy.Source systemCopies,
            BiFunction<String, String, CompletionStage<String>> quarantines) {
        this.host = host;
        this.findStore = findStore;
        this.work = work;
        this.systemCopies = systemCopies;
        this.quarantines = quarantines;
    }

    public CompletionStage<Network.Listener> listen(Network network, SocketAddress address) {
        return network.listen(address, connection -> new Handler());
    }

    private final class Handler implements Connection.FrameHandler {
        private final RoutedWork.Asker asker = work.asker();

        @Override
        public void received(Connection connection, byte[] frame) {
            try {
                if (RoutedWork.concerns(frame)) {
                    asker.received(connection, frame);
                } else {
                    answer(connection, MemberMessage.decode(frame));
                }
            } catch (IOException e) {
                LOG.warn("closing the routing connection of {}: {}", connection.remote(), e.getMessage());
                connection.close();
            }
        }

        @Override
        public void closed(Connection connection, Throwable cause) {
            asker.closed();
            // Whoever asked notices by itself; what was proposed goes on.
        }
    }

    private void answer(Connection connection, MemberMessage question) throws IOException {
        if (question instanceof MemberMessage.Propose propose) {
            propose(propose)
                    .whenComplete((applied, failure) -> connection.send(
                            outcome(propose.number(), applied, failure).encode()));
        } else if (question instanceof MemberMessage.Barrier barrier) {
            answer(connection, barrier.number(), standing(barrier));
        } else if (question instanceof MemberMessage.FindStore find) {
            long found = findStore.applyAsLong(find.databaseName());
            connection.send(new MemberMessage.FoundStore(find.number(), found).encode());
        } else if (question instanceof MemberMessage.Secure secure) {
            host.secure(secure.databaseId())
                    .whenComplete((last, failure) -> connection.send(
                            new MemberMessage.FoundStore(secure.number(), failure == null ? last : NONE).encode()));
        } else if (question instanceof MemberMessage.AskSystemCopy ask) {
            systemCopies
                    .of(ask.question())
                    .whenComplete((copy, failure) -> connection.send(new MemberMessage.SystemCopyIs(
                                    ask.number(), failure == null ? copy : SystemCopy.NOT_KNOWN, systemCopies.dataId())
                            .encode()));
        } else if (question instanceof MemberMessage.Probe probe) {
            answer(connection, probe.number(), probed(probe));
        } else if (question instanceof MemberMessage.AskPosition ask) {
            answer(connection, ask.number(), position(ask));
        } else if (question instanceof MemberMessage.Lift lift) {
            quarantines
                    .apply(lift.database(), lift.operation())
                    .whenComplete((text, failure) -> connection.send(new MemberMessage.Told(
                                    lift.number(),
                                    failure == null,
                                    failure == null
                                            ? text
                                            : Stages.causeOf(failure).getMessage())
                            .encode()));
        } else {
            throw new IOException("an answer to no question");
        }
    }

    private static void answer(Connection connection, long number, CompletionStage<MemberMessage> answer) {
        answer.whenComplete(
                (message, failure) -> connection.send((failure == null ? message : refused(number, failure)).encode()));
    }

    private CompletionStage<MemberMessage> probed(MemberMessage.Probe probe) {
        HostedDatabase database = host.byId(probe.databaseId());
        return database == null
                ? notHere()
                : database.probe().thenApply(index -> new MemberMessage.Probed(probe.number(), index));
    }

    private CompletionStage<MemberMessage> position(MemberMessage.AskPosition ask) {
        HostedDatabase database = host.byId(ask.databaseId());
        RaftStatus raft = database == null ? null : database.raftStatus();
        return raft == null
                ? notHere()
                : CompletableFuture.completedStage(
                        new MemberMessage.PositionIs(ask.number(), Members.Position.of(raft)));
    }

    private CompletionStage<Object> propose(MemberMessage.Propose propose) {
        HostedDatabase database = host.byId(propose.databaseId());
        return database == null ? notHere() : database.propose(propose.changeSet());
    }

    private CompletionStage<MemberMessage> standing(MemberMessage.Barrier barrier) {
        HostedDatabase database = host.byId(barrier.databaseId());
        if (database == null) {
            return notHere();
        }
        int ids = Math.min(IDS_MAX, Math.max(0, barrier.idsWanted()));
        return database.barrier()
                .thenCompose(index -> ids == 0
                        ? CompletableFuture.completedStage(stands(barrier.number(), database, 0, 0, 0))
                        : database.begin().thenApply(beginning -> grant(barrier.number(), database, beginning, ids)));
    }

    /** After the barrier, so that ids given away before this term began have been accounted for. */
    private static MemberMessage grant(
            long number, HostedDatabase database, HostedDatabase.Beginning beginning, int ids) {
        try (PinnedVersion unused = beginning.version()) {
            Store.IdSource source = beginning.ids();
            return stands(number, database, source.nextNodeIds(ids), source.nextRelationshipIds(ids), ids);
        }
    }

    private static MemberMessage stands(
            long number, HostedDatabase database, long firstNode, long firstRelationship, int ids) {
        RaftStatus raft = database.raftStatus();
        return new MemberMessage.Stands(
                number,
                database.lastTransactionId(),
                raft == null ? 0 : raft.term(),
                firstNode,
                firstRelationship,
                ids);
    }

    private static <T> CompletionStage<T> notHere() {
        return CompletableFuture.failedFuture(new RaftException.Stopped("the database is not on this server", null));
    }

    private static MemberMessage outcome(long number, Object applied, Throwable failure) {
        if (failure != null) {
            return refused(number, failure);
        }
        return applied instanceof Applied.Committed committed
                ? new MemberMessage.Committed(number, committed.transactionId())
                : new MemberMessage.Conflicted(number, ((Applied.Conflict) applied).reason());
    }

    private static MemberMessage refused(long number, Throwable failure) {
        Throwable cause = Stages.causeOf(failure);
        return new MemberMessage.Refused(number, family(cause), cause.getMessage());
    }

    private static MemberMessage.Failure family(Throwable cause) {
        if (cause instanceof RaftException.NotLeader) {
            return MemberMessage.Failure.NOT_LEADER;
        } else if (cause instanceof RaftException.Overloaded) {
            return MemberMessage.Failure.OVERLOADED;
        } else if (cause instanceof RaftException.Stopped) {
            return MemberMessage.Failure.STOPPED;
        } else if (cause instanceof RaftException.LogFull) {
            return MemberMessage.Failure.LOG_FULL;
        } else if (cause instanceof DatabaseReadOnly) {
            return MemberMessage.Failure.READ_ONLY;
        }
        return MemberMessage.Failure.OUTCOME_UNKNOWN;
    }
}

package dev.muster.node.members;

import dev.muster.node.hosting.DatabaseReadOnly;
import dev.muster.node.query.Members;
import dev.muster.raft.RaftException;
import dev.muster.runtime.Connection;
import dev.muster.runtime.Lane;
import dev.muster.runtime.Network;
import dev.muster.runtime.SocketAddress;
import dev.muster.store.Applied;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks other members on their routing ports; keeps one connection to each.
 *
 * <p><b>Lane.</b> Methods may be called from any thread; the state lives on a lane of its own, where stages complete.
 */
public final class MemberClient {
    private static final Logger LOG = LoggerFactory.getLogger(MemberClient.class);
    private static final long CONNECT_MILLIS = 1_000;

    private final Network network;
    private final Lane lane;
    private final Map<SocketAddress, Peer> peers = new HashMap<>();
    private long lastNumber;

    public MemberClient(Network network, Lane lane) {
        this.network = network;
        this.lane = lane;
    }

    /** See {@link Members#propose}. */
    public CompletionStage<Applied> propose(SocketAddress leader, UUID databaseId, byte[] changeSet) {
        return ask(leader, number -> new MemberMessage.Propose(number, databaseId, changeSet))
                .thenApply(MemberClient::applied);
    }

    /** See {@link Members#standing}. */
    public CompletionStage<Members.Standing> standing(SocketAddress leader, UUID databaseId, int idsWanted) {
        return ask(leader, number -> new MemberMessage.Barrier(number, databaseId, idsWanted))
                .thenApply(MemberClient::standing);
    }

    private static Members.Standing standing(MemberMessage answer) {
        if (answer instanceof MemberMessage.Stands stands) {
            Members.IdGrant ids = stands.idCount() == 0
                    ? null
                    : new Members.IdGrant(stands.firstNodeId(), stands.firstRelationshipId(), stands.idCount());
            return new Members.Standing(stands.transactionId(), stands.term(), ids, false);
        }
        throw unfitting(answer);
    }

    /** See {@link Members#probe}. */
    public CompletionStage<Long> probe(SocketAddress leader, UUID databaseId) {
        return ask(leader, number -> new MemberMessage.Probe(number, databaseId))
                .thenApply(answer -> {
                    if (answer instanceof MemberMessage.Probed probed) {
                        return probed.index();
                    }
                    throw unfitting(answer);
                });
    }

    /** See {@link Members#position}. */
    public CompletionStage<Members.Position> position(SocketAddress member, UUID databaseId) {
        return ask(member, number -> new MemberMessage.AskPosition(number, databaseId))
                .thenApply(answer -> {
                    if (answer instanceof MemberMessage.PositionIs is) {
                        return is.position();
                    }
                    throw unfitting(answer);
                });
    }

    /** What the member says that it did; see {@link Members#lift}. {@code refused} makes the failure of its reason. */
    public CompletionStage<String> lift(
            SocketAddress member, String database, String operation, Function<String, RuntimeException> refused) {
        return ask(member, number -> new MemberMessage.Lift(number, database, operation))
                .thenApply(answer -> {
                    if (answer instanceof MemberMessage.Told told) {
                        if (told.done()) {
                            return told.text();
                        }
                        throw refused.apply(told.text());
                    }
                    throw unfitting(answer);
                });
    }

    /** The last transaction of the unused store of that name at the member, or -1. Fails if the member does not answer. */
    public CompletionStage<Long> findStore(SocketAddress member, String databaseName) {
        return ask(member, number -> new MemberMessage.FindStore(number, databaseName))
                .thenApply(
                        answer -> answer instanceof MemberMessage.FoundStore found ? found.lastTransactionId() : -1L);
    }

    /** The last transaction of the member's copy, which is durable in its store then; -1 if it has none that it would give. */
    public CompletionStage<Long> secure(SocketAddress member, UUID databaseId) {
        return ask(member, number -> new MemberMessage.Secure(number, databaseId))
                .thenApply(
                        answer -> answer instanceof MemberMessage.FoundStore found ? found.lastTransactionId() : -1L);
    }

    /** Which copy of {@code system} this server is to have, as the member knows it; see {@link SystemCopy.Source}. */
    public CompletionStage<SystemCopy.Told> systemCopy(SocketAddress member, SystemCopy.Question question) {
        return ask(member, number -> new MemberMessage.AskSystemCopy(number, question))
                .thenApply(answer -> answer instanceof MemberMessage.SystemCopyIs is
                        ? new SystemCopy.Told(is.copy(), is.dataId())
                        : SystemCopy.Told.NOTHING);
    }

    private static Applied applied(MemberMessage answer) {
        if (answer instanceof MemberMessage.Committed committed) {
            return new Applied.Committed(committed.transactionId());
        } else if (answer instanceof MemberMessage.Conflicted conflicted) {
            return new Applied.Conflict(conflicted.reason());
        }
        throw unfitting(answer);
    }

    private static RuntimeException unfitting(MemberMessage answer) {
        return answer instanceof MemberMessage.Refused refused
                ? refusal(refused)
                : new RaftException.OutcomeUnknown("the leader gave an answer that fits no question", null);
    }

    private static RuntimeException refusal(MemberMessage.Refused refused) {
        return switch (refused.failure()) {
            case NOT_LEADER -> new RaftException.NotLeader(refused.text(), null);
            case OVERLOADED -> new RaftException.Overloaded(refused.text());
            case STOPPED -> new RaftException.Stopped(refused.text(), null);
            case READ_ONLY -> new DatabaseReadOnly(refused.text());
            case LOG_FULL -> new RaftException.LogFull(refused.text(), null);
            case OUTCOME_UNKNOWN -> new RaftException.OutcomeUnknown(refused.text(), null);
        };
    }

    private CompletionStage<MemberMessage> ask(SocketAddress member, LongFunction<MemberMessage> question) {
        CompletableFuture<MemberMessage> answer = new CompletableFuture<>();
        lane.execute(() -> {
            MemberMessage message = question.apply(++lastNumber);
            Peer peer = peers.computeIfAbsent(member, Peer::new);
            peer.waiting.put(message.number(), answer);
            peer.send(message);
        });
        return answer;
    }

    /** One member's connection and the questions it owes answers to. Lane only. */
    private final class Peer implements Connection.FrameHandler {
        private final SocketAddress address;
        private final Map<Long, CompletableFuture<MemberMessage>> waiting = new LinkedHashMap<>();
        private final CompletionStage<Connection> connection;

        Peer(SocketAddress address) {
            this.address = address;
            this.connection = network.connect(address, this, CONNECT_MILLIS);
        }

        void send(MemberMessage message) {
            connection.whenComplete((open, failure) -> {
                if (failure == null) {
                    open.send(message.encode());
                } else {
                    lane.execute(() -> gone(new RaftException.Stopped(
                            address + " cannot be reached: " + failure.getMessage(), failure)));
                }
            });
        }

        @Override
        public void received(Connection from, byte[] frame) {
            lane.execute(() -> {
                try {
                    MemberMessage answer = MemberMessage.decode(frame);
                    CompletableFuture<MemberMessage> asker = waiting.remove(answer.number());
                    if (asker != null) {
                        asker.complete(answer);
                    }
                } catch (IOException e) {
                    LOG.warn("closing the routing connection to {}: {}", address, e.getMessage());
                    from.close();
                }
            });
        }

        @Override
        public void closed(Connection from, Throwable cause) {
            lane.execute(() -> gone(new RaftException.OutcomeUnknown(
                    "the connection to " + address + " closed before the answer", cause)));
        }

        private void gone(RaftException reason) {
            peers.remove(address, this);
            List<CompletableFuture<MemberMessage>> left = List.copyOf(waiting.values());
            waiting.clear();
            left.forEach(asker -> asker.completeExceptionally(reason));
        }
    }
}

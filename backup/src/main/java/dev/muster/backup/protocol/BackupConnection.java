package dev.muster.backup.protocol;

import dev.muster.backup.BackupSource.ClusterServer;
import dev.muster.backup.BackupSource.HostedDatabase;
import dev.muster.backup.BackupSource.ServerIdentity;
import dev.muster.catalog.security.MetadataChoice;
import dev.muster.runtime.Clock;
import dev.muster.runtime.Connection;
import dev.muster.runtime.Lane;
import dev.muster.runtime.Network;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.World;
import dev.muster.store.StoreIdentity;
import dev.muster.store.StreamedStore;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A client's connection to one server: one question at a time. Failures are {@link TransferFailed}; after one the
 * connection is closed.
 *
 * <p><b>Lane.</b> All methods, all results and the sink: the lane given to {@link #open}.
 */
public final class BackupConnection implements AutoCloseable {
    private final Lane lane;
    private final Clock clock;
    private final SocketAddress address;
    private final Terms terms;
    private final String purpose;
    /** This side's number for this connection; null without a token. */
    private final String nonce;
    /** The server's, once it demanded a proof. */
    private String serverNonce;

    private Connection connection;
    private ServerIdentity server;
    private Question open;
    private long heardAtNanos;
    private Lane.Timer silence;
    private TransferFailed over;
    /** True if only what is current is of use; else null. */
    private Boolean current;

    /**
     * How long a server may take, and what it has to know.
     *
     * @param answerMillis to accept a connection, and to answer a greeting or a list
     * @param inactivityMillis between two messages of a transfer
     * @param token what both sides prove to know; null if this side knows none
     */
    public record Terms(long answerMillis, long inactivityMillis, AccessToken token) {
        /** Without a token. */
        public Terms(long answerMillis, long inactivityMillis) {
            this(answerMillis, inactivityMillis, null);
        }
    }

    private BackupConnection(Lane lane, World world, SocketAddress address, Terms terms, String purpose) {
        this.purpose = purpose;
        this.lane = lane;
        this.clock = world.clock();
        this.nonce = terms.token == null ? null : AccessToken.nonce(world.random());
        this.address = address;
        this.terms = terms;
    }

    /** Connects and greets, for a backup. */
    public static CompletionStage<BackupConnection> open(World world, Lane lane, SocketAddress address, Terms terms) {
        return open(world.network(), new BackupConnection(lane, world, address, terms, Messages.BACKUP));
    }

    /** The same for a member that copies a store. */
    static CompletionStage<BackupConnection> openForCopy(World world, Lane lane, SocketAddress address, Terms terms) {
        return open(world.network(), new BackupConnection(lane, world, address, terms, Messages.COPY));
    }

    private static CompletionStage<BackupConnection> open(Network network, BackupConnection opened) {
        Lane lane = opened.lane;
        CompletableFuture<BackupConnection> greeted = new CompletableFuture<>();
        network.connect(opened.address, opened.new Receiver(), opened.terms.answerMillis)
                .whenComplete((connection, failure) -> lane.execute(() -> {
                    if (failure != null) {
                        greeted.completeExceptionally(new TransferFailed(
                                TransferFailed.Reason.UNREACHABLE,
                                String.valueOf(Failures.root(failure).getMessage()),
                                failure));
                    } else {
                        opened.greet(connection, greeted);
                    }
                }));
        return greeted;
    }

    /** Who answers. */
    public ServerIdentity server() {
        return server;
    }

    public SocketAddress address() {
        return address;
    }

    /**
     * What a server hosts, and the cluster as it knows it.
     *
     * @param cluster null if the server cannot tell
     */
    public record Listing(List<HostedDatabase> databases, List<ClusterServer> cluster) {}

    /** What the server hosts. */
    public CompletionStage<Listing> databases() {
        CompletableFuture<Listing> answer = new CompletableFuture<>();
        ask(Frame.encode(FrameType.LIST), terms.answerMillis, new Question(answer, frame -> {
            require(frame, FrameType.DATABASES);
            Messages.Databases told = frame.message(Messages.Databases.class);
            answered(
                    answer,
                    new Listing(
                            told.databases().stream()
                                    .map(Messages.Listed::hosted)
                                    .toList(),
                            told.cluster()));
        }));
        return answer;
    }

    /** The commands that bring back the users and roles of a database; empty if there are none. */
    public CompletionStage<String> metadata(UUID databaseId, MetadataChoice choice) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        byte[] request = Frame.encode(FrameType.METADATA, new Messages.MetadataRequest(databaseId, choice.toString()));
        ask(request, terms.inactivityMillis, new Question(answer, frame -> {
            require(frame, FrameType.SCRIPT);
            String script = frame.message(Messages.Script.class).script();
            answered(answer, script == null ? "" : script);
        }));
        return answer;
    }

    /**
     * From now on streams contain everything that was acknowledged before they were asked for; they fail with {@link
     * TransferFailed.Reason#NOT_CURRENT} where that cannot be had. Servers that do not know the question give what they have.
     */
    public void onlyCurrent() {
        current = true;
    }

    /** Streams the whole database into the sink. */
    public CompletionStage<StreamSink.StreamEnd> full(UUID databaseId, StreamSink sink) {
        return stream(
                Frame.encode(FrameType.FULL, new Messages.FullRequest(databaseId, current)),
                IncomingStream.whole(sink, this::pull, databaseId));
    }

    /**
     * Streams what is missing of a whole database: the names, the transactions after the one as of which the stretch is, up
     * to the server's version; then that version behind the stretch, and the transactions after it.
     */
    CompletionStage<StreamSink.StreamEnd> resume(
            StoreIdentity identity, long transactionId, StreamedStore.Stretch stretch, StreamSink sink) {
        return stream(
                resumeRequest(identity, transactionId, stretch),
                IncomingStream.rest(sink, this::pull, identity, transactionId));
    }

    /**
     * Streams what lies behind a stretch of that very version: the names once more, the parts, the transactions after it. Fails with
     * {@link TransferFailed.Reason#SNAPSHOT_GONE} if the server has only another version.
     */
    public CompletionStage<StreamSink.StreamEnd> restOfVersion(
            StoreIdentity identity, long transactionId, StreamedStore.Stretch stretch, StreamSink sink) {
        return stream(
                resumeRequest(identity, transactionId, stretch),
                IncomingStream.restOfVersion(sink, this::pull, identity, transactionId));
    }

    private byte[] resumeRequest(StoreIdentity identity, long transactionId, StreamedStore.Stretch stretch) {
        return Frame.encode(
                FrameType.RESUME,
                new Messages.ResumeRequest(
                        identity.databaseId(),
                        identity.storeId(),
                        transactionId,
                        stretch.last(),
                        stretch.id(),
                        current));
    }

    /** Streams the transactions of that store after one of them. */
    public CompletionStage<StreamSink.StreamEnd> differential(
            StoreIdentity identity, long afterTransactionId, StreamSink sink) {
        return stream(
                Frame.encode(
                        FrameType.DIFF,
                        new Messages.DiffRequest(
                                identity.databaseId(), identity.storeId(), afterTransactionId, current)),
                IncomingStream.continuation(sink, this::pull, identity, afterTransactionId));
    }

    /** Closes; a question that is open fails. */
    @Override
    public void close() {
        fail(new TransferFailed(TransferFailed.Reason.LOST, "the connection was closed by this side", null));
    }

    private CompletionStage<StreamSink.StreamEnd> stream(byte[] request, IncomingStream stream) {
        CompletableFuture<StreamSink.StreamEnd> answer = new CompletableFuture<>();
        ask(request, terms.inactivityMillis, new Question(answer, frame -> {
            StreamSink.StreamEnd end = stream.take(frame);
            if (end != null) {
                answered(answer, end);
            }
        }));
        return answer;
    }

    private void greet(Connection connected, CompletableFuture<BackupConnection> greeted) {
        if (over != null) {
            greeted.completeExceptionally(over);
            return;
        }
        connection = connected;
        byte[] hello = Frame.encode(
                FrameType.HELLO, new Messages.Hello(Messages.PROTOCOL, List.of(Messages.VERSION), purpose, nonce));
        ask(hello, terms.answerMillis, new Question(greeted, frame -> {
            if (frame.type() == FrameType.CHALLENGE && serverNonce == null) {
                prove(frame.message(Messages.Challenge.class));
                return;
            }
            require(frame, FrameType.WELCOME);
            Messages.Welcome welcome = frame.message(Messages.Welcome.class);
            checkServer(welcome);
            server = new ServerIdentity(welcome.serverId(), welcome.serverName());
            answered(greeted, this);
        }));
    }

    private void prove(Messages.Challenge challenge) {
        if (terms.token == null || challenge.nonce() == null) {
            throw Frame.garbled("a demand for a proof of nothing");
        }
        serverNonce = challenge.nonce();
        connection.send(Frame.encode(
                FrameType.PROOF, new Messages.Proof(terms.token.proof(AccessToken.Side.CLIENT, nonce, serverNonce))));
    }

    /** Whoever knows a token takes no data from those who do not: they might be anybody. */
    private void checkServer(Messages.Welcome welcome) {
        if (terms.token != null
                && !terms.token.isProof(welcome.proof(), AccessToken.Side.SERVER, nonce, String.valueOf(serverNonce))) {
            throw Admission.refused(
                    "the server does not prove to know the token; set muster.backup.token_file there, or leave"
                            + " it out here");
        }
    }

    private void ask(byte[] request, long timeoutMillis, Question question) {
        lane.assertCurrent();
        if (over != null) {
            question.answer.completeExceptionally(over);
            return;
        }
        if (open != null) {
            throw new IllegalStateException("two questions at a time on the connection to " + address);
        }
        open = question;
        heardAtNanos = clock.monotonicNanos();
        watchSilence(TimeUnit.MILLISECONDS.toNanos(timeoutMillis));
        connection.send(request);
    }

    private void pull(int chunks) {
        connection.send(Frame.encodePull(chunks));
    }

    private <T> void answered(CompletableFuture<T> answer, T value) {
        open = null;
        silence.cancel();
        answer.complete(value);
    }

    private void watchSilence(long timeoutNanos) {
        long left = heardAtNanos + timeoutNanos - clock.monotonicNanos();
        silence = lane.schedule(Math.max(1, left), () -> {
            if (open == null) {
                return;
            }
            if (clock.monotonicNanos() - heardAtNanos >= timeoutNanos) {
                fail(new TransferFailed(
                        TransferFailed.Reason.LOST,
                        "no answer for " + TimeUnit.NANOSECONDS.toMillis(timeoutNanos) + " ms",
                        null));
            } else {
                watchSilence(timeoutNanos);
            }
        });
    }

    private void handle(byte[] bytes) {
        if (over != null) {
            return;
        }
        try {
            Frame frame = Frame.decode(bytes);
            heardAtNanos = clock.monotonicNanos();
            if (frame.type() == FrameType.ERROR) {
                fail(frame.message(Messages.Failure.class).asException());
            } else if (frame.type() != FrameType.ALIVE) {
                if (open == null) {
                    throw Frame.garbled("a frame of type " + frame.type() + " nobody asked for");
                }
                open.take.accept(frame);
            }
        } catch (TransferFailed failure) {
            fail(failure);
        }
    }

    private void fail(TransferFailed failure) {
        if (over != null) {
            return;
        }
        over = failure;
        if (silence != null) {
            silence.cancel();
        }
        if (connection != null) {
            connection.close();
        }
        Question unanswered = open;
        open = null;
        if (unanswered != null) {
            unanswered.answer.completeExceptionally(failure);
        }
    }

    private static void require(Frame frame, FrameType type) {
        if (frame.type() != type) {
            throw Frame.garbled("a frame of type " + frame.type() + " instead of " + type);
        }
    }

    /** What is being waited for, and what to do with each frame until it is complete. */
    private record Question(CompletableFuture<?> answer, Consumer<Frame> take) {}

    private final class Receiver implements Connection.FrameHandler {
        @Override
        public void received(Connection from, byte[] frame) {
            lane.execute(() -> handle(frame));
        }

        @Override
        public void closed(Connection from, Throwable cause) {
            String why =
                    cause == null ? "the server closed the connection" : "the connection broke: " + cause.getMessage();
            lane.execute(() -> fail(new TransferFailed(TransferFailed.Reason.LOST, why, cause)));
        }
    }
}

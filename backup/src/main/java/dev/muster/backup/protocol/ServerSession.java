package dev.muster.backup.protocol;

import dev.muster.backup.BackupSource;
import dev.muster.catalog.security.MetadataChoice;
import dev.muster.runtime.Connection;
import dev.muster.runtime.Lane;
import dev.muster.runtime.Random;
import dev.muster.store.StoreIdentity;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection, server side: greeting, list, and at most one transfer. <b>Lane.</b> The one it was given; frames
 * are posted there by the network.
 */
final class ServerSession implements Connection.FrameHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ServerSession.class);

    private final Lane lane;
    private final Connection connection;
    private final BackupSource source;
    private final SharedPins pins;
    private final RunningBackups backups;
    private final Admission admission;
    private final Random random;
    /** Of who must still prove to know the token: what it said; else null. */
    private Messages.Hello challenged;

    private String nonce;
    private boolean greeted;
    private boolean over;
    private boolean forBackup;
    private ServerTransfer transfer;

    ServerSession(
            Lane lane,
            Connection connection,
            BackupSource source,
            SharedPins pins,
            RunningBackups backups,
            Admission admission,
            Random random) {
        this.admission = admission;
        this.random = random;
        this.backups = backups;
        this.pins = pins;
        this.lane = lane;
        this.connection = connection;
        this.source = source;
    }

    @Override
    public void received(Connection from, byte[] frame) {
        lane.execute(() -> handle(frame));
    }

    @Override
    public void closed(Connection from, Throwable cause) {
        lane.execute(this::end);
    }

    private void handle(byte[] bytes) {
        if (over) {
            return;
        }
        try {
            Frame frame = Frame.decode(bytes);
            FrameType expected = challenged == null ? FrameType.HELLO : FrameType.PROOF;
            if (!greeted && frame.type() != expected) {
                throw Frame.garbled("a request before the greeting");
            }
            dispatch(frame);
        } catch (TransferFailed refused) {
            refuse(refused);
        }
    }

    private void dispatch(Frame frame) {
        switch (frame.type()) {
            case HELLO -> greet(frame.message(Messages.Hello.class));
            case PROOF -> prove(frame.message(Messages.Proof.class));
            case LIST ->
                connection.send(Frame.encode(
                        FrameType.DATABASES,
                        new Messages.Databases(
                                source.databases().stream()
                                        .map(Messages.Listed::of)
                                        .toList(),
                                source.cluster())));
            case METADATA -> metadata(frame.message(Messages.MetadataRequest.class));
            case FULL -> {
                Messages.FullRequest request = frame.message(Messages.FullRequest.class);
                begin(request.databaseId(), RunningBackups.Kind.FULL, request.current())
                        .full(request.databaseId());
            }
            case RESUME -> {
                Messages.ResumeRequest request = frame.message(Messages.ResumeRequest.class);
                begin(request.databaseId(), RunningBackups.Kind.RESUME, request.current())
                        .resume(request.identity(), request.transactionId(), request.stretch());
            }
            case DIFF -> {
                Messages.DiffRequest request = frame.message(Messages.DiffRequest.class);
                begin(request.databaseId(), RunningBackups.Kind.DIFF, request.current())
                        .differential(
                                new StoreIdentity(request.databaseId(), request.storeId()),
                                request.afterTransactionId());
            }
            case PULL -> {
                if (transfer == null) {
                    throw Frame.garbled("a request for chunks of nothing");
                }
                transfer.pull(frame.pulled());
            }
            default -> throw Frame.garbled("a frame of type " + frame.type() + " from a client");
        }
    }

    private void greet(Messages.Hello hello) {
        if (!Messages.PROTOCOL.equals(hello.protocol()) || hello.versions() == null) {
            throw Frame.garbled("a greeting in protocol '" + hello.protocol() + "'");
        }
        if (!hello.versions().contains(Messages.VERSION)) {
            throw new TransferFailed(
                    TransferFailed.Reason.VERSION,
                    "this server speaks version " + Messages.VERSION + " of the backup protocol, the client "
                            + hello.versions(),
                    null);
        }
        admission.check(hello);
        if (admission.token() == null) {
            welcome(hello, null);
            return;
        }
        challenged = hello;
        nonce = AccessToken.nonce(random);
        connection.send(Frame.encode(FrameType.CHALLENGE, new Messages.Challenge(nonce)));
    }

    private void prove(Messages.Proof said) {
        if (challenged == null) {
            throw Frame.garbled("a proof nobody asked for");
        }
        Messages.Hello hello = challenged;
        challenged = null;
        AccessToken token = admission.token();
        if (!token.isProof(said.proof(), AccessToken.Side.CLIENT, hello.nonce(), nonce)) {
            throw Admission.refused(
                    "the client's token is another one than this server's: muster.backup.token_file must name"
                            + " files with the same content on both");
        }
        welcome(hello, token.proof(AccessToken.Side.SERVER, hello.nonce(), nonce));
    }

    private void welcome(Messages.Hello hello, String proof) {
        greeted = true;
        forBackup = hello.forBackup();
        BackupSource.ServerIdentity self = source.server();
        connection.send(Frame.encode(
                FrameType.WELCOME, new Messages.Welcome(Messages.VERSION, self.serverId(), self.name(), proof)));
    }

    private void metadata(Messages.MetadataRequest request) {
        MetadataChoice choice;
        try {
            choice = MetadataChoice.parse(request.choice());
        } catch (IllegalArgumentException e) {
            throw Frame.garbled(e.getMessage());
        }
        source.metadata(request.databaseId(), choice)
                .whenComplete((script, failure) -> lane.execute(() -> {
                    if (failure != null) {
                        refuse(new TransferFailed(
                                TransferFailed.Reason.SERVER_FAILED,
                                "users and roles could not be read: "
                                        + Failures.root(failure).getMessage(),
                                failure));
                    } else if (!over) {
                        connection.send(Frame.encode(FrameType.SCRIPT, new Messages.Script(script)));
                    }
                }));
    }

    private ServerTransfer begin(UUID databaseId, RunningBackups.Kind kind, Boolean current) {
        if (transfer != null && !transfer.isOver()) {
            throw Frame.garbled("a second request while one is being answered");
        }
        RunningBackups.Running running =
                forBackup ? backups.begin(nameOf(databaseId), kind, connection.remote()) : null;
        transfer = new ServerTransfer(lane, connection, source, pins, running, this::refuse);
        if (Boolean.TRUE.equals(current)) {
            transfer.onlyCurrent();
        }
        return transfer;
    }

    /** The id where the database is not hosted here, which is found out next. */
    private String nameOf(UUID databaseId) {
        return source.databases().stream()
                .filter(hosted -> hosted.databaseId().equals(databaseId))
                .map(BackupSource.HostedDatabase::name)
                .findFirst()
                .orElse(String.valueOf(databaseId));
    }

    private void refuse(TransferFailed refused) {
        if (over) {
            return;
        }
        if (refused.reason() == TransferFailed.Reason.SERVER_FAILED
                || refused.reason() == TransferFailed.Reason.CUT_OFF) {
            LOG.warn("backup for {} failed: {}", connection.remote(), refused.getMessage(), refused.getCause());
        } else {
            LOG.info("backup for {} refused: {}", connection.remote(), refused.getMessage());
        }
        connection.send(Frame.encode(
                FrameType.ERROR,
                new Messages.Failure(refused.reason().name(), refused.status(), refused.getMessage())));
        if (transfer != null) {
            transfer.abandon();
        }
    }

    private void end() {
        over = true;
        if (transfer != null) {
            transfer.connectionLost();
        }
    }
}

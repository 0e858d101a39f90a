package dev.muster.backup.online;

import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.artifact.ArtifactFacts;
import dev.muster.backup.artifact.ArtifactHeader;
import dev.muster.backup.artifact.ArtifactName;
import dev.muster.backup.artifact.ArtifactWriter;
import dev.muster.backup.artifact.ChunkKind;
import dev.muster.backup.artifact.Encryption;
import dev.muster.backup.artifact.PartialArtifact;
import dev.muster.backup.protocol.BackupConnection;
import dev.muster.backup.protocol.StreamSink;
import dev.muster.backup.protocol.TransferFailed;
import dev.muster.catalog.security.MetadataChoice;
import dev.muster.runtime.World;
import dev.muster.store.CorruptStore;
import dev.muster.store.StoreIdentity;
import dev.muster.store.StreamedStore.Stretch;
import dev.muster.store.TransactionRecord;
import dev.muster.store.engine.Stores;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;

/**
 * Makes an artifact of what a server streams, over as many connections as it takes: after one that broke off, {@link #ask} asks for
 * the rest. <b>Lane.</b> The backup's.
 */
final class ArtifactSink implements StreamSink {
    private final World world;
    private final BackupRequest request;
    private final BackupPlan.Target target;
    private BackupPlan.Candidate candidate;
    private final Artifact parent;
    private final Unfinished unfinished;
    private final ProgressListener listener;
    private final long startedAtNanos;

    private ArtifactWriter writer;
    private StoreIdentity identity;
    private long partsTransactionId;
    private long parts;
    private long transactions;
    private long lastTransactionId;
    private double fraction;
    private Artifact artifact;
    /** The commands for users and roles; empty if there are none. */
    private String script = "";

    /** Up to where the parts go that another process wrote. */
    private Stretch found;

    private byte[] lastPart;
    /** The first part: what the names in the others count on. */
    private byte[] names;
    /** The first part of the rest of a version is one that is there. */
    private boolean namesComeAgain;

    private boolean askedForRest;
    private boolean progressed;

    /** @param parent what a differential continues; null for a full */
    ArtifactSink(
            World world,
            BackupRequest request,
            BackupPlan.Target target,
            BackupPlan.Candidate candidate,
            Artifact parent,
            Unfinished unfinished,
            ProgressListener listener) {
        this.world = world;
        this.request = request;
        this.target = target;
        this.candidate = candidate;
        this.parent = parent;
        this.unfinished = unfinished;
        this.listener = listener;
        this.startedAtNanos = world.clock().monotonicNanos();
    }

    /** Goes on with what another process has written. */
    void goOnWith(Unfinished.Continued continued) {
        PartialArtifact partial = continued.partial();
        writer = continued.writer();
        identity = new StoreIdentity(target.databaseId(), partial.header().storeId());
        partsTransactionId = parent == null ? partial.header().snapshotTransactionId() : 0;
        parts = partial.parts();
        transactions = partial.transactions();
        lastTransactionId = parent == null || transactions > 0 ? partial.lastTransactionId() : 0;
        found = partial.stretch();
        names = partial.names();
    }

    /** Asks for users and roles, if they are wanted, then for what is missing: everything, or what lies behind that which is there. */
    CompletionStage<StreamEnd> ask(BackupConnection connection) {
        if (request.metadata().kind() == MetadataChoice.Kind.NONE) {
            return askForData(connection);
        }
        return connection.metadata(target.databaseId(), request.metadata()).thenCompose(told -> {
            script = told;
            return askForData(connection);
        });
    }

    private CompletionStage<StreamEnd> askForData(BackupConnection connection) {
        if (writer == null) {
            return parent == null
                    ? connection.full(target.databaseId(), this)
                    : connection.differential(
                            new StoreIdentity(
                                    target.databaseId(), parent.header().storeId()),
                            parent.highest(),
                            this);
        }
        askedForRest = true;
        Stretch stretch = stretch();
        if (parent == null && !stretch.isWhole()) {
            namesComeAgain = true;
            return connection.restOfVersion(identity, partsTransactionId, stretch, this);
        }
        return connection.differential(identity, lastTransactionId, this);
    }

    /** Whether something of it is there that {@link #ask} can go on with. */
    boolean canGoOn() {
        return writer != null
                && (transactions > 0 || (stretch() != null && !stretch().isEmpty()));
    }

    /** Whether it is of that kind, from whichever server. */
    boolean continues(Artifact otherParent) {
        return Objects.equals(parent, otherParent);
    }

    /** Goes on with another server, which may have what is missing as well. */
    void goOnFrom(BackupPlan.Candidate other) {
        candidate = other;
    }

    /** Whether it has asked for less than everything. */
    boolean askedForRest() {
        return askedForRest;
    }

    /** From now on it counts what {@link #progressed} tells. */
    void expectMore() {
        progressed = false;
    }

    /** Whether something has come since more was expected. */
    boolean progressed() {
        return progressed;
    }

    /** Bytes that are there, before compression. */
    long rawBytes() {
        return writer == null ? 0 : writer.rawBytes();
    }

    private Stretch stretch() {
        if (lastPart == null) {
            return found;
        }
        try {
            Stretch here = Stores.stretchTo(lastPart);
            return here == null ? found : here;
        } catch (CorruptStore notOfAStore) {
            return null;
        }
    }

    @Override
    public void begin(StoreIdentity begun, long transactionId) throws IOException {
        if (writer != null) {
            return; // the rest of what has begun
        }
        identity = begun;
        unfinished.discard(); // of no use any more, and it takes space
        Set<String> taken = new TreeSet<>(world.disk().list(request.folder()));
        ArtifactName.Chosen name =
                ArtifactName.choose(target.name(), world.clock().wallMillis(), request.zone(), taken);
        writer = ArtifactWriter.begin(
                world,
                request.folder(),
                name.fileName(),
                header(begun, name, transactionId),
                Encryption.with(request.key(), world.random()));
        partsTransactionId = parent == null ? transactionId : 0;
        lastTransactionId = parent == null ? transactionId : 0;
    }

    @Override
    public void part(byte[] part, double progress) throws IOException {
        if (namesComeAgain) {
            namesComeAgain = false;
            if (!Arrays.equals(names, part)) {
                throw new TransferFailed(
                        TransferFailed.Reason.SNAPSHOT_GONE, "the server has other numbers for the names in it", null);
            }
            return;
        }
        names = parts == 0 ? part : names;
        writer.chunk(ChunkKind.PART, part);
        lastPart = part;
        parts++;
        fraction = progress;
        report();
    }

    @Override
    public void transactions(List<TransactionRecord> batch, byte[] encoded) throws IOException {
        writer.chunk(ChunkKind.TRANSACTIONS, encoded);
        transactions += batch.size();
        lastTransactionId = batch.get(batch.size() - 1).transactionId();
        fraction = 1;
        report();
    }

    @Override
    public void end(StreamEnd end) throws IOException {
        if (!script.isEmpty()) {
            writer.metadata(script);
        }
        artifact = writer.seal(new ArtifactFacts(
                lowestTransactionId(),
                lastTransactionId,
                end.digest().toString(),
                parts,
                partsTransactionId,
                transactions,
                writer.rawBytes(),
                end.nodes(),
                end.relationships(),
                world.clock().wallMillis(),
                script.isEmpty() ? null : request.metadata().toString()));
    }

    /** The sealed artifact, or null. */
    Artifact artifact() {
        return artifact;
    }

    /** Gives up what is not sealed. */
    void abandon() throws IOException {
        if (writer != null) {
            writer.abandon(request.onFailure() == BackupRequest.OnFailure.KEEP);
        }
    }

    /** Gives up what is not sealed, and keeps nothing. */
    void remove() throws IOException {
        if (writer != null) {
            writer.abandon(false);
        }
    }

    private long lowestTransactionId() {
        if (parent == null) {
            return 1;
        }
        return transactions == 0 ? 0 : parent.highest() + 1;
    }

    private ArtifactHeader header(StoreIdentity begun, ArtifactName.Chosen name, long transactionId) {
        return new ArtifactHeader(
                ArtifactHeader.WRITTEN_VERSION,
                world.random().nextUuid(),
                target.name(),
                begun.databaseId(),
                begun.storeId(),
                parent == null ? ArtifactHeader.Type.FULL : ArtifactHeader.Type.DIFF,
                parent == null ? 0 : parent.highest(),
                parent == null ? null : parent.id(),
                candidate.serverId(),
                candidate.server(),
                candidate.source().toString(),
                name.atMillis(),
                request.compression() == BackupRequest.Compression.ZSTD ? "zstd" : "none",
                "muster",
                ArtifactHeader.EncryptedWith.key(request.key()),
                parent == null ? transactionId : null);
    }

    private void report() {
        progressed = true;
        listener.progress(new ProgressListener.Progress(
                target.name(),
                candidate.source().toString(),
                writer.rawBytes(),
                fraction,
                (world.clock().monotonicNanos() - startedAtNanos) / 1_000_000));
    }
}

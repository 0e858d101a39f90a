package dev.muster.backup.online;

import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.artifact.ArtifactFacts;
import dev.muster.backup.artifact.ArtifactHeader;
import dev.muster.backup.artifact.ArtifactName;
import dev.muster.backup.artifact.ArtifactWriter;
import dev.muster.backup.artifact.ChunkKind;
import dev.muster.backup.artifact.Encryption;
import dev.muster.backup.protocol.StreamSink;
import dev.muster.runtime.World;
import dev.muster.store.StoreIdentity;
import dev.muster.store.TransactionRecord;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Makes an artifact of what a server streams. <b>Lane.</b> The backup's. */
final class ArtifactSink implements StreamSink {
    private final World world;
    private final BackupRequest request;
    private final BackupPlan.Target target;
    private final BackupPlan.Candidate candidate;
    private final Artifact parent;
    private final ProgressListener listener;
    private final long startedAtNanos;

    private ArtifactWriter writer;
    private long partsTransactionId;
    private long parts;
    private long transactions;
    private long lastTransactionId;
    private double fraction;
    private Artifact artifact;

    /** @param parent what a differential continues; null for a full */
    ArtifactSink(
            World world,
            BackupRequest request,
            BackupPlan.Target target,
            BackupPlan.Candidate candidate,
            Artifact parent,
            ProgressListener listener) {
        this.world = world;
        this.request = request;
        this.target = target;
        this.candidate = candidate;
        this.parent = parent;
        this.listener = listener;
        this.startedAtNanos = world.clock().monotonicNanos();
    }

    @Override
    public void begin(StoreIdentity identity, long transactionId) throws IOException {
        Set<String> taken = new TreeSet<>(world.disk().list(request.folder()));
        ArtifactName.Chosen name =
                ArtifactName.choose(target.name(), world.clock().wallMillis(), request.zone(), taken);
        writer = ArtifactWriter.begin(
                world.disk(),
                request.folder(),
                name.fileName(),
                header(identity, name, transactionId),
                Encryption.with(request.key(), world.random()));
        partsTransactionId = parent == null ? transactionId : 0;
        lastTransactionId = parent == null ? transactionId : 0;
    }

    @Override
    public void part(byte[] part, double progress) throws IOException {
        writer.chunk(ChunkKind.PART, part);
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
                world.clock().wallMillis()));
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

    private long lowestTransactionId() {
        if (parent == null) {
            return 1;
        }
        return transactions == 0 ? 0 : parent.highest() + 1;
    }

    private ArtifactHeader header(StoreIdentity identity, ArtifactName.Chosen name, long transactionId) {
        return new ArtifactHeader(
                ArtifactHeader.formatVersion(request.key()),
                world.random().nextUuid(),
                target.name(),
                identity.databaseId(),
                identity.storeId(),
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
        listener.progress(new ProgressListener.Progress(
                target.name(),
                candidate.source().toString(),
                writer.rawBytes(),
                fraction,
                (world.clock().monotonicNanos() - startedAtNanos) / 1_000_000));
    }
}

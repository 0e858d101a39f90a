package dev.muster.backup.restore;

import dev.muster.backup.BackupError;
import dev.muster.backup.BackupException;
import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.artifact.ArtifactReader;
import dev.muster.backup.artifact.ChunkKind;
import dev.muster.backup.artifact.EncryptionKey;
import dev.muster.backup.artifact.Metadata;
import dev.muster.backup.artifact.TransactionBatch;
import dev.muster.runtime.World;
import dev.muster.store.CorruptStore;
import dev.muster.store.GraphDigest;
import dev.muster.store.StoreIdentity;
import dev.muster.store.StoreLocation;
import dev.muster.store.StoreSettings;
import dev.muster.store.StreamedStore;
import dev.muster.store.TransactionRecord;
import dev.muster.store.engine.Stores;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/**
 * Makes a store of a chain of artifacts: reads every byte of each once, applies them in order and holds the graph against the digest
 * of each. What is built counts for nothing until all of them were found whole.
 *
 * <p>Blocks on the disk; call it on no lane that must answer.
 */
public final class ChainBuild {
    private final World world;
    private final EncryptionKey key;
    private final List<Artifact> chain;
    private Metadata metadata;
    private final Consumer<String> log;
    private final Runnable step;

    /**
     * @param key what encrypted artifacts were made with; null if there is none
     * @param log hears a line for each artifact
     * @param step is called often, and may throw to give up
     */
    public ChainBuild(World world, List<Artifact> chain, EncryptionKey key, Consumer<String> log, Runnable step) {
        this.world = world;
        this.key = key;
        this.chain = List.copyOf(chain);
        this.log = log;
        this.step = step;
    }

    /** The store that was built. */
    public record Built(StoreIdentity identity, long lastTransactionId, GraphDigest digest) {}

    /** The users and roles at the end of the chain; null if its last artifact has none. {@link #build} must have returned. */
    public Metadata metadata() {
        return metadata;
    }

    /**
     * Builds the store where nothing is, durably, under an identity of its own. Nothing is left there if it fails. Throws {@link
     * BackupException} at the first thing that is wrong with an artifact, and if the graph is not what was backed up, {@link
     * CorruptStore} if contents do not fit.
     */
    public Built build(StoreLocation place, RestoreUntil until, StoreIdentity identity) throws IOException {
        try (StreamedStore.Receiver receiver = Stores.receiver(
                world.disk(),
                place,
                StoreSettings.defaults(),
                world.clock(),
                world.scheduler().workers())) {
            Replay replay = new Replay(receiver, until);
            for (Artifact artifact : chain) {
                log.accept("Verifying and applying " + artifact + ".");
                Artifact read = apply(artifact, replay); // with its digest, which is encrypted too
                replay.partsComplete();
                compare(read, receiver, replay);
            }
            Built built = new Built(identity, receiver.lastTransactionId(), receiver.digest());
            receiver.finish(identity, 0);
            return built;
        }
    }

    private Artifact apply(Artifact artifact, Replay replay) throws IOException {
        byte[][] script = {null};
        Artifact read;
        try {
            read = readAll(artifact, (kind, payload, position) -> {
                script[0] = kind == ChunkKind.METADATA ? payload : script[0];
                replay.chunk(kind, payload);
            });
        } catch (CorruptStore e) {
            readAll(artifact, (kind, payload, position) -> step.run()); // if the file is damaged, that is what is wrong
            throw e;
        }
        metadata = script[0] == null
                ? null
                : new Metadata(read.facts().metadata(), new String(script[0], StandardCharsets.UTF_8));
        return read;
    }

    private Artifact readAll(Artifact artifact, ArtifactReader.Visitor visitor) throws IOException {
        Artifact read = ArtifactReader.readAll(world, artifact.file(), key, visitor);
        if (!read.isSameAs(artifact)) {
            throw BackupError.ARTIFACT_CHANGED.with(artifact.file());
        }
        return read;
    }

    /** The graph must now be what it was at the source when the artifact was taken, unless the replay was cut. */
    private static void compare(Artifact artifact, StreamedStore.Receiver receiver, Replay replay) {
        long end = artifact.empty() ? artifact.header().afterTransactionId() : artifact.highest();
        if (replay.cut) {
            return;
        }
        String digest = receiver.digest().toString();
        if (receiver.lastTransactionId() != end
                || !digest.equals(artifact.facts().digest())) {
            throw BackupError.RESTORED_DIFFERS.with(
                    artifact.file(),
                    digest + " at transaction " + receiver.lastTransactionId(),
                    artifact.facts().digest() + " at transaction " + end);
        }
    }

    /** Feeds a receiver with the chunks of one artifact after the other. */
    private final class Replay {
        private final StreamedStore.Receiver receiver;
        private final RestoreUntil until;
        private boolean partsComplete;
        private boolean cut;

        Replay(StreamedStore.Receiver receiver, RestoreUntil until) {
            this.receiver = receiver;
            this.until = until;
        }

        void chunk(ChunkKind kind, byte[] payload) throws IOException {
            step.run();
            if (kind == ChunkKind.PART) {
                receiver.part(payload);
                return;
            }
            partsComplete();
            if (kind == ChunkKind.METADATA) {
                return;
            }
            for (TransactionRecord transaction : TransactionBatch.decode(payload)) {
                transaction(transaction);
            }
        }

        /** A differential that overlaps the full begins with transactions that are already there. */
        private void transaction(TransactionRecord transaction) throws IOException {
            if (cut || transaction.transactionId() <= receiver.lastTransactionId()) {
                return;
            }
            if (until.includes(transaction)) {
                receiver.transaction(transaction);
            } else {
                cut = true;
            }
        }

        void partsComplete() throws IOException {
            if (!partsComplete) {
                partsComplete = true;
                receiver.partsComplete();
            }
        }
    }
}

package dev.muster.sim.backup;

import dev.muster.backup.BackupException;
import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.artifact.ArtifactReader;
import dev.muster.backup.artifact.ChunkKind;
import dev.muster.backup.artifact.TransactionBatch;
import dev.muster.backup.inspect.Inspection;
import dev.muster.backup.restore.Restore;
import dev.muster.backup.restore.RestoreReport;
import dev.muster.backup.restore.RestoreRequest;
import dev.muster.backup.restore.RestoreUntil;
import dev.muster.runtime.World;
import dev.muster.sim.check.ClusterWatch;
import dev.muster.sim.cluster.SimulatedCluster;
import dev.muster.store.PinnedVersion;
import dev.muster.store.Store;
import dev.muster.store.StoreLocation;
import dev.muster.store.StoreSettings;
import dev.muster.store.TransactionRecord;
import dev.muster.store.engine.Stores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Judges all artifacts of the folder at the end: each is whole, has no gap to its parent nor within, and ends with a
 * committed prefix; every chain restores to exactly that.
 */
final class FolderJudge {
    /** Restores of more chains than that would take most of a long run's time. */
    private static final int RESTORES_MAX = 60;

    private final SimulatedCluster cluster;
    private final ClusterWatch watch;
    private final BackupMachine machine;
    private final World world;
    private final List<String> problems = new ArrayList<>();
    private CommittedDigests committed;
    private int compared;
    private int unknown;
    private int restored;

    FolderJudge(SimulatedCluster cluster, ClusterWatch watch, BackupMachine machine) {
        this.cluster = cluster;
        this.watch = watch;
        this.machine = machine;
        this.world = machine.world();
    }

    /** What is wrong, as sentences. */
    List<String> judge() {
        try {
            Inspection inspection = Inspection.of(
                    world.disk(), machine.folder(), null, Inspection.Scope.ALL, Inspection.Empty.INCLUDED);
            inspection
                    .unreadable()
                    .forEach(file -> problems.add("folder: '" + file.file() + "' is damaged: " + file.reason()));
            List<Artifact> artifacts = inspection.artifacts();
            committed = new CommittedDigests(cluster, watch, world.clock(), artifacts);
            Map<UUID, Artifact> byId = new TreeMap<>();
            artifacts.forEach(artifact -> byId.put(artifact.id(), artifact));
            for (Artifact artifact : artifacts) {
                judgeContents(artifact);
                judgeParent(artifact, byId);
                compare(
                        artifact,
                        "says",
                        CommittedDigests.end(artifact),
                        artifact.facts().digest());
            }
            for (Artifact last : ends(artifacts)) {
                restore(last);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return problems;
    }

    String summary() {
        return compared + " times compared with a committed prefix, " + unknown + " times nothing to compare with, "
                + restored + " chains restored";
    }

    // ---------------------------------------------------------------- artifacts

    /** Reads every byte; the transactions in it have no gap. */
    private void judgeContents(Artifact artifact) throws IOException {
        List<Long> ids = new ArrayList<>();
        try {
            ArtifactReader.readAll(world.disk(), artifact.file(), (kind, payload, position) -> {
                if (kind == ChunkKind.TRANSACTIONS) {
                    TransactionBatch.decode(payload).stream()
                            .map(TransactionRecord::transactionId)
                            .forEach(ids::add);
                }
            });
        } catch (BackupException e) {
            problems.add("folder: " + artifact + ": " + e.getMessage());
            return;
        }
        long next = artifact.full() ? artifact.facts().partsTransactionId() + 1 : artifact.lowest();
        for (long id : ids) {
            check(id == next, artifact, "holds transaction " + id + " where " + next + " is due");
            next = id + 1;
        }
        check(artifact.empty() || next == artifact.highest() + 1, artifact, "holds transactions up to " + (next - 1));
    }

    private void judgeParent(Artifact artifact, Map<UUID, Artifact> byId) {
        if (artifact.full()) {
            return;
        }
        Artifact parent = byId.get(artifact.header().parentArtifactId());
        if (parent == null) {
            problems.add("folder: the parent of " + artifact + " is not there");
            return;
        }
        check(
                parent.databaseId().equals(artifact.databaseId())
                        && parent.header().storeId().equals(artifact.header().storeId()),
                artifact,
                "continues another store, " + parent);
        check(
                !parent.empty() && artifact.header().afterTransactionId() == parent.highest(),
                artifact,
                "begins after transaction " + artifact.header().afterTransactionId() + ", its parent is " + parent);
        check(
                artifact.empty() || artifact.lowest() == parent.highest() + 1,
                artifact,
                "leaves a gap after its parent, " + parent);
    }

    private void compare(Artifact artifact, String what, long transactionId, String digest) {
        if (committed.isReplayed(artifact.databaseId())) {
            long last = committed.last(artifact.databaseId());
            check(transactionId <= last, artifact, "ends after the last committed transaction, " + last);
        }
        Optional<String> expected = committed.at(artifact.databaseId(), transactionId);
        if (expected.isEmpty()) {
            unknown++;
            return;
        }
        compared++;
        check(
                expected.get().equals(digest),
                artifact,
                what + " " + digest + " at transaction " + transactionId + ", committed was " + expected.get());
    }

    // ---------------------------------------------------------------- restores

    /** The last artifacts of chains, newest first: those no other continues. */
    private static List<Artifact> ends(List<Artifact> artifacts) {
        Set<UUID> continued = new TreeSet<>();
        artifacts.stream()
                .filter(artifact -> !artifact.full())
                .forEach(artifact -> continued.add(artifact.header().parentArtifactId()));
        return artifacts.stream()
                .filter(artifact -> !continued.contains(artifact.id()))
                .limit(RESTORES_MAX)
                .toList();
    }

    private void restore(Artifact last) throws IOException {
        String name = "restored" + restored;
        Path stores = machine.scratch().resolve("databases");
        Path logs = machine.scratch().resolve("transactions");
        RestoreRequest request = new RestoreRequest(
                last.file(), null, name, RestoreRequest.Existing.REFUSE, RestoreUntil.END, stores, logs, null);
        RestoreReport report;
        try {
            report = Restore.run(request, world, line -> {});
        } catch (BackupException e) {
            problems.add("restore of " + last + ": " + e.getMessage());
            return;
        }
        restored++;
        check(
                report.lastTransactionId() == CommittedDigests.end(last),
                last,
                "was restored up to transaction " + report.lastTransactionId());
        StoreLocation location = new StoreLocation(stores.resolve(name), logs.resolve(name));
        try (Store store = Stores.open(world.disk(), location, StoreSettings.defaults(), world.clock());
                PinnedVersion version = store.pin()) {
            compare(
                    last,
                    "restores to",
                    version.transactionId(),
                    version.recomputeDigest().toString());
        }
        world.disk().deleteTree(location.database());
        world.disk().deleteTree(location.transactions());
    }

    private void check(boolean held, Artifact artifact, String problem) {
        if (!held) {
            problems.add("folder: " + artifact + " " + problem);
        }
    }
}

package dev.muster.sim.backup;

import dev.muster.backup.BackupException;
import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.restore.Restore;
import dev.muster.backup.restore.RestoreRequest;
import dev.muster.backup.restore.RestoreUntil;
import dev.muster.catalog.DatabaseReport.CurrentStatus;
import dev.muster.node.hosting.HostedDatabase;
import dev.muster.runtime.Clock;
import dev.muster.runtime.World;
import dev.muster.sim.cluster.SimulatedCluster;
import dev.muster.sim.cluster.SimulatedMember;
import dev.muster.store.PinnedVersion;
import dev.muster.store.Store;
import dev.muster.store.StoreIdentity;
import dev.muster.store.StoreLocation;
import dev.muster.store.StoreSettings;
import dev.muster.store.TransactionLog;
import dev.muster.store.TransactionLog.TransactionsPruned;
import dev.muster.store.engine.Stores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Follows every database by its transaction log from the first transaction on, and so knows what its graph was after each of
 * them; restores artifacts and holds what comes of it against that.
 */
final class PrefixJudge {
    private static final Duration LOG_LIMIT = Duration.ofSeconds(5);

    private final SimulatedCluster cluster;
    private final BackupMachine machine;
    private final Map<UUID, Followed> followed = new TreeMap<>();
    private int compared;

    private record Followed(Store store, Map<Long, String> digests) {}

    PrefixJudge(SimulatedCluster cluster, BackupMachine machine) {
        this.cluster = cluster;
        this.machine = machine;
    }

    /** How many artifacts were restored and compared. */
    int compared() {
        return compared;
    }

    /** Follows each database up to the last transaction that some member has. Not within an event. */
    void follow() {
        cluster.simulation().join(followSoon(), LOG_LIMIT);
    }

    /** The same, when the members' lanes get to it. */
    CompletableFuture<Void> followSoon() {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (SimulatedMember member : cluster.members()) {
            if (member.server() != null && !member.isPaused()) {
                for (HostedDatabase database : member.server().databases().all()) {
                    if (database.status() == CurrentStatus.ONLINE) {
                        all.add(database.pin()
                                .thenCombine(database.transactionLog(), (pinned, log) -> {
                                    try (pinned) {
                                        follow(pinned.identity(), log);
                                    }
                                    return (Void) null;
                                })
                                .toCompletableFuture());
                    }
                }
            }
        }
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).exceptionally(stopped -> null);
    }

    private void follow(StoreIdentity identity, TransactionLog log) {
        Followed known = followed.computeIfAbsent(identity.databaseId(), id -> begin(identity));
        long next = known.store().lastTransactionId() + 1;
        if (log.first() > next || log.last() < next) {
            return; // it has copied its store, or is behind
        }
        try (TransactionLog.Cursor cursor = log.read(next, log.last())) {
            while (cursor.hasNext()) {
                known.store().replay(cursor.next());
                known.digests()
                        .put(
                                known.store().lastTransactionId(),
                                known.store().digest().toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (TransactionsPruned e) {
            throw new IllegalStateException("the log began with that transaction a moment ago", e);
        }
    }

    private Followed begin(StoreIdentity identity) {
        Store store = Stores.inMemory(identity, clock());
        Map<Long, String> digests = new TreeMap<>();
        digests.put(0L, store.digest().toString());
        return new Followed(store, digests);
    }

    private Clock clock() {
        return machine.world().clock();
    }

    /** Restores the chain that ends with the artifact; says what is wrong with what comes of it, or null. */
    String problemOf(Artifact artifact) {
        Path place =
                machine.scratch().resolve("judged" + compared); // what is removed may be there again after a power cut
        Path stores = place.resolve("databases");
        Path logs = place.resolve("transactions");
        World world = machine.world();
        try {
            Restore.run(
                    new RestoreRequest(
                            artifact.file(),
                            null,
                            "judged",
                            RestoreRequest.Existing.REFUSE,
                            RestoreUntil.END,
                            stores,
                            logs,
                            null),
                    world,
                    line -> {});
            return problemOf(new StoreLocation(stores.resolve("judged"), logs.resolve("judged")), artifact);
        } catch (BackupException e) {
            return artifact + " cannot be restored: " + e.getMessage();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            remove(world, place);
        }
    }

    /** What is wrong with a store that was made of an artifact, or null. */
    String problemOf(StoreLocation location, Artifact artifact) throws IOException {
        try (Store store = Stores.open(machine.world().disk(), location, StoreSettings.defaults(), clock());
                PinnedVersion version = store.pin()) {
            Followed known = followed.get(artifact.databaseId());
            String expected = known == null ? null : known.digests().get(version.transactionId());
            compared++;
            long end = CommittedDigests.end(artifact);
            if (version.transactionId() != end) {
                return artifact + " restores to transaction " + version.transactionId() + " instead of " + end;
            }
            String found = version.recomputeDigest().toString();
            return found.equals(expected)
                    ? null
                    : artifact + " restores to " + found + " at transaction " + version.transactionId()
                            + ", committed was " + expected;
        }
    }

    /** The last transaction of a store that nobody has open. */
    long lastOf(StoreLocation location) throws IOException {
        try (Store store = Stores.open(machine.world().disk(), location, StoreSettings.defaults(), clock())) {
            return store.lastTransactionId();
        }
    }

    private static void remove(World world, Path directory) {
        try {
            world.disk().deleteTree(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

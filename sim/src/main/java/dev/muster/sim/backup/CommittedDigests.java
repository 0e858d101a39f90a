package dev.muster.sim.backup;

import dev.muster.backup.artifact.Artifact;
import dev.muster.catalog.DatabaseReport.CurrentStatus;
import dev.muster.node.hosting.HostedDatabase;
import dev.muster.runtime.Clock;
import dev.muster.sim.check.ClusterWatch;
import dev.muster.sim.cluster.SimulatedCluster;
import dev.muster.sim.cluster.SimulatedMember;
import dev.muster.store.Store;
import dev.muster.store.StoreIdentity;
import dev.muster.store.TransactionLog;
import dev.muster.store.TransactionLog.TransactionsPruned;
import dev.muster.store.engine.Stores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * What a database's graph was after each of its committed transactions. For a database that still runs that is found by
 * replaying a member's whole transaction log into an empty store; of one that is gone only what was seen meanwhile is known.
 */
final class CommittedDigests {
    private static final Duration LOG_LIMIT = Duration.ofSeconds(5);

    private final SimulatedCluster cluster;
    private final ClusterWatch watch;
    private final Clock clock;
    private final Map<UUID, Replayed> replayed = new TreeMap<>();

    /** @param end the last committed transaction */
    private record Replayed(long end, Map<Long, String> digests) {}

    /** @param artifacts those whose ends will be asked for */
    CommittedDigests(SimulatedCluster cluster, ClusterWatch watch, Clock clock, List<Artifact> artifacts) {
        this.cluster = cluster;
        this.watch = watch;
        this.clock = clock;
        Map<StoreIdentity, Set<Long>> wanted = new java.util.LinkedHashMap<>();
        for (Artifact artifact : artifacts) {
            wanted.computeIfAbsent(identity(artifact), id -> new TreeSet<>()).add(end(artifact));
        }
        wanted.forEach(this::replay);
    }

    /** The transaction at which the database stands once the artifact has been restored. */
    static long end(Artifact artifact) {
        return artifact.empty() ? artifact.header().afterTransactionId() : artifact.highest();
    }

    private static StoreIdentity identity(Artifact artifact) {
        return new StoreIdentity(artifact.databaseId(), artifact.header().storeId());
    }

    /** Whether the database's log could be replayed. */
    boolean isReplayed(UUID databaseId) {
        return replayed.containsKey(databaseId);
    }

    /** The last transaction of a database that was replayed. */
    long last(UUID databaseId) {
        return replayed.get(databaseId).end();
    }

    /** The graph's digest after that transaction, which was wanted from the start; empty if nobody knows. */
    Optional<String> at(UUID databaseId, long transactionId) {
        Replayed known = replayed.get(databaseId);
        String digest = known == null ? null : known.digests().get(transactionId);
        return Optional.ofNullable(digest == null ? watch.digest(databaseId, transactionId) : digest);
    }

    private void replay(StoreIdentity identity, Set<Long> wanted) {
        for (SimulatedMember member : cluster.members()) {
            if (member.server() == null) {
                continue; // its files are damaged
            }
            for (HostedDatabase database : member.server().databases().all()) {
                if (database.databaseId().equals(identity.databaseId())
                        && database.status() == CurrentStatus.ONLINE
                        && !isReplayed(identity.databaseId())) {
                    replay(identity, cluster.simulation().join(database.transactionLog(), LOG_LIMIT), wanted);
                }
            }
        }
    }

    /** A member that has copied its store lacks what was before. */
    private void replay(StoreIdentity identity, TransactionLog log, Set<Long> wanted) {
        if (log.first() != 1) {
            return;
        }
        Map<Long, String> digests = new TreeMap<>();
        try (Store store = Stores.inMemory(identity, clock);
                TransactionLog.Cursor cursor = log.read(1, log.last())) {
            note(store, wanted, digests);
            while (cursor.hasNext()) {
                store.replay(cursor.next());
                note(store, wanted, digests);
            }
            replayed.put(identity.databaseId(), new Replayed(store.lastTransactionId(), digests));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (TransactionsPruned e) {
            throw new IllegalStateException("the log of " + identity + " began with transaction 1 a moment ago", e);
        }
    }

    private static void note(Store store, Set<Long> wanted, Map<Long, String> digests) {
        if (wanted.contains(store.lastTransactionId())) {
            digests.put(store.lastTransactionId(), store.digest().toString());
        }
    }
}

package dev.muster.store.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.runtime.Disk;
import dev.muster.runtime.real.RealDisk;
import dev.muster.store.GraphDigest;
import dev.muster.store.PinnedVersion;
import dev.muster.store.Store;
import dev.muster.store.StoreLocation;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions stay what they were, whatever is written meanwhile. */
class PinnedVersionTest {
    private static final int NODES = 1000;

    @Test
    void staysExactOnAnotherThreadThroughThousandsOfTransactionsAndManyCheckpoints(@TempDir Path directory)
            throws Exception {
        Disk disk = new RealDisk();
        StoreLocation location = StoreLocation.of(directory, "sales");
        Store store = Stores.create(disk, location, TestStore.IDENTITY, TestStore.SETTINGS, TestStore.CLOCK);
        TestStore.commit(store, transaction -> {
            for (int i = 0; i < NODES; i++) {
                transaction.createNode(Set.of("Stock"), Map.of("n", (long) i));
            }
        });
        store.checkpoint();
        PinnedVersion early = store.pin();
        GraphDigest expected = early.digest();
        AtomicBoolean writing = new AtomicBoolean(true);
        ExecutorService reader = Executors.newSingleThreadExecutor();
        CompletableFuture<Integer> reads = CompletableFuture.supplyAsync(
                () -> {
                    int count = 0;
                    while (writing.get() || count == 0) {
                        assertThat(early.recomputeDigest()).isEqualTo(expected);
                        count++;
                    }
                    return count;
                },
                reader);
        PinnedVersion middle = null;
        for (long round = 1; round <= 2000; round++) {
            long salt = round;
            TestStore.commit(store, transaction -> {
                transaction.setNodeProperty(salt % NODES, "n", salt + 1_000_000);
                transaction.createRelationship("R", salt % NODES, (salt * 7) % NODES, Map.of());
            });
            if (round == 1000) {
                middle = store.pin();
            }
            if (round % 100 == 0) {
                store.checkpoint();
            }
        }
        writing.set(false);
        assertThat(reads.get()).isPositive();
        reader.shutdown();
        assertThat(Stores.check(early, 5)).isEmpty();
        assertThat(early.transactionId()).isEqualTo(1);
        assertThat(early.relationshipCount()).isZero();
        assertThat(middle.transactionId()).isEqualTo(1001);
        assertThat(Stores.check(middle, 5)).isEmpty();
        early.close();
        early.close();
        middle.close();
        assertThatThrownBy(() -> early.node(1)).isInstanceOf(IllegalStateException.class);
        store.close();
    }

    @Test
    void aStoreClosedUnderItsReadersIsNotCalledDamaged() throws Exception {
        MemoryDisk disk = new MemoryDisk();
        Store store = TestStore.create(disk);
        TestStore.commit(store, transaction -> {
            for (int i = 0; i < NODES; i++) {
                transaction.createNode(Set.of("Stock"), Map.of("n", (long) i));
            }
        });
        store.close();
        Store reopened = TestStore.open(disk);
        PinnedVersion version = reopened.pin();
        reopened.close();
        assertThatThrownBy(version::recomputeDigest)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("was closed while a version of it was being read");
        version.close();
    }

    @Test
    void theFileStopsGrowingOnceVersionsAreLetGo() throws Exception {
        MemoryDisk disk = new MemoryDisk();
        Store store = TestStore.create(disk);
        TestStore.commit(store, transaction -> {
            for (int i = 0; i < NODES; i++) {
                transaction.createNode(Set.of("Stock"), Map.of("n", (long) i));
            }
        });
        for (long round = 1; round <= 120; round++) {
            long salt = round;
            TestStore.commit(store, transaction -> {
                for (long id = salt % 10; id < NODES; id += 10) {
                    transaction.setNodeProperty(id, "n", salt);
                }
            });
            store.checkpoint();
        }
        long bytes = disk.readAll(TestStore.LOCATION.database().resolve(StoreFiles.FILE)).length;
        assertThat(bytes).isLessThan(1_500_000);
        TestStore.assertConsistent(store);
    }
}

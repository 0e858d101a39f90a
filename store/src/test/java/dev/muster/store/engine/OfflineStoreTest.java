package dev.muster.store.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.runtime.Workers;
import dev.muster.runtime.sim.SimulatedDisk;
import dev.muster.runtime.sim.SimulatedRandom;
import dev.muster.store.CorruptStore;
import dev.muster.store.OfflineStore;
import dev.muster.store.RetentionPolicy;
import dev.muster.store.Store;
import dev.muster.store.StoreCheck;
import dev.muster.store.StoreCheck.Part;
import dev.muster.store.StoreSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Reading a store that nobody has open, and seeing to it that nobody has. */
class OfflineStoreTest {
    private static final Path LOG = TestStore.LOCATION.transactions();

    private final SimulatedDisk disk = new SimulatedDisk(1);

    @Test
    void itIsReadAtItsCheckpointAndNotChanged() throws IOException {
        Store store = TestStore.create(disk);
        fill(store, 5);
        store.close();
        int changes = disk.changes();

        try (OfflineStore offline = Stores.offline(disk, TestStore.LOCATION)) {
            assertThat(offline.identity()).isEqualTo(TestStore.IDENTITY);
            assertThat(offline.version().transactionId()).isEqualTo(5);
            assertThat(offline.version().recomputeDigest()).isEqualTo(store.digest());
            assertThat(offline.needsRecovery()).isFalse();
            assertThat(offline.readLog(() -> {})).isEqualTo(1);
            assertThat(Stores.check(offline.version(), 5)).isEmpty();
        }
        assertThat(disk.changes()).isEqualTo(changes);
    }

    @Test
    void itSaysThatTransactionsCameAfterTheCheckpoint() throws IOException {
        Store store = TestStore.create(disk);
        try (OfflineStore empty = Stores.offline(disk, TestStore.LOCATION)) {
            assertThat(empty.needsRecovery()).isFalse();
            assertThat(empty.readLog(() -> {})).isEqualTo(1);
        }
        fill(store, 1);
        assertNeedsRecovery(0, 1);
        store.checkpoint();
        fill(store, 1);
        assertNeedsRecovery(1, 1);
        store.checkpoint();
        for (int i = 0; i < 3; i++) {
            TestStore.commit(store, t -> t.createNode(Set.of("A"), Map.of("k", "x".repeat(200_000))));
        }
        assertNeedsRecovery(2, 1);
    }

    private void assertNeedsRecovery(long at, long first) throws IOException {
        try (OfflineStore offline = Stores.offline(disk, TestStore.LOCATION)) {
            assertThat(offline.needsRecovery()).isTrue();
            assertThat(offline.version().transactionId()).isEqualTo(at);
            assertThat(offline.readLog(() -> {})).isEqualTo(first);
        }
    }

    @Test
    void itsLogIsReadThroughAllFilesThatWereKept() throws IOException {
        StoreSettings twoFiles = new StoreSettings(StoreSettings.ROTATION_BYTES_MIN, RetentionPolicy.parse("2 files"));
        Store store = Stores.create(disk, TestStore.LOCATION, TestStore.IDENTITY, twoFiles, TestStore.CLOCK);
        for (int i = 0; i < 60; i++) {
            TestStore.commit(store, t -> t.createNode(Set.of("A"), Map.of("k", "x".repeat(10_000))));
        }
        store.close();
        int[] read = {0};
        try (OfflineStore offline = Stores.offline(disk, TestStore.LOCATION)) {
            long first = offline.readLog(() -> read[0]++);
            assertThat(first).isBetween(20L, 55L);
            assertThat(read[0]).isEqualTo(61 - first);
        }
        List<String> files = disk.list(LOG);
        disk.corrupt(LOG.resolve(files.get(0)), 5_000);
        try (OfflineStore offline = Stores.offline(disk, TestStore.LOCATION)) {
            assertThatThrownBy(() -> offline.readLog(() -> {}))
                    .isInstanceOf(CorruptStore.class)
                    .hasMessageContaining("is damaged: its checksum is wrong");
            disk.delete(LOG.resolve(files.get(1)));
            assertThatThrownBy(() -> offline.readLog(() -> {}))
                    .isInstanceOf(CorruptStore.class)
                    .hasMessageContaining("ends early: file");
        }
    }

    @Test
    void aCheckTellsHowFarItIsAndLeavesOutWhatIsNotWanted() throws IOException {
        Store store = TestStore.create(disk);
        fill(store, 3);
        store.close();
        List<String> told = new ArrayList<>();
        try (OfflineStore offline = Stores.offline(disk, TestStore.LOCATION)) {
            StoreCheck labelsOnly =
                    new StoreCheck(Set.of(Part.INDEXES), 5, (records, fraction) -> told.add(records + " " + fraction));
            assertThat(Stores.check(offline.version(), labelsOnly)).isEmpty();
        }
        assertThat(told).containsExactly("nodes 0.0", "nodes 1.0", "relationships 0.0", "relationships 1.0");
        assertThatThrownBy(() -> new StoreCheck(Set.of(), 5, (records, fraction) -> {}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aCheckBySeveralFindsTheSameAndKeepsToTheirNumber() throws IOException {
        Store store = TestStore.create(disk);
        TestStore.commit(store, transaction -> {
            long first = transaction.createNode(Set.of("Person"), Map.of());
            for (long i = 1; i < 20_000; i++) {
                long next = transaction.createNode(Set.of("Person"), Map.of("number", i));
                transaction.createRelationship("KNOWS", next, first, Map.of());
            }
        });
        store.close();
        int[] waiting = {0, 0, 0};
        Workers late = new Workers() {
            @Override
            public int count() {
                return 3;
            }

            @Override
            public <T> Work<T> begin(Computation<T> computation) {
                waiting[0]++;
                waiting[1]++;
                waiting[2] = Math.max(waiting[2], waiting[1]);
                return () -> {
                    waiting[1]--;
                    return computation.compute();
                };
            }
        };
        try (OfflineStore offline = Stores.offline(disk, TestStore.LOCATION)) {
            StoreCheck bySeveral = new StoreCheck(EnumSet.allOf(Part.class), 5, (records, fraction) -> {}, late, 3);
            assertThat(Stores.check(offline.version(), bySeveral)).isEmpty();
        }
        assertThat(waiting[0]).as("stretches of nodes and of relationships").isEqualTo(10);
        assertThat(waiting[2]).as("at a time").isEqualTo(3);
    }

    @Test
    void oneHasTheLockAtATimeAndABorrowerLeavesNoFile() throws IOException {
        disk.createDirectories(TestStore.LOCATION.database().getParent());
        try (StoreLock borrowed = StoreLock.tryBorrow(disk, TestStore.LOCATION)) {
            assertThat(borrowed).isNotNull();
            assertThat(StoreLock.tryTake(disk, TestStore.LOCATION)).isNull();
        }
        assertThat(lockFiles()).isEmpty();
        try (StoreLock server = StoreLock.tryTake(disk, TestStore.LOCATION)) {
            assertThat(server).isNotNull();
            assertThat(StoreLock.tryBorrow(disk, TestStore.LOCATION)).isNull();
            StoreLock.remove(disk, TestStore.LOCATION);
            assertThat(lockFiles()).containsExactly(".sales.lock");
        }
        StoreLock.tryBorrow(disk, TestStore.LOCATION).close();
        assertThat(lockFiles()).containsExactly(".sales.lock");
        StoreLock.remove(disk, TestStore.LOCATION);
        assertThat(lockFiles()).isEmpty();
    }

    @Test
    void aServerThatDiesLeavesANote() throws IOException {
        StoreLock server = StoreLock.tryTake(disk, TestStore.LOCATION);
        server.noteOpen();
        disk.crash(new SimulatedRandom(1));
        assertThat(StoreLock.wasLeftOpen(disk, TestStore.LOCATION)).isTrue();
        try (StoreLock again = StoreLock.tryTake(disk, TestStore.LOCATION)) {
            again.noteOpen();
            again.noteClosed();
        }
        assertThat(StoreLock.wasLeftOpen(disk, TestStore.LOCATION)).isFalse();
        assertThat(lockFiles()).containsExactly(".sales.lock");
    }

    private List<String> lockFiles() throws IOException {
        return disk.list(TestStore.LOCATION.database().getParent());
    }

    private static void fill(Store store, int transactions) throws IOException {
        for (int i = 0; i < transactions; i++) {
            TestStore.commit(store, t -> t.createNode(Set.of("A"), Map.of("k", "v")));
        }
    }
}

package dev.muster.store.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.muster.runtime.sim.SimulatedDisk;
import dev.muster.runtime.sim.SimulatedRandom;
import dev.muster.store.CorruptStore;
import dev.muster.store.GraphDigest;
import dev.muster.store.PinnedVersion;
import dev.muster.store.Store;
import dev.muster.store.change.GraphTransaction;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A store on a disk that loses power or rots. */
class PowerCutTest {
    private static final int NODES = 150;

    /** Checkpoints before the one that is cut, so that the space of old commits is being used again. */
    private static final int ROUNDS_BEFORE = 8;

    private final Map<Long, GraphDigest> digests = new HashMap<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void aCutAtAnyChangeOfTheDiskLeavesACheckpointWhole(long seed) throws IOException {
        int firstChange = prepared(seed).changes();
        SimulatedDisk whole = prepared(seed);
        Store store = TestStore.open(whole);
        work(store, 3);
        int lastChange = whole.changes();
        assertThat(lastChange - firstChange).isGreaterThanOrEqualTo(25);
        for (int change = 1; change <= lastChange - firstChange; change++) {
            cutAndRecover(seed, change, false);
        }
    }

    @Test
    void aCutAroundASyncAheadLeavesACheckpointWholeToo() throws IOException {
        for (int change = 1; change <= 35; change++) {
            cutAndRecover(3, change, true);
        }
    }

    private void cutAndRecover(long seed, int change, boolean ahead) throws IOException {
        SimulatedDisk disk = prepared(seed);
        Store store = TestStore.open(disk);
        long durable = store.lastTransactionId();
        disk.powerOffAfterChanges(change);
        try {
            for (int round = 0; round < 3; round++) {
                touch(store);
                if (ahead) {
                    Store.SyncAhead sync = store.checkpointAhead();
                    touch(store);
                    sync.run();
                    touch(store);
                }
                digests.put(store.lastTransactionId(), store.digest());
                store.checkpoint();
                durable = store.lastTransactionId();
            }
        } catch (IOException | CorruptStore e) {
            assertThat(e).hasStackTraceContaining("the power is off");
        }
        disk.crash(new SimulatedRandom(seed * 1000 + change));
        Store recovered = TestStore.open(disk);
        assertThat(recovered.lastTransactionId()).as("after change %d", change).isGreaterThanOrEqualTo(durable);
        assertThat(recovered.digest()).isEqualTo(digests.get(recovered.lastTransactionId()));
        assertThat(recovered.appliedIndex()).isEqualTo(recovered.lastTransactionId());
        assertThat(recovered.transactionLog().last()).isEqualTo(recovered.lastTransactionId());
        TestStore.assertConsistent(recovered);
        work(recovered, 2);
        recovered.close();
        TestStore.assertConsistent(TestStore.open(disk));
    }

    @Test
    void cutsOneAfterTheOtherNeverAddUpToDamage() throws IOException {
        SimulatedRandom random = new SimulatedRandom(99);
        SimulatedDisk disk = prepared(99);
        for (int cut = 0; cut < 25; cut++) {
            Store store = TestStore.open(disk);
            digests.put(store.lastTransactionId(), store.digest());
            TestStore.assertConsistent(store);
            disk.powerOffAfterChanges((int) random.between(1, 40));
            try {
                work(store, 10);
            } catch (IOException | CorruptStore e) {
                assertThat(e).hasStackTraceContaining("the power is off");
            }
            disk.crash(random);
        }
        Store store = TestStore.open(disk);
        assertThat(store.digest()).isEqualTo(digests.get(store.lastTransactionId()));
    }

    @Test
    void aFailedSyncStopsTheStoreAndReopeningFindsTheLastCheckpoint() throws IOException {
        SimulatedDisk disk = prepared(6);
        Store store = TestStore.open(disk);
        long durable = store.lastTransactionId();
        touch(store);
        disk.setSyncsFail(true);
        assertThatThrownBy(store::checkpoint).isInstanceOf(IOException.class);
        disk.setSyncsFail(false);
        assertThatThrownBy(store::checkpoint).isInstanceOf(IOException.class).hasMessageContaining("failed before");
        disk.crash(new SimulatedRandom(2));
        Store reopened = TestStore.open(disk);
        assertThat(reopened.lastTransactionId()).isEqualTo(durable);
        TestStore.assertConsistent(reopened);
    }

    @Test
    void aFailedSyncAheadStopsTheStoreToo() throws IOException {
        SimulatedDisk disk = prepared(8);
        Store store = TestStore.open(disk);
        long durable = store.lastTransactionId();
        touch(store);
        Store.SyncAhead sync = store.checkpointAhead();
        disk.setSyncsFail(true);
        IOException failure = catchThrowableOfType(IOException.class, sync::run);
        disk.setSyncsFail(false);
        assertThat(store.isUsable()).isTrue();

        store.fail(failure);

        assertThat(store.isUsable()).isFalse();
        assertThatThrownBy(store::checkpoint).isInstanceOf(IOException.class).hasMessageContaining("failed before");
        assertThatThrownBy(store::checkpointAhead).isInstanceOf(IOException.class);
        disk.crash(new SimulatedRandom(3));
        Store reopened = TestStore.open(disk);
        assertThat(reopened.lastTransactionId()).isEqualTo(durable);
        TestStore.assertConsistent(reopened);
    }

    @Test
    void aSyncAheadDoesNotMindThatTheStoreIsGone() throws IOException {
        SimulatedDisk disk = prepared(9);
        Store store = TestStore.open(disk);
        touch(store);
        Store.SyncAhead sync = store.checkpointAhead();
        store.close();
        disk.deleteTree(TestStore.LOCATION.database());
        disk.deleteTree(TestStore.LOCATION.transactions());

        assertThatCode(sync::run).doesNotThrowAnyException();
    }

    @Test
    void aRottenByteIsNoticedOrDoesNotMatter() throws IOException {
        int noticed = 0;
        for (String name : new String[] {StoreFiles.FILE, Checkpoint.FILE}) {
            for (int place = 0; place < 20; place++) {
                SimulatedDisk disk = prepared(7);
                var path = TestStore.LOCATION.database().resolve(name);
                long size = disk.readAll(path).length;
                disk.corrupt(path, size * place / 20);
                try {
                    Store store = TestStore.open(disk);
                    try (PinnedVersion version = store.pin()) {
                        assertThat(version.recomputeDigest()).isEqualTo(digests.get(store.lastTransactionId()));
                    }
                } catch (CorruptStore e) {
                    assertThat(e).hasMessageContaining(" ");
                    noticed++;
                }
            }
        }
        assertThat(noticed).isGreaterThan(20);
    }

    /** A disk with a closed store that has seen some checkpoints. */
    private SimulatedDisk prepared(long seed) throws IOException {
        SimulatedDisk disk = new SimulatedDisk(seed);
        Store store = TestStore.create(disk);
        TestStore.commit(store, transaction -> {
            for (int i = 0; i < NODES; i++) {
                transaction.createNode(Set.of("Stock"), Map.of("n", (long) i, "text", "some text to fill pages " + i));
            }
            for (long i = 1; i < NODES; i++) {
                transaction.createRelationship("NEXT", i - 1, i, Map.of());
            }
        });
        work(store, ROUNDS_BEFORE);
        store.close();
        digests.put(store.lastTransactionId(), store.digest());
        return disk;
    }

    private void work(Store store, int rounds) throws IOException {
        for (int round = 0; round < rounds; round++) {
            touch(store);
            digests.put(store.lastTransactionId(), store.digest());
            store.checkpoint();
        }
    }

    /** Two transactions that change every seventh node and some relationships, different each time. */
    private static void touch(Store store) throws IOException {
        for (int part = 0; part < 2; part++) {
            long salt = store.lastTransactionId();
            TestStore.commit(store, transaction -> change(transaction, salt));
        }
    }

    private static void change(GraphTransaction transaction, long salt) {
        for (long id = salt % 7; id < NODES; id += 7) {
            transaction.setNodeProperty(id, "n", salt * 1000 + id);
        }
        transaction.createRelationship("SEEN", salt % NODES, (salt * 31) % NODES, Map.of("at", salt));
        long old = NODES - 1 + salt - 10;
        if (transaction.relationship(old) != null && old >= NODES) {
            transaction.deleteRelationship(old);
        }
    }
}

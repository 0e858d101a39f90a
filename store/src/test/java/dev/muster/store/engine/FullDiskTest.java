package dev.muster.store.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.runtime.DiskFull;
import dev.muster.runtime.sim.DiskOperation;
import dev.muster.runtime.sim.SimulatedDisk;
import dev.muster.runtime.sim.SimulatedRandom;
import dev.muster.store.Applied;
import dev.muster.store.Store;
import dev.muster.store.TransactionLog;
import dev.muster.store.change.GraphTransaction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A store whose disk runs full applies what was agreed on, and writes it when there is space. */
class FullDiskTest {
    private static final int NODES = 20;

    /** What a write-ahead log would hold: entry {@code n} has index {@code n + 1}. */
    private final List<byte[]> entries = new ArrayList<>();

    @Test
    void whereverAnAppendIsTornTheStoreGoesOnAndTheLogIsWholeOnceThereIsSpace() throws Exception {
        int record = 24 + nextEntry(prepared(0)).length;
        for (int free = 0; free <= record; free++) {
            SimulatedDisk disk = new SimulatedDisk(free);
            Store store = prepared(disk);
            disk.setFreeBytes(free);
            for (int i = 0; i < 3; i++) {
                applyNext(store);
                TestStore.assertConsistent(store);
            }
            assertThat(store.waitsForSpace()).isNotNull();
            assertThat(store.lastTransactionId()).isEqualTo(entries.size());
            assertThat(store.appliedIndex()).isEqualTo(entries.size());
            assertThatThrownBy(store::checkpoint).isInstanceOf(DiskFull.class);
            assertLogWhole(store);

            disk.faults().heal();
            applyNext(store);
            assertThat(store.waitsForSpace()).as("%d bytes were free", free).isNull();
            store.checkpoint();
            disk.crash(new SimulatedRandom(free));
            assertSame(TestStore.open(disk), store);
        }
    }

    @Test
    void aCheckpointWritesWhatWaited() throws Exception {
        SimulatedDisk disk = new SimulatedDisk(1);
        Store store = prepared(disk);
        disk.setFull(true);
        applyNext(store);
        disk.setFull(false);
        store.checkpoint();
        assertThat(store.waitsForSpace()).isNull();
        disk.crash(new SimulatedRandom(1));
        assertSame(TestStore.open(disk), store);
    }

    @Test
    void aPowerCutWhileTheDiskIsFullLosesNothingThatIsReplayed() throws Exception {
        for (int seed = 1; seed <= 20; seed++) {
            SimulatedDisk disk = new SimulatedDisk(seed);
            Store store = prepared(disk);
            long durable = store.appliedIndex();
            disk.setFreeBytes(seed * 10);
            for (int i = 0; i < 5; i++) {
                applyNext(store);
                assertThatThrownBy(store::checkpoint).isInstanceOf(DiskFull.class);
            }
            disk.crash(new SimulatedRandom(seed));
            disk.setFull(seed % 2 == 0); // or still full when the server comes back

            Store recovered = TestStore.open(disk);
            assertThat(recovered.appliedIndex()).isEqualTo(durable);
            replay(recovered);
            assertSame(recovered, store);
            disk.faults().heal();
            recovered.checkpoint();
            disk.crash(new SimulatedRandom(seed));
            assertSame(TestStore.open(disk), store);
        }
    }

    @Test
    void closingWhileTheDiskIsFullSaysSoAndKeepsTheLastCheckpoint() throws Exception {
        SimulatedDisk disk = new SimulatedDisk(3);
        Store store = prepared(disk);
        long durable = store.appliedIndex();
        disk.setFull(true);
        applyNext(store);
        assertThatThrownBy(store::close).isInstanceOf(DiskFull.class);
        disk.setFull(false);
        Store reopened = TestStore.open(disk);
        assertThat(reopened.appliedIndex()).isEqualTo(durable);
        replay(reopened);
        assertSame(reopened, store);
    }

    @Test
    void aDiskThatFailsRefusesTheTransaction() throws Exception {
        SimulatedDisk disk = new SimulatedDisk(4);
        Store store = prepared(disk);
        byte[] entry = nextEntry(store);
        long before = store.appliedIndex();
        disk.faults().setFailures(DiskOperation.WRITE, 1);
        assertThatThrownBy(() -> store.apply(before + 1, entry))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(DiskFull.class);
        assertThat(store.appliedIndex()).isEqualTo(before);
        TestStore.assertConsistent(store);
    }

    /** A store with some transactions, and a checkpoint after them. */
    private Store prepared(SimulatedDisk disk) throws IOException {
        entries.clear();
        Store store = TestStore.create(disk);
        for (int i = 0; i < 5; i++) {
            applyNext(store);
        }
        store.checkpoint();
        return store;
    }

    private Store prepared(long seed) throws IOException {
        return prepared(new SimulatedDisk(seed));
    }

    private void applyNext(Store store) throws IOException {
        byte[] entry = nextEntry(store);
        entries.add(entry);
        assertThat(store.apply(entries.size(), entry)).isEqualTo(new Applied.Committed(entries.size()));
    }

    private byte[] nextEntry(Store store) {
        int number = entries.size();
        return TestStore.changes(store, transaction -> change(transaction, number));
    }

    private static void change(GraphTransaction transaction, int number) {
        if (number == 0) {
            for (int i = 0; i < NODES; i++) {
                transaction.createNode(Set.of("Stock"), Map.of("n", (long) i));
            }
        } else {
            transaction.setNodeProperty(number % NODES, "n", 1000L + number);
        }
    }

    private void replay(Store store) throws IOException {
        while (store.appliedIndex() < entries.size()) {
            store.apply(store.appliedIndex() + 1, entries.get((int) store.appliedIndex()));
        }
    }

    private void assertSame(Store actual, Store expected) throws Exception {
        assertThat(actual.appliedIndex()).isEqualTo(expected.appliedIndex());
        assertThat(actual.lastTransactionId()).isEqualTo(expected.lastTransactionId());
        assertThat(actual.digest()).isEqualTo(expected.digest());
        TestStore.assertConsistent(actual);
        assertLogWhole(actual);
    }

    private void assertLogWhole(Store store) throws Exception {
        assertThat(store.transactionLog().last()).isEqualTo(entries.size());
        List<byte[]> read = new ArrayList<>();
        try (TransactionLog.Cursor cursor = store.transactionLog().read(1, Long.MAX_VALUE)) {
            cursor.forEachRemaining(record -> read.add(record.changeSet()));
        }
        assertThat(read).containsExactlyElementsOf(entries);
    }
}

package dev.muster.store.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.runtime.sim.DiskOperation;
import dev.muster.runtime.sim.SimulatedDisk;
import dev.muster.store.CorruptStore;
import dev.muster.store.Store;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A disk that fails to read now and then. */
class ReadErrorTest {
    private static final int COMMITS = 20;
    private static final int TRIES = 500;

    @Test
    void whateverReadFailsWhileAStoreIsOpenedItIsNotTakenForDamageAndOpensTheNextTime() throws Exception {
        SimulatedDisk disk = new SimulatedDisk(7);
        Store store = TestStore.create(disk);
        for (int i = 0; i < COMMITS; i++) {
            TestStore.commit(
                    store, transaction -> transaction.createNode(Set.of("Person"), Map.of("name", "x".repeat(2_000))));
            store.checkpoint();
        }
        long lastTransactionId = store.lastTransactionId();
        store.close();
        List<String> taken = new ArrayList<>();
        int failed = 0;
        for (int i = 0; i < TRIES; i++) {
            disk.faults().setFailures(DiskOperation.READ, 0.03);
            try (Store opened = TestStore.open(disk)) {
                assertThat(opened.lastTransactionId()).isEqualTo(lastTransactionId);
            } catch (CorruptStore e) {
                taken.add(e.getMessage());
            } catch (IOException e) {
                failed++;
            }
            disk.faults().heal();
        }
        assertThat(taken).isEmpty();
        assertThat(failed).isBetween(TRIES / 10, TRIES - TRIES / 10);
        try (Store opened = TestStore.open(disk)) {
            TestStore.assertConsistent(opened);
        }
    }
}

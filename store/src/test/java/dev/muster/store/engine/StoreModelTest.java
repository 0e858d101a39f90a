package dev.muster.store.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.store.PinnedVersion;
import dev.muster.store.Store;
import dev.muster.store.StreamedStore;
import dev.muster.store.TransactionLog;
import dev.muster.store.change.ChangeSetCodec;
import dev.muster.store.change.GraphTransaction;
import dev.muster.store.change.GraphTransactions;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random transactions on a store and on plain maps: both must say the same at every step. */
class StoreModelTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void saysWhatPlainMapsSayThroughTransactionsCheckpointsAndReopening(long seed) throws Exception {
        Random random = new Random(seed);
        MemoryDisk disk = new MemoryDisk();
        ModelGraph model = new ModelGraph();
        Store store = TestStore.create(disk);
        for (int round = 0; round < 25; round++) {
            try (PinnedVersion version = store.pin()) {
                GraphTransaction transaction = GraphTransactions.over(version, store.ids());
                ModelGraph before = model.copy();
                for (int step = random.nextInt(30); step >= 0; step--) {
                    model.step(random, transaction);
                }
                model.assertSameAs(transaction);
                before.assertSameAs(version);
                if (!transaction.hasChanges()) {
                    continue;
                }
                byte[] changes = ChangeSetCodec.encode(transaction.toChangeSet(new UUID(seed, round), round, Map.of()));
                store.apply(store.appliedIndex() + 1, changes);
                before.assertSameAs(version);
            }
            try (PinnedVersion version = store.pin()) {
                model.assertSameAs(version);
            }
            if (random.nextInt(6) == 0) {
                TestStore.assertConsistent(store);
                store.checkpoint();
            }
            if (random.nextInt(12) == 0) {
                store.close();
                store = TestStore.open(disk);
            }
        }
        TestStore.assertConsistent(store);
        assertCopyAndReplayAgree(disk, store);
    }

    private static void assertCopyAndReplayAgree(MemoryDisk disk, Store store) throws Exception {
        try (StreamedStore.Receiver receiver =
                        Stores.receiver(disk, TestStore.COPY, TestStore.SETTINGS, TestStore.CLOCK);
                PinnedVersion version = store.pin()) {
            StreamedStore.Parts parts = Stores.parts(version);
            for (byte[] part = parts.next(); part != null; part = parts.next()) {
                receiver.part(part);
            }
            receiver.partsComplete();
            receiver.finish(TestStore.IDENTITY, 7);
        }
        Store copy = Stores.open(disk, TestStore.COPY, TestStore.SETTINGS, TestStore.CLOCK);
        assertThat(copy.digest()).isEqualTo(store.digest());
        assertThat(copy.lastTransactionId()).isEqualTo(store.lastTransactionId());
        assertThat(copy.appliedIndex()).isEqualTo(7);
        TestStore.assertConsistent(copy);

        Store replayed = Stores.inMemory(TestStore.IDENTITY, TestStore.CLOCK);
        try (TransactionLog.Cursor all = store.transactionLog().read(1, Long.MAX_VALUE)) {
            while (all.hasNext()) {
                replayed.replay(all.next());
            }
        }
        assertThat(replayed.digest()).isEqualTo(store.digest());
        TestStore.assertConsistent(replayed);
    }
}

package dev.muster.store.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.runtime.Disk;
import dev.muster.runtime.DiskFile;
import dev.muster.runtime.sim.SimulatedDisk;
import dev.muster.store.CorruptStore;
import dev.muster.store.PinnedVersion;
import dev.muster.store.RetentionPolicy;
import dev.muster.store.Store;
import dev.muster.store.StoreIdentity;
import dev.muster.store.StoreSettings;
import dev.muster.store.StreamedStore;
import dev.muster.store.TransactionLog;
import dev.muster.store.TransactionRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Making, opening, looking at, adopting and copying stores, and what their transaction logs keep. */
class StoresTest {
    private final SimulatedDisk disk = new SimulatedDisk(1);

    @Test
    void aStoreIsMadeOnceOpenedAgainAndLookedAtWithoutBeingChanged() throws IOException {
        assertThat(Stores.exists(disk, TestStore.LOCATION)).isFalse();
        assertThatThrownBy(() -> TestStore.open(disk)).isInstanceOf(NoSuchFileException.class);
        Store store = TestStore.create(disk);
        assertThat(Stores.exists(disk, TestStore.LOCATION)).isTrue();
        assertThatThrownBy(() -> TestStore.create(disk)).isInstanceOf(FileAlreadyExistsException.class);
        TestStore.commit(store, t -> t.createNode(Set.of("A"), Map.of("k", "v")));
        store.skipTo(17);
        store.close();
        assertThatThrownBy(store::pin).isInstanceOf(IllegalStateException.class);
        int changes = disk.changes();
        assertThat(Stores.peek(disk, TestStore.LOCATION))
                .isEqualTo(new Stores.Summary(TestStore.IDENTITY, 1, 17, store.digest()));
        assertThat(disk.changes()).isEqualTo(changes);
        Store reopened = TestStore.open(disk);
        assertThat(reopened.appliedIndex()).isEqualTo(17);
        assertThat(reopened.identity()).isEqualTo(TestStore.IDENTITY);
        assertThat(reopened.ids().nextNodeId()).isEqualTo(1);
        Stores.delete(disk, TestStore.LOCATION);
        assertThat(Stores.exists(disk, TestStore.LOCATION)).isFalse();
    }

    @Test
    void anAdoptedStoreHasItsContentsAndANewDatabase() throws Exception {
        Store store = TestStore.create(disk);
        TestStore.commit(store, t -> t.createNode(Set.of("A"), Map.of()));
        store.close();
        UUID other = new UUID(7, 7);
        Stores.adopt(disk, TestStore.LOCATION, other);
        Stores.adopt(disk, TestStore.LOCATION, other);
        Store adopted = TestStore.open(disk);
        assertThat(adopted.identity()).isEqualTo(new StoreIdentity(other, TestStore.IDENTITY.storeId()));
        assertThat(adopted.appliedIndex()).isZero();
        assertThat(adopted.lastTransactionId()).isEqualTo(1);
        assertThat(adopted.digest()).isEqualTo(store.digest());
        assertThat(adopted.transactionLog().first()).isEqualTo(2);
        assertThat(TestStore.commit(adopted, t -> t.createNode(Set.of("B"), Map.of())))
                .isEqualTo(2);
        adopted.close();
        assertThat(TestStore.open(disk).transactionLog().first()).isEqualTo(2);
    }

    @Test
    void aStreamWithTransactionsAfterItBecomesAnEqualStoreOfAnotherMember() throws Exception {
        Store store = TestStore.create(disk);
        fill(store, 30, 1000);
        try (PinnedVersion version = store.pin();
                StreamedStore.Receiver receiver = receiver()) {
            fill(store, 20, 1000);
            StreamedStore.Parts parts = Stores.parts(version);
            assertThat(parts.progress()).isZero();
            for (byte[] part = parts.next(); part != null; part = parts.next()) {
                receiver.part(part);
            }
            assertThat(parts.progress()).isEqualTo(1);
            receiver.partsComplete();
            assertThat(receiver.lastTransactionId()).isEqualTo(30);
            assertThat(receiver.digest()).isEqualTo(version.digest());
            try (TransactionLog.Cursor later = store.transactionLog().read(31, 50)) {
                while (later.hasNext()) {
                    receiver.transaction(later.next());
                }
            }
            assertThat(Stores.exists(disk, TestStore.COPY)).isFalse();
            receiver.finish(TestStore.IDENTITY, 44);
        }
        Store copy = Stores.open(disk, TestStore.COPY, TestStore.SETTINGS, TestStore.CLOCK);
        assertThat(copy.digest()).isEqualTo(store.digest());
        assertThat(copy.appliedIndex()).isEqualTo(44);
        assertThat(copy.transactionLog().first()).isEqualTo(31);
        assertThat(copy.transactionLog().last()).isEqualTo(50);
        TestStore.assertConsistent(copy);
    }

    @Test
    void anAbandonedOrBrokenStreamLeavesNothing() throws Exception {
        Store store = TestStore.create(disk);
        fill(store, 3, 100);
        List<byte[]> all = new ArrayList<>();
        try (PinnedVersion version = store.pin()) {
            StreamedStore.Parts parts = Stores.parts(version);
            for (byte[] part = parts.next(); part != null; part = parts.next()) {
                all.add(part);
            }
        }
        try (StreamedStore.Receiver receiver = receiver()) {
            receiver.part(all.get(0));
            assertThatThrownBy(() -> receiver.part(all.get(0)))
                    .isInstanceOf(CorruptStore.class)
                    .hasMessageContaining("kind 1 cannot follow one of kind 1");
            assertThatThrownBy(receiver::partsComplete).hasMessageContaining("ended early");
            assertThatThrownBy(receiver::lastTransactionId).hasMessageContaining("not complete");
        }
        try (StreamedStore.Receiver receiver = receiver()) {
            receiver.part(all.get(0));
            receiver.part(all.get(all.size() - 1));
            assertThatThrownBy(receiver::partsComplete).hasMessageContaining("does not add up");
            byte[] damaged = all.get(1).clone();
            damaged[damaged.length / 2] ^= 1;
            assertThatThrownBy(() -> receiver.part(damaged)).hasMessageContaining("checksum");
        }
        assertThat(disk.list(TestStore.COPY.database())).isEmpty();
        assertThat(disk.list(TestStore.COPY.transactions())).isEmpty();
    }

    @Test
    void theLogRotatesAndIsPrunedByPolicyAfterACheckpointOnly() throws Exception {
        StoreSettings threeFiles =
                new StoreSettings(StoreSettings.ROTATION_BYTES_MIN, RetentionPolicy.parse("3 files"));
        Store store = Stores.create(disk, TestStore.LOCATION, TestStore.IDENTITY, threeFiles, TestStore.CLOCK);
        fill(store, 100, 10_000);
        assertThat(store.transactionLog().first()).isEqualTo(1);
        int files = disk.list(TestStore.LOCATION.transactions()).size();
        assertThat(files).isBetween(7, 9);
        store.checkpoint();
        assertThat(disk.list(TestStore.LOCATION.transactions())).hasSize(3);
        long first = store.transactionLog().first();
        assertThat(first).isBetween(50L, 90L);
        assertThatThrownBy(() -> store.transactionLog().read(first - 1, 100))
                .isInstanceOf(TransactionLog.TransactionsPruned.class)
                .hasMessageContaining("the oldest is " + first);
        store.close();
        Store reopened = Stores.open(disk, TestStore.LOCATION, threeFiles, TestStore.CLOCK);
        assertThat(reopened.transactionLog().first()).isEqualTo(first);
        assertThat(idsOf(reopened, first, 100)).hasSize((int) (101 - first));
        assertThat(idsOf(reopened, 95, 97)).containsExactly(95L, 96L, 97L);
        assertThat(idsOf(reopened, 101, 200)).isEmpty();
    }

    @Test
    void aReaderOfTheLogGoesOnWhileTheLogDoes() throws Exception {
        Store store = TestStore.create(disk);
        fill(store, 40, 10_000);
        try (TransactionLog.Cursor cursor = store.transactionLog().read(2, 60)) {
            assertThat(cursor.next().transactionId()).isEqualTo(2);
            fill(store, 40, 10_000);
            for (long id = 3; id <= 40; id++) {
                assertThat(cursor.next().transactionId()).isEqualTo(id);
            }
            assertThat(cursor.hasNext()).isFalse();
        }
        assertThat(idsOf(store, 39, 70)).hasSize(32);
    }

    @Test
    void otherFormatsOtherDatabasesAndDamageAreSaidInWords() throws Exception {
        Store store = TestStore.create(disk);
        fill(store, 10, 100);
        store.close();
        Path log = TestStore.LOCATION.transactions().resolve("muster.transaction.log.0");
        Path checkpoint = TestStore.LOCATION.database().resolve(Checkpoint.FILE);
        byte[] goodLog = disk.readAll(log);
        byte[] goodCheckpoint = disk.readAll(checkpoint);

        assertCorrupt(checkpoint, goodCheckpoint, 11, "format 3, this version reads 1");
        assertCorrupt(checkpoint, goodCheckpoint, 0, "is no checkpoint of a store");
        assertCorrupt(checkpoint, goodCheckpoint, 40, "checksum is wrong");
        assertCorrupt(log, goodLog, 11, "format 3, this version reads 1");
        assertCorrupt(log, goodLog, 20, "the checksum of its header is wrong");
        assertCorrupt(log, goodLog, 300, "transaction ");
        write(log, java.util.Arrays.copyOf(goodLog, goodLog.length - 1));
        assertThatThrownBy(() -> TestStore.open(disk)).hasMessageContaining("ends early");
        write(log, goodLog);
        TestStore.open(disk);

        Stores.create(
                disk,
                TestStore.COPY,
                new StoreIdentity(new UUID(8, 8), new UUID(9, 9)),
                TestStore.SETTINGS,
                TestStore.CLOCK);
        write(TestStore.LOCATION.database().resolve(Checkpoint.FILE), goodCheckpoint);
        Store other = Stores.open(disk, TestStore.COPY, TestStore.SETTINGS, TestStore.CLOCK);
        fill(other, 10, 100);
        other.close();
        write(log, disk.readAll(TestStore.COPY.transactions().resolve("muster.transaction.log.0")));
        assertThatThrownBy(() -> TestStore.open(disk))
                .isInstanceOf(CorruptStore.class)
                .hasMessageContaining("belongs to database");
    }

    @Test
    void aStoreWhoseLogFilesWereTakenAwayGoesOnWithAnEmptyLog() throws Exception {
        Store store = TestStore.create(disk);
        fill(store, 10, 100);
        store.close();
        disk.deleteTree(TestStore.LOCATION.transactions());
        Store reopened = TestStore.open(disk);
        assertThat(reopened.transactionLog().first()).isEqualTo(11);
        fill(reopened, 2, 100);
        reopened.close();
        assertThat(idsOf(TestStore.open(disk), 11, 12)).containsExactly(11L, 12L);
    }

    private StreamedStore.Receiver receiver() throws IOException {
        return Stores.receiver(disk, TestStore.COPY, TestStore.SETTINGS, TestStore.CLOCK);
    }

    /** Transactions of one node with a text of so many bytes. */
    private static void fill(Store store, int transactions, int bytes) throws IOException {
        for (int i = 0; i < transactions; i++) {
            String text = "x".repeat(bytes);
            TestStore.commit(store, t -> t.createNode(Set.of("Filler"), Map.of("text", text)));
        }
    }

    private static List<Long> idsOf(Store store, long from, long to) throws Exception {
        List<Long> ids = new ArrayList<>();
        try (TransactionLog.Cursor cursor = store.transactionLog().read(from, to)) {
            while (cursor.hasNext()) {
                TransactionRecord record = cursor.next();
                ids.add(record.transactionId());
            }
        }
        return ids;
    }

    private void assertCorrupt(Path file, byte[] good, int position, String message) throws IOException {
        byte[] bad = good.clone();
        bad[position] ^= 2;
        write(file, bad);
        assertThatThrownBy(() -> TestStore.open(disk))
                .isInstanceOf(CorruptStore.class)
                .hasMessageContaining(message);
        write(file, good);
    }

    private void write(Path path, byte[] bytes) throws IOException {
        try (DiskFile file = disk.open(path, Disk.Open.CREATE)) {
            file.truncate(0);
            file.write(ByteBuffer.wrap(bytes), 0);
        }
    }
}

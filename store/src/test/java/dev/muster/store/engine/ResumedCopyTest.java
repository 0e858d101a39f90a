package dev.muster.store.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.runtime.Disk;
import dev.muster.runtime.DiskFile;
import dev.muster.runtime.sim.SimulatedDisk;
import dev.muster.runtime.sim.SimulatedRandom;
import dev.muster.store.CorruptStore;
import dev.muster.store.Direction;
import dev.muster.store.PinnedVersion;
import dev.muster.store.Store;
import dev.muster.store.StoreIdentity;
import dev.muster.store.StreamedStore;
import dev.muster.store.StreamedStore.ResumableReceiver;
import dev.muster.store.StreamedStore.Stretch;
import dev.muster.store.TransactionLog;
import dev.muster.store.change.ChangeSetCodec;
import dev.muster.store.change.GraphTransaction;
import dev.muster.store.change.GraphTransactions;
import dev.muster.store.schema.SchemaRule;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A store that comes in pieces, of one version after the other, while the one it comes from goes on. */
class ResumedCopyTest {
    private static final String LONG = "x".repeat(60_000);
    private static final int INDEX = 77;
    /** Each costs a third of a second. */
    private static final int CUTS = 6;

    private final MemoryDisk sourceDisk = new MemoryDisk();
    private final ModelGraph model = new ModelGraph();
    private Random random = new Random(1);
    private Store source;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void aStoreWhoseSourcesDieAmongThePartsIsTheOneOfTheLastSource(long seed) throws Exception {
        begin(seed);
        MemoryDisk disk = new MemoryDisk();
        ResumableReceiver receiver = Stores.resumable(disk, TestStore.COPY, TestStore.SETTINGS, TestStore.CLOCK);
        int sources = 1;
        while (!comes(receiver, 1 + random.nextInt(4))) {
            sources++;
            steps(random.nextInt(30));
            if (random.nextBoolean()) {
                receiver.save();
                receiver.suspend();
                receiver = Stores.resume(disk, TestStore.COPY, TestStore.SETTINGS, TestStore.CLOCK);
            }
        }
        assertThat(sources).isGreaterThan(3);
        steps(10);
        transactions(receiver, source.lastTransactionId());
        receiver.finish(TestStore.IDENTITY, INDEX);
        assertEqualToSource(disk);
    }

    @ParameterizedTest
    @ValueSource(longs = 1)
    void aCutOfPowerAtAnyChangeOfTheDiskLeavesWhatWasSavedLast(long seed) throws Exception {
        begin(seed);
        SimulatedDisk whole = new SimulatedDisk(seed);
        copyWithSaves(whole);
        int changes = whole.changes();
        int resumed = 0;
        for (int change = 1; change < changes; change += 1 + changes / CUTS) {
            SimulatedDisk disk = new SimulatedDisk(seed);
            disk.powerOffAfterChanges(change);
            Stretch saved = Stretch.NOTHING;
            try {
                copyWithSaves(disk);
            } catch (IOException | RuntimeException e) {
                assertThat(e).hasStackTraceContaining("the power is off");
                saved = lastSaved;
            }
            disk.crash(new SimulatedRandom(seed * 1000 + change));
            ResumableReceiver receiver = Stores.resume(disk, TestStore.COPY, TestStore.SETTINGS, TestStore.CLOCK);
            if (receiver == null) {
                assertThat(saved).isEqualTo(Stretch.NOTHING);
                receiver = Stores.resumable(disk, TestStore.COPY, TestStore.SETTINGS, TestStore.CLOCK);
            } else {
                resumed++;
            }
            while (!comes(receiver, 100)) {
                steps(1);
            }
            receiver.finish(TestStore.IDENTITY, INDEX);
            assertEqualToSource(disk);
        }
        assertThat(resumed).isGreaterThan(CUTS / 2);
    }

    @Test
    void whatWasSavedAndIsDamagedOrOfAnotherStoreIsRefused() throws Exception {
        begin(3);
        MemoryDisk disk = new MemoryDisk();
        assertThat(Stores.resume(disk, TestStore.COPY, TestStore.SETTINGS, TestStore.CLOCK))
                .isNull();
        ResumableReceiver receiver = Stores.resumable(disk, TestStore.COPY, TestStore.SETTINGS, TestStore.CLOCK);
        comes(receiver, 3);
        receiver.save();
        receiver.suspend();

        ResumableReceiver resumed = Stores.resume(disk, TestStore.COPY, TestStore.SETTINGS, TestStore.CLOCK);
        assertThat(resumed.source()).isEqualTo(TestStore.IDENTITY);
        assertThat(resumed.lastTransactionId()).isEqualTo(source.lastTransactionId());
        assertThatThrownBy(() -> resumed.begin(new StoreIdentity(new UUID(1, 2), new UUID(9, 9)), 100))
                .isInstanceOf(CorruptStore.class)
                .hasMessageContaining("what comes is of store");
        assertThatThrownBy(() -> resumed.begin(TestStore.IDENTITY, 1))
                .isInstanceOf(CorruptStore.class)
                .hasMessageContaining("parts of transaction 1 cannot follow those of");
        resumed.suspend();

        flip(disk, "muster.store.arriving");
        assertThatThrownBy(() -> Stores.resume(disk, TestStore.COPY, TestStore.SETTINGS, TestStore.CLOCK))
                .isInstanceOf(CorruptStore.class)
                .hasMessageContaining("muster.store.arriving is damaged: its checksum is wrong");
    }

    @Test
    void recordsOfALaterVersionAreRefusedUntilTheTransactionsBetweenHaveCome() throws Exception {
        begin(4);
        ResumableReceiver receiver =
                Stores.resumable(new MemoryDisk(), TestStore.COPY, TestStore.SETTINGS, TestStore.CLOCK);
        comes(receiver, 3);
        long before = receiver.lastTransactionId();
        steps(5);
        try (PinnedVersion version = source.pin()) {
            receiver.begin(TestStore.IDENTITY, version.transactionId());
            StreamedStore.Parts parts = Stores.parts(version, receiver.stretch());
            receiver.part(parts.next());
            byte[] records = parts.next();
            assertThatThrownBy(() -> receiver.part(records))
                    .isInstanceOf(CorruptStore.class)
                    .hasMessageContaining("cannot follow what is of " + before);
        }
        receiver.close();
    }

    private Stretch lastSaved;

    private void copyWithSaves(Disk disk) throws Exception {
        lastSaved = Stretch.NOTHING;
        ResumableReceiver receiver = Stores.resumable(disk, TestStore.COPY, TestStore.SETTINGS, TestStore.CLOCK);
        while (!comes(receiver, 2)) {
            receiver.save();
            lastSaved = receiver.stretch();
        }
        receiver.save();
        lastSaved = Stretch.WHOLE;
        receiver.finish(TestStore.IDENTITY, INDEX);
    }

    /** What one source gives before it dies after so many parts with records; returns whether that was all. */
    private boolean comes(ResumableReceiver receiver, int partsMax) throws Exception {
        if (receiver.stretch().isWhole()) {
            transactions(receiver, source.lastTransactionId());
            return true;
        }
        try (PinnedVersion version = source.pin()) {
            receiver.begin(version.identity(), version.transactionId());
            StreamedStore.Parts parts = Stores.parts(version, receiver.stretch());
            receiver.part(parts.next());
            transactions(receiver, version.transactionId());
            for (int given = 0; given < partsMax; given++) {
                receiver.part(parts.next());
                if (receiver.hasLastPart()) {
                    receiver.partsComplete();
                    return true;
                }
            }
            return false;
        }
    }

    private void transactions(ResumableReceiver receiver, long last) throws Exception {
        if (receiver.lastTransactionId() < last) {
            try (TransactionLog.Cursor later = source.transactionLog().read(receiver.lastTransactionId() + 1, last)) {
                while (later.hasNext()) {
                    receiver.transaction(later.next());
                }
            }
        }
    }

    /** A store of about a dozen parts, with an index. */
    private void begin(long seed) throws Exception {
        random = new Random(seed);
        source = TestStore.create(sourceDisk);
        steps(40);
        TestStore.commit(source, t -> {
            long first = t.createNode(Set.of("Long"), Map.of("name", LONG));
            for (int i = 0; i < 24; i++) {
                long next = t.createNode(Set.of("Long"), Map.of("name", LONG, "size", (long) i));
                t.createRelationship("LONG", first, next, Map.of("name", LONG));
            }
        });
        SchemaRule index = new SchemaRule(0, "sizes", SchemaRule.Kind.RANGE, "Long", List.of("size"));
        TestStore.commit(source, t -> t.createRule(index));
        steps(40);
    }

    /** Small transactions, and now and then one that touches what is long. */
    private void steps(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            if (random.nextInt(8) == 0) {
                touchLong();
            }
            try (PinnedVersion version = source.pin()) {
                GraphTransaction transaction = GraphTransactions.over(version, source.ids());
                for (int step = random.nextInt(6); step >= 0; step--) {
                    model.step(random, transaction);
                }
                if (transaction.hasChanges()) {
                    source.apply(
                            source.appliedIndex() + 1,
                            ChangeSetCodec.encode(transaction.toChangeSet(new UUID(1, i), i, Map.of())));
                }
            }
        }
    }

    private void touchLong() throws IOException {
        List<Long> all = new ArrayList<>();
        try (PinnedVersion version = source.pin()) {
            version.nodesWithLabel("Long").forEachRemaining(all::add);
        }
        if (all.size() < 3) {
            return;
        }
        long node = all.get(1 + random.nextInt(all.size() - 1));
        if (random.nextInt(4) == 0) {
            TestStore.commit(source, t -> {
                t.expand(node, Direction.INCOMING, Set.of(), (relationship, type, other, outgoing) -> {
                    t.deleteRelationship(relationship);
                    return true;
                });
                t.deleteNode(node);
            });
            return;
        }
        String name = "name " + random.nextInt(10);
        TestStore.commit(source, t -> {
            t.setNodeProperty(node, name, random.nextLong());
            t.setNodeProperty(node, "size", random.nextLong());
            t.addLabel(node, "Touched");
            t.expand(node, Direction.INCOMING, Set.of(), (relationship, type, other, outgoing) -> {
                t.setRelationshipProperty(relationship, name, random.nextLong());
                return true;
            });
        });
    }

    private void assertEqualToSource(Disk disk) throws IOException {
        Store copy = Stores.open(disk, TestStore.COPY, TestStore.SETTINGS, TestStore.CLOCK);
        assertThat(copy.identity()).isEqualTo(TestStore.IDENTITY);
        assertThat(copy.appliedIndex()).isEqualTo(INDEX);
        assertThat(copy.lastTransactionId()).isEqualTo(source.lastTransactionId());
        assertThat(copy.digest()).isEqualTo(source.digest());
        TestStore.assertConsistent(copy);
        assertThat(disk.list(TestStore.COPY.database())).doesNotContain("muster.store.arriving");
        copy.close();
    }

    private static void flip(Disk disk, String name) throws IOException {
        try (DiskFile file = disk.open(TestStore.COPY.database().resolve(name), Disk.Open.WRITE)) {
            ByteBuffer middle = ByteBuffer.allocate(1);
            file.read(middle, 40);
            middle.flip();
            file.write(ByteBuffer.wrap(new byte[] {(byte) (middle.get() ^ 1)}), 40);
            file.force(true);
        }
    }
}

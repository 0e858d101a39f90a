package dev.muster.store.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.runtime.Disk;
import dev.muster.store.Applied;
import dev.muster.store.PinnedVersion;
import dev.muster.store.RetentionPolicy;
import dev.muster.store.Store;
import dev.muster.store.StoreIdentity;
import dev.muster.store.StoreLocation;
import dev.muster.store.StoreSettings;
import dev.muster.store.change.ChangeSet;
import dev.muster.store.change.ChangeSetCodec;
import dev.muster.store.change.GraphTransaction;
import dev.muster.store.change.GraphTransactions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/** What the tests of stores share: names, sizes, and transactions in one call. */
final class TestStore {
    static final StoreIdentity IDENTITY = new StoreIdentity(new UUID(1, 2), new UUID(3, 4));
    static final StoreLocation LOCATION = StoreLocation.of(Path.of("/muster"), "sales");
    static final StoreLocation COPY = StoreLocation.of(Path.of("/muster"), "copy");
    static final StoreSettings SETTINGS =
            new StoreSettings(StoreSettings.ROTATION_BYTES_MIN, RetentionPolicy.parse("keep_all"));
    static final SetClock CLOCK = new SetClock();

    private TestStore() {}

    static Store create(Disk disk) throws IOException {
        return Stores.create(disk, LOCATION, IDENTITY, SETTINGS, CLOCK);
    }

    static Store open(Disk disk) throws IOException {
        return Stores.open(disk, LOCATION, SETTINGS, CLOCK);
    }

    /** Changes as bytes, made on the present version of the store. */
    static byte[] changes(Store store, Consumer<GraphTransaction> work) {
        try (PinnedVersion version = store.pin()) {
            GraphTransaction transaction = GraphTransactions.over(version, store.ids());
            work.accept(transaction);
            ChangeSet changes = transaction.toChangeSet(new UUID(5, 6), CLOCK.wallMillis(), Map.of());
            return ChangeSetCodec.encode(changes);
        }
    }

    /** Commits changes and returns the transaction id. */
    static long commit(Store store, Consumer<GraphTransaction> work) throws IOException {
        Applied applied = store.apply(store.appliedIndex() + 1, changes(store, work));
        assertThat(applied).isInstanceOf(Applied.Committed.class);
        return ((Applied.Committed) applied).transactionId();
    }

    static void assertConsistent(Store store) {
        try (PinnedVersion version = store.pin()) {
            assertThat(Stores.check(version, 10)).isEmpty();
            assertThat(version.recomputeDigest()).isEqualTo(store.digest());
        }
    }
}

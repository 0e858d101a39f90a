package dev.muster.backup.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.backup.FakeDatabase;
import dev.muster.store.GraphDigest;
import dev.muster.store.StoreIdentity;
import dev.muster.store.StreamedStore;
import dev.muster.store.TransactionRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Builds nothing, but knows what a copy of the fake would be: as many parts as the version has transactions. */
final class RecordingReceiver implements StreamedStore.ResumableReceiver {
    final List<String> events = new ArrayList<>();
    private final Function<Long, GraphDigest> digests;
    GraphDigest digest;
    private StoreIdentity source;
    private StreamedStore.Stretch stretch = StreamedStore.Stretch.NOTHING;
    private boolean namesDue;
    private long version;
    private long last;
    int saves;
    long savedParts;

    RecordingReceiver(FakeDatabase original) {
        this.digests = original::digestAt;
    }

    long parts() {
        return stretch.id() + 1;
    }

    @Override
    public void begin(StoreIdentity begun, long transactionId) {
        events.add("begin " + transactionId);
        source = begun;
        version = transactionId;
        namesDue = !stretch.isEmpty();
        last = namesDue ? last : version;
    }

    @Override
    public StoreIdentity source() {
        return source;
    }

    @Override
    public StreamedStore.Stretch stretch() {
        return stretch;
    }

    @Override
    public boolean hasLastPart() {
        return !stretch.isWhole() && parts() == version;
    }

    @Override
    public void part(byte[] part) {
        events.add(namesDue ? "names" : "part");
        if (!namesDue) {
            assertThat(last).isEqualTo(version);
            stretch = new StreamedStore.Stretch(StreamedStore.Stretch.Records.NODES, stretch.id() + 1);
        }
        namesDue = false;
    }

    @Override
    public void partsComplete() {
        events.add("parts complete");
        stretch = StreamedStore.Stretch.WHOLE;
    }

    @Override
    public void transaction(TransactionRecord transaction) {
        events.add("transaction " + transaction.transactionId());
        last = transaction.transactionId();
    }

    @Override
    public long lastTransactionId() {
        return last;
    }

    @Override
    public GraphDigest digest() {
        return digest == null ? digests.apply(last) : digest;
    }

    @Override
    public void save() {
        saves++;
        savedParts = parts();
    }

    @Override
    public void suspend() {
        throw new AssertionError("the caller's, not the client's");
    }

    @Override
    public void finish(StoreIdentity identity, long appliedIndex) {
        throw new AssertionError("the caller's, not the client's");
    }

    @Override
    public void close() {}
}

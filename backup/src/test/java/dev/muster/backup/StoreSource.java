package dev.muster.backup;

import dev.muster.catalog.security.MetadataChoice;
import dev.muster.store.Applied;
import dev.muster.store.PinnedVersion;
import dev.muster.store.Store;
import dev.muster.store.TransactionLog;
import dev.muster.store.change.ChangeSetCodec;
import dev.muster.store.change.GraphTransaction;
import dev.muster.store.change.GraphTransactions;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A server with one real store, of which the test is the only writer. */
public final class StoreSource implements BackupSource {
    public final Store store;
    /** How long a text each person has; 0 for none. */
    public int textBytes;

    /** Whether anybody has been given anything. */
    public boolean hasUsers;

    private final String name;
    private long index;

    public StoreSource(String name, Store store) {
        this.name = name;
        this.store = store;
    }

    /** Commits transactions, each of one more person who knows an earlier one, until there are that many. */
    public StoreSource upTo(long last) {
        while (store.lastTransactionId() < last) {
            commit(store.lastTransactionId() + 1);
        }
        return this;
    }

    private void commit(long number) {
        try (PinnedVersion version = store.pin()) {
            GraphTransaction transaction = GraphTransactions.over(version, store.ids());
            long person = transaction.createNode(Set.of("Person"), Map.of("name", "p" + number, "number", number));
            if (textBytes > 0) {
                transaction.setNodeProperty(person, "text", text(number));
            }
            if (person > 1 && version.node(person - 1) != null) {
                transaction.createRelationship("KNOWS", person, person - 1, Map.of());
                transaction.setNodeProperty(person - 1, "known", true);
            }
            byte[] changes =
                    ChangeSetCodec.encode(transaction.toChangeSet(new UUID(0, number), 1_000 * number, Map.of()));
            Applied applied = store.apply(++index, changes);
            if (!applied.equals(new Applied.Committed(number))) {
                throw new AssertionError(applied);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Not to be compressed much. */
    private String text(long number) {
        byte[] bytes = new byte[textBytes / 2];
        new Random(number).nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public ServerIdentity server() {
        return new ServerIdentity("id", "server");
    }

    @Override
    public List<HostedDatabase> databases() {
        return List.of(new HostedDatabase(
                store.identity().databaseId(), name, "online", "online", "", store.lastTransactionId()));
    }

    @Override
    public CompletionStage<String> metadata(UUID databaseId, MetadataChoice choice) {
        return CompletableFuture.completedFuture(
                hasUsers ? "// users and roles of " + name + ", " + choice + "\n" : "");
    }

    @Override
    public CompletionStage<Pinned> pin(UUID databaseId) {
        PinnedVersion version = store.pin();
        return CompletableFuture.completedFuture(new Pinned() {
            @Override
            public PinnedVersion version() {
                return version;
            }

            @Override
            public TransactionLog log() {
                return store.transactionLog();
            }

            @Override
            public void close() {
                version.close();
            }
        });
    }
}

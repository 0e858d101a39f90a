package dev.muster.store.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.store.Applied;
import dev.muster.store.CorruptStore;
import dev.muster.store.GraphDigest;
import dev.muster.store.PinnedVersion;
import dev.muster.store.Store;
import dev.muster.store.TransactionRecord;
import dev.muster.store.change.ChangeSet;
import dev.muster.store.change.ChangeSetCodec;
import dev.muster.store.change.GraphTransaction;
import dev.muster.store.change.GraphTransactions;
import dev.muster.store.change.NodeChange;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two transactions made on the same version: which pairs go together, and which do not. Nodes 0, 1, 2; relationship 0 from 0 to 1. */
class ConflictTest {
    private Store store;

    @BeforeEach
    void threeNodesAndARelationship() throws IOException {
        store = Stores.inMemory(TestStore.IDENTITY, TestStore.CLOCK);
        TestStore.commit(store, transaction -> {
            for (int i = 0; i < 3; i++) {
                transaction.createNode(Set.of("N"), Map.of("n", (long) i));
            }
            transaction.createRelationship("R", 0, 1, Map.of());
        });
    }

    @Test
    void twoChangesOfOneNodeDoNotGoTogether() throws IOException {
        assertConflict(
                t -> t.setNodeProperty(0, "n", 5L),
                t -> t.setNodeProperty(0, "other", 6L),
                "node 0 was changed by transaction 2 after it was read as of 1");
        assertConflict(t -> t.addLabel(1, "A"), t -> t.addLabel(1, "B"), "node 1 was changed by transaction 3");
    }

    @Test
    void changesOfDifferentNodesAndRelationshipsBesideThemGoTogether() throws IOException {
        assertTogether(t -> t.setNodeProperty(0, "n", 5L), t -> t.setNodeProperty(1, "n", 5L));
        assertTogether(t -> t.setNodeProperty(0, "n", 6L), t -> t.createRelationship("R", 0, 2, Map.of()));
        assertTogether(t -> t.createRelationship("R", 0, 2, Map.of()), t -> t.createRelationship("R", 0, 2, Map.of()));
    }

    @Test
    void aNodeThatIsGoneTakesNoRelationshipAndNoChange() throws IOException {
        assertConflict(
                t -> t.deleteNode(2),
                t -> t.createRelationship("R", 0, 2, Map.of()),
                "node 2, an end of relationship 1, is gone");
        assertThatThrownBy(() -> TestStore.changes(store, t -> t.deleteNode(2)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("node 2 is not there");
    }

    @Test
    void aNodeIsNotDeletedFromUnderANewRelationship() throws IOException {
        assertConflict(
                t -> t.createRelationship("R", 2, 0, Map.of()),
                t -> t.deleteNode(2),
                "node 2 still has relationship 1");
    }

    @Test
    void aRelationshipIsChangedOrDeletedOnce() throws IOException {
        assertConflict(
                t -> t.setRelationshipProperty(0, "p", 1L),
                t -> t.deleteRelationship(0),
                "relationship 0 was changed by transaction 2");
        assertConflict(
                t -> t.deleteRelationship(0), t -> t.setRelationshipProperty(0, "p", 2L), "relationship 0 is gone");
    }

    @Test
    void anIdIsTakenOnce() throws IOException {
        NodeChange.Created taken = new NodeChange.Created(1, new TreeSet<>(), Map.of());
        byte[] changes = ChangeSetCodec.encode(new ChangeSet(new UUID(0, 1), 0, Map.of(), List.of(taken), List.of()));
        assertThat(store.apply(9, changes)).isEqualTo(new Applied.Conflict("node 1 exists already"));
        assertThat(store.appliedIndex()).isEqualTo(9);
    }

    @Test
    void aTransactionThatLeavesRelationshipsWithoutTheirNodeIsNotMade() {
        try (PinnedVersion version = store.pin()) {
            GraphTransaction transaction = GraphTransactions.over(version, store.ids());
            transaction.deleteNode(0);
            assertThat(transaction.deletedNodesWithRelationships()).containsExactly(0L);
            assertThatThrownBy(() -> transaction.toChangeSet(new UUID(0, 1), 0, Map.of()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("deleted nodes still have relationships: [0]");
            transaction.deleteRelationship(0);
            assertThat(transaction.deletedNodesWithRelationships()).isEmpty();
        }
    }

    @Test
    void whatIsNoChangeSetOrComesOutOfTurnChangesNothing() {
        GraphDigest before = store.digest();
        assertThatThrownBy(() -> store.apply(2, new byte[] {9})).isInstanceOf(CorruptStore.class);
        assertThatThrownBy(() -> store.apply(1, new byte[0])).hasMessageContaining("index 1 cannot follow 1");
        assertThatThrownBy(() -> store.skipTo(0)).hasMessageContaining("index 0 cannot follow 1");
        assertThatThrownBy(() -> store.replay(new TransactionRecord(3, 0, new byte[0])))
                .hasMessageContaining("transaction 3 cannot follow 1");
        assertThat(store.digest()).isEqualTo(before);
        assertThat(store.appliedIndex()).isEqualTo(1);
        assertThat(store.lastTransactionId()).isEqualTo(1);
    }

    @Test
    void idsAreNotUsedAgainAfterTheirNodeIsGone() throws IOException {
        TestStore.commit(store, t -> t.deleteNode(2));
        store.resetIds();
        assertThat(store.ids().nextNodeId()).isEqualTo(3);
        assertThat(store.ids().nextRelationshipId()).isEqualTo(1);
    }

    private void assertConflict(Consumer<GraphTransaction> first, Consumer<GraphTransaction> second, String reason)
            throws IOException {
        Applied applied = applyBoth(first, second);
        assertThat(applied).isInstanceOf(Applied.Conflict.class);
        assertThat(((Applied.Conflict) applied).reason()).startsWith(reason);
    }

    private void assertTogether(Consumer<GraphTransaction> first, Consumer<GraphTransaction> second)
            throws IOException {
        assertThat(applyBoth(first, second)).isInstanceOf(Applied.Committed.class);
    }

    /** Makes both on the present version, applies one after the other. */
    private Applied applyBoth(Consumer<GraphTransaction> first, Consumer<GraphTransaction> second) throws IOException {
        store.resetIds();
        byte[] one = TestStore.changes(store, first);
        byte[] two = TestStore.changes(store, second);
        assertThat(store.apply(store.appliedIndex() + 1, one)).isInstanceOf(Applied.Committed.class);
        long last = store.lastTransactionId();
        GraphDigest digest = store.digest();
        Applied applied = store.apply(store.appliedIndex() + 1, two);
        if (applied instanceof Applied.Conflict) {
            assertThat(store.lastTransactionId()).isEqualTo(last);
            assertThat(store.digest()).isEqualTo(digest);
        }
        TestStore.assertConsistent(store);
        return applied;
    }
}

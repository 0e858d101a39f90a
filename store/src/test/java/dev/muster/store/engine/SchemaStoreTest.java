package dev.muster.store.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.runtime.sim.SimulatedDisk;
import dev.muster.store.Applied;
import dev.muster.store.GraphDigest;
import dev.muster.store.PinnedVersion;
import dev.muster.store.Store;
import dev.muster.store.StreamedStore;
import dev.muster.store.TransactionLog;
import dev.muster.store.change.ChangeSetCodec;
import dev.muster.store.change.GraphTransaction;
import dev.muster.store.change.GraphTransactions;
import dev.muster.store.schema.IndexKeys;
import dev.muster.store.schema.PropertyType;
import dev.muster.store.schema.PropertyType.Scalar;
import dev.muster.store.schema.SchemaRule;
import dev.muster.store.schema.SchemaRule.Kind;
import dev.muster.store.value.ByteSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Indexes and constraints in the store: kept, enforced where order is decided, taken along by copies and logs. */
class SchemaStoreTest {
    private static final SchemaRule UNIQUE = new SchemaRule(0, "u", Kind.UNIQUE, "P", List.of("id"));
    private static final SchemaRule RANGE = new SchemaRule(0, "r", Kind.RANGE, "P", List.of("name", "age"));
    private static final SchemaRule EXISTS = new SchemaRule(0, "e", Kind.EXISTENCE, "Q", List.of("k"));

    private final SimulatedDisk disk = new SimulatedDisk(1);
    private final Store store;

    SchemaStoreTest() throws IOException {
        store = TestStore.create(disk);
        TestStore.commit(store, t -> {
            t.createNode(Set.of("P"), Map.of("id", 1L, "name", "a", "age", 7L));
            t.createNode(Set.of("P"), Map.of("id", 2L, "name", "b"));
        });
        TestStore.commit(store, t -> t.createRule(UNIQUE));
        TestStore.commit(store, t -> {
            t.createRule(RANGE);
            t.createRule(EXISTS);
        });
    }

    private static List<Long> find(Store store, String rule, Object... values) {
        try (PinnedVersion version = store.pin()) {
            List<Long> ids = new ArrayList<>();
            version.inIndex(IndexKeys.equal(version.schema().find(rule), List.of(values)))
                    .forEachRemaining(ids::add);
            return ids;
        }
    }

    private static Applied apply(Store store, Consumer<GraphTransaction> changes) throws IOException {
        return store.apply(store.appliedIndex() + 1, TestStore.changes(store, changes));
    }

    @Test
    void anIndexFollowsEveryChangeOfItsNodes() throws IOException {
        assertThat(find(store, "u", 1L)).containsExactly(0L);
        assertThat(find(store, "u", 1.0)).containsExactly(0L);
        assertThat(find(store, "r", "a", 7L)).containsExactly(0L);
        TestStore.commit(store, t -> {
            t.setNodeProperty(0, "id", 10L);
            t.setNodeProperty(1, "age", 8L);
            t.createNode(Set.of("P"), Map.of("id", 3L));
        });
        assertThat(find(store, "u", 1L)).isEmpty();
        assertThat(find(store, "u", 10L)).containsExactly(0L);
        assertThat(find(store, "r", "b", 8L)).containsExactly(1L);
        TestStore.commit(store, t -> {
            t.removeLabel(0, "P");
            t.deleteNode(2);
        });
        assertThat(find(store, "u", 10L)).isEmpty();
        assertThat(find(store, "u", 3L)).isEmpty();
        TestStore.assertConsistent(store);
        TestStore.commit(store, t -> t.dropRule("u"));
        TestStore.commit(store, t -> t.dropRule("r"));
        TestStore.assertConsistent(store);
    }

    @Test
    void rulesOnRelationshipsAreKeptAndEnforcedLikeThoseOnNodes() throws IOException {
        SchemaRule unique = new SchemaRule(0, "ru", Kind.RELATIONSHIP_UNIQUE, "P", List.of("no"));
        SchemaRule exists = new SchemaRule(0, "re", Kind.RELATIONSHIP_EXISTENCE, "Q", List.of("k"));
        TestStore.commit(store, t -> {
            t.createRelationship("P", 0, 1, Map.of("no", 1L));
            t.createRelationship("R", 0, 1, Map.of("no", 1L));
        });
        TestStore.commit(store, t -> t.createRule(unique));
        TestStore.commit(store, t -> t.createRule(exists));
        assertThat(find(store, "ru", 1L)).containsExactly(0L);
        byte[] first = TestStore.changes(store, t -> t.createRelationship("P", 0, 1, Map.of("no", 2L)));
        byte[] second = TestStore.changes(store, t -> t.createRelationship("P", 0, 1, Map.of("no", 2.0)));
        assertThat(store.apply(store.appliedIndex() + 1, first)).isInstanceOf(Applied.Committed.class);
        assertThat(store.apply(store.appliedIndex() + 1, second))
                .isEqualTo(new Applied.Conflict("relationship 3 has the values of relationship 2, which ru forbids"));
        assertThat(apply(store, t -> t.createRelationship("Q", 0, 1, Map.of())))
                .isEqualTo(new Applied.Conflict("relationship 4 lacks property k, which re demands"));
        assertThat(apply(store, t -> t.createRule(new SchemaRule(0, "z", Kind.RELATIONSHIP_KEY, "R", List.of("x")))))
                .isEqualTo(new Applied.Conflict("relationship 1 does not fulfil z"));
        TestStore.commit(store, t -> t.setRelationshipProperty(0, "no", 9L));
        assertThat(find(store, "ru", 1L)).isEmpty();
        assertThat(find(store, "ru", 9L)).containsExactly(0L);
        TestStore.commit(store, t -> t.deleteRelationship(0));
        assertThat(find(store, "ru", 9L)).isEmpty();
        TestStore.assertConsistent(store);
    }

    @Test
    void rulesAboutTypesAreKeptAndEnforcedOnNodesAndRelationships() throws IOException {
        PropertyType type = new PropertyType(Set.of(Scalar.STRING, Scalar.POINT), Set.of(Scalar.INTEGER));
        SchemaRule onNodes = new SchemaRule(0, "t", Kind.PROPERTY_TYPE, "T", List.of("k"), type);
        SchemaRule onRelationships = new SchemaRule(0, "rt", Kind.RELATIONSHIP_PROPERTY_TYPE, "T", List.of("k"), type);
        TestStore.commit(store, t -> t.createRule(onNodes));
        TestStore.commit(store, t -> t.createRule(onRelationships));
        TestStore.commit(store, t -> {
            t.createNode(Set.of("T"), Map.of("k", "text"));
            t.createNode(Set.of("T"), Map.of("k", List.of(1L, 2L)));
            t.createNode(Set.of("T"), Map.of());
            t.createRelationship("T", 0, 1, Map.of("k", List.of()));
        });
        assertThat(apply(store, t -> t.createNode(Set.of("T"), Map.of("k", 1L))))
                .isEqualTo(new Applied.Conflict("node 5 has not the right type of property k, which t demands"));
        assertThat(apply(store, t -> t.setRelationshipProperty(0, "k", 1.5)))
                .isEqualTo(
                        new Applied.Conflict("relationship 0 has not the right type of property k, which rt demands"));
        try (PinnedVersion version = store.pin()) {
            assertThat(version.schema().find("t").type()).isEqualTo(type);
            assertThat(version.schema().find("rt").type().text()).isEqualTo("STRING | POINT | LIST<INTEGER NOT NULL>");
            assertThat(version.schema().indexes("T")).isEmpty();
        }
        TestStore.assertConsistent(store);
    }

    @Test
    void aRuleWithATypeIsReadAsItWasWritten() {
        PropertyType all = new PropertyType(EnumSet.allOf(Scalar.class), EnumSet.allOf(Scalar.class));
        for (PropertyType type : List.of(all, new PropertyType(Set.of(Scalar.POINT), Set.of()))) {
            ByteSink sink = new ByteSink();
            SchemaRule rule = new SchemaRule(7, "t", Kind.PROPERTY_TYPE, "T", List.of("k"), type);
            rule.write(sink);
            assertThat(SchemaRule.read(7, ByteBuffer.wrap(sink.toBytes()))).isEqualTo(rule);
        }
        assertThatThrownBy(() -> new SchemaRule(0, "t", Kind.PROPERTY_TYPE, "T", List.of("k")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SchemaRule(0, "t", Kind.UNIQUE, "T", List.of("k"), all))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aCopyOfAStoreHasTheIndexesOnRelationshipsAsWell() throws Exception {
        TestStore.commit(store, t -> t.createRelationship("P", 0, 1, Map.of("no", 1L)));
        TestStore.commit(
                store, t -> t.createRule(new SchemaRule(0, "rr", Kind.RELATIONSHIP_RANGE, "P", List.of("no"))));
        Store copy = copy();
        assertThat(find(copy, "rr", 1L)).containsExactly(0L);
        TestStore.assertConsistent(copy);
    }

    @Test
    void whatBreaksARuleIsRejectedWhenItsTurnComes() throws IOException {
        byte[] first = TestStore.changes(store, t -> t.createNode(Set.of("P"), Map.of("id", 5L)));
        byte[] second = TestStore.changes(store, t -> t.createNode(Set.of("P"), Map.of("id", 5.0)));
        assertThat(store.apply(store.appliedIndex() + 1, first)).isInstanceOf(Applied.Committed.class);
        assertThat(store.apply(store.appliedIndex() + 1, second))
                .isEqualTo(new Applied.Conflict("node 3 has the values of node 2, which u forbids"));
        assertThat(apply(store, t -> t.createNode(Set.of("Q"), Map.of())))
                .isEqualTo(new Applied.Conflict("node 4 lacks property k, which e demands"));
        assertThat(apply(store, t -> {
                    t.createNode(Set.of("P"), Map.of("id", 6L));
                    t.createNode(Set.of("P"), Map.of("id", 6L));
                }))
                .isInstanceOf(Applied.Conflict.class);
        assertThat(apply(store, t -> {
                    t.setNodeProperty(0, "id", 2L);
                    t.setNodeProperty(1, "id", 1L);
                }))
                .as("values may be exchanged")
                .isInstanceOf(Applied.Committed.class);
        SchemaRule rule = new SchemaRule(0, "x", Kind.RANGE, "X", List.of("x"));
        byte[] one = TestStore.changes(store, t -> t.createRule(rule));
        byte[] other = TestStore.changes(store, t -> t.createRule(rule));
        assertThat(store.apply(store.appliedIndex() + 1, one)).isInstanceOf(Applied.Committed.class);
        assertThat(store.apply(store.appliedIndex() + 1, other))
                .isEqualTo(new Applied.Conflict("the schema has a rule called x already"));
        TestStore.assertConsistent(store);
    }

    @Test
    void aRuleThatTheRecordsBreakIsRejected() throws IOException {
        TestStore.commit(store, t -> {
            t.createNode(Set.of("Z"), Map.of("z", 1L));
            t.createNode(Set.of("Z"), Map.of("z", 1L));
        });
        assertThat(apply(store, t -> t.createRule(new SchemaRule(0, "z", Kind.UNIQUE, "Z", List.of("z")))))
                .isEqualTo(new Applied.Conflict("node 3 does not fulfil z"));
        assertThat(apply(store, t -> t.createRule(new SchemaRule(0, "y", Kind.EXISTENCE, "Z", List.of("y")))))
                .isEqualTo(new Applied.Conflict("node 2 does not fulfil y"));
    }

    @Test
    void aTransactionSeesItsOwnChangesInAnIndexAndItsOwnViolations() {
        try (PinnedVersion version = store.pin()) {
            GraphTransaction transaction = GraphTransactions.over(version, store.ids());
            SchemaRule unique = transaction.schema().find("u");
            transaction.setNodeProperty(0, "id", 11L);
            long created = transaction.createNode(Set.of("P"), Map.of("id", 12L));
            assertThat(transaction.inIndex(IndexKeys.between(unique, 2L, null)))
                    .toIterable()
                    .containsExactlyInAnyOrder(0L, 1L, created);
            assertThat(transaction.duplicate()).isNull();
            transaction.setNodeProperty(created, "id", 2L);
            assertThat(transaction.duplicate().otherId()).isEqualTo(1);
            transaction.deleteNode(1);
            assertThat(transaction.duplicate()).isNull();
            assertThat(transaction.missing()).isNull();
            long bare = transaction.createNode(Set.of("Q"), Map.of());
            assertThat(transaction.missing().id()).isEqualTo(bare);
        }
    }

    private Store copy() throws Exception {
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
        return Stores.open(disk, TestStore.COPY, TestStore.SETTINGS, TestStore.CLOCK);
    }

    @Test
    void theSchemaSurvivesReopeningCopyingAndReplay() throws Exception {
        GraphDigest digest = store.digest();
        Store copy = copy();
        assertThat(copy.digest()).isEqualTo(digest);
        assertThat(find(copy, "r", "a", 7L)).containsExactly(0L);
        TestStore.assertConsistent(copy);
        Store replayed = Stores.inMemory(TestStore.IDENTITY, TestStore.CLOCK);
        try (TransactionLog.Cursor all = store.transactionLog().read(1, Long.MAX_VALUE)) {
            while (all.hasNext()) {
                replayed.replay(all.next());
            }
        }
        assertThat(replayed.digest()).isEqualTo(digest);
        store.close();
        Store reopened = TestStore.open(disk);
        assertThat(reopened.digest()).isEqualTo(digest);
        assertThat(find(reopened, "u", 2L)).containsExactly(1L);
        TestStore.commit(reopened, t -> t.dropRule("e"));
        assertThat(reopened.digest()).isNotEqualTo(digest);
    }

    @Test
    void changeSetsWithoutSchemaKeepTheirOldFormatAndOthersTellOldReadersSo() {
        byte[] data = TestStore.changes(store, t -> t.createNode(Set.of("A"), Map.of()));
        byte[] schema = TestStore.changes(store, t -> t.dropRule("u"));
        assertThat(data[0]).isEqualTo((byte) 1);
        assertThat(schema[0]).isEqualTo((byte) 2);
        assertThat(ChangeSetCodec.encode(ChangeSetCodec.decode(schema))).isEqualTo(schema);
        schema[0] = 3;
        assertThatThrownBy(() -> ChangeSetCodec.decode(schema)).hasMessageContaining("its format is 3");
    }
}

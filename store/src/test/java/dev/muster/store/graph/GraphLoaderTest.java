package dev.muster.store.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.runtime.Workers;
import dev.muster.store.CorruptStore;
import dev.muster.store.PinnedVersion;
import dev.muster.store.StoreIdentity;
import dev.muster.store.StreamedStore;
import dev.muster.store.change.ChangeSet;
import dev.muster.store.change.NodeChange;
import dev.muster.store.change.RelationshipChange;
import dev.muster.store.engine.Stores;
import dev.muster.store.value.ByteSink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.Test;

class GraphLoaderTest {
    private static final StoreIdentity IDENTITY = new StoreIdentity(new UUID(1, 1), new UUID(2, 2));
    private static final List<String> LABELS = List.of("A", "B", "C");

    private final Random random = new Random(7);

    @Test
    void aGraphWithMoreKeysThanFitIntoMemoryArrivesWholeAndIsWrittenOutMeanwhile() {
        Graph source = new Graph(new MVStore.Builder().open());
        source.apply(changes(300, 900));
        MVStore store = new MVStore.Builder().open();
        Graph target = new Graph(store);
        GraphLoader loader = new GraphLoader(target, Workers.INLINE, 64);
        int[] reliefs = {0};
        try (PinnedVersion version = source.pin(IDENTITY, 1)) {
            GraphParts parts = GraphParts.of(version, StreamedStore.Stretch.NOTHING);
            for (byte[] part = parts.next(); part != null; part = parts.next()) {
                loader.part(part);
            }
            loader.complete(() -> {
                reliefs[0]++;
                store.commit();
            });
        }
        assertThat(reliefs[0]).isGreaterThan(1800 / 64);
        assertThat(target.state().digest()).isEqualTo(source.state().digest());
        assertThat(store.getMapNames())
                .containsExactlyInAnyOrder("nodes", "relationships", "adjacency", "labels", "indexes", "states");
        assertConsistent(target);
        target.apply(more());
        source.apply(more());
        assertThat(target.state().digest()).isEqualTo(source.state().digest());
        assertConsistent(target);
    }

    @Test
    void aGraphArrivesWholeWhenOthersAddUpItsDigestsInTheEnd() {
        Graph source = new Graph(new MVStore.Builder().open());
        source.apply(changes(3_000, 900)); // more than one part
        Graph target = new Graph(new MVStore.Builder().open());
        Lazy lazy = new Lazy();
        GraphLoader loader = new GraphLoader(target, lazy, 64);
        List<byte[]> parts = parts(source);
        parts.forEach(loader::part);
        assertThat(lazy.computed).isZero();
        loader.complete(() -> {});
        assertThat(lazy.computed).isEqualTo(parts.size() - 2); // all but names and state
        assertThat(target.state().digest()).isEqualTo(source.state().digest());
        assertConsistent(target);
    }

    @Test
    void whatOthersFindInAPartMakesTheGraphCorruptInTheEnd() {
        Graph source = new Graph(new MVStore.Builder().open());
        source.apply(changes(3, 0));
        Graph target = new Graph(new MVStore.Builder().open());
        GraphLoader loader = new GraphLoader(target, new Lazy(), 64);
        List<byte[]> parts = parts(source);
        ByteSink nodes = PartFormat.begin(PartFormat.NODES, new ByteSink());
        nodes.putUnsigned(0).putUnsigned(4).put(new byte[] {1, 0, 0, 7}); // a node, and a byte behind its end
        parts.set(1, PartFormat.end(nodes));
        parts.forEach(loader::part);
        assertThatThrownBy(() -> loader.complete(() -> {}))
                .isInstanceOf(CorruptStore.class)
                .hasMessage("a part of the store makes no sense: 1 bytes follow the record's end");
    }

    private static List<byte[]> parts(Graph source) {
        List<byte[]> all = new ArrayList<>();
        try (PinnedVersion version = source.pin(IDENTITY, 1)) {
            GraphParts parts = GraphParts.of(version, StreamedStore.Stretch.NOTHING);
            for (byte[] part = parts.next(); part != null; part = parts.next()) {
                all.add(part);
            }
        }
        return all;
    }

    /** Others that have not begun when they are asked. */
    private static final class Lazy implements Workers {
        private int computed;

        @Override
        public int count() {
            return 1;
        }

        @Override
        public <T> Work<T> begin(Computation<T> computation) {
            return new Work<>() {
                @Override
                public T result() throws IOException {
                    computed++;
                    return computation.compute();
                }

                @Override
                public boolean isDone() {
                    return false;
                }
            };
        }
    }

    private static void assertConsistent(Graph graph) {
        try (PinnedVersion version = graph.pin(IDENTITY, 1)) {
            assertThat(Stores.check(version, 5)).isEmpty();
            assertThat(version.recomputeDigest()).isEqualTo(version.digest());
        }
    }

    /** Nodes with none to three labels, of sizes on both sides of what is appended, and relationships all over. */
    private ChangeSet changes(int nodes, int relationships) {
        List<NodeChange> nodeChanges = new ArrayList<>();
        for (int id = 0; id < nodes; id++) {
            Set<String> labels = new TreeSet<>(LABELS.subList(0, random.nextInt(LABELS.size() + 1)));
            Map<String, Object> properties = Map.of("text", "x".repeat(random.nextInt(700)));
            nodeChanges.add(new NodeChange.Created(id, new TreeSet<>(labels), properties));
        }
        List<RelationshipChange> relationshipChanges = new ArrayList<>();
        for (int id = 0; id < relationships; id++) {
            relationshipChanges.add(new RelationshipChange.Created(
                    id,
                    random.nextBoolean() ? "KNOWS" : "LIKES",
                    random.nextInt(nodes),
                    random.nextInt(nodes),
                    Map.of("id", (long) id)));
        }
        return new ChangeSet(new UUID(3, 3), 1, Map.of(), nodeChanges, relationshipChanges);
    }

    /** Goes between and behind what is there. */
    private static ChangeSet more() {
        return new ChangeSet(
                new UUID(4, 4),
                2,
                Map.of(),
                List.of(new NodeChange.Created(1_000, new TreeSet<>(Set.of("A", "D")), Map.of())),
                List.of(
                        new RelationshipChange.Deleted(5, 1),
                        new RelationshipChange.Created(5_000, "KNOWS", 3, 1_000, Map.of())));
    }
}

package dev.muster.store.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.store.PinnedVersion;
import dev.muster.store.StoreIdentity;
import dev.muster.store.StreamedStore;
import dev.muster.store.change.ChangeSet;
import dev.muster.store.change.NodeChange;
import dev.muster.store.change.RelationshipChange;
import dev.muster.store.engine.Stores;
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
        GraphLoader loader = new GraphLoader(target, 64);
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

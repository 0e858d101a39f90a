package dev.muster.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.catalog.AdminCommand.AlterDatabase;
import dev.muster.catalog.AdminCommand.CordonServer;
import dev.muster.catalog.AdminCommand.DeallocateServers;
import dev.muster.catalog.AdminCommand.EnableServer;
import dev.muster.catalog.AdminCommand.ReallocateDatabases;
import dev.muster.catalog.AdminCommand.Wait;
import dev.muster.catalog.CatalogNotice.Topic;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What whoever gives a command about servers and databases is told although it does not fail. */
class CatalogNoticeTest {
    private final CatalogStory story = new CatalogStory();

    private List<String> told(AdminCommand command) {
        return story.catalog.execute(command, story.graph, story.context()).told().stream()
                .map(told -> told.notice().gqlStatus() + " " + told.description())
                .toList();
    }

    private static AdminCommand topology(String name, Integer primaries, Integer secondaries) {
        return AlterDatabase.topology(name, false, primaries, secondaries, Wait.NOWAIT);
    }

    @Test
    void aServerIsEnabledOrCordonedAlready() {
        assertThat(told(new EnableServer("s1", false, Map.of())))
                .containsExactly("00N80 Server `s1` is already enabled. Verify that this is the intended server.");
        assertThat(told(new EnableServer("s1", false, Map.of("modeConstraint", "PRIMARY"))))
                .isEmpty();
        assertThat(told(new CordonServer("s3", true))).isEmpty();
        assertThat(told(new CordonServer("s3", true)))
                .containsExactly("00N81 Server `s3` is already cordoned. Verify that this is the intended server.");
        assertThat(told(new EnableServer("s3", false, Map.of()))).isEmpty();
        assertThat(told(new EnableServer("s3", true, Map.of()))).isEmpty();
    }

    @Test
    void nothingMovesWhereNothingIsBetter() {
        assertThat(told(new ReallocateDatabases(false)))
                .containsExactly("00N82 No databases were reallocated. No better allocation is currently possible.");
        story.run(new CordonServer("s3", true));
        story.run(CatalogStory.createTopology("one", 2, 0));
        story.run(CatalogStory.createTopology("two", 2, 0));
        story.run(new CordonServer("s3", false));
        assertThat(told(new ReallocateDatabases(true))).isEmpty();
    }

    @Test
    void wherePlacesAreSoughtCordonedServersAreNamed() {
        story.run(new CordonServer("s2", true));
        String told = "00N83 Server(s) `s2` are cordoned. This can impact allocation decisions.";
        assertThat(told(CatalogStory.createTopology("two", 1, 0))).containsExactly(told);
        assertThat(told(CatalogStory.createIfNotExists("two"))).isEmpty();
        assertThat(told(topology("two", 2, 0))).containsExactly(told);
        assertThat(told(AlterDatabase.access("two", true))).isEmpty();
        story.run(CatalogStory.dropCommand("neo4j"));
        story.run(CatalogStory.dropCommand("two"));
        story.run(CatalogStory.createTopology("one", 1, 0));
        String only = story.entry("one").members().get(0);
        assertThat(told(new DeallocateServers(List.of(only), true))).containsExactly(told);
    }

    @Test
    void theTopologyIsWhatItWas() {
        assertThat(told(topology("neo4j", 3, 0)))
                .containsExactly(
                        "00N84 The requested topology matched the current topology. No allocations were changed.");
        assertThat(told(topology("neo4j", 1, null))).isEmpty();
        assertThat(told(AlterDatabase.topology("nowhere", true, 1, 0, Wait.NOWAIT)))
                .isEmpty();
    }

    @Test
    void otherCommandsTellNothing() {
        assertThat(told(CatalogStory.createCommand("sales"))).isEmpty();
        assertThat(told(CatalogStory.createIfNotExists("sales"))).isEmpty();
        assertThat(told(CatalogStory.stopCommand("sales"))).isEmpty();
        assertThat(told(CatalogStory.stopCommand("sales"))).isEmpty();
        assertThat(told(CatalogStory.dropCommand("sales"))).isEmpty();
    }

    @Test
    void textsAreThoseOfNeo4j() {
        CatalogNotice.Told told = story.catalog
                .execute(new EnableServer("s1", false, Map.of()), story.graph, story.context())
                .told()
                .get(0);
        assertThat(told.notice().code()).isEqualTo("Neo.ClientNotification.Cluster.ServerAlreadyEnabled");
        assertThat(told.notice().topic()).isEqualTo(Topic.TOPOLOGY);
        assertThat(told.notice().isWarning()).isFalse();
        assertThat(told.title()).isEqualTo("`ENABLE SERVER` has no effect.");
        assertThat(told.statusDescription())
                .isEqualTo(
                        "note: successful completion - server already enabled. The command `ENABLE SERVER` has no effect."
                                + " Server `s1` is already enabled. Verify that this is the intended server.");
    }
}

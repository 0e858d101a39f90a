package dev.muster.catalog;

import static dev.muster.catalog.CatalogStory.dropCommand;
import static dev.muster.catalog.CatalogStory.stopCommand;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.catalog.AdminCommand.SetDefaultDatabase;
import dev.muster.catalog.AdminCommand.SetDefaultTopology;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which database is the default one, and what databases get for which nobody says otherwise. */
class DefaultsTest {
    private final CatalogStory story = new CatalogStory();

    private List<List<Object>> set(String name) {
        return story.catalog
                .execute(new SetDefaultDatabase(name), story.graph, story.context())
                .rows();
    }

    private void assertRefused(AdminCommand command, String text) {
        story.graph.takeTouched();
        assertThatThrownBy(() -> story.run(command))
                .isInstanceOfSatisfying(
                        CatalogException.class,
                        e -> assertThat(e.code()).isEqualTo("Neo.ClientError.Procedure.ProcedureCallFailed"))
                .hasMessage(text);
        assertThat(story.graph.takeTouched()).isEmpty();
    }

    @Test
    void anotherDatabaseBecomesTheDefaultOnceTheOldOneIsStopped() {
        story.create("sales");
        assertRefused(new SetDefaultDatabase("sales"), "The old default database 'neo4j' is still running.");

        story.run(stopCommand("neo4j"));
        assertThat(set("SALES")).containsExactly(List.of("Default database set to 'sales'"));

        assertThat(story.catalog.defaultDatabase(story.graph)).isEqualTo("sales");
        story.graph.takeTouched();
        assertThat(set("sales")).containsExactly(List.of("Default database set to 'sales'"));
        assertThat(story.graph.takeTouched()).isEmpty();
    }

    @Test
    void theOldDefaultMayBeGoneAndTheNewOneCalledByItsAlias() {
        story.create("sales");
        story.alias("shop", "sales");
        story.run(dropCommand("neo4j"));

        set("shop");

        assertThat(story.catalog.defaultDatabase(story.graph)).isEqualTo("sales");
    }

    @Test
    void whatIsNotThereAndSystemCannotBeTheDefault() {
        story.run(stopCommand("neo4j"));
        assertRefused(new SetDefaultDatabase("nothing"), "New default database 'nothing' does not exist.");
        assertRefused(new SetDefaultDatabase("System"), "System database cannot be set as default.");
    }

    @Test
    void databasesWithoutATopologyGetTheDefaultNumbers() {
        assertThat(story.catalog.showDefaultTopology(story.graph).rows())
                .containsExactly(List.of("EQUAL_NUMBERS", 3L, 0L, "neo4j", false));

        story.run(new SetDefaultTopology(1, 1));
        story.create("sales");

        assertThat(story.entry("sales").topology()).isEqualTo(new Topology(1, 1));
        assertThat(story.catalog.showDefaultTopology(story.graph))
                .isEqualTo(new Catalog.ShownDatabases(
                        List.of(
                                "allocator",
                                "defaultPrimariesCount",
                                "defaultSecondariesCount",
                                "defaultDatabase",
                                "autoEnableFreeServers"),
                        List.of(List.of("EQUAL_NUMBERS", 1L, 1L, "neo4j", false))));
        for (SetDefaultTopology wrong : List.of(
                new SetDefaultTopology(0, 1),
                new SetDefaultTopology(12, 0),
                new SetDefaultTopology(1, -1),
                new SetDefaultTopology(1, 3))) {
            assertRefused(
                    wrong,
                    "Could not set the default allocation numbers: there must be 1 to 11 primaries and 0 to 2"
                            + " secondaries.");
        }
    }
}

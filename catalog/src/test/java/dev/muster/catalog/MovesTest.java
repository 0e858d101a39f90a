package dev.muster.catalog;

import static dev.muster.catalog.CatalogStory.createTopology;
import static dev.muster.catalog.CatalogStory.stopCommand;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.catalog.AdminCommand.DeallocateDatabase;
import dev.muster.catalog.AdminCommand.DeallocateNumber;
import dev.muster.catalog.AdminCommand.EnableFreeServers;
import dev.muster.catalog.AdminCommand.ReallocateDatabases;
import dev.muster.catalog.AdminCommand.RegisterServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The procedures that move single databases, and servers that are enabled as they come. */
class MovesTest {
    private final CatalogStory story = new CatalogStory();

    @BeforeEach
    void fourServers() {
        join("s4", true);
    }

    private void join(String server, boolean enable) {
        story.run(new RegisterServer(server, server, Map.of(), enable));
    }

    private List<String> moves(AdminCommand command) {
        return story.catalog.execute(command, story.graph, story.context()).rows().stream()
                .map(row -> row.get(0) + " " + row.get(2) + " " + row.get(4) + " " + row.get(5))
                .toList();
    }

    private List<String> members(String database) {
        return story.entry(database).members();
    }

    private String state(String server) {
        return story.catalog.servers(story.graph).stream()
                .filter(entry -> entry.serverId().equals(server))
                .map(entry -> entry.state().name())
                .findFirst()
                .orElseThrow();
    }

    private void assertChangesNothing(AdminCommand command) {
        story.graph.takeTouched();
        moves(command);
        assertThat(story.graph.takeTouched()).isEmpty();
    }

    private void assertRefused(AdminCommand command, String text) {
        story.graph.takeTouched();
        assertThatThrownBy(() -> story.run(command))
                .isInstanceOf(CatalogException.class)
                .hasMessage(text);
        assertThat(story.graph.takeTouched()).isEmpty();
    }

    @Test
    void oneDatabaseLeavesAServerThatMayGetOthersAfterwards() {
        story.run(createTopology("sales", 2, 1));
        assertThat(story.entry("sales").allocations().stream().map(Allocation::text))
                .containsExactly("s1", "s4", "s2/secondary");
        DeallocateDatabase dry = new DeallocateDatabase(List.of("s2"), "Sales", true);
        assertThat(moves(dry)).containsExactly("sales s2 s3 secondary");
        assertChangesNothing(dry);

        DeallocateDatabase away = new DeallocateDatabase(List.of("s2"), "Sales", false);
        assertThat(moves(away)).containsExactly("sales s2 s3 secondary");

        assertThat(members("sales")).containsExactly("s1", "s4", "s3");
        assertThat(members("neo4j")).contains("s2");
        assertThat(state("s2")).isEqualTo("ENABLED");
        assertThat(moves(away)).isEmpty();
        assertChangesNothing(away);
    }

    @Test
    void oneDatabaseLeavesSeveralServersByItsAlias() {
        story.run(createTopology("sales", 2, 0));
        story.alias("shop", "sales");
        assertThat(members("sales")).containsExactly("s1", "s4");

        assertThat(moves(new DeallocateDatabase(List.of("s1", "s4"), "shop", false)))
                .containsExactly("sales s1 s2 primary", "sales s4 s3 primary");
    }

    @Test
    void whatCannotLeaveSaysWhy() {
        story.run(createTopology("sales", 2, 0));
        assertRefused(
                new DeallocateDatabase(List.of("s1", "s2", "s3"), "sales", true),
                "Could not deallocate server(s) 's1', 's2', 's3': for database 'sales' the desired number of"
                        + " allocations is '2', but only '1' possible servers found - some servers may be constrained.");
        assertRefused(
                new DeallocateDatabase(List.of("s9"), "sales", true),
                "Could not deallocate server 's9': there is no such server.");
        assertRefused(
                new DeallocateDatabase(List.of("s1"), "nothing", true),
                "Failed to deallocate the specified database 'nothing': Database does not exist.");
        assertRefused(
                new DeallocateDatabase(List.of("s1"), "system", true), "Not allowed to deallocate system database.");
        assertRefused(
                new ReallocateDatabases("nothing", null, true),
                "Failed to reallocate the specified database 'nothing': Database does not exist.");
        story.run(stopCommand("sales"));
        assertRefused(
                new DeallocateDatabase(List.of("s1"), "sales", false),
                "Could not deallocate server(s) 's1': database 'sales' is offline.");
    }

    private List<String> on(String server) {
        return story.names().stream()
                .filter(name -> !name.equals("system") && members(name).contains(server))
                .toList();
    }

    private List<String> names(AdminCommand command) {
        return moves(command).stream().map(row -> row.split(" ")[0]).toList();
    }

    @Test
    void aNumberOfDatabasesLeavesAServerButThoseThatCannot() {
        for (String name : List.of("aaa", "bbb", "ccc")) {
            story.run(createTopology(name, 2, 1));
        }
        List<String> there = on("s2");
        assertThat(there).hasSize(3);
        story.run(stopCommand(there.get(1)));
        List<String> free = List.of(there.get(0), there.get(2));

        assertThat(names(new DeallocateNumber("s2", 2, true))).isEqualTo(free);
        assertThat(names(new DeallocateNumber("s2", 1, false))).containsExactly(free.get(0));
        assertThat(on("s2")).containsExactly(there.get(1), there.get(2));
        assertThat(names(new DeallocateNumber("s2", 5, false))).containsExactly(free.get(1));
        assertRefused(
                new DeallocateNumber("s2", 1, false),
                "Could not deallocate server(s) 's2': database '" + there.get(1) + "' is offline.");
        for (int wrong : List.of(0, -3)) {
            String text = "The number of databases that move must be 1 or more, and not " + wrong + ".";
            assertRefused(new DeallocateNumber("s2", wrong, true), text);
            assertRefused(new ReallocateDatabases(null, wrong, true), text);
        }
    }

    @Test
    void oneDatabaseOrANumberOfCopiesMovesToServersThatHaveFewer() {
        for (String name : List.of("one", "two", "three", "four")) {
            story.run(createTopology(name, 3, 0));
        }
        join("s5", true);
        join("s6", true);

        List<String> one = moves(new ReallocateDatabases("three", null, true));
        assertThat(one).hasSizeBetween(1, 3).allMatch(row -> row.startsWith("three "));
        assertThat(moves(new ReallocateDatabases("three", null, false))).isEqualTo(one);
        assertThat(members("three")).contains("s5", "s6");

        int left = moves(new ReallocateDatabases(true)).size();
        assertThat(moves(new ReallocateDatabases(null, 2, false))).hasSize(2);
        assertThat(moves(new ReallocateDatabases(false))).hasSize(left - 2);
        assertThat(moves(new ReallocateDatabases(null, 2, false))).isEmpty();
        assertThat(moves(new ReallocateDatabases("one", null, false))).isEmpty();
    }

    @Test
    void serversAreEnabledAsTheyComeOnceSomebodySaysSo() {
        join("s5", false);
        assertThat(state("s5")).isEqualTo("FREE");
        assertThat(autoEnable()).isFalse();

        story.run(new EnableFreeServers(true));
        join("s6", false);
        assertThat(List.of(state("s5"), state("s6"))).containsOnly("ENABLED");
        assertThat(autoEnable()).isTrue();
        assertChangesNothing(new EnableFreeServers(true));

        story.run(new EnableFreeServers(false));
        join("s7", true);
        assertThat(List.of(state("s5"), state("s7"))).containsExactly("ENABLED", "FREE");
        assertThat(autoEnable()).isFalse();
    }

    private boolean autoEnable() {
        Catalog.ShownDatabases shown = story.catalog.showDefaultTopology(story.graph);
        return (Boolean) shown.rows().get(0).get(shown.columns().indexOf("autoEnableFreeServers"));
    }
}

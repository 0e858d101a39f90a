package dev.muster.catalog;

import static dev.muster.catalog.CatalogStory.createTopology;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.catalog.AdminCommand.AlterDatabase;
import dev.muster.catalog.AdminCommand.CordonServer;
import dev.muster.catalog.AdminCommand.DeallocateServers;
import dev.muster.catalog.AdminCommand.DropServer;
import dev.muster.catalog.AdminCommand.EnableServer;
import dev.muster.catalog.AdminCommand.NoteDataDirectory;
import dev.muster.catalog.AdminCommand.ReallocateDatabases;
import dev.muster.catalog.AdminCommand.RegisterServer;
import dev.muster.catalog.AdminCommand.ReleaseCopy;
import dev.muster.catalog.AdminCommand.RenameServer;
import dev.muster.catalog.AdminCommand.ReplaceCopy;
import dev.muster.catalog.AdminCommand.Wait;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Where databases go, and what becomes of servers: the catalog's side of it. */
class PlacementTest {
    private final CatalogStory story = new CatalogStory();

    @Test
    void withoutATopologyADatabaseGetsAPrimaryOnEachFoundingServerAndNotOnLaterOnes() {
        join("s4");
        story.create("sales");
        assertThat(allocations("sales")).hasSize(3);
        assertThat(story.entry("sales").topology()).isEqualTo(new Topology(3, 0));
    }

    @Test
    void newCopiesGoWhereTheFewestAre() {
        story.run(createTopology("one", 1, 0));
        story.run(createTopology("two", 1, 0));
        story.run(createTopology("three", 1, 1));
        join("s4");
        story.run(createTopology("four", 2, 0));

        assertThat(allocations("one")).containsExactly("s1");
        assertThat(allocations("two")).containsExactly("s2");
        assertThat(allocations("three")).containsExactly("s3", "s1/secondary");
        assertThat(allocations("four")).containsExactly("s2", "s4");
    }

    @Test
    void secondariesArePromotedAndPrimariesComeBackAsSecondariesInAnotherLife() {
        story.run(createTopology("sales", 1, 2));
        assertThat(allocations("sales")).containsExactly("s1", "s2/secondary", "s3/secondary");

        alter(2, 1);
        assertThat(allocations("sales")).containsExactly("s1", "s2", "s3/secondary");
        alter(1, 2);
        assertThat(allocations("sales")).containsExactly("s1", "s2#4/secondary", "s3/secondary", "s2/leaving");
        release("sales", "s2", 0);
        alter(1, 0);
        assertThat(allocations("sales")).containsExactly("s1", "s2#4/leaving", "s3/leaving");
        alter(2, 0);
        assertThat(allocations("sales")).containsExactly("s1", "s2#7", "s2#4/leaving", "s3/leaving");
        assertThat(story.entry("sales").copyOn("s2")).isEqualTo(Allocation.parse("s2#4/leaving"));
        assertThat(story.entry("sales").founders()).containsExactly("s1");
    }

    @Test
    void aTopologyThatIsThereAlreadyAndACopyThatWasReleasedChangeNothing() {
        story.run(createTopology("sales", 2, 0));
        story.graph.takeTouched();
        alter(2, 0);
        alter(2, null);
        release("sales", "s1", 0);
        story.run(AlterDatabase.topology("nothing", true, 1, null, Wait.NOWAIT));
        assertThat(story.graph.takeTouched()).isEmpty();
    }

    @Test
    void serversTakeOnlyWhatTheirConstraintsAllow() {
        story.run(new EnableServer("s1", true, Map.of("modeConstraint", "SECONDARY")));
        story.run(new EnableServer("s2", true, Map.of("deniedDatabases", List.of("Sales"))));
        join("s4");

        story.run(createTopology("sales", 2, 1));

        assertThat(allocations("sales")).containsExactly("s3", "s4", "s1/secondary");
    }

    @Test
    void aServerThatJoinsIsAMemberOfSystemAndFree() {
        story.run(new RegisterServer("s4", "s4", Map.of("bolt", "h:1"), false));
        assertThat(allocations("system")).containsExactly("s1", "s2", "s3", "s4");
        assertThat(servers()).contains("s4 h:1 Free Unavailable");
        story.graph.takeTouched();
        story.run(new RegisterServer("s4", "s4", Map.of("bolt", "h:1"), false));
        assertThat(story.graph.takeTouched()).isEmpty();
        story.run(new RegisterServer("s4", "s4", Map.of("bolt", "h:2"), false));
        assertThat(servers()).contains("s4 h:2 Free Unavailable");
        story.run(new RenameServer("s4", "four"));
        story.run(new EnableServer("four", false, Map.of()));
        assertThat(servers()).contains("four h:2 Enabled Unavailable");
    }

    @Test
    void anEmptiedServerIsDroppedAndCannotComeBack() {
        join("s4");
        assertThat(moves(new DeallocateServers(List.of("s1"), true))).containsExactly("neo4j s1 s4 primary");
        assertThat(servers()).contains("s1 null Enabled Unavailable");

        story.run(new DeallocateServers(List.of("s1"), false));
        assertThat(allocations("neo4j")).containsExactly("s2", "s3", "s4#3", "s1/leaving");
        assertThat(servers()).contains("s1 null Deallocating Unavailable");
        release("neo4j", "s1", 0);
        assertThat(servers()).contains("s1 null Deallocated Unavailable");
        story.run(new DropServer("s1"));
        assertThat(allocations("system")).containsExactly("s1/leaving", "s2", "s3", "s4");
        assertThat(servers()).contains("s1 null Deallocated Unavailable");
        release("system", "s1", 0);
        assertThat(servers()).noneMatch(server -> server.startsWith("s1"));

        story.run(new RegisterServer("s1", "s1", Map.of(), true));
        assertThat(allocations("system")).containsExactly("s2", "s3", "s4");
    }

    @Test
    void reallocationLevelsTheServers() {
        for (String name : List.of("one", "two", "three", "four")) {
            story.run(createTopology(name, 3, 0));
        }
        join("s4");
        join("s5");
        assertThat(moves(new ReallocateDatabases(true))).hasSize(6);
        assertThat(loads()).containsExactly(5L, 5L, 5L, 0L, 0L);

        assertThat(moves(new ReallocateDatabases(false))).contains("four s3 s4 primary");
        assertThat(loads()).containsExactly(3L, 3L, 3L, 3L, 3L);
        assertThat(moves(new ReallocateDatabases(false))).isEmpty();
    }

    @Test
    void aCopyThatIsLostMakesRoomForAnotherLifeOfItsServer() {
        story.run(createTopology("sales", 3, 0));
        UUID sales = story.entry("sales").databaseId();

        story.run(new ReplaceCopy(sales, "s2", 0));
        List<String> replaced = allocations("sales");
        story.run(new ReplaceCopy(sales, "s2", 0));

        assertThat(replaced.get(1)).matches("s2#[1-9][0-9]*");
        assertThat(replaced).containsExactly("s1", replaced.get(1), "s3", "s2/leaving");
        assertThat(allocations("sales")).isEqualTo(replaced);
        assertThat(story.entry("sales").copyOn("s2").life()).isZero();
        release("sales", "s2", 0);
        assertThat(story.entry("sales").copyOn("s2").text()).isEqualTo(replaced.get(1));
    }

    @Test
    void aServerOnAFreshDataDirectoryHasLostItsCopiesAndGetsOthers() {
        story.run(createTopology("sales", 3, 0));
        story.run(createTopology("only", 1, 0));
        story.run(new NoteDataDirectory("s1", "first", false, ""));
        List<String> before = allocations("sales");
        story.run(new NoteDataDirectory("s1", "moved in order", false, "first"));
        assertThat(allocations("sales")).isEqualTo(before);

        story.run(new NoteDataDirectory("s1", "second", true, "moved in order"));
        int life = story.entry("sales").copyOn("s1").life();
        assertThat(life).isPositive();
        assertThat(allocations("sales")).containsExactly("s1#" + life, "s2", "s3", "s1/lost");
        assertThat(allocations("system")).containsExactly("s1#" + life, "s2", "s3", "s1/lost");
        assertThat(allocations("only")).containsExactly("s1#" + life);
        assertThat(story.entry("only").isFounder(story.entry("only").copyOn("s1")))
                .isFalse();

        story.graph.takeTouched();
        story.run(new NoteDataDirectory("s1", "second", true, "moved in order"));
        assertThat(story.graph.takeTouched()).isEmpty();
        story.run(new NoteDataDirectory("s1", "third", true, "second"));
        assertThat(allocations("sales")).hasSize(5).endsWith("s1#" + life + "/lost", "s1/lost");
        release("sales", "s1", 0);
        assertThat(allocations("sales")).hasSize(4).endsWith("s1#" + life + "/lost");
    }

    @Test
    void whatAServerSaidBeforeItsNextStartChangesNothingAnyMore() {
        story.run(createTopology("sales", 3, 0));
        story.run(new NoteDataDirectory("s1", "first", false, ""));
        story.run(new NoteDataDirectory("s1", "third", true, "first"));
        List<String> before = allocations("sales");

        story.run(new NoteDataDirectory("s1", "second", true, "first"));

        assertThat(allocations("sales")).isEqualTo(before);
    }

    @Test
    void whatALostCopyTurnsIntoWhenTheTopologyShrinksIsNothingThatItsServerHosts() {
        story.run(createTopology("sales", 3, 0));
        story.run(new NoteDataDirectory("s1", "first", false, ""));
        story.run(new NoteDataDirectory("s1", "second", true, "first"));
        int life = story.entry("sales").copyOn("s1").life();
        story.run(new CordonServer("s1", true));

        alter(2, 0);

        assertThat(allocations("sales")).containsExactly("s2", "s3", "s1#" + life + "/leaving", "s1/lost");
    }

    @Test
    void aFounderThatWasNotHeardOfAtTheBeginningMayHaveVotedAndAServerThatJoinsMayNot() {
        story.run(new NoteDataDirectory("s3", "first", true, ""));
        join("s4");
        story.run(new NoteDataDirectory("s4", "first", true, ""));

        assertThat(allocations("system")).hasSize(5).contains("s1", "s2", "s4", "s3/lost");
    }

    @Test
    void theOnlyCopyIsNotReplaced() {
        story.run(createTopology("sales", 1, 0));
        List<String> before = allocations("sales");

        story.run(new ReplaceCopy(story.entry("sales").databaseId(), before.get(0), 0));

        assertThat(allocations("sales")).isEqualTo(before);
    }

    @Test
    void aCordonedServerKeepsWhatItHasGetsNothingMoreAndGivesItUpFirst() {
        story.run(createTopology("sales", 2, 0));
        join("s4");
        story.run(new CordonServer("s1", true));
        story.graph.takeTouched();
        story.run(new CordonServer("s1", true));
        assertThat(story.graph.takeTouched()).isEmpty();
        assertThat(servers()).contains("s1 null Cordoned Unavailable");

        story.run(createTopology("more", 3, 0));
        assertThat(allocations("more")).containsExactly("s2", "s3", "s4");
        assertThat(allocations("sales")).containsExactly("s1", "s2");
        alter(3, 0);
        assertThat(allocations("sales")).hasSize(3).contains("s1", "s2");
        alter(2, 0);
        assertThat(allocations("sales")).hasSize(3).contains("s1/leaving", "s2");

        story.run(new CordonServer("s1", false));
        assertThat(servers()).contains("s1 null Enabled Unavailable");
        story.run(new CordonServer("s1", true));
        story.run(new EnableServer("s1", false, Map.of()));
        assertThat(servers()).contains("s1 null Enabled Unavailable");
    }

    private void join(String server) {
        story.run(new RegisterServer(server, server, Map.of(), true));
    }

    private void alter(Integer primaries, Integer secondaries) {
        story.run(AlterDatabase.topology("sales", false, primaries, secondaries, Wait.NOWAIT));
    }

    private void release(String database, String server, int life) {
        story.run(new ReleaseCopy(story.entry(database).databaseId(), server, life));
    }

    private List<String> allocations(String database) {
        return story.entry(database).allocations().stream()
                .map(Allocation::text)
                .toList();
    }

    private List<Long> loads() {
        List<Long> loads = new ArrayList<>();
        for (String server : List.of("s1", "s2", "s3", "s4", "s5")) {
            loads.add(story.catalog.databases(story.graph).stream()
                    .filter(entry -> !entry.name().equals("system"))
                    .filter(entry -> entry.members().contains(server))
                    .count());
        }
        return loads;
    }

    private List<String> moves(AdminCommand command) {
        return story.catalog.execute(command, story.graph, story.context()).rows().stream()
                .map(row -> row.get(0) + " " + row.get(2) + " " + row.get(4) + " " + row.get(5))
                .toList();
    }

    private List<String> servers() {
        return story.catalog.showServers(story.graph, List.of(), false).rows().stream()
                .map(row -> row.get(0) + " " + row.get(1) + " " + row.get(2) + " " + row.get(3))
                .toList();
    }
}

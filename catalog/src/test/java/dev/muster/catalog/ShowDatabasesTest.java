package dev.muster.catalog;

import static dev.muster.catalog.CatalogStory.stopCommand;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.catalog.AdminCommand.ShowDatabases;
import dev.muster.catalog.AdminCommand.ShowDatabases.Scope;
import dev.muster.catalog.DatabaseReport.CurrentStatus;
import dev.muster.catalog.DatabaseReport.ReportedRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What people see, as text: one line per row, cells divided by bars. */
class ShowDatabasesTest {
    private final CatalogStory story = new CatalogStory();

    @Test
    void generationFiveShowsEachDatabaseOnEachServer() {
        assertThat(shown(Vocabulary.V5, healthy(story))).isEqualTo("""
                        name|type|aliases|access|address|role|writer|requestedStatus|currentStatus|statusMessage|default|home|constituents
                        neo4j|standard|[]|read-write|s1:7687|primary|true|online|online||true|true|[]
                        neo4j|standard|[]|read-write|s2:7687|primary|false|online|online||true|true|[]
                        neo4j|standard|[]|read-write|s3:7687|primary|false|online|online||true|true|[]
                        system|system|[]|read-write|s1:7687|primary|true|online|online||false|false|[]
                        system|system|[]|read-write|s2:7687|primary|false|online|online||false|false|[]
                        system|system|[]|read-write|s3:7687|primary|false|online|online||false|false|[]
                        """);
    }

    @Test
    void generationFourZeroShowsSevenColumns() {
        assertThat(shown(Vocabulary.V4_0, healthy(story))).isEqualTo("""
                        name|address|role|requestedStatus|currentStatus|error|default
                        neo4j|s1:7687|leader|online|online||true
                        neo4j|s2:7687|follower|online|online||true
                        neo4j|s3:7687|follower|online|online||true
                        system|s1:7687|leader|online|online||false
                        system|s2:7687|follower|online|online||false
                        system|s3:7687|follower|online|online||false
                        """);
    }

    @Test
    void generationsFourThreeAndFourFourAddTheirColumns() {
        assertThat(shown(Vocabulary.V4_3, healthy(story))).startsWith("""
                        name|address|role|requestedStatus|currentStatus|error|default|home
                        neo4j|s1:7687|leader|online|online||true|true
                        """);
        assertThat(shown(Vocabulary.V4_4, healthy(story))).startsWith("""
                        name|aliases|access|address|role|requestedStatus|currentStatus|error|default|home
                        neo4j|[]|read-write|s1:7687|leader|online|online||true|true
                        """);
    }

    @Test
    void yieldStarShowsEverythingThatIsKnown() {
        assertThat(table(story.catalog.show(
                        new ShowDatabases(Scope.ONE, "NEO4J"), story.graph, healthy(story), Vocabulary.V5, true)))
                .startsWith("""
                        name|type|aliases|access|databaseID|serverID|address|role|writer|requestedStatus|currentStatus|statusMessage|default|home|currentPrimariesCount|currentSecondariesCount|requestedPrimariesCount|requestedSecondariesCount|creationTime|lastStartTime|lastStopTime|store|lastCommittedTxn|replicationLag|constituents|options
                        neo4j|standard|[]|read-write|00000000-0000-0000-0000-000000000064|s1|s1:7687|primary|true|online|online||true|true|3|0|3|0|1970-01-01T00:00:01Z|1970-01-01T00:00:01Z|null|null|12|0|[]|{}
                        neo4j|standard|[]|read-write|00000000-0000-0000-0000-000000000064|s2|s2:7687|primary|false|online|online||true|true|3|0|3|0|1970-01-01T00:00:01Z|1970-01-01T00:00:01Z|null|null|11|-1|[]|{}
                        """);
        assertThat(table(story.catalog.show(
                        new ShowDatabases(Scope.ONE, "neo4j"), story.graph, healthy(story), Vocabulary.V4_4, true)))
                .startsWith("""
                        name|aliases|access|databaseID|serverID|address|role|requestedStatus|currentStatus|error|default|home|lastCommittedTxn|replicationLag
                        neo4j|[]|read-write|00000000-0000-0000-0000-000000000064|s1|s1:7687|leader|online|online||true|true|12|0
                        """);
    }

    @Test
    void aDatabaseIsShownWithItsAliasesAndUnderThem() {
        story.alias("graph", "neo4j");
        story.alias("first", "neo4j");

        assertThat(shown(Scope.ONE, "GRAPH", Vocabulary.V5, healthy(story)))
                .contains("neo4j|standard|[first, graph]|read-write|s1:7687|");
        assertThat(shown(Scope.ONE, "system", Vocabulary.V4_4, healthy(story)))
                .contains("system|[]|read-write|s1:7687|");
        Catalog.Viewer viewer = new Catalog.Viewer("graph", database -> true);
        assertThat(table(story.catalog.show(
                        new ShowDatabases(Scope.HOME, null),
                        story.graph,
                        healthy(story),
                        Vocabulary.V4_0,
                        false,
                        viewer)))
                .contains("neo4j|s1:7687|leader|online|online|");
    }

    @Test
    void eachServerSaysWhetherItRefusesWrites() {
        DatabaseEntry entry = story.entry("neo4j");
        DatabaseReport writable = report(entry, CurrentStatus.ONLINE, ReportedRole.LEADER, 4, "");
        DatabaseReport readOnly = new DatabaseReport(
                entry.databaseId(),
                "neo4j",
                CurrentStatus.ONLINE,
                ReportedRole.FOLLOWER,
                4,
                12,
                DatabaseReport.LogPosition.NONE,
                "",
                true,
                false,
                0);
        List<ServerReport> servers = List.of(server("s1", writable), server("s2", readOnly));

        assertThat(shown(Scope.ONE, "neo4j", Vocabulary.V5, servers)).contains("""
                        neo4j|standard|[]|read-write|s1:7687|primary|true|online|online||true|true|[]
                        neo4j|standard|[]|read-only|s2:7687|primary|false|online|online||true|true|[]
                        neo4j|standard|[]|read-write|null|unknown|false|online|unknown|Server is unavailable|true|true|[]
                        """);
        story.run(AdminCommand.AlterDatabase.access("neo4j", true));
        assertThat(shown(Scope.ONE, "neo4j", Vocabulary.V5, List.of()))
                .contains("neo4j|standard|[]|read-only|null|unknown|");
    }

    @Test
    void aServerThatIsDownKeepsItsRowInFiveAndHasNoneInFour() {
        List<ServerReport> servers = new ArrayList<>(healthy(story));
        ServerReport first = servers.get(0);
        servers.set(
                0,
                new ServerReport(
                        first.serverId(),
                        first.name(),
                        first.version(),
                        first.boltAddress(),
                        false,
                        first.databases()));

        assertThat(shown(Scope.ONE, "neo4j", Vocabulary.V5, servers)).endsWith("""
                        neo4j|standard|[]|read-write|s2:7687|primary|false|online|online||true|true|[]
                        neo4j|standard|[]|read-write|s3:7687|primary|false|online|online||true|true|[]
                        neo4j|standard|[]|read-write|null|unknown|false|online|unknown|Server is unavailable|true|true|[]
                        """);
        assertThat(shown(Scope.ONE, "neo4j", Vocabulary.V4_0, servers)).isEqualTo("""
                        name|address|role|requestedStatus|currentStatus|error|default
                        neo4j|s2:7687|follower|online|online||true
                        neo4j|s3:7687|follower|online|online||true
                        """);
    }

    @Test
    void aMemberNobodyHasHeardOfIsUnavailable() {
        assertThat(shown(Scope.ONE, "neo4j", Vocabulary.V5, healthy(story).subList(0, 2)))
                .endsWith(
                        "neo4j|standard|[]|read-write|null|unknown|false|online|unknown|Server is unavailable|true|true|[]\n");
    }

    @Test
    void whatIsStoppedInAClusterHasNoRole() {
        story.run(stopCommand("neo4j"));
        List<ServerReport> servers =
                same(story.entry("neo4j"), CurrentStatus.OFFLINE, ReportedRole.NONE, "", "s1", "s2", "s3");

        assertThat(shown(Scope.ONE, "neo4j", Vocabulary.V4_0, servers)).isEqualTo("""
                        name|address|role|requestedStatus|currentStatus|error|default
                        neo4j|s1:7687|unknown|offline|offline||true
                        neo4j|s2:7687|unknown|offline|offline||true
                        neo4j|s3:7687|unknown|offline|offline||true
                        """);
        assertThat(shown(Scope.ONE, "neo4j", Vocabulary.V5, servers))
                .contains("|s1:7687|unknown|false|offline|offline||true|");
    }

    @Test
    void aSingleServerIsStandaloneAlsoWhenTheDatabaseIsStopped() {
        CatalogStory single = new CatalogStory("s1");
        single.run(stopCommand("neo4j"));
        List<ServerReport> server = same(single.entry("neo4j"), CurrentStatus.OFFLINE, ReportedRole.NONE, "", "s1");

        assertThat(table(single.catalog.show(
                        new ShowDatabases(Scope.ONE, "neo4j"), single.graph, server, Vocabulary.V4_0, false)))
                .endsWith("neo4j|s1:7687|standalone|offline|offline||true\n");
        assertThat(table(single.catalog.show(
                        new ShowDatabases(Scope.ONE, "neo4j"), single.graph, server, Vocabulary.V5, false)))
                .contains("|s1:7687|primary|true|offline|offline|");
    }

    @Test
    void afterAnElectionOnlyTheClaimOfTheHighestTermCounts() {
        DatabaseEntry neo4j = story.entry("neo4j");
        List<ServerReport> servers = List.of(
                server("s1", report(neo4j, CurrentStatus.ONLINE, ReportedRole.LEADER, 4, "")),
                server("s2", report(neo4j, CurrentStatus.ONLINE, ReportedRole.LEADER, 5, "")),
                server("s3", report(neo4j, CurrentStatus.ONLINE, ReportedRole.LEADER, 3, "")));

        assertThat(shown(Scope.ONE, "neo4j", Vocabulary.V4_0, servers))
                .contains("s1:7687|follower", "s2:7687|leader", "s3:7687|follower");
    }

    @Test
    void aFailedCopySaysWhyAndLeavesTheOthersAlone() {
        DatabaseEntry neo4j = story.entry("neo4j");
        List<ServerReport> servers = List.of(
                server("s1", report(neo4j, CurrentStatus.ONLINE, ReportedRole.LEADER, 4, "")),
                server("s2", report(neo4j, CurrentStatus.DIRTY, ReportedRole.NONE, 4, "File system permissions")),
                server("s3", report(neo4j, CurrentStatus.STORE_COPYING, ReportedRole.LEARNER, 4, "")));

        assertThat(shown(Scope.ONE, "neo4j", Vocabulary.V5, servers))
                .contains(
                        "|s2:7687|primary|false|online|dirty|File system permissions|",
                        "|s3:7687|primary|false|online|store copying||");
        assertThat(shown(Scope.ONE, "neo4j", Vocabulary.V4_0, servers))
                .contains(
                        "s2:7687|follower|online|dirty|File system permissions|",
                        "s3:7687|follower|online|store copying||");
    }

    @Test
    void aServerThatHasNotReportedYetIsNotGuessedAt() {
        story.create("sales");

        assertThat(shown(Scope.ONE, "sales", Vocabulary.V5, healthy(story)))
                .contains(
                        "|s1:7687|unknown|false|online|unknown|The server has not reported on this database yet|false|");
    }

    @Test
    void aReportOnThePredecessorOfAReplacedDatabaseDoesNotCount() {
        List<ServerReport> before = healthy(story);
        story.run(CatalogStory.createOrReplace("neo4j"));

        assertThat(shown(Scope.ONE, "neo4j", Vocabulary.V4_0, before))
                .contains("neo4j|s1:7687|unknown|online|unknown|");
    }

    @Test
    void aServerThatHostsWithoutBeingAMemberIsShownToo() {
        DatabaseEntry neo4j = story.entry("neo4j");
        List<ServerReport> servers = new ArrayList<>(healthy(story));
        servers.add(server("s4", report(neo4j, CurrentStatus.ONLINE, ReportedRole.LEARNER, 4, "")));
        servers.add(server("s5", report(neo4j, CurrentStatus.DROPPED, ReportedRole.NONE, 4, "")));

        assertThat(shown(Scope.ONE, "neo4j", Vocabulary.V5, servers))
                .contains("|s4:7687|secondary|false|")
                .doesNotContain("s5");
    }

    @Test
    void generationFourHasNoWordsForBeingUnderWay() {
        assertThat(shown(
                        Scope.ONE,
                        "neo4j",
                        Vocabulary.V4_4,
                        same(story.entry("neo4j"), CurrentStatus.STARTING, ReportedRole.NONE, "", "s1", "s2", "s3")))
                .contains("|s1:7687|unknown|online|offline||")
                .doesNotContain("starting");
    }

    @Test
    void theDefaultAndHomeDatabaseAreShownWithoutTheColumnsThatSaySo() {
        for (Scope scope : List.of(Scope.DEFAULT, Scope.HOME)) {
            assertThat(shown(scope, null, Vocabulary.V4_3, healthy(story))).isEqualTo("""
                            name|address|role|requestedStatus|currentStatus|error
                            neo4j|s1:7687|leader|online|online|
                            neo4j|s2:7687|follower|online|online|
                            neo4j|s3:7687|follower|online|online|
                            """);
        }
    }

    @Test
    void anUnknownNameGivesNoRows() {
        assertThat(shown(Scope.ONE, "nothing", Vocabulary.V4_0, healthy(story)))
                .isEqualTo("name|address|role|requestedStatus|currentStatus|error|default\n");
    }

    @Test
    void beforeTheBootstrapSystemIsShownAsReported() {
        FakeGraph empty = new FakeGraph();
        DatabaseEntry system = story.catalog.database(empty, "system");
        List<ServerReport> servers =
                List.of(server("s1", report(system, CurrentStatus.ONLINE, ReportedRole.LEADER, 1, "")));

        assertThat(table(
                        story.catalog.show(new ShowDatabases(Scope.ALL, null), empty, servers, Vocabulary.V4_0, false)))
                .endsWith("system|s1:7687|standalone|online|online||false\n");
    }

    private String shown(Vocabulary vocabulary, List<ServerReport> servers) {
        return shown(Scope.ALL, null, vocabulary, servers);
    }

    private String shown(Scope scope, String name, Vocabulary vocabulary, List<ServerReport> servers) {
        return table(story.catalog.show(new ShowDatabases(scope, name), story.graph, servers, vocabulary, false));
    }

    private static String table(Catalog.ShownDatabases shown) {
        StringBuilder text = new StringBuilder(String.join("|", shown.columns())).append('\n');
        for (List<Object> row : shown.rows()) {
            text.append(row.stream().map(Objects::toString).collect(Collectors.joining("|")))
                    .append('\n');
        }
        return text.toString();
    }

    /** Three servers in an order of no meaning; s1 leads everything. */
    private static List<ServerReport> healthy(CatalogStory story) {
        List<ServerReport> servers = new ArrayList<>();
        for (String id : List.of("s1", "s3", "s2")) {
            boolean leads = id.equals("s1");
            List<DatabaseReport> reports = story.catalog.databases(story.graph).stream()
                    .filter(entry -> !entry.name().equals("sales"))
                    .map(entry -> new DatabaseReport(
                            entry.databaseId(),
                            entry.name(),
                            CurrentStatus.ONLINE,
                            leads ? ReportedRole.LEADER : ReportedRole.FOLLOWER,
                            4,
                            leads ? 12 : 11,
                            DatabaseReport.LogPosition.NONE,
                            "",
                            0))
                    .toList();
            servers.add(new ServerReport(id, id, "1.2.3", id + ":7687", true, reports));
        }
        servers.sort((one, other) -> one.serverId().compareTo(other.serverId()));
        return servers;
    }

    private static List<ServerReport> same(
            DatabaseEntry entry, CurrentStatus status, ReportedRole role, String message, String... servers) {
        List<ServerReport> all = new ArrayList<>();
        for (String id : servers) {
            all.add(server(id, report(entry, status, role, 4, message)));
        }
        return all;
    }

    private static ServerReport server(String id, DatabaseReport... reports) {
        return new ServerReport(id, id, "1.2.3", id + ":7687", true, List.of(reports));
    }

    private static DatabaseReport report(
            DatabaseEntry entry, CurrentStatus status, ReportedRole role, int term, String message) {
        return new DatabaseReport(
                entry.databaseId(), entry.name(), status, role, term, 12, DatabaseReport.LogPosition.NONE, message, 0);
    }
}

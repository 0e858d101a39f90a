package dev.muster.catalog;

import static dev.muster.catalog.CatalogStory.createIfNotExists;
import static dev.muster.catalog.CatalogStory.createOrReplace;
import static dev.muster.catalog.CatalogStory.createTopology;
import static dev.muster.catalog.CatalogStory.createWith;
import static dev.muster.catalog.CatalogStory.dropCommand;
import static dev.muster.catalog.CatalogStory.startCommand;
import static dev.muster.catalog.CatalogStory.stopCommand;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.catalog.AdminCommand.AlterDatabase;
import dev.muster.catalog.AdminCommand.Counts;
import dev.muster.catalog.AdminCommand.DropDatabase;
import dev.muster.catalog.AdminCommand.Wait;
import dev.muster.catalog.DatabaseEntry.RequestedStatus;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SystemCatalogTest {
    private final CatalogStory story = new CatalogStory();

    @Test
    void beforeTheBootstrapThereIsOnlySystem() {
        FakeGraph empty = new FakeGraph();

        assertThat(SystemCatalog.isBootstrapped(empty)).isFalse();
        assertThat(story.catalog.databases(empty))
                .extracting(DatabaseEntry::name, DatabaseEntry::databaseId)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("system", SystemCatalog.SYSTEM_ID));
    }

    @Test
    void theBootstrapMakesSystemAndTheDefaultDatabaseOnAllMembers() {
        assertThat(story.names()).containsExactly("neo4j", "system");
        assertThat(story.catalog.defaultDatabase(story.graph)).isEqualTo("neo4j");
        assertThat(story.entry("system"))
                .isEqualTo(new DatabaseEntry(
                        "system",
                        SystemCatalog.SYSTEM_ID,
                        RequestedStatus.ONLINE,
                        List.of("s1", "s2", "s3"),
                        null,
                        1_000,
                        1));
        assertThat(story.entry("neo4j").databaseId()).isEqualTo(new UUID(0, 100));
    }

    @Test
    void aSecondBootstrapIsADefect() {
        assertThatThrownBy(() -> story.catalog.bootstrap(story.graph, "other", story.context()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("already has a catalog");
    }

    @Test
    void createdDatabasesAreOnlineUnderTheFoldedName() {
        story.nowMillis = 2_000;
        story.create("Sales");

        assertThat(story.entry("SALES"))
                .isEqualTo(new DatabaseEntry(
                        "sales", new UUID(0, 101), RequestedStatus.ONLINE, List.of("s1", "s2", "s3"), null, 2_000, 2));
    }

    @Test
    void everyChangingCommandTouchesTheOneNodeThatAllShare() {
        long catalogNode = story.graph.nodesWithLabel("Catalog").next();
        for (AdminCommand command : List.of(
                CatalogStory.createCommand("sales"),
                createOrReplace("sales"),
                stopCommand("sales"),
                startCommand("sales"),
                startCommand("sales"),
                dropCommand("sales"))) {
            story.run(command);
            assertThat(story.graph.takeTouched()).as(command.verb()).contains(catalogNode);
        }
    }

    @Test
    void commandsThatAskForWhatIsSoChangeNothing() {
        story.create("sales");
        story.run(stopCommand("sales"));
        story.graph.takeTouched();

        story.run(createIfNotExists("sales"));
        story.run(stopCommand("sales"));
        story.run(new DropDatabase("nothing", true, false, false, Wait.NOWAIT));

        assertThat(story.graph.takeTouched()).isEmpty();
    }

    @Test
    void ifNotExistsIsNoErrorAtTheLimit() {
        story.maxDatabases = 2;

        story.run(createIfNotExists("neo4j"));

        assertThat(story.names()).containsExactly("neo4j", "system");
    }

    @Test
    void replacingGivesANewIdAndWorksAtTheLimit() {
        story.create("sales");
        story.maxDatabases = 3;
        DatabaseEntry before = story.entry("sales");

        story.run(createOrReplace("sales"));

        assertThat(story.entry("sales").databaseId()).isNotEqualTo(before.databaseId());
        assertThat(story.entry("sales").version()).isGreaterThan(before.version());
        assertThat(story.names()).containsExactly("neo4j", "sales", "system");
    }

    @Test
    void replacingWhatIsNotThereCreatesItWithinTheLimit() {
        story.run(createOrReplace("sales"));
        assertThat(story.names()).contains("sales");

        story.maxDatabases = 3;
        assertThatThrownBy(() -> story.run(createOrReplace("more"))).isInstanceOf(CatalogException.class);
    }

    @Test
    void stoppingAndStartingChangeTheWish() {
        story.create("sales");
        story.run(stopCommand("sales"));
        assertThat(story.entry("sales").requestedStatus()).isEqualTo(RequestedStatus.OFFLINE);

        story.run(startCommand("sales"));
        assertThat(story.entry("sales").requestedStatus()).isEqualTo(RequestedStatus.ONLINE);
    }

    @Test
    void startingAgainRenewsTheWishSoThatAFailedStartIsTriedAgain() {
        story.create("sales");
        long before = story.entry("sales").version();

        story.run(startCommand("sales"));

        assertThat(story.entry("sales").version()).isGreaterThan(before);
    }

    @Test
    void theDefaultDatabaseMayBeStoppedAndDropped() {
        story.run(stopCommand("neo4j"));
        story.run(dropCommand("neo4j"));

        assertThat(story.names()).containsExactly("system");
        assertThat(story.catalog.defaultDatabase(story.graph)).isEqualTo("neo4j");
    }

    @Test
    void aVersionIsNeverUsedTwiceOverDropAndRecreation() {
        story.create("sales");
        long first = story.entry("sales").version();
        story.run(dropCommand("sales"));
        story.create("sales");

        assertThat(story.entry("sales").version()).isGreaterThan(first);
    }

    @Test
    void aStoreThatLiesReadyIsTakenFromTheServerThatIsFurthest() {
        story.foundStores = Map.of("s3", 7L, "s2", 9L, "s1", 8L);
        story.create("sales");
        assertThat(story.entry("sales").seedServerId()).isEqualTo("s2");
    }

    @Test
    void ofEquallyFarServersTheFirstByIdIsTheSeed() {
        story.foundStores = Map.of("s3", 9L, "s2", 9L);
        story.run(createWith("sales", Map.of("existingData", "use")));
        assertThat(story.entry("sales").seedServerId()).isEqualTo("s2");
    }

    @Test
    void theServerNamedInTheOptionsIsTheSeedUnderBothNamesOfTheOption() {
        story.foundStores = Map.of("s1", 9L, "s2", 3L);
        story.run(createWith("one", Map.of("existingData", "use", "existingDataSeedServer", "s2")));
        story.run(createWith("two", Map.of("existingDATA", "USE", "existingDataSeedInstance", "s2")));
        assertThat(story.entry("one").seedServerId()).isEqualTo("s2");
        assertThat(story.entry("two").seedServerId()).isEqualTo("s2");
    }

    @Test
    void theFirstPrimaryMakesTheStoreOfAnArtifactForTheOthers() {
        story.run(createWith("sales", Map.of("existingData", "use", "seedURI", "s3://vault/nightly/")));
        assertThat(story.entry("sales").artifactSeed()).isEqualTo(ArtifactSeed.of("s3://vault/nightly/"));
        assertThat(story.entry("sales").seedServerId())
                .isEqualTo(story.entry("sales").founders().get(0));
    }

    @Test
    void aReplacedDatabaseDoesNotComeBackAsTheSeedOfItsSuccessor() {
        story.create("sales");
        story.foundStores = Map.of("s1", 9L);
        story.run(createOrReplace("sales"));
        assertThat(story.entry("sales").seedServerId()).isNull();
    }

    @Test
    void asManyPrimariesAsServersCanBeAskedFor() {
        story.run(createTopology("sales", 3, 0));
        assertThat(story.entry("sales").members()).containsExactly("s1", "s2", "s3");
    }

    @Test
    void accessIsSetAndSetBackAndOnlyOnce() {
        story.create("sales");
        story.run(stopCommand("sales"));
        long version = story.catalog.version(story.graph);

        story.run(AlterDatabase.access("sales", false));
        assertThat(story.catalog.version(story.graph)).isEqualTo(version);
        story.run(AlterDatabase.access("SALES", true));
        story.run(AlterDatabase.access("sales", true));
        assertThat(story.entry("sales").readOnly()).isTrue();
        assertThat(story.entry("sales").requestedStatus()).isEqualTo(RequestedStatus.OFFLINE);
        assertThat(story.catalog.version(story.graph)).isEqualTo(version + 1);
        story.run(startCommand("sales"));
        assertThat(story.entry("sales").readOnly()).isTrue();
        story.run(AlterDatabase.access("sales", false));
        assertThat(story.entry("sales").readOnly()).isFalse();
    }

    @Test
    void oneCommandAltersAllOrNothing() {
        story.create("sales");
        story.run(new AlterDatabase(
                "sales", false, true, new Counts(1, 1), Map.of("txLogEnrichment", "OFF"), List.of(), Wait.NOWAIT));
        assertThat(story.entry("sales").readOnly()).isTrue();
        assertThat(story.entry("sales").topology()).isEqualTo(new Topology(1, 1));

        assertThatThrownBy(() -> story.run(
                        new AlterDatabase("sales", false, false, new Counts(4, 0), Map.of(), List.of(), Wait.NOWAIT)))
                .isInstanceOf(CatalogException.class);
        assertThat(story.entry("sales").readOnly()).isTrue();
    }
}

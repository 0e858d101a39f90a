package dev.muster.catalog;

import static dev.muster.catalog.CatalogStory.createIfNotExists;
import static dev.muster.catalog.CatalogStory.createOrReplace;
import static dev.muster.catalog.CatalogStory.startCommand;
import static dev.muster.catalog.CatalogStory.stopCommand;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.catalog.AdminCommand.AlterAlias;
import dev.muster.catalog.AdminCommand.AlterDatabase;
import dev.muster.catalog.AdminCommand.CreateAlias;
import dev.muster.catalog.AdminCommand.DropAlias;
import dev.muster.catalog.AdminCommand.DropDatabase;
import dev.muster.catalog.AdminCommand.ShowAliases;
import dev.muster.catalog.AdminCommand.Wait;
import dev.muster.catalog.DatabaseEntry.RequestedStatus;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Other names of databases: {@code films} stands for {@code movies}. */
class AliasesTest {
    private final CatalogStory story = new CatalogStory();

    @BeforeEach
    void filmsAreMovies() {
        story.create("movies");
        story.alias("Films", "MOVIES");
        story.graph.takeTouched();
    }

    @Test
    void anAliasStandsForItsDatabaseInAnyCase() {
        assertThat(story.catalog.aliases(story.graph)).containsExactly(Map.entry("films", "movies"));
        assertThat(story.entry("FILMS")).isEqualTo(story.entry("movies"));
    }

    @Test
    void commandsAboutADatabaseTakeItsAlias() {
        story.run(stopCommand("Films"));
        assertThat(story.entry("movies").requestedStatus()).isEqualTo(RequestedStatus.OFFLINE);
        story.run(startCommand("films"));
        assertThat(story.entry("movies").requestedStatus()).isEqualTo(RequestedStatus.ONLINE);
        story.run(AlterDatabase.topology("films", false, 1, 2, Wait.NOWAIT));
        assertThat(story.entry("movies").topology()).isEqualTo(new Topology(1, 2));
        story.run(new DropDatabase("films", false, true, false, Wait.NOWAIT));
        assertThat(story.names()).doesNotContain("movies");
    }

    @Test
    void aDatabaseIsDroppedWithItsAliasesIfToldSo() {
        story.alias("pictures", "movies");
        story.alias("other", "neo4j");

        story.run(new DropDatabase("movies", false, true, false, Wait.NOWAIT));

        assertThat(story.catalog.aliases(story.graph)).containsExactly(Map.entry("other", "neo4j"));
        assertThat(story.entry("films")).isNull();
    }

    @Test
    void anAliasIsPointedElsewhere() {
        story.run(new AlterAlias("films", false, "neo4j"));
        assertThat(story.entry("films").name()).isEqualTo("neo4j");
        story.run(new CreateAlias("films", false, true, "movies"));
        assertThat(story.entry("films").name()).isEqualTo("movies");
        story.run(new DropAlias("films", false));
        assertThat(story.entry("films")).isNull();
    }

    @Test
    void whatAsksForWhatIsSoChangesNothing() {
        story.run(new CreateAlias("films", true, false, "neo4j"));
        story.run(new CreateAlias("movies", true, false, "neo4j"));
        story.run(new CreateAlias("films", false, true, "movies"));
        story.run(new AlterAlias("films", false, "movies"));
        story.run(new AlterAlias("nothing", true, "movies"));
        story.run(new DropAlias("nothing", true));
        story.run(createIfNotExists("films"));

        assertThat(story.graph.takeTouched()).isEmpty();
    }

    @Test
    void everyChangeOfAnAliasTouchesTheNodeThatAllCommandsShare() {
        long catalogNode = story.graph.nodesWithLabel("Catalog").next();
        for (AdminCommand command : List.of(
                new CreateAlias("one", false, false, "movies"),
                new AlterAlias("one", false, "neo4j"),
                new DropAlias("one", false))) {
            story.run(command);
            assertThat(story.graph.takeTouched()).as(command.verb()).contains(catalogNode);
        }
    }

    @Test
    void eachMistakeHasItsCodeAndTextAndChangesNothing() {
        String exists = "Neo.ClientError.Database.ExistingDatabaseFound: ";
        String taken = "Neo.ClientError.Database.ExistingAliasFound: ";
        String unknown = "Neo.ClientError.Database.DatabaseNotFound: ";
        String create = "Failed to create the specified database alias ";
        Map<AdminCommand, String> expected = new LinkedHashMap<>();
        expected.put(
                new CreateAlias("movies", false, false, "neo4j"),
                exists + create + "'movies': Database exists with that name.");
        expected.put(
                new CreateAlias("Movies", false, true, "neo4j"),
                exists + create + "'movies': Database exists with that name.");
        expected.put(
                new CreateAlias("FILMS", false, false, "neo4j"),
                taken + create + "'films': Database name or alias already exists.");
        expected.put(
                new CreateAlias("one", false, false, "films"),
                unknown + create + "'one': Database 'films' does not exist.");
        expected.put(
                new CreateAlias("one", true, true, "movies"),
                "Neo.ClientError.Statement.SyntaxError: " + create
                        + "'one': cannot have both `OR REPLACE` and `IF NOT EXISTS`.");
        expected.put(
                new AlterAlias("films", false, "nothing"),
                unknown + "Failed to alter the specified database alias 'films': Database 'nothing' does not exist.");
        expected.put(
                new AlterAlias("one", false, "movies"),
                unknown + "Failed to alter the specified database alias 'one': Database does not exist.");
        expected.put(
                new DropAlias("movies", false),
                unknown + "Failed to delete the specified database alias 'movies': Database does not exist.");
        expected.put(
                CatalogStory.createCommand("films"),
                taken + "Failed to create the specified database 'films': Database name or alias already exists.");
        expected.put(
                createOrReplace("films"),
                taken + "Failed to create the specified database 'films': Database name or alias already exists.");
        String aliases =
                "Neo.ClientError.Database.ExistingAliasFound: Failed to delete the specified database 'movies':"
                        + " Database has one or more aliases. Drop the aliases: ['films'] before dropping the database.";
        expected.put(CatalogStory.dropCommand("movies"), aliases);
        expected.put(new DropDatabase("films", true, false, false, Wait.NOWAIT), aliases);
        expected.put(createOrReplace("movies"), aliases);
        for (String name : List.of("", "_one", "systemic", "one.", "x".repeat(65_535))) {
            expected.put(
                    new CreateAlias(name, false, false, "movies"),
                    "Neo.ClientError.Statement.ArgumentError: The provided alias name '"
                            + (name.length() > 20 ? "x".repeat(20) + "..." : name) + "' is invalid: it must have 1 to"
                            + " 65534 characters, not begin with '_' or 'system', and not end with '.'.");
        }
        expected.forEach((command, text) -> {
            CatalogException failure = failure(command);
            assertThat(failure.code() + ": " + failure.getMessage()).isEqualTo(text);
        });
        assertThat(story.graph.takeTouched()).isEmpty();
    }

    @Test
    void aliasesAreShownInTheWordsOfEachGeneration() {
        story.alias("a b.c", "neo4j");

        assertThat(shown(null, Vocabulary.V5, false)).isEqualTo("""
                [name, composite, database, location, url, user]
                [a b.c, null, neo4j, local, null, null]
                [films, null, movies, local, null, null]""");
        assertThat(shown("Films", Vocabulary.V5, true)).isEqualTo("""
                [name, composite, database, location, url, user, driver, properties]
                [films, null, movies, local, null, null, null, null]""");
        assertThat(shown("films", Vocabulary.V4_4, false)).isEqualTo("""
                [name, database, location, url, user]
                [films, movies, local, null, null]""");
        assertThat(shown("films", Vocabulary.V4_4, true)).startsWith("[name, database, location, url, user, driver]");
        assertThat(shown("movies", Vocabulary.V5, false)).isEqualTo("[name, composite, database, location, url, user]");
    }

    private String shown(String alias, Vocabulary vocabulary, boolean all) {
        Catalog.ShownDatabases shown = story.catalog.showAliases(new ShowAliases(alias), story.graph, vocabulary, all);
        StringBuilder text = new StringBuilder(shown.columns().toString());
        shown.rows().forEach(row -> text.append('\n').append(Arrays.toString(row.toArray())));
        return text.toString();
    }

    private CatalogException failure(AdminCommand command) {
        try {
            story.run(command);
        } catch (CatalogException e) {
            return e;
        }
        throw new AssertionError("no failure: " + command);
    }
}

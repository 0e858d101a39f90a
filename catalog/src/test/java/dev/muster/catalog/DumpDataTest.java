package dev.muster.catalog;

import static dev.muster.catalog.CatalogStory.createOrReplace;
import static dev.muster.catalog.CatalogStory.dropCommand;
import static dev.muster.catalog.CatalogStory.startCommand;
import static dev.muster.catalog.CatalogStory.stopCommand;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.catalog.AdminCommand.DropDatabase;
import dev.muster.catalog.AdminCommand.NoteDump;
import dev.muster.catalog.AdminCommand.Wait;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** DROP DATABASE … DUMP DATA: the database goes once every server has its dump, or stays. */
class DumpDataTest {
    private static final DropDatabase DROP = new DropDatabase("sales", false, false, true, Wait.NOWAIT);
    private static final DropDatabase WITH_ALIASES = new DropDatabase("sales", false, true, true, Wait.NOWAIT);

    private final CatalogStory story = new CatalogStory();

    @BeforeEach
    void sales() {
        story.create("sales");
    }

    private void note(String server, String failure) {
        story.run(new NoteDump(story.entry("sales").databaseId(), server, failure));
    }

    private void assertRefused(AdminCommand command, String text) {
        story.graph.takeTouched();
        assertThatThrownBy(() -> story.run(command))
                .isInstanceOf(CatalogException.class)
                .hasMessage(text);
        assertThat(story.graph.takeTouched()).isEmpty();
    }

    @Test
    void itGoesWithTheLastDump() {
        story.run(DROP);
        assertThat(story.entry("sales").dumping().servers()).containsExactly("s1", "s2", "s3");
        assertThat(story.entry("sales").isBeingDumped()).isTrue();

        note("s2", null);
        note("s2", null);
        note("s1", null);
        assertThat(story.entry("sales").dumping().servers()).containsExactly("s3");
        note("s3", null);

        assertThat(story.names()).containsExactly("neo4j", "system");
    }

    @Test
    void oneServerThatCannotDumpItCallsItOff() {
        story.run(DROP);
        note("s1", null);
        note("s3", "no space left");
        note("s2", null);

        assertThat(story.entry("sales").isBeingDumped()).isFalse();
        assertThat(story.entry("sales").dumping().failure()).isEqualTo("server 's3': no space left");

        story.run(DROP);
        assertThat(story.entry("sales").dumping().servers()).containsExactly("s1", "s2", "s3");
        note("s1", null);
        note("s2", null);
        note("s3", null);
        assertThat(story.names()).doesNotContain("sales");
    }

    @Test
    void whyItWasCalledOffIsForgottenWithTheNextWish() {
        story.run(DROP);
        note("s3", "no space left");
        story.run(startCommand("sales"));

        assertThat(story.entry("sales").dumping().failure()).isEmpty();
        assertThat(story.entry("sales").dumping().servers()).isEmpty();
    }

    @Test
    void aServerThatDoesNotAnswerIsNotLeftBehind() {
        assertThatThrownBy(() -> story.catalog.execute(DROP, story.graph, story.answering(List.of("s1", "s3"))))
                .isInstanceOf(CatalogException.class)
                .hasMessage("Failed to delete the specified database 'sales' with DUMP DATA: server 's2', which has a"
                        + " copy of it, does not answer.");
        assertThat(story.entry("sales").dumping()).isNull();
    }

    @Test
    void meanwhileItCanBeDroppedAtOnceAndReplacedAndNothingElse() {
        story.run(DROP);
        story.graph.takeTouched();
        story.run(DROP);
        assertThat(story.graph.takeTouched()).isEmpty();
        String text = "Failed to %s the specified database 'sales': it is being dumped, and dropped then.";
        assertRefused(startCommand("sales"), text.formatted("start"));
        assertRefused(stopCommand("sales"), text.formatted("stop"));
        assertRefused(AdminCommand.AlterDatabase.access("sales", true), text.formatted("alter"));

        UUID before = story.entry("sales").databaseId();
        story.run(createOrReplace("sales"));
        assertThat(story.entry("sales").isBeingDumped()).isFalse();
        story.run(new NoteDump(before, "s1", "too late"));
        assertThat(story.entry("sales").dumping()).isNull();
        story.run(DROP);
        story.run(dropCommand("sales"));
        assertThat(story.names()).doesNotContain("sales");
    }

    @Test
    void aliasesGoWithItOrHoldItUp() {
        story.alias("shop", "sales");
        assertRefused(
                DROP,
                "Failed to delete the specified database 'sales': Database has one or more aliases. Drop the aliases:"
                        + " ['shop'] before dropping the database.");

        story.run(WITH_ALIASES);
        assertThat(story.catalog.aliases(story.graph)).containsKey("shop");
        note("s1", null);
        note("s2", null);
        note("s3", null);

        assertThat(story.catalog.aliases(story.graph)).isEmpty();
        assertThat(story.names()).doesNotContain("sales");
    }

    @Test
    void anAliasThatCameMeanwhileCallsItOff() {
        story.run(DROP);
        story.alias("shop", "sales");
        note("s1", null);
        note("s2", null);
        note("s3", null);

        assertThat(story.entry("sales").dumping().failure()).isEqualTo("it has got an alias meanwhile");
        assertThat(story.catalog.aliases(story.graph)).containsKey("shop");
    }
}

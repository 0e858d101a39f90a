package dev.muster.catalog.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.catalog.Catalog.ShownDatabases;
import dev.muster.catalog.Vocabulary;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What SHOW SUPPORTED PRIVILEGES tells of what can be granted. */
class SupportedPrivilegesTest {
    private final SecurityStory story = new SecurityStory();

    private List<String> shown(Vocabulary vocabulary) {
        return story.show(new SecurityCommand.ShowSupportedPrivileges(), vocabulary, "ann", false);
    }

    @ParameterizedTest
    @EnumSource(Vocabulary.class)
    void everyGenerationIsToldTheSame(Vocabulary vocabulary) {
        assertThat(shown(vocabulary))
                .startsWith(
                        "action|qualifier|target|scope|description",
                        "access|null|database|null|to enter the database",
                        "alias management|null|dbms|null|to create, drop, change and list aliases")
                .contains(
                        "impersonate|username|dbms|null|to act in the place of other users",
                        "match|property|graph|[elements]|to read all nodes and relationships, with all their properties:"
                                + " only {*} of all elements",
                        "write|null|graph|null|to create, change and delete all nodes and relationships");
    }

    @Test
    void everyActionHasOneRowWithADescriptionOfItsOwn() {
        ShownDatabases shown = SupportedPrivileges.show();
        assertThat(shown.rows()).hasSize(Action.values().length);
        assertThat(shown.rows())
                .extracting(row -> (String) row.get(0))
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(shown.rows())
                .extracting(row -> (String) row.get(4))
                .doesNotHaveDuplicates()
                .allMatch(text -> !text.isEmpty());
    }
}

package dev.muster.node.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.bolt.BoltFailure;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BookmarkTest {
    @Test
    void readsWhatItWrote() {
        Bookmark bookmark = new Bookmark(new UUID(1, 2), 42);

        assertThat(bookmark).hasToString("muster:1:00000000-0000-0001-0000-000000000002:42");
        assertThat(Bookmark.parse(bookmark.toString())).isEqualTo(bookmark);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "FB:kcwQ",
                "muster:1:",
                "muster:1:nothing:7",
                "muster:1:00000000-0000-0001-0000-000000000002:x"
            })
    void refusesWhatItDidNotWrite(String text) {
        assertThatThrownBy(() -> Bookmark.parse(text))
                .isInstanceOfSatisfying(
                        BoltFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo("Neo.ClientError.Transaction.InvalidBookmark"))
                .hasMessage("'" + text
                        + "' is not a bookmark of this cluster. Use bookmarks as the driver handed them out.");
    }
}

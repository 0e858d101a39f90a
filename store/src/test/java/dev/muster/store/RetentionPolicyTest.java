package dev.muster.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.store.RetentionPolicy.LogFileFacts;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetentionPolicyTest {
    private static final long HOUR = 3_600_000;
    private static final long NOW = 1_000 * HOUR;
    private static final long MIB = 1 << 20;

    /** Five files of 100 MiB and 1,000 transactions, 96, 72, 48, 24 and 0 hours old. */
    private static final List<LogFileFacts> FILES = List.of(
            new LogFileFacts(100 * MIB, 1000, NOW - 96 * HOUR),
            new LogFileFacts(100 * MIB, 1000, NOW - 72 * HOUR),
            new LogFileFacts(100 * MIB, 1000, NOW - 48 * HOUR),
            new LogFileFacts(100 * MIB, 1000, NOW - 24 * HOUR),
            new LogFileFacts(100 * MIB, 1000, NOW));

    @ParameterizedTest
    @CsvSource({
        "keep_all, 0",
        "true, 0",
        "TRUE, 0",
        "keep_none, 4",
        "false, 4",
        "1 files, 4",
        "3 files, 2",
        "3  FILES, 2",
        "9 files, 0",
        "0 files, 4",
        "300M size, 2",
        "301m size, 1",
        "1 size, 4",
        "100G size, 0",
        "2k txs, 2",
        "2000 entries, 3",
        "2001 txs, 2",
        "500k txs, 0",
        "48 hours, 2",
        "47 hours, 3",
        "3 days, 1",
        "30 days, 0",
        "30 days 250M, 3",
        "30 days 1, 4",
        "1 days 1G, 3",
        "100 hours 400M, 1",
    })
    void keepsWhatItSays(String policy, int prunable) {
        assertThat(RetentionPolicy.parse(policy).prunable(FILES, NOW)).isEqualTo(prunable);
    }

    @Test
    void neverPrunesTheOnlyFileAndHasNothingToSayOfNone() {
        RetentionPolicy none = RetentionPolicy.parse("keep_none");
        assertThat(none.prunable(FILES.subList(4, 5), NOW)).isZero();
        assertThat(none.prunable(List.of(), NOW)).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "3 | after '3' the unit is missing",
                "\"\" | it is empty",
                "3 file | 'file' is no unit",
                "three files | 'three' is no number",
                "-1 files | '-1' is no number",
                "3T size | '3T' is no number",
                "3 files 4 | '4' is too much",
                "2 days 1G now | 'now' is too much",
                "2 days much | 'much' is no number",
                "keep_all now | 'now' is too much",
                "999999999999999G size | '999999999999999G' is too large",
                "backup 3 | is not supported yet",
            })
    void saysWhatIsWrong(String policy, String why) {
        assertThatThrownBy(() -> RetentionPolicy.parse(policy))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + policy + "'")
                .satisfies(e -> assertThat(e.getMessage()).containsIgnoringCase(why))
                .hasMessageContaining("write keep_all");
    }
}

package dev.muster.store.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.Page;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordAppenderTest {
    private static final int RECORDS = 2_000;

    private MVStore store;
    private MVMap<Long, byte[]> map;
    private RecordAppender appender;

    /** In a file: a store in memory does not look at the length of its pages. */
    @BeforeEach
    void open(@TempDir Path directory) {
        store = new MVStore.Builder()
                .fileName(directory.resolve("records").toString())
                .autoCommitDisabled()
                .open();
        map = GraphMaps.open(store).nodes();
        appender = new RecordAppender(map);
    }

    @AfterEach
    void close() {
        store.closeImmediately();
    }

    @ParameterizedTest
    @CsvSource({"20, 40, 48", "400, 40, 48", "1024, 11, 24", "5000, 2, 5", "100000, 1, 2"})
    void pagesAreFullAndNotMuchLongerThanTheyShouldBe(int recordBytes, int recordsMean, int recordsMax) {
        for (int i = 0; i < RECORDS; i++) {
            appender.append(i, new byte[recordBytes]);
        }
        List<Integer> leaves = leaves();
        assertThat(leaves.stream().mapToInt(Integer::intValue).sum()).isEqualTo(RECORDS);
        assertThat(leaves.stream().mapToInt(Integer::intValue).average().orElseThrow())
                .isGreaterThanOrEqualTo(recordsMean);
        assertThat(leaves).allMatch(records -> records <= recordsMax);
    }

    @Test
    void recordsOfAllLengthsAreThereWhateverIsWrittenMeanwhile() {
        Random random = new Random(7);
        for (int i = 0; i < RECORDS; i++) {
            appender.append(2L * i, record(i, 1 << random.nextInt(18)));
            if (random.nextInt(100) == 0) {
                store.commit();
            }
        }
        assertThat(map.sizeAsLong()).isEqualTo(RECORDS);
        Random again = new Random(7);
        for (int i = 0; i < RECORDS; i++) {
            assertThat(map.get(2L * i)).isEqualTo(record(i, 1 << again.nextInt(18)));
            again.nextInt(100);
        }
    }

    private static byte[] record(int number, int length) {
        byte[] record = new byte[length];
        record[0] = (byte) number;
        return record;
    }

    /** How many records the leaves have, in order. */
    private List<Integer> leaves() {
        List<Integer> found = new ArrayList<>();
        collect(map.flushAndGetRoot().root, found);
        return found;
    }

    private static void collect(Page<Long, byte[]> page, List<Integer> found) {
        if (page.isLeaf()) {
            found.add(page.getKeyCount());
            return;
        }
        for (int i = 0; i <= page.getKeyCount(); i++) {
            collect(page.getChildPage(i), found);
        }
    }
}

package dev.muster.raft.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * After a sync that failed, the system may go on handing out what was written, and never write it: whoever starts again and
 * builds on what it reads must write it once more.
 */
class FailedSyncTest {
    /** A page that is written again is on the disk after the next sync, whatever is in it. */
    private static final int SEVERAL_PAGES = 64 * 1024;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void whatIsReadAfterAFailedSyncIsOnTheDiskBeforeAnythingIsBuiltOnIt(long seed) {
        LogLife life = new LogLife(seed, SEVERAL_PAGES);
        life.open();
        life.bear(life.sales);
        life.entry(life.sales, 1, "one");
        life.run();
        life.server.disk().setSyncsFail(true);
        life.entry(life.sales, 2, "two");
        life.entry(life.sales, 3, "three " + "x".repeat(9_000));
        life.run();
        assertThat(life.failure).as("what the log says of the sync").isNotNull();
        assertThat(life.durable).doesNotContain(LogLife.SALES + " 2");

        life.kill();
        life.server.disk().setSyncsFail(false);
        life.open();
        assertThat(life.indexes(LogLife.SALES)).as("what the system hands out").containsExactly(1L, 2L, 3L);
        life.entry(life.sales, 4, "four");
        life.run();
        assertThat(life.durable).contains(LogLife.SALES + " 4");

        life.crash();
        life.open();
        assertThat(life.log.damageOf(LogLife.SALES)).isNull();
        assertThat(life.indexes(LogLife.SALES)).containsExactly(1L, 2L, 3L, 4L);
    }
}

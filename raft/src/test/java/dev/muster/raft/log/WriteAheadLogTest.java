package dev.muster.raft.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class WriteAheadLogTest {
    private static final UUID SALES = LogLife.SALES;
    private static final UUID HR = LogLife.HR;

    @Test
    void whatWasReleasedIsThereAfterAPowerCutWhereverItComes() {
        int cut = 0;
        boolean whole = false;
        while (!whole) {
            LogLife life = new LogLife(cut);
            life.server.disk().powerOffAfterChanges(cut);
            whole = story(life);
            life.crash();
            life.open();
            verify(life, cut);
            life.entry(life.sales, life.restored(SALES).isBorn() ? end(life, SALES) : 1, "after");
            life.run();
            assertThat(life.failure).isNull();
            cut++;
        }
        assertThat(cut).as("cut points").isGreaterThan(60);
    }

    private static long end(LogLife life, UUID group) {
        List<Long> indexes = life.indexes(group);
        return indexes.isEmpty() ? 41 : indexes.get(indexes.size() - 1) + 1;
    }

    /** Two groups, several segments, a snapshot with its cut, a conflict, a destroyed group. Returns whether it got to its end. */
    private static boolean story(LogLife life) {
        try {
            life.open();
        } catch (CompletionException e) {
            return false;
        }
        life.bear(life.sales);
        life.bear(life.hr);
        for (int i = 1; i <= 40; i++) {
            life.entry(life.sales, i, "sales " + "x".repeat(200) + i);
            if (i <= 5) {
                life.entry(life.hr, i, "hr " + i);
            }
            if (i % 3 == 0) {
                life.run();
            }
        }
        life.run();
        life.small(life.sales, RecordKind.SNAPSHOT, 35);
        life.small(life.sales, RecordKind.CUT_UNTIL, 35);
        life.run();
        life.small(life.hr, RecordKind.CUT_FROM, 4);
        life.entry(life.hr, 4, "another 4");
        life.run();
        return life.failure == null;
    }

    private static void verify(LogLife life, int cut) {
        assertThat(life.log.damageOf(SALES)).as("sales, cut at %d", cut).isNull();
        assertThat(life.log.damageOf(HR)).as("hr, cut at %d", cut).isNull();
        for (UUID group : List.of(SALES, HR)) {
            if (life.durable.contains("born " + group)) {
                assertThat(life.restored(group).isBorn())
                        .as("born, cut at %d", cut)
                        .isTrue();
            }
        }
        List<Long> sales = life.indexes(SALES);
        boolean snapshot = life.durable.contains("SNAPSHOT " + SALES + " 35");
        for (long index = 1; index <= 40; index++) {
            if (life.durable.contains(SALES + " " + index) && !(snapshot && index <= 35)) {
                boolean cutAway = life.restored(SALES).snapshot() != null && index <= 35;
                assertThat(sales.contains(index) || cutAway)
                        .as("sales %d, cut at %d", index, cut)
                        .isTrue();
            }
        }
        if (snapshot) {
            assertThat(life.restored(SALES).snapshot().index()).isEqualTo(35);
        }
        List<Long> hr = life.indexes(HR);
        for (long index = 1; index <= 3; index++) {
            if (life.durable.contains(HR + " " + index)) {
                assertThat(hr).as("hr, cut at %d", cut).contains(index);
            }
        }
    }

    @Test
    void theWholeStoryComesBackAsItWasTold() {
        LogLife life = new LogLife(1);
        assertThat(story(life)).isTrue();
        life.crash();
        life.open();

        assertThat(life.indexes(SALES)).containsExactly(36L, 37L, 38L, 39L, 40L);
        assertThat(life.indexes(HR)).containsExactly(1L, 2L, 3L, 4L);
        assertThat(new String(life.restored(HR).entries().get(3).payload(), 1, 9, StandardCharsets.UTF_8))
                .isEqualTo("another 4");
        assertThat(life.restored(SALES).identity()).isEqualTo(LogLife.bytes("me"));
        assertThat(life.restored(SALES).term().term()).isEqualTo(1);
    }

    @Test
    void aGroupThatKeepsManyOldSegmentsIsAskedForASnapshot() {
        LogLife life = new LogLife(2);
        life.open();
        life.bear(life.sales);
        for (int i = 1; i <= 100; i++) {
            life.entry(life.sales, i, "x".repeat(500));
            life.run();
        }

        assertThat(life.pinned).contains(SALES).doesNotContain(HR);
        assertThat(life.indexes(SALES)).hasSize(100);
    }

    @Test
    void aRecordLargerThanASegmentGetsASegmentOfItsOwn() {
        LogLife life = new LogLife(3);
        life.open();
        life.bear(life.sales);
        life.entry(life.sales, 1, "x".repeat(3 * LogLife.SEGMENT_BYTES));
        life.entry(life.sales, 2, "small");
        life.run();
        life.crash();
        life.open();

        assertThat(life.restored(SALES).entries().get(0).payload()).hasSize(3 * LogLife.SEGMENT_BYTES + 1);
        assertThat(life.indexes(SALES)).containsExactly(1L, 2L);
    }

    @Test
    void anEntryThatDoesNotFollowIsABrokenInvariant() {
        EntryPlaces places = new EntryPlaces();
        Segment segment = new Segment(1, Path.of("x"), null, 0);
        places.put(5, segment, 0, 1);

        assertThatThrownBy(() -> places.put(7, segment, 0, 1)).hasMessage("entry 7 does not touch the entries 5..5");
        for (long index = 6; index < 60; index++) {
            places.put(index, segment, (int) index, 1);
        }
        places.cutUntil(20);
        places.cutFrom(50);
        assertThat(places.first()).isEqualTo(21);
        assertThat(places.end()).isEqualTo(50);
        assertThat(segment.liveEntries()).isEqualTo(29);
        assertThat(places.position(33)).isEqualTo(33);
    }
}

package dev.muster.store.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.LongDataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SortedRunsTest {
    private static final int RUN = 100;

    private final MVStore store = new MVStore.Builder().open();
    private final MVMap<Long, Present> target = GraphMaps.openSet(store, "target", LongDataType.INSTANCE);
    private final SortedRuns<Long> runs = new SortedRuns<>(store, target, LongDataType.INSTANCE, RUN);
    private int reliefs;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, RUN - 1, RUN, RUN + 1, 7 * RUN, 7 * RUN + 13})
    void keysInAnyOrderEndInOrderAndTheRunsAreGone(int count) {
        List<Long> keys = new ArrayList<>(LongStream.range(0, count).boxed().toList());
        Collections.shuffle(keys, new Random(count));
        keys.forEach(runs::add);
        runs.complete(() -> reliefs++);
        assertThat(target.keyList())
                .containsExactlyElementsOf(LongStream.range(0, count).boxed().toList());
        assertThat(store.getMapNames()).containsExactly("target");
        assertThat(reliefs).isEqualTo(count < RUN ? 0 : count / RUN);
    }

    @Test
    void whatIsFilledInOrderTakesChangesLikeAnyOtherMap() {
        LongStream.range(0, 250).filter(key -> key != 77).forEach(runs::add);
        runs.complete(store::commit);
        target.put(77L, Present.YES);
        target.remove(78L);
        target.put(1000L, Present.YES);
        assertThat(target.sizeAsLong()).isEqualTo(250);
        assertThat(target.containsKey(77L)).isTrue();
        assertThat(target.containsKey(78L)).isFalse();
        assertThat(target.lastKey()).isEqualTo(1000L);
    }
}

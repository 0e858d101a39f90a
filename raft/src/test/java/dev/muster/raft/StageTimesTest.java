package dev.muster.raft;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StageTimesTest {
    @Test
    void everyTimeFallsIntoABucketThatIsAtMostAnEighthLongerThanIt() {
        for (long nanos = 1; nanos > 0 && nanos < Long.MAX_VALUE / 3; nanos += 1 + nanos / 3) {
            long longest = StageTimes.longest(StageTimes.bucket(nanos));
            assertThat(longest).isBetween(nanos, nanos + nanos / 8);
            assertThat(StageTimes.bucket(longest + 1)).isEqualTo(StageTimes.bucket(nanos) + 1);
        }
        assertThat(StageTimes.bucket(Long.MAX_VALUE)).isLessThan(StageTimes.BUCKETS);
    }

    @Test
    void percentilesAreOfWhatWasCountedSinceTheEarlierReading() {
        StageCounter counter = new StageCounter();
        counter.add(1_000_000);
        StageTimes before = counter.read();
        for (int i = 1; i <= 100; i++) {
            counter.add(i <= 90 ? 10 : 15);
        }
        StageTimes since = counter.read().since(before);
        assertThat(since.count()).isEqualTo(100);
        assertThat(since.totalNanos()).isEqualTo(90 * 10 + 10 * 15);
        assertThat(since.percentileNanos(50)).isEqualTo(10);
        assertThat(since.percentileNanos(90)).isEqualTo(10);
        assertThat(since.percentileNanos(91)).isEqualTo(15);
        assertThat(StageTimes.NONE.percentileNanos(50)).isZero();
    }

    @Test
    void aClockThatStandsStillOrGoesBackCountsAsNoTime() {
        StageCounter counter = new StageCounter();
        counter.add(0);
        counter.add(-5);
        assertThat(counter.read().percentileNanos(100)).isZero();
        assertThat(counter.read().totalNanos()).isZero();
    }
}

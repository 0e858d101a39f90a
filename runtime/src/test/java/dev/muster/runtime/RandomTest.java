package dev.muster.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.runtime.real.RealRandom;
import dev.muster.runtime.sim.SimulatedRandom;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RandomTest {
    @Test
    void identifiersAreOfVersion4AndDiffer() {
        for (Random random : new Random[] {new RealRandom(), new SimulatedRandom(3)}) {
            Set<UUID> seen = new HashSet<>();
            for (int i = 0; i < 1_000; i++) {
                UUID id = random.nextUuid();
                assertThat(id.version()).isEqualTo(4);
                assertThat(id.variant()).isEqualTo(2);
                seen.add(id);
            }
            assertThat(seen).hasSize(1_000);
        }
    }

    @Test
    void twoRealSourcesDiffer() {
        assertThat(new RealRandom().nextLong()).isNotEqualTo(new RealRandom().nextLong());
        byte[] one = new byte[16];
        byte[] other = new byte[16];
        new RealRandom().nextBytes(one);
        new RealRandom().nextBytes(other);
        assertThat(one).isNotEqualTo(other);
    }

    @Test
    void aSimulatedSourceFollowsFromItsSeedAndItsStreamsFromTheirLabels() {
        assertThat(numbers(new SimulatedRandom(9))).isEqualTo(numbers(new SimulatedRandom(9)));
        SimulatedRandom drawn = new SimulatedRandom(9);
        drawn.nextLong();
        assertThat(numbers(drawn.stream("disk"))).isEqualTo(numbers(new SimulatedRandom(9).stream("disk")));
        assertThat(numbers(drawn.stream("disk"))).isNotEqualTo(numbers(drawn.stream("clock")));
        // The reference values of SplitMix64 for seed 1234567.
        assertThat(numbers(new SimulatedRandom(1234567)))
                .startsWith(6457827717110365317L, 3203168211198807973L, -8629252141511181193L);
    }

    private static long[] numbers(SimulatedRandom random) {
        return LongStream.generate(random::nextLong).limit(3).toArray();
    }

    @Test
    void theJavaViewDrawsFromItsSource() {
        java.util.Random view = new SimulatedRandom(9).asJavaRandom();
        assertThat(view.nextLong()).isEqualTo(new SimulatedRandom(9).nextLong());
        assertThat(view.nextInt(10)).isBetween(0, 9);
        assertThatThrownBy(() -> view.setSeed(1)).isInstanceOf(UnsupportedOperationException.class);
    }
}

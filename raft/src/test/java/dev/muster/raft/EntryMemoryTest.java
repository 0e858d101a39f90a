package dev.muster.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** One limit for the memory that the entries of all groups of a server take. */
class EntryMemoryTest {
    private static final int LIMIT = 512 * 1024;
    private static final int GROUPS = 100;
    private static final int ENTRY_BYTES = 2_000;
    private static final int TAKEN_BYTES = ENTRY_BYTES + EntryMemory.ENTRY_OVERHEAD_BYTES;

    /** Segments so large that no group would take a checkpoint for its own sake. */
    private static SimCluster cluster(long seed, int servers, int limit) {
        SimCluster cluster = new SimCluster(seed, servers);
        cluster.settings = new RaftSettings(150, 600, 2_000, 512, 1 << 20, 16 << 20, limit);
        return cluster.open();
    }

    private static String entry(int number) {
        return "%06d".formatted(number) + "x".repeat(ENTRY_BYTES - 6);
    }

    private static long taken(SimCluster.Host host) {
        return host.server.metrics().entryBytes();
    }

    @Test
    void aHundredGroupsStayBelowTheLimitAndWritesGoOn() {
        SimCluster cluster = cluster(1, 1, LIMIT);
        SimCluster.Host host = cluster.host("a");
        List<GroupSpec> groups = new ArrayList<>();
        for (int number = 1; number <= GROUPS; number++) {
            groups.add(cluster.startEverywhere(number));
        }
        groups.forEach(cluster::leader);

        long most = 0;
        for (int round = 0; round < 12; round++) {
            for (GroupSpec group : groups) {
                cluster.propose(host, group, entry(round));
                most = Math.max(most, taken(host));
            }
        }

        assertThat((long) GROUPS * 12 * TAKEN_BYTES).as("written in all").isGreaterThan(4 * LIMIT);
        assertThat(most).as("bytes taken at most").isLessThanOrEqualTo(LIMIT);
        groups.forEach(group ->
                assertThat(host.state(group).proposed()).as(group.label()).hasSize(12));
    }

    @Test
    void theLargestGroupsAreAskedFirstAndTheOthersLeftAlone() {
        SimCluster cluster = cluster(2, 3, LIMIT);
        GroupSpec small = cluster.startEverywhere(1);
        GroupSpec large = cluster.startEverywhere(2);
        cluster.propose(cluster.leader(small), small, entry(1));

        for (int i = 0; i < 400; i++) {
            cluster.propose(cluster.leader(large), large, entry(i));
        }

        cluster.untilEqual(large);
        for (SimCluster.Host host : cluster.hosts.values()) {
            assertThat(host.state(large).checkpoints)
                    .as("checkpoints of the large group on %s", host.name)
                    .isBetween(2, 12);
            assertThat(host.state(small).checkpoints).as("of the small one").isZero();
        }
    }

    @Test
    void whatIsTakenIsCountedExactly() {
        SimCluster cluster = cluster(3, 1, 8 * LIMIT);
        SimCluster.Host host = cluster.host("a");
        GroupSpec sales = cluster.startEverywhere(1);
        cluster.leader(sales);
        long born = taken(host);

        for (int i = 0; i < 10; i++) {
            cluster.propose(host, sales, entry(i));
        }

        assertThat(taken(host)).isEqualTo(born + 10 * TAKEN_BYTES);
        host.crash();
        host.restart(List.of(sales));
        cluster.leader(sales);
        long again = taken(host);
        assertThat(again).as("with the first entries of two terms").isEqualTo(2 * born + 10 * TAKEN_BYTES);
        cluster.join(host.group(sales).stop());
        assertThat(taken(host)).isZero();
    }

    @Test
    void whatCannotBeFreedIsNotAddedToAndGoesOnAfterwards() {
        SimCluster cluster = cluster(4, 1, LIMIT);
        SimCluster.Host host = cluster.host("a");
        GroupSpec sales = cluster.startEverywhere(1);
        cluster.leader(sales);
        host.state(sales).checkpointFails = true;
        int acknowledged = LIMIT / TAKEN_BYTES + 1;
        for (int i = 0; i < acknowledged; i++) {
            cluster.propose(host, sales, entry(i));
        }
        long taken = taken(host);
        assertThat(taken).isGreaterThan(LIMIT);

        assertThatThrownBy(() -> cluster.propose(host, sales, "one too many"))
                .cause()
                .isInstanceOf(RaftException.Overloaded.class)
                .hasMessage("the entries of all groups of this server take " + taken
                        + " bytes of memory until their checkpoints; at most " + LIMIT + " are allowed");
        assertThat(taken(host)).as("a refusal takes nothing").isEqualTo(taken);

        host.state(sales).checkpointFails = false;
        cluster.simulation.runFor(Duration.ofSeconds(3));
        cluster.propose(host, sales, "after");
        assertThat(taken(host)).isLessThan(LIMIT / 2);
        assertThat(host.state(sales).proposed()).hasSize(acknowledged + 1).endsWith("after");
    }

    @Test
    void weightsAreThoseOfANaiveMap() {
        Random random = new Random(5);
        EntryWeights weights = new EntryWeights();
        TreeMap<Long, Integer> naive = new TreeMap<>();
        long end = 1;
        for (int step = 0; step < 20_000; step++) {
            int what = random.nextInt(100);
            if (what < 95) {
                int bytes = random.nextInt(1_000);
                weights.add(end, bytes);
                naive.put(end, bytes);
                end++;
            } else if (what < 97) {
                end = Math.max(naive.isEmpty() ? end : naive.firstKey(), end - random.nextInt(20));
                weights.cutFrom(end);
                naive.tailMap(end, true).clear();
            } else {
                long until = end - 1 - random.nextInt(200);
                weights.cutUntil(until);
                naive.headMap(until, true).clear();
            }
            long index = end - random.nextInt(300);
            assertThat(weights.sum()).isEqualTo(sum(naive));
            assertThat(weights.after(index)).isEqualTo(sum(naive.tailMap(index, false)));
            long bytesMax = random.nextInt(50_000);
            assertThat(weights.countWithin(end - 1, bytesMax, 100))
                    .isEqualTo(naiveCount(naive, end - 1, bytesMax, 100));
        }
        long next = end + 1;
        assertThatThrownBy(() -> weights.add(next, 1)).hasMessageContaining("entry " + next + " does not follow");
    }

    private static long sum(SortedMap<Long, Integer> weights) {
        return weights.values().stream().mapToLong(Integer::longValue).sum();
    }

    private static int naiveCount(TreeMap<Long, Integer> weights, long last, long bytesMax, int countMax) {
        long bytes = 0;
        int count = 0;
        for (int weight : weights.headMap(last, true).descendingMap().values()) {
            bytes += weight;
            if (count == countMax) {
                break;
            }
            if (bytes > bytesMax) {
                return count;
            }
            count++;
        }
        return countMax;
    }
}

package dev.muster.node.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whole servers on virtual time: what production runs, in one thread. */
class SimulatedServersTest {
    private static final String DIGEST =
            "CALL muster.database.digest() YIELD transactionId, digest RETURN transactionId, digest";

    @Test
    void aServerThatWasKilledCatchesUpAndTheSameSeedGivesTheSameRun() {
        long first = story(11);
        System.out.printf("trace hash of seed 11: %016x%n", first);
        assertThat(story(11)).isEqualTo(first);
        assertThat(story(12)).isNotEqualTo(first);
    }

    private static long story(long seed) {
        SimulatedServers cluster = new SimulatedServers(seed, 3);
        cluster.awaitReady();
        cluster.write("system", "CREATE DATABASE sales WAIT");
        write(cluster, 1, 20);

        cluster.kill("s2");
        write(cluster, 21, 40);
        cluster.start("s2");
        cluster.awaitReady();
        write(cluster, 41, 50);

        cluster.simulation.runFor(Duration.ofSeconds(5));
        List<List<Object>> expected = cluster.read("s1", "sales", DIGEST);
        assertThat(expected.get(0).get(0)).isEqualTo(50L);
        assertThat(cluster.read("s2", "sales", DIGEST)).isEqualTo(expected);
        assertThat(cluster.read("s3", "sales", DIGEST)).isEqualTo(expected);
        return cluster.simulation.traceHash();
    }

    private static void write(SimulatedServers cluster, long from, long to) {
        for (long number = from; number <= to; number++) {
            cluster.write("sales", "CREATE (:Order {number: $number})", Map.of("number", number));
        }
    }
}

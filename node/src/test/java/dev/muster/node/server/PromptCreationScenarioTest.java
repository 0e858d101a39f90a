package dev.muster.node.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A database is there as soon as its files are made and its leader is elected: nobody waits for anybody's next look. */
class PromptCreationScenarioTest {
    /** Less than a look of the reconciler apart, and than a heartbeat. */
    private static final Duration PROMPT = Duration.ofMillis(60);

    private static final int DATABASES = 20;

    @Test
    void databasesThatAreCreatedOneAfterAnotherAreEachThereAtOnce() {
        SimulatedServers servers = new SimulatedServers(67, 3);
        servers.awaitReady();
        List<Duration> taken = new ArrayList<>();

        for (int number = 1; number <= DATABASES; number++) {
            long begun = servers.simulation.nowNanos();
            servers.write("system", "CREATE DATABASE sales" + number + " WAIT");
            taken.add(Duration.ofNanos(servers.simulation.nowNanos() - begun));
        }

        assertThat(taken).allSatisfy(time -> assertThat(time).isLessThan(PROMPT));
    }
}

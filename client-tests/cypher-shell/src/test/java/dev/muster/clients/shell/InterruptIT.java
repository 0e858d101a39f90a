package dev.muster.clients.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.clustertests.Cluster;
import dev.muster.clustertests.MusterCluster;
import java.nio.file.Path;
import java.util.Arrays;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C in the real shell is a RESET, which ends what runs and leaves the connection. */
@MusterCluster(primaries = 1)
class InterruptIT {
    @Test
    @Timeout(120)
    void ctrlCEndsAQueryThatWouldRunForHours(Cluster cluster) throws Exception {
        assumeTrue(ShellProcess.canStart(), "no /usr/bin/script here, which gives the shell a terminal");
        endsAQuery(ShellProcess.start(cluster.uri()));
    }

    @Test
    @Timeout(120)
    void inOursAsWell(Cluster cluster, @TempDir Path home) throws Exception {
        assumeTrue(ShellProcess.canStart(), "no /usr/bin/script here, which gives the shell a terminal");
        endsAQuery(ShellProcess.startOurs(cluster.uri(), home));
    }

    private static void endsAQuery(ShellProcess started) throws Exception {
        try (ShellProcess shell = started) {
            shell.type(":use neo4j");

            ShellProcess.Answer answer = shell.interrupt(
                    "UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b WITH a WHERE a < 0 RETURN count(a);",
                    () -> queriesRunning() > 0);

            assertThat(answer.text())
                    .contains("Stopping query...")
                    .contains("The transaction has been terminated because the client reset the connection.");
            assertThat(answer.prompt()).isEqualTo("neo4j@neo4j> ");
            Awaitility.await("the query's end").until(() -> queriesRunning() == 0);
            assertThat(shell.type("RETURN 1 AS one;").text()).contains("| 1   |");
        }
    }

    /** How many of this process' Bolt threads run a query at the moment. */
    private static long queriesRunning() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().startsWith("bolt-worker"))
                .filter(thread -> Arrays.stream(thread.getValue())
                        .anyMatch(frame -> frame.getClassName().startsWith("dev.muster.cypher.run.")))
                .count();
    }
}

package dev.muster.clustertests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code muster cluster status --watch} beside a cluster in which something happens. */
class WatchIT {
    private static final int INTERRUPTED = 130;

    @Test
    void whatChangesIsShownWithoutBeingAskedFor(@TempDir Path directory) throws Exception {
        Cluster.Outcome started =
                CommandProcess.run(directory, "cluster", "start", "dev", "--primaries=1", "--database=sales", "--json");
        assertThat(started.exitCode()).as(started.err()).isZero();
        JsonNode server = new ObjectMapper().readTree(started.out()).at("/servers/0");
        try (CommandProcess watch = CommandProcess.start(directory, "cluster", "status", "dev", "--watch")) {
            awaitSales(watch, "online online");

            CommandProcess.run(
                    directory,
                    "shell",
                    "-a",
                    "bolt://" + server.at("/bolt").asText(),
                    "-d",
                    "system",
                    "STOP DATABASE sales");
            awaitSales(watch, "offline offline");

            CommandProcess.run(directory, "cluster", "stop", "dev");
            await("the end of the server", watch, List.of("no server answers"));

            watch.interrupt();
            assertThat(watch.outcome().exitCode()).isEqualTo(INTERRUPTED);
        } finally {
            CommandProcess.run(directory, "cluster", "destroy", "dev");
        }
    }

    /** @param statuses requested and current */
    private static void awaitSales(CommandProcess watch, String statuses) {
        await("sales " + statuses, watch, List.of("sales", statuses.split(" ")[0], statuses.split(" ")[1]));
    }

    /** The last word on it: a later table replaces an earlier one. */
    private static void await(String what, CommandProcess watch, List<String> words) {
        Awaitility.await(what)
                .atMost(Duration.ofSeconds(30))
                .until(() ->
                        lastLineWith(words.get(0), watch).matches(".*\\b" + String.join("\\b.*\\b", words) + "\\b.*"));
    }

    private static String lastLineWith(String word, CommandProcess watch) throws IOException {
        return watch.out().lines().filter(line -> line.contains(word)).reduce("", (earlier, later) -> later);
    }
}

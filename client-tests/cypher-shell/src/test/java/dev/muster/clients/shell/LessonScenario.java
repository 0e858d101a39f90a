package dev.muster.clients.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.clients.shell.Lesson.Step;
import dev.muster.clustertests.Cluster;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The administration lesson, typed line by line into the real shell, and into ours. */
@Timeout(120)
abstract class LessonScenario {
    private static final Duration SETTLED = Duration.ofSeconds(20);

    private final String lesson;

    LessonScenario(String lesson) {
        this.lesson = lesson;
    }

    @Test
    void oursShowsTheSame(Cluster cluster, @TempDir Path home) throws Exception {
        assumeTrue(ShellProcess.canStart(), "no /usr/bin/script here, which gives the shell a terminal");
        walk(cluster, ShellProcess.startOurs(cluster.uri(), home));
    }

    @Test
    void everyCommandOfTheLessonShowsWhatTheLessonShows(Cluster cluster) throws Exception {
        assumeTrue(ShellProcess.canStart(), "no /usr/bin/script here, which gives the shell a terminal");
        walk(cluster, ShellProcess.start(cluster.uri()));
    }

    private void walk(Cluster cluster, ShellProcess started) throws Exception {
        Lesson expected = Lesson.read(lesson);
        try (ShellProcess shell = started) {
            for (Step step : expected.steps()) {
                assertThat(shell.prompt()).as("prompt before " + step.typed()).isEqualTo(step.prompt());
                take(step, shell, addresses(cluster));
            }
            assertThat(shell.prompt()).isEqualTo(expected.lastPrompt());
            assertThat(shell.exit()).isZero();
        }
    }

    private static List<String> addresses(Cluster cluster) {
        return cluster.servers().stream()
                .map(server -> cluster.uri(server).substring("bolt://".length()))
                .toList();
    }

    /** What is shown of databases follows what was asked for: such a step is repeated until it does. Everything else works at once. */
    private static void take(Step step, ShellProcess shell, List<String> addresses) throws IOException {
        if (step.typed().startsWith("SHOW")) {
            Awaitility.await(step.typed())
                    .atMost(SETTLED)
                    .pollInterval(Duration.ofMillis(50))
                    .untilAsserted(() -> assertShown(step, shell, addresses));
        } else {
            assertShown(step, shell, addresses);
        }
    }

    private static void assertShown(Step step, ShellProcess shell, List<String> addresses) throws IOException {
        assertThat(Shown.steady(shell.type(step.typed()).text(), addresses))
                .as(step.typed())
                .isEqualTo(step.shown());
    }
}

package dev.muster.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.node.cli.console.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line as scripts meet it: exit codes, and what goes to which stream. */
class MusterTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... words) {
        return Muster.run(
                new Console(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false),
                words);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "clutser list",
                "cluster",
                "cluster start",
                "cluster start dev --primaries 0",
                "cluster start dev --primaries many",
                "cluster start dev --vocabulary 3",
                "cluster status dev --no-such-option",
                "fault kill dev",
                "fault heal dev",
                "server",
                "admin database backup",
                "bench start --runs x"
            })
    void wrongUsageIsToldOnStandardErrorWithExitCode64(String line) {
        int code = line.isEmpty() ? run() : run(line.split(" "));
        assertThat(code).isEqualTo(64);
        assertThat(out()).isEmpty();
        assertThat(err()).contains("Usage: ").doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cluster add dev",
                "cluster remove dev server01",
                "cluster start dev --secondaries 1",
                "cluster start dev --auth neo4j/secret",
                "fault partition dev server01 server02",
                "bench query",
                "neo4j-backup -full"
            })
    void whatIsNotThereYetSaysSoWithExitCode1(String line) {
        assertThat(run(line.split(" "))).isEqualTo(1);
        assertThat(out()).isEmpty();
        assertThat(err()).startsWith("muster: not supported yet: ").hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "cluster --help",
                "cluster start --help",
                "fault kill --help",
                "server --help",
                "shell --help",
                "demo --help",
                "bench commit --help",
                "admin database backup --help"
            })
    void everyCommandExplainsItself(String line) {
        assertThat(run(line.split(" "))).isZero();
        assertThat(out()).contains("Usage: ");
        assertThat(err()).isEmpty();
    }

    @Test
    void theVersionIsAResult() {
        assertThat(run("--version")).isZero();
        assertThat(out()).startsWith("muster ").contains("Java " + Runtime.version());
    }

    @Test
    void aFailureIsOneLineAndAStackTraceOnlyWhenAskedFor() {
        assertThat(run("cluster", "status", "Not-A-Cluster")).isEqualTo(1);
        assertThat(err())
                .startsWith("muster: there is no cluster 'Not-A-Cluster'; ")
                .hasLineCount(1);
        err.reset();
        assertThat(run("cluster", "status", "Not-A-Cluster", "--verbose")).isEqualTo(1);
        assertThat(err()).contains("\tat dev.muster.node.launcher.");
    }

    @Test
    void aDefectIsExitCode70() {
        assertThat(Failures.report(new IllegalStateException("a\nb"), new PrintStream(err), false))
                .isEqualTo(70);
        assertThat(err())
                .isEqualTo("muster: internal error: IllegalStateException: a b (use --verbose for the details)\n");
    }
}

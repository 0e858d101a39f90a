package dev.muster.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.node.cli.console.Console;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line as scripts meet it: exit codes, and what goes to which stream. */
class MusterTest {
    private static final String OWN_PORTS = """
            muster.server.name=server01
            dbms.security.auth_enabled=false
            muster.discovery=static
            server.bolt.listen_address=127.0.0.1:0
            server.http.listen_address=127.0.0.1:0
            server.backup.listen_address=127.0.0.1:0
            server.cluster.listen_address=127.0.0.1:0
            server.cluster.raft.listen_address=127.0.0.1:0
            server.routing.listen_address=127.0.0.1:0
            server.discovery.listen_address=127.0.0.1:0
            """;

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
                "bench start --runs x",
                "bench query --seconds x"
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
    void aFailureIsAlsoAJsonDocumentWhereJsonWasAskedFor() throws IOException {
        assertThat(run("cluster", "status", "Not-A-Cluster", "--json")).isEqualTo(1);
        JsonNode error = new ObjectMapper().readTree(out()).get("error");
        assertThat(error.get("message").asText()).startsWith("there is no cluster 'Not-A-Cluster'; ");
        assertThat(error.get("exitCode").asInt()).isEqualTo(1);
        assertThat(err()).startsWith("muster: there is no cluster 'Not-A-Cluster'; ");
        out.reset();
        assertThat(run("fault", "kill", "--json", "dev")).isEqualTo(64);
        assertThat(new ObjectMapper().readTree(out()).at("/error/exitCode").asInt())
                .isEqualTo(64);
    }

    @Test
    void anUnknownOptionIsNamedBeforeAMissingOne() {
        assertThat(run("server", "--bogus")).isEqualTo(64);
        assertThat(err()).startsWith("Unknown option: '--bogus'\n");
    }

    @Test
    void onlyWhatIsNearIsSuggested() {
        run("clutser", "list");
        assertThat(err()).startsWith("Unmatched arguments from index 0: 'clutser', 'list'\nDid you mean: cluster?\n");
        err.reset();
        run("bogus");
        assertThat(err()).startsWith("Unmatched argument at index 0: 'bogus'\n").doesNotContain("Did you mean");
    }

    @Test
    void wrongSettingsOfAClusterAreNamedBeforeAnythingIsStarted() {
        assertThat(run("cluster", "start", "dev", "--conf", "server.bolt.listen_adress=:1", "--conf", "muster.lanes=x"))
                .isEqualTo(1);
        assertThat(err())
                .startsWith("muster: no server would start with these settings: ")
                .contains("server.bolt.listen_adress", "muster.lanes");
    }

    @Test
    void aServersConfigurationThatIsADirectoryIsNamedOnce(@TempDir Path directory) {
        assertThat(run("server", "--conf", directory.toString())).isEqualTo(1);
        assertThat(err()).isEqualTo("muster server: " + directory + ": Is a directory (it cannot be read)\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    format=1,server=server02 | belongs to server 'server02', and this is 'server01';
                    format=3,server=server01 | has format 3, which is newer than this program knows (2);
                    """)
    void aServerRefusesDataThatIsNotItsOwnToRead(String mark, String reason, @TempDir Path home) throws IOException {
        Path data = home.resolve("data");
        Files.createDirectories(data.resolve("cluster-state"));
        Files.writeString(data.resolve("cluster-state").resolve("server-id"), mark.replace(',', '\n'));
        Path conf = Files.writeString(home.resolve("muster.conf"), OWN_PORTS);

        assertThat(run("server", "--conf", conf.toString())).isEqualTo(1);
        assertThat(err()).startsWith("muster server: the data directory " + data + " " + reason);
        assertThat(data.resolve("databases")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"bolt, Bolt cannot listen on", "http, cannot serve HTTP on", "backup, the backup port: address"})
    void aServerNamesThePortThatIsTakenOnce(String port, String words, @TempDir Path home) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            Path conf = Files.writeString(
                    home.resolve("muster.conf"),
                    OWN_PORTS.replace(
                            "server." + port + ".listen_address=127.0.0.1:0",
                            "server." + port + ".listen_address=" + address));

            assertThat(run("server", "--conf", conf.toString())).isEqualTo(1);
            assertThat(err())
                    .startsWith("muster server: " + words + " " + address)
                    .hasLineCount(1);
        }
    }

    @Test
    void aDefectIsExitCode70() {
        assertThat(Failures.report(
                        new IllegalStateException("a\nb"),
                        new Console(new PrintStream(out), new PrintStream(err), false),
                        false,
                        false))
                .isEqualTo(70);
        assertThat(err())
                .isEqualTo("muster: internal error: IllegalStateException: a b (use --verbose for the details)\n");
    }

    @Test
    void whatIsWatchedIsNotOneDocument() {
        assertThat(run("cluster", "status", "dev", "--watch", "--json")).isEqualTo(64);
    }
}

package dev.muster.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.node.cli.console.Console;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Administration commands find the files of the server that the environment names. */
class AdminCommandsTest {
    @TempDir
    Path home;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void theServersIdIsReadFromItsDataDirectory() throws IOException {
        assertThat(run("server", "get-id")).isEqualTo(1);
        assertThat(text(err)).startsWith("the server has no id yet\n");

        Path clusterState = Files.createDirectories(home.resolve("elsewhere/cluster-state"));
        Files.writeString(clusterState.resolve("server-id"), "format=1\nserver=server07\ncluster=\n");
        Files.createDirectories(home.resolve("conf"));
        Files.writeString(home.resolve("conf/muster.conf"), "server.directories.data=elsewhere\n");
        assertThat(run("server", "get-id")).as(text(err)).isZero();
        assertThat(text(out)).isEqualTo("server07\n");

        err.reset();
        Files.writeString(clusterState.resolve("server-id"), "nothing\n");
        assertThat(run("server", "get-id")).isEqualTo(1);
        assertThat(text(err)).contains("server-id cannot be read (no server in it)");
    }

    @Test
    void dumpsGoWhereTheConfigurationSays() throws IOException {
        Files.createDirectories(home.resolve("conf"));
        Files.writeString(home.resolve("conf/neo4j.conf"), "server.directories.dumps.root=" + home.resolve("d") + "\n");

        assertThat(run("database", "load", "hr")).isEqualTo(1);
        assertThat(text(err)).contains("Archive does not exist: " + home.resolve("d/hr.dump") + "\n");
    }

    @Test
    void eachFileOfTheConfigurationWinsOverTheOnesBefore() throws IOException {
        Path conf = Files.createDirectories(home.resolve("conf"));
        for (String file : List.of("neo4j.conf", "neo4j-admin.conf", "neo4j-admin-database-backup.conf")) {
            Files.writeString(conf.resolve(file), "server.directories.dumps.root=" + home.resolve(file) + "\n");

            assertThat(run("database", "load", "hr")).isEqualTo(1);
            assertThat(text(err)).as(file).contains("Archive does not exist: " + home.resolve(file) + "/hr.dump\n");
        }
        Path more = Files.writeString(
                home.resolve("more.conf"), "server.directories.dumps.root=" + home.resolve("more") + "\n");

        assertThat(run("database", "load", "hr", "--additional-config=" + more)).isEqualTo(1);
        assertThat(text(err)).contains("Archive does not exist: " + home.resolve("more") + "/hr.dump\n");
    }

    @Test
    void aConfigurationThatServersShareWhoAreNamedWhereTheyAreStartedIsEnough() throws IOException {
        Files.createDirectories(home.resolve("conf"));
        Files.writeString(
                home.resolve("conf/muster.conf"),
                "muster.cluster.initial_members=a@a:5000,b@b:5000,c@c:5000\nserver.directories.dumps.root="
                        + home.resolve("d") + "\n");

        assertThat(run("database", "load", "hr")).isEqualTo(1);
        assertThat(text(err)).contains("Archive does not exist: " + home.resolve("d/hr.dump") + "\n");
    }

    @Test
    void aCommandInTheConfigurationIsRunWhereThatIsAllowed() throws IOException {
        Files.createDirectories(home.resolve("conf"));
        Path conf = home.resolve("conf/neo4j.conf");
        String key = "server.directories.dumps.root";
        Files.writeString(conf, "# a comment\n" + key + "=$(echo " + home.resolve("d") + ")\n");
        Files.setPosixFilePermissions(conf, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(run("database", "load", "hr")).isEqualTo(1);
        assertThat(text(err))
                .contains(conf + ":2: '" + key + "': the value is a command: allow it with --expand-commands\n");
        err.reset();
        assertThat(run("database", "load", "--expand-commands", "hr")).isEqualTo(1);
        assertThat(text(err)).contains("Archive does not exist: " + home.resolve("d/hr.dump") + "\n");
    }

    @Test
    void aCommandThatFailsOrThatOthersMayWriteIsTold() throws IOException {
        Files.createDirectories(home.resolve("conf"));
        Path conf = home.resolve("conf/neo4j.conf");
        Files.writeString(conf, "server.directories.dumps.root=$(exit 4)\n");
        Files.setPosixFilePermissions(conf, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(run("database", "load", "--expand-commands", "hr")).isEqualTo(1);
        assertThat(text(err))
                .contains(conf + ":1: 'server.directories.dumps.root': its command ended with exit code 4\n");
        err.reset();
        Files.setPosixFilePermissions(conf, PosixFilePermissions.fromString("rw-rw-r--"));
        assertThat(run("database", "load", "--expand-commands", "hr")).isEqualTo(1);
        assertThat(text(err))
                .contains(conf
                        + ": commands in it are not run, since others than its owner may write it; run: chmod go-w '"
                        + conf + "'\n");
    }

    private int run(String... words) {
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false);
        return AdminCommands.run(console, Map.of("NEO4J_HOME", home.toString()), words);
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}

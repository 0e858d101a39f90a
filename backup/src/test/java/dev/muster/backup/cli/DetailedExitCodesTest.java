package dev.muster.backup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.backup.FakeDatabase;
import dev.muster.backup.FakeSource;
import dev.muster.backup.artifact.FolderLock;
import dev.muster.backup.online.BackupVerdict;
import dev.muster.backup.protocol.BackupServer;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.World;
import dev.muster.runtime.real.RealWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --detailed-exit-codes}: exit code 1 of a backup, split as its help says. */
class DetailedExitCodesTest {
    private static final World WORLD = RealWorld.open("codes-test");

    @TempDir
    Path directory;

    private final FakeSource source = new FakeSource("server01");
    private AdminTool tool;
    private Path folder;
    private BackupServer server;
    private String address;

    @BeforeEach
    void startAServer() throws Exception {
        tool = new AdminTool(WORLD, directory);
        folder = Files.createDirectory(directory.resolve("backups"));
        source.add(new FakeDatabase("sales").upTo(7));
        FakeDatabase archive = source.add(new FakeDatabase("archive").upTo(3));
        archive.status = "offline";
        server = new BackupServer(WORLD, source);
        address = server.listen(new SocketAddress("127.0.0.1", 0))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .local()
                .toString();
    }

    @AfterAll
    static void close() {
        RealWorld.close(WORLD);
    }

    @Test
    void tellWhatWentWrongWithADatabase() {
        assertThat(backup("archive")).isEqualTo(13);
        assertThat(tool.out()).endsWith("exit code 13: 0 of 1 database saved; no new artifact for archive.\n");
        assertThat(backup("nobody")).isEqualTo(12);
        assertThat(backup("no*")).isEqualTo(12);
        assertThat(backup("archive", "nobody")).isEqualTo(19);
        assertThat(backup("--type=DIFF", "sales")).isEqualTo(14);
        assertThat(backup("sales")).isZero();
        assertThat(backup("sales", "archive")).as("one of two").isEqualTo(13);
        assertThat(tool.run("database", "backup", "--from=" + address, "--to-path=" + folder, "archive"))
                .as("not asked for")
                .isEqualTo(1);
    }

    @Test
    void tellWhatWentWrongWithServers() throws IOException {
        assertThat(backup("--from=127.0.0.1:1", "sales")).isEqualTo(10);
        assertThat(tool.out()).endsWith("exit code 10: 1 of 1 database saved; no answer from 127.0.0.1:1.\n");
        server.close();
        assertThat(backup("--json", "sales")).isEqualTo(11);
        assertThat(tool.json().at("/exitCode").asInt()).isEqualTo(11);
        assertThat(tool.json().at("/verdict").asText()).isEqualTo("no_server");
    }

    @Test
    void tellWhatWentWrongWithTheFolder() throws IOException {
        try (FolderLock other = FolderLock.take(WORLD.disk(), folder, "sales")) {
            assertThat(other).isNotNull();
            assertThat(backup("sales")).isEqualTo(17);
        }
        assertThat(tool.run(
                        "database",
                        "backup",
                        "--detailed-exit-codes",
                        "--json",
                        "--from=" + address,
                        "--to-path=" + directory.resolve("nowhere"),
                        "sales"))
                .isEqualTo(16);
        assertThat(tool.json().at("/error/exitCode").asInt()).isEqualTo(16);
    }

    @Test
    void areAllDifferentAndInTheHelp() {
        tool.run("database", "backup", "--help");
        assertThat(Arrays.stream(BackupVerdict.values()).map(BackupVerdict::exitCode))
                .doesNotHaveDuplicates()
                .allSatisfy(code -> assertThat(tool.out()).containsPattern("\\b" + code + "\\b"));
    }

    private int backup(String... words) {
        String[] all = new String[words.length + 5];
        all[0] = "database";
        all[1] = "backup";
        all[2] = "--detailed-exit-codes";
        all[3] = "--from=" + address;
        all[4] = "--to-path=" + folder;
        System.arraycopy(words, 0, all, 5, words.length);
        return tool.run(all);
    }
}

package dev.muster.backup.online;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.backup.BackupError;
import dev.muster.backup.BackupException;
import dev.muster.backup.FakeDatabase;
import dev.muster.backup.FakeSource;
import dev.muster.backup.protocol.BackupServer;
import dev.muster.runtime.Network;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.World;
import dev.muster.runtime.real.RealWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup from Java, over real sockets: the example of {@link BackupOrder}, and what is said of orders that make no sense. */
class BackupOrderTest {
    private final World world = RealWorld.open("backup-order-test");
    private final FakeSource source = new FakeSource("s1");
    private Network.Listener listener;

    @TempDir
    Path folder;

    @BeforeEach
    void listen() throws Exception {
        source.add(new FakeDatabase("sales").upTo(7));
        source.add(new FakeDatabase("crm1").upTo(3));
        source.add(new FakeDatabase("other").upTo(5));
        listener = new BackupServer(world, source)
                .listen(new SocketAddress("127.0.0.1", 0))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() {
        RealWorld.close(world);
    }

    @Test
    void savesWhatWasAskedForAndSaysWhatBecameOfIt() throws IOException {
        BackupReport report = Backup.from(address())
                .databases("sales", "crm*")
                .to(folder)
                .type(BackupType.FULL)
                .run();

        assertThat(report.verdict()).isEqualTo(BackupVerdict.ALL_SAVED);
        assertThat(report.databases()).extracting(DatabaseOutcome::database).containsExactlyInAnyOrder("sales", "crm1");
        assertThat(artifacts()).hasSize(2).allMatch(name -> name.matches("(sales|crm1)-.*\\.backup"));
    }

    @Test
    void tellsAFailureInTheReportAndNotByAnException() throws IOException {
        BackupReport report =
                Backup.from(address()).databases("sales", "nobody").to(folder).run();

        assertThat(report.verdict()).isNotEqualTo(BackupVerdict.ALL_SAVED);
        assertThat(report.databases())
                .filteredOn(outcome -> !outcome.saved())
                .extracting(DatabaseOutcome::database)
                .containsExactly("nobody");
        assertThat(artifacts()).hasSize(1);
    }

    @Test
    void refusesAnOrderThatMakesNoSenseBeforeAnybodyIsAsked() {
        assertThatThrownBy(() -> Backup.from(address()).databases("sales").run())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("a backup needs servers (from), databases and a folder (to): ");
        Path missing = folder.resolve("missing");
        assertThatThrownBy(() ->
                        Backup.from(address()).databases("sales").to(missing).run())
                .isInstanceOfSatisfying(
                        BackupException.class,
                        refusal -> assertThat(refusal.error()).isEqualTo(BackupError.FOLDER_MISSING));
    }

    private String address() {
        return "127.0.0.1:" + listener.local().port();
    }

    private List<String> artifacts() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".backup"))
                    .toList();
        }
    }
}

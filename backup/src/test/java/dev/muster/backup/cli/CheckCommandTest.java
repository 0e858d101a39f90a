package dev.muster.backup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.backup.StoreSource;
import dev.muster.backup.protocol.BackupServer;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.World;
import dev.muster.runtime.real.RealWorld;
import dev.muster.store.StoreIdentity;
import dev.muster.store.StoreLocation;
import dev.muster.store.StoreSettings;
import dev.muster.store.engine.StoreLock;
import dev.muster.store.engine.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code database check} (facts B.3) of a stopped database, a dump, an artifact and a chain: what it says, and where. */
class CheckCommandTest {
    private static final World WORLD = RealWorld.open("check-test");

    @TempDir
    Path directory;

    private AdminTool tool;
    private Path reports;
    private Path folder;
    private StoreSource sales;

    @BeforeEach
    void makeADatabase() throws IOException {
        tool = new AdminTool(WORLD, directory.resolve("data"));
        reports = Files.createDirectory(directory.resolve("reports"));
        folder = Files.createDirectory(directory.resolve("backups"));
        sales = new StoreSource(
                "sales",
                Stores.create(
                        WORLD.disk(),
                        location(),
                        new StoreIdentity(new UUID(1, 1), new UUID(1, 2)),
                        StoreSettings.defaults(),
                        WORLD.clock()));
        sales.upTo(9);
    }

    @AfterAll
    static void close() {
        RealWorld.close(WORLD);
    }

    @Test
    void aSoundDatabaseIsReadToItsEndAndGetsNoReport() throws IOException {
        sales.store.close();

        assertThat(check("sales")).as(tool.err()).isZero();
        assertThat(tool.out())
                .isEqualTo("Checked database 'sales', transaction 9, 9 nodes, 7 relationships: no inconsistencies.\n");
        assertThat(tool.err())
                .startsWith("Checking database 'sales'.\nChecking transaction log\n....................  10%\n")
                .contains("Checking nodes\n....................  10%\n")
                .endsWith("....................  90%\n.................... 100%\n");
        assertThat(reports).isEmptyDirectory();
        assertThat(AdminTool.names(tool.data.resolve("databases")))
                .as("the lock is gone again")
                .containsExactly("sales");
    }

    @Test
    void damageIsReportedInAFile() throws IOException {
        sales.store.close();
        Path log = location().transactions().resolve("muster.transaction.log.0");
        byte[] bytes = Files.readAllBytes(log);
        bytes[300] ^= 1;
        Files.write(log, bytes);

        assertThat(check("sales")).isEqualTo(1);
        String report = AdminTool.names(reports).get(0);
        assertThat(report).matches("inconsistencies-\\d{4}-\\d\\d-\\d\\d\\.\\d\\d\\.\\d\\d\\.\\d\\d\\.report");
        assertThat(tool.err()).endsWith("Inconsistencies found. See '" + reports.resolve(report) + "' for details.\n");
        assertThat(tool.out()).endsWith("9 nodes, 7 relationships: 1 inconsistency.\n");
        assertThat(Files.readString(reports.resolve(report)))
                .startsWith(tool.out())
                .containsPattern("transaction \\d at byte \\d+ of \\S+ is damaged: its checksum is wrong\n");

        Path named = directory.resolve("my.report");
        assertThat(tool.run("database", "check", "--json", "--report-path=" + named, "sales"))
                .isEqualTo(1);
        assertThat(tool.json().at("/consistent").asBoolean()).isFalse();
        assertThat(tool.json().at("/problems")).hasSize(1);
        assertThat(tool.json().at("/report").asText()).isEqualTo(named.toString());
        assertThat(tool.run("database", "check", "--report-path=/no/folder", "sales"))
                .isEqualTo(1);
        assertThat(tool.err()).contains("cannot write the report '/no/folder/inconsistencies-");
    }

    @Test
    void aStoreThatCannotBeOpenedIsInconsistent() throws IOException {
        sales.store.close();
        Files.delete(location().database().resolve("muster.store"));

        assertThat(check("sales")).isEqualTo(1);
        assertThat(Files.readString(reports.resolve(AdminTool.names(reports).get(0))))
                .contains("has a checkpoint but no muster.store\n");
    }

    @Test
    void refusesWhatRunsWhatIsMissingAndWhatWasNotClosed() throws IOException {
        assertThat(check("sales")).isEqualTo(1);
        assertThat(tool.err()).contains("Active logical log detected, this might be a source of inconsistencies: ");
        assertThat(tool.run("database", "check", "--force", "--report-path=" + reports, "sales"))
                .isZero();
        assertThat(tool.out()).startsWith("Checked database 'sales', transaction 0, ");

        try (StoreLock server = StoreLock.tryTake(WORLD.disk(), location())) {
            assertThat(server).isNotNull();
            assertThat(check("sales")).isEqualTo(1);
            assertThat(tool.err()).contains("The database is in use. Stop database 'sales' and try again.\n");
        }
        assertThat(check("nobody")).isEqualTo(1);
        assertThat(tool.err()).contains("Database does not exist: nobody\n");
        assertThat(reports).isEmptyDirectory();
    }

    @Test
    void checksADumpAnArtifactAndTheNewestChainOfAFolder() throws Exception {
        backup();
        sales.upTo(12);
        backup();
        String differential = AdminTool.names(folder).stream()
                .filter(name -> name.endsWith(".backup"))
                .reduce((first, second) -> second)
                .orElseThrow();

        for (Path path : List.of(folder, folder.resolve(differential))) {
            assertThat(tool.run("database", "check", "--from-path=" + path, "sales"))
                    .as(tool.err())
                    .isZero();
            assertThat(tool.out())
                    .isEqualTo(
                            "Checked '" + differential
                                    + "' of database 'sales', transaction 12, 12 nodes, 10 relationships: no inconsistencies.\n");
        }
        sales.upTo(15);
        sales.store.close();
        assertThat(tool.run("database", "dump", "--to-path=" + folder, "sales")).isZero();
        assertThat(tool.run("database", "check", "--from-path=" + folder.resolve("sales.dump"), "sales"))
                .isZero();
        assertThat(tool.out()).startsWith("Checked 'sales.dump' of database 'sales', transaction 15, ");
        assertThat(AdminTool.names(folder))
                .as("nothing is left of the check")
                .noneMatch(name -> name.startsWith(".muster"));
    }

    @Test
    void whatCannotBeUnpackedIsNotChecked() throws Exception {
        backup();
        Path file = Files.writeString(folder.resolveSibling("a-file"), "");
        assertThat(tool.run("database", "check", "--from-path=" + folder, "--temp-path=" + file, "sales"))
                .isEqualTo(1);
        assertThat(tool.err())
                .contains("cannot check 'sales': ")
                .contains("HINT: nothing was changed; see the reason\n");
    }

    @Test
    void aDamagedArtifactIsReported() throws Exception {
        backup();
        Path artifact = folder.resolve(AdminTool.names(folder).stream()
                .filter(name -> name.endsWith(".backup"))
                .findFirst()
                .orElseThrow());
        byte[] bytes = Files.readAllBytes(artifact);
        bytes[bytes.length / 2] ^= 1;
        Files.write(artifact, bytes);

        assertThat(tool.run("database", "check", "--from-path=" + artifact, "--report-path=" + reports, "sales"))
                .isEqualTo(1);
        assertThat(Files.readString(reports.resolve(AdminTool.names(reports).get(0))))
                .contains("artifact '" + artifact + "' is damaged at byte ");
    }

    @Test
    void checksOnlyWhatIsAskedFor() throws IOException {
        sales.store.close();
        assertThat(tool.run("database", "check", "--check-graph=false", "sales"))
                .isZero();
        assertThat(tool.run("database", "check", "--check-graph=false", "--check-indexes=false", "sales"))
                .isEqualTo(64);
        assertThat(tool.err()).startsWith("Nothing is to be checked\n");
        assertThat(tool.run("database", "check", "--check-graph=false", "--check-counts", "sales"))
                .isEqualTo(64);
        assertThat(tool.err()).startsWith("--check-counts needs --check-graph\n");
        assertThat(tool.run("database", "check", "--threads=1", "sales")).isZero();
        assertThat(tool.run("database", "check", "--threads=0", "sales")).isEqualTo(64);
        assertThat(tool.err()).startsWith("--threads must be at least 1, not 0\n");
        assertThat(tool.run("database", "check", "--from-path-data=" + tool.data, "sales"))
                .isEqualTo(64);
        assertThat(tool.run(
                        "database",
                        "check",
                        "--from-path-data=" + tool.data.resolve("databases"),
                        "--from-path-txn=" + tool.data.resolve("transactions"),
                        "sales"))
                .isZero();
    }

    private int check(String database) {
        return tool.run("database", "check", "--report-path=" + reports, database);
    }

    private void backup() throws Exception {
        BackupServer server = new BackupServer(WORLD, sales);
        String address = server.listen(new SocketAddress("127.0.0.1", 0))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .local()
                .toString();
        assertThat(tool.run("database", "backup", "--from=" + address, "--to-path=" + folder, "sales"))
                .as(tool.err())
                .isZero();
        server.close();
    }

    private StoreLocation location() {
        return StoreLocation.of(tool.data, "sales");
    }
}

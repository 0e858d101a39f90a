package dev.muster.backup.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.backup.BackupError;
import dev.muster.backup.BackupException;
import dev.muster.backup.StoreSource;
import dev.muster.backup.folder.OnlineBackup;
import dev.muster.backup.protocol.BackupServer;
import dev.muster.runtime.Network;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.World;
import dev.muster.runtime.real.RealWorld;
import dev.muster.store.StoreIdentity;
import dev.muster.store.engine.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tools of 1.x to 4.x against a server: their words, their folders, their exit codes (facts C and D). */
class OldBackupsTest {
    private static final World WORLD = RealWorld.open("old-backups");

    @TempDir
    Path directory;

    private AdminTool tool;
    private StoreSource sales;
    private BackupServer server;
    private String address;
    private Path backups;

    @BeforeEach
    void start() throws IOException {
        tool = new AdminTool(WORLD, directory.resolve("data"));
        backups = Files.createDirectory(directory.resolve("backups"));
        serve("sales", 1);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @AfterAll
    static void close() {
        RealWorld.close(WORLD);
    }

    /** A server that hosts one database, with a store of that number. */
    private void serve(String name, long number) {
        sales = new StoreSource(
                name, Stores.inMemory(new StoreIdentity(new UUID(1, number), new UUID(2, number)), WORLD.clock()));
        sales.upTo(3);
        if (server != null) {
            server.close();
        }
        server = new BackupServer(WORLD, sales);
        Network.Listener listener = server.listen(new SocketAddress("127.0.0.1", 0))
                .toCompletableFuture()
                .join();
        address = listener.local().toString();
    }

    private int backUp(String... more) {
        return tool.run(Stream.concat(
                        Stream.of(
                                "backup", "--backup-dir=" + backups, "--from=" + address, "--report-dir=" + directory),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    private List<String> artifacts(String folder) throws IOException {
        return AdminTool.names(backups.resolve(folder)).stream()
                .filter(name -> name.endsWith(".backup"))
                .toList();
    }

    @Test
    void theFirstRunIsFullAndTheNextOnesAreIncremental() throws IOException {
        assertThat(backUp("--database=sales", "--pagecache=4G")).as(tool.err()).isZero();
        assertThat(tool.out()).isEqualTo("""
                        Doing full backup...
                        Doing consistency check...
                        Checked '%s' of database 'sales', transaction 3, 3 nodes, 1 relationships: no inconsistencies.
                        Backup complete.
                        """.formatted(artifacts("sales").get(0)));

        sales.upTo(5);
        assertThat(backUp("--database=sales", "--check-consistency=false"))
                .as(tool.err())
                .isZero();
        assertThat(tool.out()).isEqualTo("Destination is not empty, doing incremental backup...\nBackup complete.\n");
        assertThat(artifacts("sales")).hasSize(2);

        assertThat(tool.run("restore", "--from=" + backups.resolve("sales"), "--database=shop"))
                .as(tool.err())
                .isZero();
        assertThat(tool.out())
                .isEqualTo("restorePath=" + backups.resolve("sales") + ", restoreStatus=successful, reason=\n");
        assertThat(tool.data.resolve("databases/shop")).isDirectory();
        assertThat(tool.run("prepare-restore", "--target=" + backups.resolve("sales")))
                .isZero();
    }

    @Test
    void whatCannotBeContinuedIsReplacedByAFullAndKeptBesideIt() throws IOException {
        assertThat(backUp("--database=sales")).isZero();
        List<String> old = artifacts("sales");
        Files.createDirectories(backups.resolve("sales.temp.0")); // what a killed run leaves: #11946
        serve("sales", 7); // dropped and created again

        assertThat(backUp("--database=sales", "--fallback-to-full=false")).isEqualTo(1);
        assertThat(artifacts("sales")).isEqualTo(old);

        assertThat(backUp("--database=sales")).as(tool.err()).isZero();
        assertThat(tool.out())
                .startsWith("Destination is not empty, doing incremental backup...\nDoing full backup...\n")
                .endsWith("Backup complete.\n");
        assertThat(tool.err())
                .contains("Falling back to full backup.")
                .contains("The backup that could not be continued is now '" + backups.resolve("sales.err.0") + "'.\n");
        assertThat(AdminTool.names(backups)).containsExactly("sales", "sales.err.0");
        assertThat(artifacts("sales.err.0")).isEqualTo(old);
        assertThat(tool.run("restore", "--from=" + backups + "/sales.err.?", "--database=older"))
                .as(tool.err())
                .isZero();
    }

    @Test
    void aServerThatIsGoneChangesNothing() throws IOException {
        assertThat(backUp("--database=sales")).isZero();
        server.close();
        assertThat(backUp("--database=sales")).isEqualTo(1);
        assertThat(tool.err()).contains(BackupError.NO_SERVER_ANSWERED.text());
        assertThat(AdminTool.names(backups)).containsExactly("sales");
        assertThat(artifacts("sales")).hasSize(1);
    }

    @Test
    void withoutABackupToContinueNothingBeginsUnlessAFullMay() throws IOException {
        assertThat(backUp("--database=sales", "--fallback-to-full=false")).isEqualTo(1);
        assertThat(tool.err())
                .startsWith("there is no backup of database 'sales' in '" + backups.resolve("sales")
                        + "' that could be continued\n");
        assertThat(AdminTool.names(backups)).isEmpty();
        assertThat(tool.run("backup", "--backup-dir=" + directory.resolve("nowhere")))
                .isEqualTo(1);
        assertThat(tool.err()).startsWith("Directory '" + directory.resolve("nowhere") + "' does not exist.\n");
    }

    @Test
    void theBackupOfAnotherDatabaseIsNotTouched() throws IOException {
        assertThat(backUp("--database=sales", "--name=graph.db")).isZero();
        List<String> old = artifacts("graph.db");
        serve("hr", 9);
        assertThat(backUp("--database=hr", "--name=graph.db")).isEqualTo(1);
        assertThat(tool.err())
                .startsWith("You tried to perform a backup from database 'hr', but the target directory '"
                        + backups.resolve("graph.db") + "' contained a backup from database 'sales'.\n");
        assertThat(artifacts("graph.db")).isEqualTo(old);
    }

    @Test
    void aBackupThatIsThereAndCannotBeCheckedIsCode2AndAPatternOnlyKnows1() throws IOException {
        assertThat(backUp("--database=sales")).isZero();
        Files.writeString(backups.resolve("sales/sales-2020-01-01T00-00-00.backup"), "nobody knows what this was");

        assertThat(backUp("--database=sales")).as(tool.err()).isEqualTo(2);
        assertThat(tool.err())
                .contains("Failed to do consistency check on backup: the artifacts of database 'sales' in");
        assertThat(tool.out()).endsWith("Doing consistency check...\nBackup complete.\n");
        assertThat(backUp("--database=sal*")).isEqualTo(1);
        assertThat(backUp("--database=nothing*")).isEqualTo(1);
        assertThat(tool.err()).startsWith("no database matches 'nothing*' on the servers that answered\n");
    }

    @Test
    void aDamagedBackupIsInconsistentWithCode3() throws IOException {
        assertThat(backUp("--database=sales", "--check-consistency=false")).isZero();
        Path full = backups.resolve("sales").resolve(artifacts("sales").get(0));
        byte[] bytes = Files.readAllBytes(full);
        bytes[bytes.length / 2] ^= 1;
        Files.write(full, bytes);
        sales.upTo(9);
        int exitCode = backUp("--database=sales");
        assertThat(exitCode).as(tool.out() + tool.err()).isEqualTo(3);
        assertThat(tool.err()).contains("Inconsistencies found. See '" + directory);
        assertThat(tool.out()).endsWith("Backup complete.\n");
    }

    @Test
    void neo4jBackupChoosesByTheStateOfTheDirectory() throws IOException {
        Path to = backups.resolve("neo4j-backup");
        String[] host = address.split(":");
        String[] call = {"neo4j-backup", "-host", host[0], "-port", host[1], "-to", to.toString(), "-database", "sales"
        };
        assertThat(tool.run(call)).as(tool.err()).isZero();
        assertThat(tool.out())
                .startsWith("Performing backup from '" + address + "'\nDoing full backup...\n")
                .endsWith("Backup complete.\nDone\n");
        sales.upTo(6);
        assertThat(tool.run(call)).isZero();
        assertThat(tool.out()).contains("doing incremental backup...\n").endsWith("Done\n");

        assertThat(tool.run("neo4j-backup", "-full", "-from", "single://" + address, "-to", to.toString()))
                .isEqualTo(1);
        assertThat(tool.err()).contains("Can only perform a full backup into an empty directory but " + to);
        assertThat(tool.run(
                        "neo4j-backup",
                        "-incremental",
                        "-from",
                        "ha://127.0.0.1:1," + address,
                        "-to",
                        to.toString(),
                        "-database",
                        "sales",
                        "-cluster",
                        "my-cluster"))
                .as(tool.err())
                .isZero();
    }

    @Test
    void neo4jBackupKnowsNoOtherCodesThan0And1() {
        assertThat(tool.run("neo4j-backup", "-to", "x")).isEqualTo(1);
        assertThat(tool.err()).contains("Please specify -host and optionally -port");
        assertThat(tool.run("neo4j-backup", "-full", "-incremental", "-to", "x"))
                .isEqualTo(1);
        assertThat(tool.err()).contains("Specify either -full or -incremental");
        assertThat(tool.run("neo4j-backup", "-host", "x")).isEqualTo(1);
        assertThat(tool.err()).contains("Specify target location with -to <target-directory>");
        assertThat(tool.run("neo4j-backup", "-from", "zk://x", "-to", "x")).isEqualTo(1);
        assertThat(tool.err()).contains("zk was specified as a backup module but it was not found.");
        server.close();
        assertThat(tool.run(
                        "neo4j-backup",
                        "-from",
                        address,
                        "-to",
                        backups.resolve("b").toString()))
                .isEqualTo(1);
        assertThat(tool.err()).contains("Couldn't connect to '" + address + "'\nBackup failed.\n");
    }

    @Test
    void theJavaProgramsOf1xWorkToo() {
        String to = backups.resolve("java").toString();
        SocketAddress at = SocketAddress.parse(address, "", 0);
        OnlineBackup backup = OnlineBackup.from(at.host(), at.port()).database("sales");
        assertThatThrownBy(backup::isConsistent)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("No outcome yet. Please call full or incremental backup first");
        assertThatThrownBy(() -> backup.incremental(to)).isInstanceOf(BackupException.class);

        assertThat(backup.full(to).isConsistent()).isTrue();
        assertThat(backup.getLastCommittedTx()).isEqualTo(3);
        sales.upTo(8);
        assertThat(backup.incremental(to, true).isConsistent()).isTrue();
        assertThat(backup.getLastCommittedTx()).isEqualTo(8);
        assertThat(backup.incremental(to).getLastCommittedTx()).isEqualTo(8);
        assertThatThrownBy(() -> backup.full(to))
                .hasMessage("Can only perform a full backup into an empty directory but " + to + " is not empty");
        assertThat(backup.backup(Path.of(to), false).isConsistent()).isTrue();
    }
}

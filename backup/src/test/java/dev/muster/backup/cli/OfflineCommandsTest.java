package dev.muster.backup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.backup.StoreSource;
import dev.muster.runtime.World;
import dev.muster.runtime.real.RealWorld;
import dev.muster.store.GraphDigest;
import dev.muster.store.OfflineStore;
import dev.muster.store.StoreIdentity;
import dev.muster.store.StoreLocation;
import dev.muster.store.StoreSettings;
import dev.muster.store.engine.StoreLock;
import dev.muster.store.engine.Stores;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code database dump}, {@code load}, {@code info} and {@code copy} on the files of a server: texts, exit codes, what is left. */
class OfflineCommandsTest {
    private static final World WORLD = RealWorld.open("offline-test");

    @TempDir
    Path directory;

    private AdminTool tool;
    private Path dumps;
    private GraphDigest digest;

    @BeforeEach
    void makeAStoppedDatabase() throws IOException {
        tool = new AdminTool(WORLD, directory.resolve("data"));
        dumps = Files.createDirectory(directory.resolve("elsewhere"));
        digest = stopped("sales", 9);
    }

    @AfterAll
    static void close() {
        RealWorld.close(WORLD);
    }

    @Test
    void dumpsAStoppedDatabaseAndLoadsItUnderAnotherName() throws IOException {
        assertThat(tool.run("database", "dump", "--to-path=" + dumps, "sales"))
                .as(tool.err())
                .isZero();
        assertThat(tool.out())
                .matches("Database 'sales' dumped to '" + dumps
                        + "/sales\\.dump' up to transaction 9: 9 nodes, 7 relationships, [0-9.]+ K?i?B\\.\n");
        assertThat(tool.err()).isEqualTo("""
                TIME INFO  [d.m.b.o.Dump] Starting dump of database 'sales'
                Files: 1/1, data: 100%
                TIME INFO  [d.m.b.o.Dump] Dump completed successfully
                """);
        Files.move(dumps.resolve("sales.dump"), dumps.resolve("copy.dump"));

        assertThat(tool.run("database", "load", "--from-path=" + dumps, "copy"))
                .as(tool.err())
                .isZero();
        assertThat(tool.err()).containsPattern("Done: 1 files, 0\\.\\d{3}MiB processed in \\d+\\.\\d{3} seconds\\.\n");
        assertThat(tool.out()).endsWith("run: CREATE DATABASE `copy`\n");
        assertThat(digestOf("copy")).isEqualTo(digest);
        assertThat(AdminTool.names(tool.data.resolve("databases"))).containsExactly("copy", "sales");
    }

    @Test
    void usesTheConfiguredFolderIfNoneIsNamed() throws IOException {
        assertThat(tool.run("database", "dump", "--json", "sales")).isZero();
        assertThat(tool.json().at("/0/file").asText())
                .isEqualTo(tool.data.resolve("dumps").resolve("sales.dump").toString());
        assertThat(tool.json().at("/0/digest").asText()).isEqualTo(digest.toString());
        Files.move(tool.data.resolve("dumps/sales.dump"), tool.data.resolve("dumps/other.dump"));
        assertThat(tool.run("database", "load", "--json", "other")).isZero();
        assertThat(tool.json().at("/0/digest").asText()).isEqualTo(digest.toString());
    }

    @Test
    void pipesADumpWithoutASingleByteMore() throws IOException {
        assertThat(tool.run("database", "dump", "--to-stdout", "sales")).isZero();
        assertThat(tool.err()).doesNotContain("Dump completed successfully").contains("Starting dump");
        tool.in = tool.bytes();

        assertThat(tool.run("database", "load", "--from-stdin", "piped"))
                .as(tool.err())
                .isZero();
        assertThat(digestOf("piped")).isEqualTo(digest);
        assertThat(tool.run("database", "load", "--from-stdin", "--info", "piped"))
                .isZero();
        assertThat(tool.out())
                .matches("Database: piped\nFormat: Muster artifact 3 \\(zstd\\)\nFiles: 1\nBytes: \\d+\n");

        tool.in = Arrays.copyOf(tool.in, tool.in.length - 1);
        assertThat(tool.run("database", "load", "--from-stdin", "cut")).isEqualTo(1);
        assertThat(tool.err())
                .contains("Failed to load database 'cut': artifact '")
                .contains("is damaged");
        assertThat(AdminTool.names(tool.data.resolve("databases"))).containsExactly("piped", "sales");
    }

    @Test
    void aPipeThatBreaksIsAFailure() {
        PrintStream broken = new PrintStream(new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                throw new IOException("broken pipe");
            }
        });
        assertThat(tool.run(broken, "database", "dump", "--to-stdout", "sales")).isEqualTo(1);
        assertThat(tool.err())
                .contains("Failed to dump database 'sales': Unable to dump database: IOException: standard output"
                        + " takes no more\n")
                .contains("Dump failed for databases: 'sales'\n");
    }

    @Test
    void refusesADatabaseThatRuns() throws IOException {
        try (StoreLock server = StoreLock.tryTake(WORLD.disk(), location("sales"))) {
            assertThat(server).isNotNull();
            assertThat(tool.run("database", "dump", "--to-path=" + dumps, "sales"))
                    .isEqualTo(1);
            assertThat(tool.err())
                    .contains("Failed to dump database 'sales': The database is in use. Stop database 'sales' and try"
                            + " again.\n")
                    .endsWith("Dump failed for databases: 'sales'\nHINT: see the reason of each\n");
            assertThat(tool.run("database", "copy", "sales", "twice")).isEqualTo(1);
            assertThat(tool.err()).startsWith("The database is in use. Stop database 'sales' and try again.\n");
            assertThat(tool.run("database", "info", "sales")).isZero();
            assertThat(tool.out()).isEqualTo("""
                    Database name:                  sales
                    Database in use:                true
                    """);
        }
        assertThat(AdminTool.names(dumps)).isEmpty();
        assertThat(tool.run("database", "dump", "--to-path=" + dumps, "sales")).isZero();
    }

    @Test
    void refusesAStoreThatWasNotClosedInOrder() throws IOException {
        StoreSource running = running("crashed");
        running.upTo(3);

        assertThat(tool.run("database", "dump", "--to-path=" + dumps, "crashed"))
                .isEqualTo(1);
        assertThat(tool.err())
                .contains("Failed to dump database 'crashed': Active logical log detected, this might be a source of"
                        + " inconsistencies: the store of 'crashed' was not closed in order, and holds nothing that was"
                        + " committed after transaction 0.\n");
        assertThat(tool.run("database", "info", "--format=json", "crashed")).isZero();
        assertThat(tool.json().at("/0/recoveryRequired").asBoolean()).isTrue();
        running.store.close();
        assertThat(tool.run("database", "dump", "--to-path=" + dumps, "crashed"))
                .isZero();

        try (StoreLock server = StoreLock.tryTake(WORLD.disk(), location("crashed"))) {
            server.noteOpen();
        }
        assertThat(tool.run("database", "dump", "--to-path=" + dumps, "--overwrite-destination", "crashed"))
                .as("what its server had not applied yet is missing, too")
                .isEqualTo(1);
        assertThat(tool.run("database", "load", "--from-path=" + dumps, "--overwrite-destination", "crashed"))
                .isZero();
        assertThat(tool.run("database", "dump", "--to-path=" + dumps, "--overwrite-destination", "crashed"))
                .as("the loaded store is another one")
                .isZero();
    }

    @Test
    void triesEveryDatabaseAPatternMeansAndSumsUpWhatFailed() throws IOException {
        stopped("salaries", 3);
        stopped("hr", 1);
        Files.createFile(dumps.resolve("sales.dump"));

        assertThat(tool.run("database", "dump", "--to-path=" + dumps, "sal*")).isEqualTo(1);
        assertThat(tool.err())
                .contains("Failed to dump database 'sales': Archive already exists: " + dumps.resolve("sales.dump"))
                .contains("Dump failed for databases: 'sales'\n");
        assertThat(AdminTool.names(dumps)).containsExactly("salaries.dump", "sales.dump");
        assertThat(tool.run("database", "dump", "--to-path=" + dumps, "--overwrite-destination", "sal*"))
                .isZero();

        assertThat(tool.run("database", "load", "--from-path=" + dumps, "sal*")).isEqualTo(1);
        assertThat(tool.err())
                .contains("Failed to load database 'salaries': Database already exists: salaries\n")
                .contains("Run with '--verbose' for a more detailed error message.\n")
                .contains("Load failed for databases: 'salaries', 'sales'\n");
        assertThat(tool.run("database", "load", "--from-path=" + dumps, "--overwrite-destination", "sal*"))
                .isZero();
        assertThat(digestOf("sales")).isEqualTo(digest);
    }

    @Test
    void saysWhatIsNoDatabaseNoFolderAndNoArchive() throws IOException {
        assertThat(tool.run("database", "dump", "--to-path=" + dumps, "nobody")).isEqualTo(1);
        assertThat(tool.err()).contains("Failed to dump database 'nobody': Database does not exist: nobody\n");
        assertThat(tool.run("database", "dump", "--to-path=" + dumps, "no*")).isEqualTo(1);
        assertThat(tool.err()).startsWith("Database does not exist: no*\n");
        assertThat(tool.run("database", "dump", "--to-path=/nowhere/at/all", "sales"))
                .isEqualTo(1);
        assertThat(tool.err()).startsWith("folder '/nowhere/at/all' does not exist\n");
        assertThat(tool.run("database", "dump", "--to-path=" + dumps, "--to-stdout", "sales"))
                .isEqualTo(64);

        assertThat(tool.run("database", "load", "--from-path=" + dumps, "hr")).isEqualTo(1);
        assertThat(tool.err())
                .contains("Failed to load database 'hr': Archive does not exist: " + dumps.resolve("hr.dump") + "\n");
        Files.writeString(dumps.resolve("hr.dump"), "no dump at all, but long enough to be read as one");
        assertThat(tool.run("database", "load", "--from-path=" + dumps, "hr")).isEqualTo(1);
        assertThat(tool.err())
                .contains(
                        "Failed to load database 'hr': Not a valid Neo4j archive: " + dumps.resolve("hr.dump") + "\n");
        assertThat(tool.run("database", "load", "--from-path=" + dumps, "--info", "hr"))
                .isEqualTo(1);
        assertThat(tool.err()).contains("Print metadata failed for databases: 'hr'\n");
    }

    @Test
    void aBadArchiveDoesNotTouchTheDatabaseItWasToReplace() throws IOException {
        tool.run("database", "dump", "--to-path=" + dumps, "sales");
        byte[] dump = Files.readAllBytes(dumps.resolve("sales.dump"));
        dump[dump.length / 2] ^= 1;
        Files.write(dumps.resolve("sales.dump"), dump);

        assertThat(tool.run("database", "load", "--from-path=" + dumps, "--overwrite-destination", "sales"))
                .isEqualTo(1);
        assertThat(tool.err())
                .contains("Failed to load database 'sales': artifact '")
                .contains("is damaged at byte");
        assertThat(digestOf("sales")).isEqualTo(digest);
    }

    @Test
    void showsWhatAStoreIs() throws IOException {
        assertThat(tool.run("database", "info")).as(tool.err()).isZero();
        assertThat(tool.out()).startsWith("""
                Database name:                  sales
                Database in use:                false
                Store format version:           muster-1
                Store format introduced in:     0.1.0
                Last committed transaction id:  9
                Store needs recovery:           false
                """);
        assertThat(tool.run("database", "info", "--json", "--from-path=" + tool.data, "s?les"))
                .isZero();
        assertThat(tool.json().at("/0/lastCommittedTransaction").asInt()).isEqualTo(9);
        assertThat(tool.json().at("/0/storeFormatSuperseded").isNull()).isTrue();
        assertThat(tool.run("database", "info", "nobody")).isEqualTo(1);
    }

    @Test
    void copiesADatabaseIntoOneOfItsOwn() throws IOException {
        assertThat(tool.run("database", "copy", "sales", "Twin")).as(tool.err()).isZero();
        assertThat(tool.out())
                .isEqualTo("Database 'sales' copied to 'twin' at transaction 9: 9 nodes, 7 relationships; digest "
                        + digest + ".\nIf the cluster does not know it yet, run: CREATE DATABASE `twin`\n");
        assertThat(digestOf("twin")).isEqualTo(digest);
        assertThat(Stores.peek(WORLD.disk(), location("twin")).identity())
                .isNotEqualTo(Stores.peek(WORLD.disk(), location("sales")).identity());

        assertThat(tool.run("database", "copy", "sales", "twin")).isEqualTo(1);
        assertThat(tool.err()).startsWith("Database already exists: twin\n");
        assertThat(tool.run("database", "copy", "--force", "sales", "twin")).isZero();
        assertThat(tool.run("database", "copy", "sales", "sales")).isEqualTo(64);
        Path file = Files.writeString(tool.data.resolveSibling("a-file"), "");
        assertThat(tool.run("database", "copy", "--to-path-data=" + file, "--to-path-txn=" + file, "sales", "third"))
                .isEqualTo(1);
        assertThat(tool.err())
                .contains("cannot copy 'sales': ")
                .contains("HINT: nothing was changed; see the reason\n");
        assertThat(tool.run("database", "copy", "nobody", "twin2")).isEqualTo(1);
        assertThat(AdminTool.names(tool.data.resolve("databases"))).containsExactly("sales", "twin");
    }

    @Test
    void answersToTheCommandsOf4x() throws IOException {
        Path file = dumps.resolve("backup-of-sales");
        assertThat(tool.run("dump", "--database=sales", "--to=" + file))
                .as(tool.err())
                .isZero();
        assertThat(tool.run("dump", "--database=sales", "--to=" + file)).isEqualTo(1);
        assertThat(tool.err()).contains("Archive already exists: " + file);
        assertThat(tool.run("dump", "--database", "sales", "--to", dumps.toString()))
                .isZero();
        assertThat(AdminTool.names(dumps)).containsExactly("backup-of-sales", "sales.dump");

        assertThat(tool.run("load", "--info", "--from=" + file)).isZero();
        assertThat(tool.out()).startsWith("Database: neo4j\nFormat: Muster artifact 3 (zstd)\n");
        assertThat(tool.run("load", "--from=" + file)).isZero();
        assertThat(tool.run("load", "--from=" + file)).isEqualTo(1);
        assertThat(tool.run("load", "--from=" + file, "--force")).isZero();
        assertThat(digestOf("neo4j")).isEqualTo(digest);
        assertThat(tool.run("dump", "--to=-")).isZero();
        tool.in = tool.bytes();
        assertThat(tool.run("load", "--from=-", "--database=piped")).isZero();
        assertThat(tool.run("check-consistency", "--database=piped")).isZero();
        assertThat(tool.run("check-consistency", "--backup=" + file)).isZero();
        assertThat(tool.run("check-consistency", "--backup=" + file, "--database=piped"))
                .isEqualTo(64);
    }

    private StoreSource running(String database) throws IOException {
        return new StoreSource(
                database,
                Stores.create(
                        WORLD.disk(),
                        location(database),
                        new StoreIdentity(new UUID(1, database.hashCode()), new UUID(2, database.hashCode())),
                        StoreSettings.defaults(),
                        WORLD.clock()));
    }

    private GraphDigest stopped(String database, long transactions) throws IOException {
        StoreSource source = running(database).upTo(transactions);
        GraphDigest at = source.store.digest();
        source.store.close();
        return at;
    }

    private GraphDigest digestOf(String database) throws IOException {
        try (OfflineStore store = Stores.offline(WORLD.disk(), location(database))) {
            assertThat(Stores.check(store.version(), 5)).isEmpty();
            return store.version().recomputeDigest();
        }
    }

    private StoreLocation location(String database) {
        return StoreLocation.of(tool.data, database);
    }
}

package dev.muster.backup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.backup.StoreSource;
import dev.muster.backup.protocol.BackupServer;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.World;
import dev.muster.runtime.real.RealWorld;
import dev.muster.store.StoreIdentity;
import dev.muster.store.engine.Stores;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encrypted backups from the command line: a key from a file or a command, all the way to the restored database. */
class EncryptionCommandsTest {
    private static final World WORLD = RealWorld.open("encryption-test");
    private static final String KEY = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    private static final String KEY_ID = "9fdbca673e828a81";

    @TempDir
    Path directory;

    private final StoreSource sales =
            new StoreSource("sales", Stores.inMemory(new StoreIdentity(new UUID(1, 1), new UUID(1, 2)), WORLD.clock()));
    private AdminTool tool;
    private String server;
    private Path folder;
    private String keyFile;

    @BeforeEach
    void startServer() throws Exception {
        tool = new AdminTool(WORLD, directory);
        server = new BackupServer(WORLD, sales)
                .listen(new SocketAddress("127.0.0.1", 0))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .local()
                .toString();
        folder = Files.createDirectory(directory.resolve("backups"));
        keyFile = "--encryption-key-file=" + key("backup.key", KEY + "\n", "rw-------");
    }

    @AfterAll
    static void close() {
        RealWorld.close(WORLD);
    }

    @Test
    void aChainStaysEncryptedAndIsRestoredWithItsKey() throws IOException {
        chain();

        assertThat(artifacts())
                .hasSize(2)
                .allSatisfy(file -> assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .contains("\"databaseName\":\"sales\"", "\"keyId\":\"" + KEY_ID + "\"")
                        .doesNotContain("Person", "KNOWS"));
        assertThat(tool.run("backup", "verify", "--restore-test", keyFile, folder.toString()))
                .as(tool.out() + tool.err())
                .isZero();
        assertThat(tool.run("database", "restore", keyFile, "--from-path=" + folder, "again"))
                .as(tool.err())
                .isZero();
        assertThat(tool.out()).contains("restored up to transaction 9", "digest " + sales.store.digest());
        assertThat(tool.run("database", "check", keyFile, "--from-path=" + folder, "sales"))
                .as(tool.err())
                .isZero();
    }

    @Test
    void aFullIsLoadedWithItsKey() throws IOException {
        sales.upTo(5);
        assertThat(backup(keyFile)).as(tool.err()).isZero();

        assertThat(tool.run("database", "load", "--from-path=" + folder, "sales"))
                .isEqualTo(1);
        assertThat(tool.err()).contains("is encrypted with key " + KEY_ID + ", and no key was given");
        assertThat(tool.run("database", "load", keyFile, "--from-path=" + folder, "sales"))
                .as(tool.err())
                .isZero();
        assertThat(tool.out()).contains("digest " + sales.store.digest());
    }

    @Test
    void isListedAndInspectedWithoutTheKeyAndProvedWithIt() throws IOException {
        chain();

        assertThat(tool.run("backup", "list", folder.toString())).isZero();
        assertThat(tool.run("backup", "inspect", "--json", folder.toString())).isZero();
        assertThat(tool.json().at("/0/encryptionKeyId").asText()).isEqualTo(KEY_ID);
        assertThat(tool.json().at("/0/highestTx").asInt()).isEqualTo(9);
        assertThat(tool.json().at("/0/digest").isNull()).isTrue();
        assertThat(tool.run("backup", "inspect", "--json", keyFile, folder.toString()))
                .isZero();
        assertThat(tool.json().at("/0/digest").asText())
                .isEqualTo(sales.store.digest().toString());
        String wrong = "--encryption-key-command=echo " + "ab".repeat(32);
        assertThat(tool.run("backup", "inspect", wrong, folder.toString())).isEqualTo(1);
        assertThat(tool.err()).contains("was made with key " + KEY_ID + ", given is key ");
    }

    @Test
    void nothingReadsTheContentsWithoutTheKey() throws IOException {
        chain();

        for (String[] command : new String[][] {
            {"database", "restore", "--from-path=" + folder, "again"},
            {"backup", "aggregate", "--from-path=" + folder},
            {"database", "check", "--from-path=" + folder, "sales"}
        }) {
            assertThat(tool.run(command)).isEqualTo(1);
            assertThat(tool.err())
                    .contains("is encrypted with key " + KEY_ID + ", and no key was given\nHINT: give the key with");
        }
        assertThat(tool.run("backup", "verify", folder.toString())).isEqualTo(1);
        assertThat(tool.out()).contains("is encrypted with key " + KEY_ID + ", and no key was given");
        assertThat(artifacts()).hasSize(2);
        assertThat(directory.resolve("databases").resolve("again")).doesNotExist();
    }

    @Test
    void isAggregatedToAnEncryptedFullThatDifferentialsContinue() throws IOException {
        chain();

        assertThat(tool.run("backup", "aggregate", keyFile, "--from-path=" + folder))
                .as(tool.err())
                .isZero();
        assertThat(artifacts()).hasSize(1);
        assertThat(Files.readString(artifacts().get(0), StandardCharsets.ISO_8859_1))
                .contains("\"keyId\":\"" + KEY_ID + "\"")
                .doesNotContain("Person");
        sales.upTo(12);
        assertThat(backup(keyFile, "--type=DIFF")).as(tool.err()).isZero();
        assertThat(tool.run("backup", "verify", keyFile, folder.toString())).isZero();
    }

    @Test
    void aKeyComesFromACommandToo() {
        sales.upTo(3);

        assertThat(backup("--encryption-key-command=cat " + directory.resolve("backup.key")))
                .as(tool.err())
                .isZero();
        assertThat(tool.run("backup", "verify", keyFile, folder.toString())).isZero();
    }

    @Test
    void aBadKeyIsRefusedBeforeAnythingIsDone() throws IOException {
        sales.upTo(3);
        refused(
                "--encryption-key-file=" + directory.resolve("nowhere"),
                "there is no file '" + directory.resolve("nowhere") + "'");
        refused("--encryption-key-file=" + folder, "'" + folder + "' is no file");
        Path open = key("open.key", KEY, "rw-r--r--");
        refused(
                "--encryption-key-file=" + open,
                "others than its owner may read or write '" + open + "' (rw-r--r--); run: chmod 600 '" + open + "'");
        Path shortKey = key("short.key", "swordfish", "rw-------");
        refused(
                "--encryption-key-file=" + shortKey,
                "in '" + shortKey + "' there are 9 characters that are neither 64 hexadecimal digits nor 44 of base64");
        refused(
                "--encryption-key-file=" + key("long.key", "a".repeat(300), "rw-------"),
                "there are more than 256 bytes");
        refused("--encryption-key-command=exit 3", "the command for it ended with exit code 3");
        refused("--encryption-key-command=echo swordfish", "in what the command for it printed there are 9 characters");
        refused("--encryption-key-command=yes", "in what the command for it printed there are more than 256 bytes");
        assertThat(backup(keyFile, "--encryption-key-command=true")).isEqualTo(64);
        assertThat(artifacts()).isEmpty();
    }

    private void refused(String option, String why) {
        assertThat(backup(option)).isEqualTo(20);
        assertThat(tool.err())
                .startsWith("the encryption key cannot be used: ")
                .contains(why, "\nHINT: a key is 32 random bytes")
                .doesNotContain("swordfish");
    }

    private void chain() throws IOException {
        sales.upTo(5);
        assertThat(backup(keyFile, "--compress=false")).as(tool.err()).isZero();
        sales.upTo(9);
        assertThat(backup(keyFile, "--compress=false")).as(tool.err()).isZero();
    }

    private int backup(String... options) {
        List<String> all = new ArrayList<>(
                List.of("database", "backup", "--detailed-exit-codes", "--from=" + server, "--to-path=" + folder));
        all.addAll(List.of(options));
        all.add("sales");
        return tool.run(all.toArray(String[]::new));
    }

    private Path key(String name, String content, String permissions) throws IOException {
        Path file = Files.writeString(directory.resolve(name), content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private List<Path> artifacts() throws IOException {
        return AdminTool.names(folder).stream()
                .filter(name -> name.endsWith(".backup"))
                .map(folder::resolve)
                .toList();
    }
}

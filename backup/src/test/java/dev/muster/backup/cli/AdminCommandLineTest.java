package dev.muster.backup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.backup.FakeDatabase;
import dev.muster.backup.FakeSource;
import dev.muster.backup.protocol.BackupServer;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.World;
import dev.muster.runtime.real.RealWorld;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands as a person or a script meets them, over real sockets and files: exit code, stdout, stderr. */
class AdminCommandLineTest {
    @TempDir
    Path directory;

    private static final World WORLD = RealWorld.open("admin-test");
    private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    private final FakeSource one = new FakeSource("server01");
    private final FakeSource two = new FakeSource("server02");
    private String first;
    private String second;
    private String nobody;
    private Path folder;

    @BeforeEach
    void startServers() throws Exception {
        first = listen(one);
        second = listen(two);
        nobody = listen(new FakeSource("gone"));
        folder = Files.createDirectory(directory.resolve("backups"));
    }

    /** The last one is closed again: a port where surely nobody listens. */
    private String listen(FakeSource source) throws Exception {
        BackupServer server = new BackupServer(WORLD, source);
        SocketAddress address = server.listen(new SocketAddress("127.0.0.1", 0))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .local();
        if (source.server().name().equals("gone")) {
            server.close();
        }
        return address.toString();
    }

    @AfterAll
    static void close() {
        RealWorld.close(WORLD);
    }

    @Test
    void backsUpEverythingAndExplainsWhatItCouldNot() throws IOException {
        one.add(new FakeDatabase("routes").upTo(30));
        FakeDatabase archive = one.add(new FakeDatabase("archive").upTo(3));
        archive.status = "offline";
        archive.requested = "offline";
        two.add(new FakeDatabase("sales").upTo(4));

        int exitCode = run(
                "database", "backup", "--from=" + first + "," + nobody, "--from", second, "--to-path=" + folder, "*");

        assertThat(exitCode).isEqualTo(1);
        assertThat(masked(stdout)).isEqualTo("""
                DATABASE  RESULT  SOURCE    TYPE  TRANSACTIONS  SIZE     ARTIFACT OR REASON
                archive   failed  -         -     -             -        database 'archive' is not available for backup: server01 stopped (offline)
                routes    saved   FIRST  FULL  1..30         # KiB  routes-TIME.backup
                sales     saved   SECOND  FULL  1..4          # KiB  sales-TIME.backup
                  archive at FIRST (server01): stopped (offline)
                  HINT for archive: start the database, then run the backup again
                Server NOBODY did not answer: REASON
                exit code 1: 2 of 3 databases saved; no new artifact for archive; no answer from NOBODY.
                """.replaceAll(" +", " "));
        assertThat(text(stderr))
                .containsPattern(
                        "(?m)^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\+0000 INFO  \\[[a-zA-Z.]+] Finished"
                                + " artifact creation 'routes-[0-9T-]+\\.backup' for database 'routes', took \\d+ms\\.$");
        assertThat(names()).filteredOn(name -> name.endsWith(".backup")).hasSize(2);
    }

    @Test
    void exitsWithZeroAndSaysSoWhenAllIsWell() {
        one.add(new FakeDatabase("neo4j").upTo(7));

        assertThat(run("database", "backup", "--from=" + first, "--to-path=" + folder, "--type=full"))
                .isZero();
        assertThat(text(stdout)).endsWith("exit code 0: 1 of 1 database saved, and every server answered.\n");
    }

    @Test
    void printsTheReportAsJsonAndNothingElseOnStdout() throws IOException {
        one.add(new FakeDatabase("sales").upTo(7));

        run("database", "backup", "--from=" + first, "--to-path", folder.toString(), "--json", "sales");

        JsonNode json = new ObjectMapper().readTree(text(stdout));
        assertThat(json.at("/exitCode").asInt()).isZero();
        assertThat(json.at("/servers/0/name").asText()).isEqualTo("server01");
        assertThat(json.at("/databases/0/state").asText()).isEqualTo("saved");
        assertThat(json.at("/databases/0/artifact/highestTx").asInt()).isEqualTo(7);
        assertThat(json.at("/databases/0/sources/0/state").asText()).isEqualTo("saved");
    }

    @Test
    void writesTheReportIntoAFile() throws IOException {
        one.add(new FakeDatabase("sales").upTo(7));
        Path report = directory.resolve("report.json");

        run("database", "backup", "--from=" + first, "--to-path=" + folder, "--report=" + report, "sales");

        JsonNode json = new ObjectMapper().readTree(report.toFile());
        assertThat(json.at("/databases/0/database").asText()).isEqualTo("sales");
        assertThat(json.fieldNames())
                .toIterable()
                .containsExactly("exitCode", "verdict", "meaning", "startedAt", "tookMillis", "servers", "databases");
        assertThat(json.at("/servers/0").fieldNames())
                .toIterable()
                .containsExactly("address", "answered", "serverId", "name", "reason");
        assertThat(json.at("/databases/0").fieldNames())
                .toIterable()
                .containsExactly(
                        "database", "databaseId", "state", "reason", "nextStep", "tookMillis", "artifact", "sources");
        assertThat(json.at("/databases/0/sources/0").fieldNames())
                .toIterable()
                .containsExactly("address", "server", "state", "reason", "bytes", "tookMillis");
        assertThat(json.at("/databases/0/artifact").fieldNames())
                .toIterable()
                .contains("lowestTx", "highestTx", "bytes");
        assertThat(text(stdout)).contains("exit code 0");
    }

    @Test
    void takesTheOptionsOfExistingScripts() {
        one.add(new FakeDatabase("sales").upTo(7));

        int exitCode = run(
                "database",
                "backup",
                "--from=" + first,
                "--to-path=" + folder,
                "--type=AUTO",
                "--compress=false",
                "--keep-failed",
                "--pagecache=4G",
                "--include-metadata=all",
                "--parallel-recovery=false",
                "--parallel-download",
                "--skip-recovery=true",
                "--temp-path=" + directory,
                "--prefer-diff-as-parent",
                "--expand-commands",
                "--verbose",
                "--remote-address-resolution=false",
                "sales");

        assertThat(exitCode).as(text(stderr)).isZero();
    }

    @Test
    void readsArgumentsFromAFile() throws IOException {
        one.add(new FakeDatabase("sales").upTo(7));
        Path arguments = Files.writeString(
                directory.resolve("arguments"), "--from=" + first + "\n--to-path=" + folder + "\nsales\n");

        assertThat(run("database", "backup", "@" + arguments)).isZero();
    }

    @Test
    void answersWrongUsageWith64AndTheUsage() {
        for (String[] wrong : new String[][] {
            {"database", "backup", "--no-such-option", "x"},
            {"database", "backup", "x"},
            {"database", "backup", "--to-path=" + folder, "--type=SOMETIMES", "x"},
            {"database", "backup", "--to-path=" + folder, "--from=host:port", "x"},
            {"database", "backup", "--to-path=" + folder, "no such name"},
            {"database", "backup", "--to-path=" + folder, "--inactivity-timeout=0", "x"},
            {"database", "backup", "--to-path=" + folder, "--include-metadata=everything", "x"},
            {"database", "backup", "--to-path=" + folder, "--include-metadata=users=", "x"},
            {"database", "restore", "x"},
            {"database", "restore", "--from-path=a,b", "x"},
            {"database", "restore", "--from-path=a", "--restore-until=noon", "x"},
            {"backup", "inspect"},
            {"backup", "inspect", "--latest-backup", "--latest-chain", "x"},
            {"database"},
            {"nonsense"},
        }) {
            stderr.reset();
            assertThat(run(wrong)).as(String.join(" ", wrong)).isEqualTo(64);
            assertThat(text(stderr)).as(String.join(" ", wrong)).contains("Usage: admin");
            assertThat(text(stderr)).doesNotContain("\tat ");
        }
        assertThat(text(stdout)).isEmpty();
    }

    @Test
    void namesTheUnknownOptionBeforeTheMissingOne() {
        assertThat(run("database", "restore", "--bogus")).isEqualTo(64);
        assertThat(text(stderr)).startsWith("Unknown option: '--bogus'\nUsage: admin database restore");
        stderr.reset();
        assertThat(run("database", "restore", "--form-path=x", "sales")).isEqualTo(64);
        assertThat(text(stderr)).startsWith("Unknown option: '--form-path=x'\nDid you mean: --from-path?\nUsage: ");
        stderr.reset();
        assertThat(run("database", "restore", "sales")).isEqualTo(64);
        assertThat(text(stderr)).startsWith("Missing required option: '--from-path=<path>");
    }

    @Test
    void suggestsOnlyWhatIsNear() {
        run("database", "bakcup");
        assertThat(text(stderr)).startsWith("Unmatched argument at index 1: 'bakcup'\nDid you mean: backup?\n");
        stderr.reset();
        run("bogus");
        assertThat(text(stderr)).doesNotContain("Did you mean");
    }

    @Test
    void printsAFailureAsJsonWhereJsonWasAskedFor() throws IOException {
        Path nowhere = directory.resolve("nowhere");

        assertThat(run("database", "backup", "--to-path=" + nowhere, "--json", "x"))
                .isEqualTo(1);
        assertThat(error("message")).isEqualTo("folder '" + nowhere + "' does not exist");
        assertThat(error("hint")).isEqualTo("make it first, owned by the user who runs the backup");
        assertThat(error("exitCode")).isEqualTo("1");
        assertThat(text(stderr)).startsWith("folder '" + nowhere + "' does not exist\nHINT: ");

        stdout.reset();
        assertThat(run("database", "migrate", "--json", "x")).isEqualTo(1);
        assertThat(error("message")).startsWith("not supported yet: 'migrate'");

        stdout.reset();
        assertThat(run("database", "restore", "--json", "--bogus")).isEqualTo(64);
        assertThat(error("message")).isEqualTo("Unknown option: '--bogus'");
        assertThat(error("exitCode")).isEqualTo("64");
    }

    /** A field of the one error document on stdout. */
    private String error(String field) throws IOException {
        return new ObjectMapper().readTree(text(stdout)).at("/error/" + field).asText();
    }

    @Test
    void saysWhatIsNotSupportedYetAndFails() {
        assertThat(run("database", "migrate", "--force", "sales")).isEqualTo(1);
        assertThat(text(stderr)).startsWith("not supported yet: 'migrate' (changing a store's format)\nHINT: ");
        stderr.reset();
        assertThat(run("database", "backup", "--to-path=gs://bucket/x", "x")).isEqualTo(1);
        assertThat(text(stderr))
                .startsWith("not supported yet: gs:// addresses; name a local path or s3://bucket/prefix");
        assertThat(run(
                        "database",
                        "restore",
                        "--from-path=gs://bucket/x",
                        "--to-path-data=" + folder,
                        "--to-path-txn=" + folder))
                .isEqualTo(1);
    }

    @Test
    void showsHelpForEveryCommand() {
        CommandLine admin = commandLine();
        for (CommandLine group : admin.getSubcommands().values()) {
            for (String command : group.getSubcommands().keySet()) {
                stdout.reset();
                assertThat(run(group.getCommandName(), command, "--help")).isZero();
                assertThat(text(stdout)).startsWith("Usage: admin " + group.getCommandName() + " " + command);
            }
        }
    }

    @Test
    void refusesAMissingFolderWithOneSentence() {
        assertThat(run("database", "backup", "--to-path=" + directory.resolve("nowhere"), "x"))
                .isEqualTo(1);
        assertThat(text(stderr))
                .isEqualTo("folder '" + directory.resolve("nowhere") + "' does not exist\n"
                        + "HINT: make it first, owned by the user who runs the backup\n");
    }

    @Test
    void passesOnWhatIsWrongWithTheConfiguration() {
        misconfigured = true;
        assertThat(run("database", "restore", "--from-path=" + folder)).isEqualTo(1);
        assertThat(text(stderr)).startsWith("no setting 'server.bakcup'; did you mean 'server.backup'?\n");
    }

    @Test
    void exitsWith70AndOneLineOnADefect() {
        CommandLine broken = AdminCommandLine.create(new AdminCommandLine.Context(
                () -> {
                    throw new IllegalStateException("a defect");
                },
                (file, expand) -> null,
                InputStream.nullInputStream(),
                new PrintStream(stdout),
                new PrintStream(stderr),
                false));

        assertThat(broken.execute("backup", "inspect", "x")).isEqualTo(70);
        assertThat(text(stderr)).isEqualTo("""
                unexpected failure: java.lang.IllegalStateException: a defect
                HINT: run again with --verbose and report it
                """);
        broken.execute("backup", "inspect", "--verbose", "x");
        assertThat(text(stderr)).contains("\tat dev.muster");
    }

    @Test
    void inspectsAFolderAsATableAndAsJson() throws IOException {
        FakeDatabase sales = one.add(new FakeDatabase("sales").upTo(7));
        run("database", "backup", "--from=" + first, "--to-path=" + folder, "sales");
        sales.upTo(9);
        run("database", "backup", "--from=" + first, "--to-path=" + folder, "sales");
        run("database", "backup", "--from=" + first, "--to-path=" + folder, "sales");
        stdout.reset();

        assertThat(run("backup", "inspect", folder.toString())).isZero();
        assertThat(text(stdout).lines())
                .hasSize(3)
                .first()
                .asString()
                .matches("\\| +FILE \\| DATABASE \\| +DATABASE ID \\| +TIME \\(UTC\\) \\|  FULL \\|"
                        + " COMPRESSED \\| LOWEST TX \\| HIGHEST TX \\| RECOVERED \\|");
        assertThat(text(stdout))
                .containsPattern("\\| file:///\\S+ \\|    sales \\| [0-9a-f-]{36} \\| \\S{19} \\| false \\|"
                        + "       true \\|         8 \\|          9 \\|     false \\|");
        stdout.reset();
        run("backup", "inspect", "--empty", "--latest-chain", "--database=sales", "--format=JSON", folder.toString());
        JsonNode json = new ObjectMapper().readTree(text(stdout));
        assertThat(json).hasSize(3);
        assertThat(json.at("/0/highestTx").asInt()).isZero();
        stdout.reset();
        run("database", "backup", "--inspect-path=" + folder);
        assertThat(text(stdout).lines()).hasSize(4).first().asString().endsWith("| LOWEST TX | HIGHEST TX |");
    }

    @Test
    void asksWhichOfSeveralChainsIsToBeAggregated() {
        one.add(new FakeDatabase("sales").upTo(7));
        one.add(new FakeDatabase("hr").upTo(3));
        run("database", "backup", "--from=" + first, "--to-path=" + folder, "*");
        stderr.reset();

        assertThat(run("backup", "aggregate", "--from-path=" + folder)).isEqualTo(1);
        assertThat(text(stderr))
                .startsWith("'" + folder + "' holds artifacts of several databases (hr, sales): name one of them, or a"
                        + " pattern such as \"*\"\n");
    }

    @Test
    void doesNotPassOverADamagedArtifact() throws IOException {
        one.add(new FakeDatabase("sales").upTo(7));
        run("database", "backup", "--from=" + first, "--to-path=" + folder, "sales");
        Path artifact = folder.resolve(names().stream()
                .filter(name -> name.endsWith(".backup"))
                .findFirst()
                .orElseThrow());
        byte[] damaged = Files.readAllBytes(artifact);
        damaged[20] ^= 1;
        Files.write(artifact, damaged);
        stderr.reset();

        assertThat(run("backup", "inspect", folder.toString())).isEqualTo(1);
        assertThat(text(stderr))
                .isEqualTo("artifact '" + artifact + "' is damaged at byte 0: the checksum of the header is wrong\n");
    }

    private int run(String... arguments) {
        return commandLine().execute(arguments);
    }

    private boolean misconfigured;

    private CommandLine commandLine() {
        return AdminCommandLine.create(new AdminCommandLine.Context(
                () -> WORLD,
                (additionalConfig, expandCommands) -> {
                    if (misconfigured) {
                        throw new IllegalArgumentException("no setting 'server.bakcup'; did you mean 'server.backup'?");
                    }
                    return AdminTool.directories(folder.resolveSibling("data"));
                },
                InputStream.nullInputStream(),
                new PrintStream(stdout, true, StandardCharsets.UTF_8),
                new PrintStream(stderr, true, StandardCharsets.UTF_8),
                false));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** Without what differs from run to run; runs of spaces as one. */
    private String masked(ByteArrayOutputStream stream) {
        return text(stream)
                .replace(first, "FIRST")
                .replace(second, "SECOND")
                .replace(nobody, "NOBODY")
                .replaceAll("[0-9.]+ (KiB|B)", "# KiB")
                .replaceAll("-[0-9-]+T[0-9-]+\\.backup", "-TIME.backup")
                .replaceAll("did not answer: .*", "did not answer: REASON")
                .replaceAll(" +", " ");
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}

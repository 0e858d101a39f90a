package dev.muster.node.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.node.cli.console.Console;
import dev.muster.node.config.ConfigFile;
import dev.muster.node.config.ServerConfig;
import dev.muster.node.server.MusterServer;
import dev.muster.node.server.ServerError;
import dev.muster.runtime.World;
import dev.muster.runtime.real.RealWorld;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets backups of a server, over real sockets: by policy, by token, and by accident never. */
class BackupSecurityTest {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

    @TempDir
    Path home;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private World world;
    private MusterServer server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
        if (world != null) {
            RealWorld.close(world);
        }
    }

    /** A single server whose backup and cluster ports others can reach, if the settings say no more. */
    private void start(String settings) {
        world = RealWorld.open("secured");
        server = MusterServer.start(config(settings), world, failure -> {});
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(server::ready);
    }

    private ServerConfig config(String settings) {
        return ServerConfig.of(home.resolve("server"), java.util.List.of(ConfigFile.parse("settings", """
                muster.discovery=static
                dbms.security.auth_enabled=false
                server.bolt.enabled=false
                server.http.enabled=false
                server.routing.listen_address=127.0.0.1:0
                server.cluster.raft.listen_address=127.0.0.1:0
                server.discovery.listen_address=127.0.0.1:0
                """ + settings)));
    }

    private static final String OPEN =
            "server.backup.listen_address=0.0.0.0:0\nserver.cluster.listen_address=0.0.0.0:0\n";
    private static final String LOOPBACK =
            "server.backup.listen_address=127.0.0.1:0\nserver.cluster.listen_address=localhost:0\n";

    private int backupPort() {
        return server.addresses().backup().port();
    }

    private int clusterPort() {
        return server.addresses().cluster().port();
    }

    /** Backs up all databases over a port, with a client that has these settings; returns the exit code. */
    private int backUp(int port, String clientSettings) throws IOException {
        Path client = home.resolve("client");
        Files.createDirectories(client.resolve("conf"));
        Files.writeString(client.resolve("conf/neo4j-admin.conf"), clientSettings);
        Path target = Files.createTempDirectory(home, "to");
        out.reset();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        int exitCode = AdminCommands.run(
                new Console(print, print, false),
                Map.of("NEO4J_HOME", client.toString()),
                "database",
                "backup",
                "--from=127.0.0.1:" + port,
                "--to-path=" + target,
                "neo4j");
        try (var files = Files.list(target)) {
            assertThat(files.filter(file -> file.toString().endsWith(".backup")).count())
                    .as("artifacts")
                    .isEqualTo(exitCode == 0 ? 1 : 0);
        }
        return exitCode;
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String tokenSetting(String name, String content) throws IOException {
        return "muster.backup.token_file=" + Files.writeString(home.resolve(name), content) + "\n";
    }

    /** The files of a policy, with one other side's certificate that is trusted. */
    private String policy(String name, String own, String trusted) throws IOException {
        Path base = Files.createDirectories(home.resolve("keys-" + name + "-" + own));
        Files.createDirectories(base.resolve("trusted"));
        copy(own + ".key", base.resolve("private.key"));
        copy(own + ".crt", base.resolve("public.crt"));
        copy(trusted + ".crt", base.resolve("trusted/" + trusted + ".crt"));
        return "dbms.ssl.policy." + name + ".enabled=true\ndbms.ssl.policy." + name + ".base_directory=" + base + "\n";
    }

    private static void copy(String resource, Path to) throws IOException {
        try (InputStream content = BackupSecurityTest.class.getResourceAsStream("tls/" + resource)) {
            Files.write(to, content.readAllBytes());
        }
    }

    @Test
    void onLoopbackWhoeverIsOnTheMachineMayTakeBackups() throws IOException {
        start(LOOPBACK);
        assertThat(backUp(backupPort(), "")).as(said()).isZero();
        assertThat(backUp(clusterPort(), "")).as(said()).isZero();
    }

    @Test
    void portsThatOthersReachGiveNothingToAnybodyOfWhomNothingIsKnown() throws IOException {
        start(OPEN);
        String sentence =
                "this server gives no backups on an address that others can reach, as long as it cannot know who"
                        + " asks: set a TLS policy with certificates of clients there (dbms.ssl.policy.*) or a token"
                        + " (muster.backup.token_file)";
        assertThat(backUp(backupPort(), "")).isEqualTo(1);
        assertThat(said()).contains(sentence);
        assertThat(backUp(clusterPort(), "")).isEqualTo(1);
        assertThat(said()).contains(sentence);
    }

    @Test
    void portsThatOthersReachAreOpenWhereSomebodySaidSo() throws IOException {
        start(OPEN + "muster.backup.allow_unauthenticated=true\n");
        assertThat(backUp(backupPort(), "")).as(said()).isZero();
        assertThat(backUp(clusterPort(), "")).as(said()).isZero();
    }

    @Test
    void whoeverKnowsTheTokenGetsBackupsAndNobodyElse() throws IOException {
        start(OPEN + tokenSetting("server.token", TOKEN + "\n"));
        String known = tokenSetting("client.token", TOKEN);
        assertThat(backUp(backupPort(), known)).as(said()).isZero();
        assertThat(backUp(clusterPort(), known)).as(said()).isZero();

        assertThat(backUp(backupPort(), "")).isEqualTo(1);
        assertThat(said())
                .contains("this server demands a token, and none is set: name its file with muster.backup.token_file in"
                        + " neo4j-admin.conf or --additional-config");
        assertThat(backUp(clusterPort(), tokenSetting("wrong.token", "f" + TOKEN)))
                .isEqualTo(1);
        assertThat(said())
                .contains(
                        "the client's token is another one than this server's: muster.backup.token_file must name files"
                                + " with the same content on both");
    }

    @Test
    void whoeverKnowsATokenTakesNothingFromAServerThatDoesNot() throws IOException {
        start(LOOPBACK);
        assertThat(backUp(backupPort(), tokenSetting("client.token", TOKEN))).isEqualTo(1);
        assertThat(said())
                .contains(
                        "the server does not prove to know the token; set muster.backup.token_file there, or leave it out"
                                + " here");
    }

    @Test
    void aPolicyLetsClientsInWhoseCertificatesItTrustsAndNobodyElse() throws IOException {
        start(OPEN + policy("backup", "server", "client") + policy("cluster", "server", "client"));
        String known = policy("backup", "client", "server");
        assertThat(backUp(backupPort(), known)).as(said()).isZero();
        assertThat(backUp(clusterPort(), known)).as(said()).isZero();

        assertThat(backUp(backupPort(), policy("backup", "stranger", "server"))).isEqualTo(1);
        assertThat(said()).contains("no TLS with it: it does not accept what this side shows");
        assertThat(backUp(backupPort(), "")).isEqualTo(1);
        assertThat(said()).contains("none of the servers answered");
    }

    @Test
    void aServerThatNobodyVouchesForGetsNoQuestions() throws IOException {
        start(LOOPBACK + policy("backup", "stranger", "client"));
        assertThat(backUp(backupPort(), policy("backup", "client", "server"))).isEqualTo(1);
        assertThat(said()).contains("no TLS with it: its certificate is not valid, or signed by nobody who is trusted");
        assertThat(backUp(clusterPort(), policy("backup", "client", "server"))).isEqualTo(1);
        assertThat(said()).contains("no TLS with it: it hung up or said nothing (one side may be without TLS)");
    }

    @Test
    void aPolicyThatDemandsNoCertificatesOpensNothingByItself() throws IOException {
        start(OPEN + policy("backup", "server", "client") + "dbms.ssl.policy.backup.client_auth=NONE\n");
        assertThat(backUp(backupPort(), policy("backup", "client", "server"))).isEqualTo(1);
        assertThat(said()).contains("this server gives no backups on an address that others can reach");
    }

    @Test
    void filesThatCannotBeUsedAreNamedOnBothSides() throws IOException {
        world = RealWorld.open("secured");
        String shortToken = tokenSetting("short.token", "secret");
        assertThatThrownBy(() -> MusterServer.start(config(OPEN + shortToken), world, failure -> {}))
                .isInstanceOf(ServerError.Refusal.class)
                .hasMessage("the token in " + home.resolve("short.token") + " cannot be used: a token has at least 16"
                        + " characters, and there are 6; make one with `openssl rand -hex 32`, the same for servers and backup"
                        + " clients");
        assertThat(backUp(1, shortToken)).isEqualTo(1);
        assertThat(said()).contains("a token has at least 16 characters, and there are 6");
        assertThat(backUp(1, "dbms.ssl.policy.backup.enabled=true\n")).isEqualTo(1);
        assertThat(said())
                .contains("TLS for backups: " + home.resolve("client/certificates/backup/public.crt")
                        + " cannot be read (NoSuchFileException); make it, or correct dbms.ssl.policy.backup.*");
        assertThat(backUp(1, "dbms.ssl.policy.backup.enabeld=true\n")).isEqualTo(1);
        assertThat(said()).contains("unknown setting 'dbms.ssl.policy.backup.enabeld'");
    }
}

package dev.muster.node.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.node.cli.console.Console;
import dev.muster.node.config.ConfigFile;
import dev.muster.node.config.ServerConfig;
import dev.muster.node.server.MusterServer;
import dev.muster.runtime.World;
import dev.muster.runtime.real.RealWorld;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Config;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.Logging;
import org.neo4j.driver.Record;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;
import org.neo4j.driver.exceptions.AuthenticationException;

/** Who may use a database comes back with it, on a system that has never heard of them, with the passwords they know. */
class BackupMetadataTest {
    private static final String ADMIN_PASSWORD = "trustno1";

    @TempDir
    Path directory;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final List<Runnable> closing = new ArrayList<>();

    @AfterEach
    void stop() {
        closing.forEach(Runnable::run);
    }

    /** Runs a command with that home; returns its exit code. */
    private int muster(String home, String... words) {
        printed.reset();
        PrintStream print = new PrintStream(printed, true, StandardCharsets.UTF_8);
        return AdminCommands.run(
                new Console(print, print, false),
                Map.of("NEO4J_HOME", directory.resolve(home).toString()),
                words);
    }

    private String said() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    /** A server with logins, and an administrator of our own. */
    private MusterServer start(String home) {
        assertThat(muster(home, "dbms", "set-initial-password", ADMIN_PASSWORD))
                .as(said())
                .isZero();
        World world = RealWorld.open(home);
        MusterServer server = MusterServer.start(
                ServerConfig.of(directory.resolve(home), List.of(ConfigFile.parse("settings", """
                        muster.discovery=static
                        server.http.enabled=false
                        server.bolt.listen_address=127.0.0.1:0
                        server.backup.listen_address=127.0.0.1:0
                        server.cluster.listen_address=127.0.0.1:0
                        server.routing.listen_address=127.0.0.1:0
                        server.cluster.raft.listen_address=127.0.0.1:0
                        server.discovery.listen_address=127.0.0.1:0
                        """))),
                world,
                failure -> {});
        closing.add(() -> {
            server.close();
            RealWorld.close(world);
        });
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(server::ready);
        return server;
    }

    private static List<Record> run(
            MusterServer server, String user, String password, String database, String... statements) {
        try (Driver driver = GraphDatabase.driver(
                        "bolt://" + server.addresses().bolt(),
                        AuthTokens.basic(user, password),
                        Config.builder().withLogging(Logging.none()).build());
                Session session = driver.session(SessionConfig.forDatabase(database))) {
            List<Record> rows = List.of();
            for (String statement : statements) {
                rows = session.run(statement, Map.of("database", "shop")).list();
            }
            return rows;
        }
    }

    private static List<Record> asAdmin(MusterServer server, String database, String... statements) {
        return run(server, "neo4j", ADMIN_PASSWORD, database, statements);
    }

    @Test
    void aRestoredDatabaseIsUsedByThoseWhoUsedItOnceTheScriptWasRun() throws IOException {
        MusterServer old = start("old");
        asAdmin(
                old,
                "system",
                "CREATE DATABASE sales WAIT",
                "CREATE ROLE clerk",
                "GRANT ACCESS ON DATABASE sales TO clerk",
                "GRANT MATCH {*} ON GRAPH sales TO clerk",
                "CREATE USER alice SET PASSWORD 'wonderland' CHANGE NOT REQUIRED SET HOME DATABASE sales",
                "GRANT ROLE clerk TO alice",
                "CREATE USER bob SET PASSWORD 'the-builder' CHANGE NOT REQUIRED");
        asAdmin(old, "sales", "CREATE (:Order {number: 1}), (:Order {number: 2})");
        Path backups = Files.createDirectory(directory.resolve("backups"));
        assertThat(muster(
                        "client",
                        "database",
                        "backup",
                        "--from=" + old.addresses().backup(),
                        "--to-path=" + backups,
                        "sales"))
                .as(said())
                .isZero();

        assertThat(muster("new", "database", "restore", "--from-path=" + backups, "shop"))
                .as(said())
                .isZero();
        Path script = directory.resolve("new/data/scripts/shop/restore_metadata.cypher");
        assertThat(said())
                .contains("Users and roles are in " + script + ". To bring them back, run it on system:\n    cat "
                        + script + " | muster shell -d system --param \"database => 'shop'\"\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(script)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(script)).doesNotContain("wonderland").doesNotContain("bob");

        MusterServer fresh = start("new");
        printed.reset();
        PrintStream print = new PrintStream(printed, true, StandardCharsets.UTF_8);
        assertThat(Muster.run(
                        new Console(print, print, false),
                        "shell",
                        "-a",
                        "bolt://" + fresh.addresses().bolt(),
                        "-u",
                        "neo4j",
                        "-p",
                        ADMIN_PASSWORD,
                        "-d",
                        "system",
                        "--param",
                        "database => 'shop'",
                        "-f",
                        script.toString()))
                .as(said())
                .isZero();

        assertThat(run(fresh, "alice", "wonderland", "shop", "MATCH (o:Order) RETURN count(o) AS orders"))
                .singleElement()
                .satisfies(row -> assertThat(row.get("orders").asLong()).isEqualTo(2));
        assertThat(asAdmin(fresh, "system", "SHOW USERS YIELD user, home WHERE user = 'alice' RETURN home"))
                .singleElement()
                .satisfies(row -> assertThat(row.get("home").asString()).isEqualTo("shop"));
        assertThatThrownBy(() -> run(fresh, "bob", "the-builder", "shop", "RETURN 1"))
                .isInstanceOf(AuthenticationException.class);
    }

    @Test
    void noUsersComeAlongThatNobodyWants() throws IOException {
        MusterServer old = start("old");
        Path backups = Files.createDirectory(directory.resolve("backups"));
        assertThat(muster(
                        "client",
                        "database",
                        "backup",
                        "--from=" + old.addresses().backup(),
                        "--to-path=" + backups,
                        "--include-metadata=none",
                        "neo4j"))
                .as(said())
                .isZero();
        assertThat(muster("new", "database", "restore", "--from-path=" + backups))
                .as(said())
                .isZero();
        assertThat(said()).doesNotContain("Users and roles");
        assertThat(directory.resolve("new/data/scripts")).doesNotExist();
    }
}

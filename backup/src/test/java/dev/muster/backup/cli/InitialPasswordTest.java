package dev.muster.backup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.catalog.security.InitialUser;
import dev.muster.catalog.security.PasswordHash;
import dev.muster.runtime.World;
import dev.muster.runtime.sim.Simulation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code dbms set-initial-password}: exit code, stdout, stderr, and what the first start of a server will find. */
class InitialPasswordTest {
    private static final Path DATA = Path.of("/server/data");
    private static final Path FILE = DATA.resolve("dbms/auth.ini");

    private final World world = new Simulation(1).server("s1").world();
    private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();

    private int run(String... words) {
        stdout.reset();
        stderr.reset();
        return AdminCommandLine.create(new AdminCommandLine.Context(
                        () -> world,
                        (additional, expand) -> new ServerDirectories(
                                DATA.resolve("databases"),
                                DATA.resolve("transactions"),
                                DATA.resolve("scripts"),
                                DATA.resolve("dumps"),
                                DATA.resolve("cluster-state/server.lock"),
                                1_000,
                                () -> null,
                                null),
                        java.io.InputStream.nullInputStream(),
                        new PrintStream(stdout, true, StandardCharsets.UTF_8),
                        new PrintStream(stderr, true, StandardCharsets.UTF_8),
                        false))
                .execute(words);
    }

    private InitialUser written() throws IOException {
        return InitialUser.parse(new String(world.disk().readAll(FILE), StandardCharsets.UTF_8));
    }

    @Test
    void thePasswordIsKeptHashedUntilTheFirstStart() throws IOException {
        assertThat(run("dbms", "set-initial-password", "h6u4%krx")).isZero();
        assertThat(stdout.toString(StandardCharsets.UTF_8).strip())
                .isEqualTo(
                        "Changed password for user 'neo4j'. IMPORTANT: this change will only take effect if performed"
                                + " before the database is started for the first time.");
        assertThat(new String(world.disk().readAll(FILE), StandardCharsets.UTF_8))
                .doesNotContain("h6u4%krx");
        assertThat(written().name()).isEqualTo("neo4j");
        assertThat(written().passwordChangeRequired()).isFalse();
        assertThat(PasswordHash.matches("h6u4%krx", written().credentials())).isTrue();
    }

    @Test
    void aChangeCanBeRequiredAndAnotherPasswordReplacesTheFirst() throws IOException {
        assertThat(run("dbms", "set-initial-password", "h6u4%krx")).isZero();
        assertThat(run("dbms", "set-initial-password", "another-1", "--require-password-change"))
                .isZero();
        assertThat(written().passwordChangeRequired()).isTrue();
        assertThat(PasswordHash.matches("another-1", written().credentials())).isTrue();
    }

    @Test
    void aShortPasswordIsRefused() throws IOException {
        assertThat(run("dbms", "set-initial-password", "short")).isEqualTo(1);
        assertThat(stderr.toString(StandardCharsets.UTF_8))
                .isEqualTo("the initial password was not set: A password must be at least 8 characters.\n"
                        + "HINT: choose another password\n");
        assertThat(world.disk().exists(FILE)).isFalse();
    }

    @Test
    void afterTheFirstStartItIsTooLate() throws IOException {
        world.disk().createDirectories(DATA.resolve("databases/system"));
        assertThat(run("dbms", "set-initial-password", "h6u4%krx")).isEqualTo(1);
        assertThat(stderr.toString(StandardCharsets.UTF_8))
                .isEqualTo("the initial password was not set: the server has been started before, and there is a system"
                        + " database in /server/data/databases/system\n"
                        + "HINT: change the password with ALTER USER neo4j SET PASSWORD, while the server runs\n");
        assertThat(world.disk().exists(FILE)).isFalse();
    }

    @Test
    void whatCannotBeWrittenIsSaid() throws IOException {
        world.disk().createDirectories(DATA);
        try (var file = world.disk().open(DATA.resolve("dbms"), dev.muster.runtime.Disk.Open.CREATE_NEW)) {
            file.write(ByteBuffer.allocate(1), 0);
        }
        assertThat(run("dbms", "set-initial-password", "h6u4%krx")).isEqualTo(1);
        assertThat(stderr.toString(StandardCharsets.UTF_8))
                .startsWith("the initial password was not set: /server/data/dbms/auth.ini cannot be written: ");
    }

    @Test
    void withoutAPasswordTheUsageIsShown() {
        assertThat(run("dbms", "set-initial-password")).isEqualTo(64);
        assertThat(stderr.toString(StandardCharsets.UTF_8)).contains("--require-password-change");
    }
}

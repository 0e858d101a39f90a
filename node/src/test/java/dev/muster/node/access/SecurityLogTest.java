package dev.muster.node.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.runtime.World;
import dev.muster.runtime.sim.Simulation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The file that tells who did what. */
class SecurityLogTest {
    private static final Path DIRECTORY = Path.of("/logs");

    private final Simulation simulation = new Simulation(1);
    private final World world = simulation.server("s1").world();

    private SecurityLog log(long bytesMax, int oldFiles) {
        return new SecurityLog(
                world.disk(),
                world.clock(),
                world.scheduler().newLane("security-log"),
                DIRECTORY.resolve("security.log"),
                new SecurityLog.Limits(bytesMax, oldFiles, false));
    }

    private String read(String name) throws IOException {
        simulation.runFor(Duration.ofSeconds(1));
        return new String(world.disk().readAll(DIRECTORY.resolve(name)), StandardCharsets.UTF_8);
    }

    @Test
    void aLineSaysWhenWhoAndWhat() throws IOException {
        SecurityLog log = log(10_000, 0);
        log.login("ann", false);
        log.command("ann", "CREATE USER jake\n  SET PASSWORD '******'");
        log.refusedCommand("eve", "STOP DATABASE sales", "Permission denied.");
        assertThat(read("security.log").lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .matches(
                                        "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\+0000 INFO  \\[ann\\]: CREATE USER"
                                                + " jake SET PASSWORD '\\*{6}'"),
                        line -> assertThat(line).endsWith(" ERROR [eve]: STOP DATABASE sales: Permission denied."));
    }

    @Test
    void aFullFileIsFollowedByTheNextAndSoManyOldOnesAreKept() throws IOException {
        SecurityLog log = log(70, 2);
        for (int i = 1; i <= 5; i++) {
            log.command("ann", "STOP DATABASE number" + i);
        }
        assertThat(read("security.log")).contains("number5");
        assertThat(read("security.log.1")).contains("number4");
        assertThat(read("security.log.2")).contains("number3");
        assertThat(world.disk().list(DIRECTORY)).containsExactly("security.log", "security.log.1", "security.log.2");
    }

    @Test
    void afterARestartTheFileGoesOn() throws IOException {
        log(10_000, 0).command("ann", "STOP DATABASE one");
        assertThat(read("security.log")).contains("one");
        log(10_000, 0).command("ann", "STOP DATABASE two");
        assertThat(read("security.log").lines()).hasSize(2);
    }

    @Test
    void aServerThatAsksNobodyWritesNothing() throws IOException {
        SecurityLog.NONE.command(null, "STOP DATABASE sales");
        assertThat(world.disk().list(DIRECTORY)).isEmpty();
    }
}

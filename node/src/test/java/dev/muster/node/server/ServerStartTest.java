package dev.muster.node.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.node.config.ConfigFile;
import dev.muster.node.config.ServerConfig;
import dev.muster.runtime.World;
import dev.muster.runtime.sim.Simulation;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A thread that starts a server and is interrupted meanwhile. */
class ServerStartTest {
    @Test
    void anInterruptedThreadGivesUpTheStartAndStaysInterrupted() {
        World world = new Simulation(1).server("s1").world();
        ServerConfig config = ServerConfig.of(
                Path.of("/muster"), List.of(ConfigFile.parse("settings", "dbms.security.auth_enabled=false")));

        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> MusterServer.start(config, world, failure -> {}))
                .isInstanceOfSatisfying(
                        ServerError.Refusal.class,
                        refusal -> assertThat(refusal.error()).isEqualTo(ServerError.INTERRUPTED))
                .hasMessage("the start was interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }
}

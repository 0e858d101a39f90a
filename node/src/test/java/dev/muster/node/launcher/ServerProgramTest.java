package dev.muster.node.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a program says about how its servers are started. */
class ServerProgramTest {
    private static final Path CONFIGURATION = Path.of("/somewhere/muster.conf");

    private final ServerProgram program = configuration -> List.of("muster", "server", configuration.toString());

    @Test
    void addsNothingToTheEnvironmentOfItsServers() {
        assertThat(program.environment()).isEmpty();
    }

    @Test
    void leavesOutTheSecondCompilerForShortLivesAndIsTheSameOtherwise() {
        ServerProgram shortLived = program.forShortLives();
        assertThat(shortLived.command(CONFIGURATION)).isEqualTo(program.command(CONFIGURATION));
        assertThat(shortLived.environment()).containsOnlyKeys("JAVA_OPTS");
        assertThat(shortLived.environment().get("JAVA_OPTS")).startsWith("-XX:TieredStopAtLevel=1");
    }

    @Test
    void theUsersOwnOptionsComeLastSoThatTheyWin() {
        ServerProgram withOptions = new ServerProgram() {
            @Override
            public List<String> command(Path configuration) {
                return program.command(configuration);
            }

            @Override
            public Map<String, String> environment() {
                return Map.of("JAVA_OPTS", "-XX:TieredStopAtLevel=4 -Xmx1g");
            }
        };
        assertThat(withOptions.forShortLives().environment())
                .isEqualTo(Map.of("JAVA_OPTS", "-XX:TieredStopAtLevel=1 -XX:TieredStopAtLevel=4 -Xmx1g"));
    }
}

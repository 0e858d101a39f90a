package dev.muster.node.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which process is a server's. */
class ServerProcessTest {
    /** Else whoever sets the clock of the machine makes running servers look like ended ones, whose files may be removed. */
    @Test
    void isToldByItsStartAfterTheBootWhichNoClockMoves(@TempDir Path directory) {
        assumeTrue(ServerProcess.sinceBoot(ProcessHandle.current().pid()).isPresent(), "no /proc here");
        ServerProcess sleeping =
                ServerProcess.spawn(List.of("sleep", "60"), Map.of(), directory, directory.resolve("out"));
        try {
            assertThat(sleeping.startedAtMillis())
                    .isEqualTo(ServerProcess.sinceBoot(sleeping.pid()).orElseThrow())
                    .isLessThan(Instant.now().toEpochMilli() / 2);
            assertThat(sleeping.isGone()).isFalse();
        } finally {
            sleeping.kill();
        }
    }

    @Test
    void anotherProcessWithTheSameNumberIsNot(@TempDir Path directory) {
        ServerProcess sleeping =
                ServerProcess.spawn(List.of("sleep", "60"), Map.of(), directory, directory.resolve("out"));
        try {
            ServerProcess before = new ServerProcess(sleeping.pid(), sleeping.startedAtMillis() - 10_000);

            before.kill();

            assertThat(before.isGone()).isTrue();
            assertThat(sleeping.isGone()).isFalse();
        } finally {
            sleeping.kill();
        }
    }
}

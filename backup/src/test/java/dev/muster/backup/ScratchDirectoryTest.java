package dev.muster.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.runtime.World;
import dev.muster.runtime.sim.SimulatedServer;
import dev.muster.runtime.sim.Simulation;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Scratch directories go with whoever made them, at the latest with the next one. */
class ScratchDirectoryTest {
    private static final Path FOLDER = Path.of("/scratch");

    private final SimulatedServer machine = new Simulation(3).server("machine");

    @BeforeEach
    void makeFolder() throws IOException {
        world().disk().createDirectories(FOLDER);
    }

    private World world() {
        return machine.world();
    }

    @Test
    void isGoneWithAllInItOnceItIsClosed() throws IOException {
        try (ScratchDirectory scratch = ScratchDirectory.make(world(), FOLDER, "check")) {
            world().disk().createDirectories(scratch.path().resolve("a").resolve("b"));
            assertThat(scratch.path().getFileName().toString()).startsWith(".muster-check-");
        }
        assertThat(world().disk().list(FOLDER)).isEmpty();
    }

    @Test
    void whatADeadOwnerLeftGoesWithTheNextOneAndWhatALivingOneHasStays() throws IOException {
        ScratchDirectory dead = ScratchDirectory.make(world(), FOLDER, "verify");
        world().disk().createDirectories(dead.path().resolve("databases"));
        machine.kill();
        machine.restart();
        ScratchDirectory living = ScratchDirectory.make(world(), FOLDER, "verify");
        world().disk().createDirectories(FOLDER.resolve(".muster-aggregate-other"));

        try (ScratchDirectory next = ScratchDirectory.make(world(), FOLDER, "verify")) {
            assertThat(world().disk().list(FOLDER))
                    .containsExactlyInAnyOrder(
                            ".muster-aggregate-other",
                            living.path().getFileName().toString(),
                            next.path().getFileName().toString());
        }
        living.close();
        assertThat(world().disk().list(FOLDER)).containsExactly(".muster-aggregate-other");
    }
}

package dev.muster.runtime.faulty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.runtime.Disk;
import dev.muster.runtime.DiskContract;
import dev.muster.runtime.DiskFile;
import dev.muster.runtime.DiskFull;
import dev.muster.runtime.sim.Simulation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A sound disk passes through; one that is full, slow or failing says what the system would say. */
class FaultyDiskTest extends DiskContract {
    private final Simulation simulation = new Simulation(5);
    private final List<Long> pauses = new ArrayList<>();
    private DiskFault fault = DiskFault.NONE;
    private final Disk disk = new FaultyDisk(simulation.server("a").disk(), () -> fault, pauses::add);

    @Override
    protected Disk disk() {
        return disk;
    }

    @Override
    protected Path directory() {
        return simulation.server("a").directory();
    }

    private DiskFile fileOfFourBytes() throws IOException {
        DiskFile file = disk.open(directory().resolve("f"), Disk.Open.CREATE_NEW);
        file.write(ByteBuffer.wrap(new byte[4]), 0);
        return file;
    }

    @Test
    void aFullDiskRefusesWhatNeedsSpaceAndTakesWhatDoesNot() throws IOException {
        DiskFile file = fileOfFourBytes();
        fault = DiskFault.NONE.withFull();
        file.write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4}), 0);
        file.force(false);
        assertThatThrownBy(() -> file.write(ByteBuffer.wrap(new byte[1]), 4)).isInstanceOf(DiskFull.class);
        assertThatThrownBy(() -> file.preallocate(5)).isInstanceOf(DiskFull.class);
        assertThatThrownBy(() -> disk.open(directory().resolve("g"), Disk.Open.CREATE))
                .isInstanceOf(DiskFull.class);
        assertThatThrownBy(() -> disk.createDirectories(directory().resolve("d")))
                .isInstanceOf(DiskFull.class);
        assertThat(disk.usableBytes(directory())).isZero();
        assertThat(disk.exists(directory().resolve("g"))).isFalse();

        fault = DiskFault.NONE;
        file.write(ByteBuffer.wrap(new byte[1]), 4);
        assertThat(file.size()).isEqualTo(5);
    }

    @Test
    void eachActionFailsOnItsOwn() throws IOException {
        DiskFile file = fileOfFourBytes();
        fault = DiskFault.NONE.withFailing(Set.of(DiskFault.Action.SYNC));
        file.write(ByteBuffer.wrap(new byte[4]), 0);
        file.read(ByteBuffer.allocate(4), 0);
        assertThatThrownBy(() -> file.force(false)).hasMessageContaining("f: Input/output error");
        assertThatThrownBy(() -> disk.syncDirectory(directory())).hasMessageContaining("Input/output error");

        fault = DiskFault.NONE.withFailing(Set.of(DiskFault.Action.WRITE));
        file.force(false);
        assertThatThrownBy(() -> file.write(ByteBuffer.wrap(new byte[4]), 0))
                .hasMessageContaining("Input/output error");
        assertThatThrownBy(() -> disk.delete(directory().resolve("f"))).hasMessageContaining("Input/output error");

        fault = DiskFault.NONE.withFailing(Set.of(DiskFault.Action.READ));
        file.write(ByteBuffer.wrap(new byte[4]), 0);
        assertThatThrownBy(() -> file.read(ByteBuffer.allocate(4), 0)).hasMessageContaining("Input/output error");
    }

    @Test
    void aSlowDiskTakesLongerForEachSync() throws IOException {
        DiskFile file = fileOfFourBytes();
        fault = DiskFault.NONE.withSlow(25);
        file.force(true);
        disk.syncDirectory(directory());
        assertThat(pauses).containsExactly(25_000_000L, 25_000_000L);
    }
}

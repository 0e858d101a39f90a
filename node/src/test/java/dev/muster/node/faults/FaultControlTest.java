package dev.muster.node.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.World;
import dev.muster.runtime.faulty.DiskFault;
import dev.muster.runtime.faulty.InjectedFaults;
import dev.muster.runtime.faulty.LinkFault;
import dev.muster.runtime.faulty.WayFault;
import dev.muster.runtime.sim.Simulation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultControlTest {
    private static final InjectedFaults EVERYTHING = new InjectedFaults(
            List.of(new LinkFault(
                    "server03",
                    List.of(new SocketAddress("127.0.0.1", 7000)),
                    WayFault.NONE.withCut(),
                    WayFault.NONE.withDelay(100, 20).withLoss(0.25))),
            DiskFault.NONE.withFull().withSlow(5).withFailing(Set.of(DiskFault.Action.SYNC)),
            -30_000);

    private final World world = new Simulation(3).server("a").world();
    private final Path home = Path.of("/home");

    @BeforeEach
    void makeHome() throws IOException {
        world.disk().createDirectories(FaultsFile.in(home).getParent());
    }

    private void write(String content) throws IOException {
        world.disk().replace(FaultsFile.in(home), content.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        assertThat(FaultsFile.decode(FaultsFile.encode(EVERYTHING))).isEqualTo(EVERYTHING);
        assertThat(FaultsFile.decode(FaultsFile.encode(InjectedFaults.NONE))).isEqualTo(InjectedFaults.NONE);
    }

    @Test
    void faultsAreThoseOfTheFileAtTheStartAndEachTimeItIsReadAgain() throws IOException {
        FaultControl control = FaultControl.open(world, home);
        assertThat(FaultsFile.decode(control.inForce())).isEqualTo(InjectedFaults.NONE);

        world.disk().replace(FaultsFile.in(home), FaultsFile.encode(EVERYTHING));
        assertThat(FaultsFile.decode(control.inForce())).isEqualTo(InjectedFaults.NONE);
        control.reread();
        assertThat(FaultsFile.decode(control.inForce())).isEqualTo(EVERYTHING);
        assertThat(FaultsFile.decode(FaultControl.open(world, home).inForce())).isEqualTo(EVERYTHING);

        world.disk().delete(FaultsFile.in(home));
        control.reread();
        assertThat(FaultsFile.decode(control.inForce())).isEqualTo(InjectedFaults.NONE);
    }

    @Test
    void aDiskThatFailsOnPurposeCanBeHealed() throws IOException {
        FaultControl control = FaultControl.open(world, home);
        world.disk()
                .replace(
                        FaultsFile.in(home),
                        FaultsFile.encode(new InjectedFaults(
                                List.of(), DiskFault.NONE.withFailing(Set.of(DiskFault.Action.READ)), 0)));
        control.reread();
        assertThatThrownBy(() -> control.world().disk().list(home)).hasMessageContaining("Input/output error");
        world.disk().delete(FaultsFile.in(home));
        control.reread();
        assertThat(control.world().disk().list(home)).containsExactly("run");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{\"links\":null,\"disk\":null,\"clockSkewMillis\":0}",
                "{\"disk\":{\"full\":false,\"slowMillis\":-1,\"failing\":[]},\"links\":[],\"clockSkewMillis\":0}",
                "{\"disk\":{\"full\":false,\"slowMillis\":1,\"failing\":[\"MELT\"]},\"links\":[],\"clockSkewMillis\":0}",
                "{\"links\":[],\"disk\":{\"full\":false,\"slowMillis\":0,\"failing\":[]},\"clockSkewMillis\":0,\"x\":1}"
            })
    void aFileThatDoesNotDescribeFaultsChangesNothing(String content) throws IOException {
        world.disk().replace(FaultsFile.in(home), FaultsFile.encode(EVERYTHING));
        FaultControl control = FaultControl.open(world, home);
        write(content);
        assertThatThrownBy(control::reread)
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("/home/run/faults.json cannot be read: it does not describe faults: ");
        assertThat(FaultsFile.decode(control.inForce())).isEqualTo(EVERYTHING);
    }
}

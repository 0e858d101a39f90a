package dev.muster.node.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FreePortsTest {
    @Test
    void portsAreDistinctHeldUntilReleasedAndBelowTheKernelsOwnRange() {
        try (FreePorts ports = new FreePorts()) {
            Set<Integer> all = new HashSet<>();
            for (int server = 0; server < 5; server++) {
                all.addAll(ports.take().byUse().values());
            }
            assertThat(all).hasSize(5 * ServerPorts.COUNT).allMatch(port -> port >= 12_000 && port < 32_000);
            assertThat(all).noneMatch(FreePorts::isFree);
            ServerPorts last = ports.take();
            ports.release(last);
            assertThat(last.byUse().values()).allMatch(FreePorts::isFree);
            assertThat(all).as("the others are still held").noneMatch(FreePorts::isFree);
        }
    }

    @Test
    void portsOfAServerThatIsDownForAMomentAreGivenToNoOther() {
        Set<Integer> first = new HashSet<>();
        try (FreePorts ports = new FreePorts()) {
            for (int server = 0; server < 60; server++) {
                first.addAll(ports.take().byUse().values());
            }
        }
        try (FreePorts ports = new FreePorts()) {
            for (int server = 0; server < 60; server++) {
                assertThat(ports.take().byUse().values()).doesNotContainAnyElementsOf(first);
            }
        }
    }
}

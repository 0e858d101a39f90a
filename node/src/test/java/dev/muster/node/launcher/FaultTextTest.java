package dev.muster.node.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.runtime.faulty.DiskFault;
import dev.muster.runtime.faulty.InjectedFaults;
import dev.muster.runtime.faulty.LinkFault;
import dev.muster.runtime.faulty.WayFault;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FaultTextTest {
    private static LinkFault link(String peer, WayFault send, WayFault receive) {
        return new LinkFault(peer, List.of(), send, receive);
    }

    @Test
    void eachFaultIsSaidFromTheServersPointOfView() {
        WayFault cut = WayFault.NONE.withCut();
        InjectedFaults faults = new InjectedFaults(
                List.of(
                        link("server02", cut, cut),
                        link("server03", cut, WayFault.NONE),
                        link("server04", WayFault.NONE, cut),
                        link("server05", WayFault.NONE.withDelay(100, 0), WayFault.NONE),
                        link("server06", WayFault.NONE.withDelay(5, 20).withLoss(0.005), WayFault.NONE),
                        link("server07", WayFault.NONE, WayFault.NONE)),
                DiskFault.NONE
                        .withFull()
                        .withSlow(50)
                        .withFailing(Set.of(DiskFault.Action.SYNC, DiskFault.Action.WRITE)),
                5_400_000);
        assertThat(FaultText.of(faults))
                .containsExactly(
                        "cut off from server02",
                        "not heard by server03",
                        "does not hear server04",
                        "frames to server05 take 100 ms longer",
                        "frames to server06 take 5 ms longer, and up to 20 ms more",
                        "loses 0.5 % of frames to server06",
                        "disk full",
                        "syncs take 50 ms longer",
                        "disk fails on write, sync",
                        "clock 1h30m ahead");
        assertThat(FaultText.of(InjectedFaults.NONE)).isEmpty();
        assertThat(FaultText.of(new InjectedFaults(List.of(), DiskFault.NONE, -1_500)))
                .containsExactly("clock 1.5s behind");
    }
}

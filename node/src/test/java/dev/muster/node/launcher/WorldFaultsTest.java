package dev.muster.node.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.node.faults.FaultsFile;
import dev.muster.node.launcher.Faults.ActiveFault;
import dev.muster.runtime.faulty.DiskFault;
import dev.muster.runtime.faulty.InjectedFaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written for three servers and confirmed by them; the servers only pretend. */
class WorldFaultsTest {
    @TempDir
    Path home;

    private LocalClusters clusters;
    private Faults faults;

    @BeforeEach
    void start() {
        clusters = LocalClusters.open(
                home,
                ServerProgram.ofThisClassPath("dev.muster.node.launcher.FakeServer"),
                () -> new FakeClient(
                        () -> clusters.recorded("dev"),
                        new TreeSet<>(Set.of("neo4j", "system")),
                        new java.util.ArrayList<>()),
                Progress.SILENT);
        clusters.start(StartRequest.named("dev").withPrimaries(3));
        faults = clusters.faults();
    }

    @AfterEach
    void end() {
        clusters.destroy("dev");
    }

    private InjectedFaults of(String server) {
        return faults.world().of(clusters.recorded("dev").server(server));
    }

    private List<String> texts() {
        return faults.active("dev").stream()
                .map(fault -> fault.server() + ": " + fault.fault())
                .toList();
    }

    @Test
    void faultsAreKeptOnBothSidesOfALinkAddUpAndAreHealedByServerOrAltogether() throws IOException {
        WorldFaults world = faults.world();
        world.partition("dev", List.of("server01"), world.others("dev", List.of("server01")), false);
        world.delay("dev", "server01", List.of("server02"), 40, 0);
        world.diskFull("dev", "server02");
        world.clockSkew("dev", "server02", -60_000);
        assertThat(texts())
                .containsExactly(
                        "server01: cut off from server03",
                        "server01: cut off from server02",
                        "server01: frames to server02 take 40 ms longer",
                        "server02: cut off from server01",
                        "server02: frames to server01 take 40 ms longer",
                        "server02: disk full",
                        "server02: clock 1m behind",
                        "server03: cut off from server01");
        assertThat(of("server03").links().get(0).addresses())
                .hasSize(ServerPorts.COUNT)
                .allMatch(address -> address.host().equals("127.0.0.1"));

        assertThat(faults.heal("dev", "server01")).hasSize(3);
        assertThat(texts()).containsExactly("server02: disk full", "server02: clock 1m behind");

        assertThat(faults.heal("dev"))
                .containsExactly(
                        new ActiveFault("dev", "server02", "disk full"),
                        new ActiveFault("dev", "server02", "clock 1m behind"));
        assertThat(texts()).isEmpty();
        assertThat(FaultsFile.decode(Files.readAllBytes(FaultsFile.in(
                        clusters.recorded("dev").server("server02").directory()))))
                .isEqualTo(InjectedFaults.NONE);
    }

    @Test
    void aOneWayCutIsToldApartOnEachSide() {
        faults.world().partition("dev", List.of("server01"), List.of("server02"), true);
        assertThat(texts()).containsExactly("server01: not heard by server02", "server02: does not hear server01");
        faults.world().drop("dev", "server03", List.of("server01"), 0.1);
        assertThat(texts())
                .contains("server03: loses 10 % of frames to server01", "server01: loses 10 % of frames to server03");
    }

    @Test
    void aServerThatEndedOnAFailingDiskIsStartedAgainWhenItIsHealed() {
        faults.world().diskError("dev", "server03", EnumSet.of(DiskFault.Action.SYNC));
        faults.kill("dev", "server03");
        assertThat(texts()).containsExactly("server03: killed", "server03: disk fails on sync");
        faults.heal("dev", "server03");
        assertThat(texts()).isEmpty();
        assertThat(clusters.status("dev").server("server03").state()).isEqualTo("running");
    }

    @Test
    void faultsOfAFrozenServerAreInForceWhenItGoesOn() {
        faults.pause("dev", "server02");
        faults.world().diskSlow("dev", "server02", 30);
        assertThat(texts()).containsExactly("server02: paused", "server02: syncs take 30 ms longer");
        faults.resume("dev", "server02");
        assertThat(texts()).containsExactly("server02: syncs take 30 ms longer");
    }

    @Test
    void stoppingTheClusterEndsItsFaults() {
        faults.world().diskFull("dev", "server01");
        clusters.stop("dev");
        assertThat(texts()).isEmpty();
    }

    @Test
    void aServerThatCannotBeBrokenSaysWhyAndNothingIsChanged() {
        clusters.destroy("dev");
        clusters.start(StartRequest.named("dev").withPrimaries(1).withSettings(Map.of("fake.unbreakable", "true")));
        assertThatThrownBy(() -> faults.world().diskFull("dev", "server01"))
                .hasMessage("server01 of cluster 'dev' cannot be broken so: it was started without the setting"
                        + " muster.faults.enabled=true");
        assertThat(texts()).isEmpty();
    }
}

package dev.muster.raft;

import static dev.muster.raft.SimCluster.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.runtime.Connection;
import dev.muster.runtime.SocketAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What fails around a group: devices, copies, checkpoints, listeners, strangers. */
class RaftFaultTest {
    @ParameterizedTest
    @CsvSource({
        "Read-only file system, write",
        "Input/output error, write",
        "Input/output error, force",
    })
    void aServerWhoseDeviceFailsStopsSaysWhyAndComesBackFromItsPeers(String error, String call) {
        SimCluster cluster = new SimCluster(1, 3);
        Map<SimCluster.Host, FailingDisk> disks = new HashMap<>();
        cluster.hosts.values().forEach(host -> {
            FailingDisk disk = new FailingDisk(error, call);
            disks.put(host, disk);
            host.around = disk::around;
        });
        cluster.open();
        GroupSpec sales = cluster.startEverywhere(1);
        SimCluster.Host victim = cluster.leader(sales);
        FailingDisk disk = disks.get(victim);
        cluster.propose(victim, sales, "before");
        disk.broken = true;

        CompletableFuture<Object> proposal =
                victim.group(sales).propose(bytes("x")).toCompletableFuture();
        CompletableFuture<Long> barrier = victim.group(sales).barrier().toCompletableFuture();
        CompletableFuture<Membership> change =
                victim.group(sales).addLearner(new MemberId("d", 0), 0).toCompletableFuture();
        cluster.until("the server is told", () -> victim.fatal != null);
        cluster.until("nobody waits", () -> proposal.isDone() && barrier.isDone() && change.isDone());

        assertThat(victim.fatal).isInstanceOf(IOException.class).hasMessage(error);
        assertThat(victim.state(sales).failedWith).isEqualTo("the shared log failed");
        assertThatThrownBy(proposal::join).cause().isInstanceOf(RaftException.class);
        assertThatThrownBy(change::join).cause().isInstanceOf(RaftException.class);
        assertThatThrownBy(barrier::join).cause().isInstanceOf(RaftException.class);
        List<Throwable> toldLater = new ArrayList<>();
        victim.server.onFatal(toldLater::add);
        assertThat(toldLater).containsExactly(victim.fatal);
        cluster.join(victim.group(sales).stop());
        cluster.until("another leads", () -> cluster.leaderNow(sales) != null && cluster.leaderNow(sales) != victim);
        cluster.propose(cluster.leaderNow(sales), sales, "meanwhile");
        disk.broken = false;
        victim.crash();
        victim.restart(List.of(sales));
        cluster.untilEqual(sales);
        assertThat(victim.state(sales).proposed()).startsWith("before").endsWith("meanwhile");
    }

    @Test
    void aLogThatCannotBeReadStopsTheGroupAndNotItsNeighbours() {
        SimCluster cluster = new SimCluster(2, 3);
        cluster.open();
        GroupSpec sales = cluster.startEverywhere(1);
        GroupSpec hr = cluster.startEverywhere(2);
        cluster.proposeMany(cluster.leader(sales), sales, "x", 5);
        cluster.leader(hr);
        SimCluster.Host a = cluster.host("a");
        FailingDisk disk = new FailingDisk("Input/output error", "read");
        a.around = disk::around;
        a.crash();
        a.restart(List.of(hr));
        cluster.until("hr runs", () -> a.group(hr).status().leader() != null);
        disk.broken = true;

        a.start(sales);
        cluster.until("it reports", () -> a.state(sales).failedWith != null);

        assertThat(a.state(sales).failedWith).isEqualTo("its log cannot be read");
        assertThat(a.fatal).isNull();
        cluster.propose(cluster.leader(hr), hr, "y");
        cluster.untilEqual(hr);
    }

    @Test
    void aCopyThatCannotBeStartedStopsTheGroup() {
        SimCluster cluster = new SimCluster(3, 3).open();
        GroupSpec sales = cluster.startEverywhere(1);
        SimCluster.Host lagging = lagging(cluster, sales);
        lagging.machines.get(sales.id()).copyFails = true;
        lagging.restart(List.of(sales));

        cluster.until("it reports", () -> lagging.state(sales).failedWith != null);

        assertThat(lagging.state(sales).failedWith).matches("the copy of the state at entry \\d+ could not be started");
        cluster.propose(cluster.leader(sales), sales, "y");
    }

    @Test
    void aCopyThatDoesNotReachFarEnoughStopsTheGroup() {
        SimCluster cluster = new SimCluster(4, 3).open();
        GroupSpec sales = cluster.startEverywhere(1);
        SimCluster.Host lagging = lagging(cluster, sales);
        ListMachine state = lagging.machines.get(sales.id());
        lagging.machine.restart();
        lagging.open();
        lagging.start(sales);
        state.source = from -> new ListMachine();

        cluster.until("it reports", () -> state.failedWith != null);

        assertThat(state.failedWith).matches("the copied state ends at entry 0, wanted \\d+");
    }

    @Test
    void aCopyIsTakenOnceThoughItsEndIsToldTwice() {
        SimCluster cluster = new SimCluster(5, 3).open();
        GroupSpec sales = cluster.startEverywhere(1);
        SimCluster.Host lagging = lagging(cluster, sales);
        lagging.machines.get(sales.id()).tellsTwice = true;

        lagging.restart(List.of(sales));
        cluster.untilEqual(sales);
        cluster.proposeMany(cluster.leader(sales), sales, "y", 5);
        cluster.untilEqual(sales);

        assertThat(lagging.state(sales).copies).isEqualTo(1);
        assertThat(lagging.state(sales).failedWith).isNull();
    }

    /** The state has all of the snapshot, but not durably: without a checkpoint the log before it must not go. */
    @Test
    void aSnapshotWaitsUntilTheStateBehindItIsDurable() {
        SimCluster cluster = new SimCluster(6, 3).open();
        GroupSpec sales = cluster.startEverywhere(1);
        SimCluster.Host lagging = lagging(cluster, sales);
        ListMachine state = lagging.machines.get(sales.id());
        state.checkpointFails = true;
        lagging.restart(List.of(sales));
        cluster.simulation.runFor(Duration.ofSeconds(3));

        assertThat(state.copies).isEqualTo(1);
        assertThat(lagging.group(sales).status().snapshotIndex()).isZero();
        assertThat(state.failedWith).isNull();
        state.checkpointFails = false;
        cluster.until("it is installed", () -> lagging.group(sales).status().snapshotIndex() > 0);
        cluster.untilEqual(sales);
        assertThat(state.copies).isEqualTo(1);
    }

    @Test
    void aConnectionThatDoesNotSpeakRaftIsClosed() {
        SimCluster cluster = new SimCluster(27, 3).open();
        GroupSpec sales = cluster.startEverywhere(1);
        cluster.leader(sales);
        boolean[] closed = new boolean[1];
        Connection stranger = cluster.join(cluster.host("b")
                .machine
                .world()
                .network()
                .connect(
                        new SocketAddress("a", SimCluster.PORT),
                        new Connection.FrameHandler() {
                            @Override
                            public void received(Connection connection, byte[] frame) {}

                            @Override
                            public void closed(Connection connection, Throwable cause) {
                                closed[0] = true;
                            }
                        },
                        1_000));

        stranger.send(bytes("GET / HTTP/1.1"));

        cluster.until("it is closed", () -> closed[0]);
        cluster.propose(cluster.leader(sales), sales, "x");
    }

    @Test
    void groupsOnDifferentLanesOfAServerDoNotWaitForEachOther() {
        SimCluster cluster = new SimCluster(8, 3).open();
        GroupSpec sales = cluster.startEverywhere(1);
        cluster.leader(sales);
        cluster.hosts
                .values()
                .forEach(host -> host.lane = host.machine.world().scheduler().newLane("more groups"));
        GroupSpec hr = cluster.startEverywhere(2);
        cluster.proposeMany(cluster.leader(hr), hr, "x", 100);
        cluster.proposeMany(cluster.leader(sales), sales, "x", 100);
        cluster.untilEqual(hr);
        cluster.untilEqual(sales);

        cluster.hosts.values().forEach(SimCluster.Host::crash);
        cluster.hosts.values().forEach(host -> host.restart(List.of(sales, hr)));
        cluster.leader(hr);
        cluster.untilEqual(hr);
        assertThat(cluster.host("a").state(hr).proposed()).hasSize(100);
    }

    @Test
    void aListenerThatThrowsHoldsUpNobody() {
        SimCluster cluster = new SimCluster(9, 3).open();
        GroupSpec sales = cluster.startEverywhere(1);
        SimCluster.Host leader = cluster.leader(sales);
        leader.group(sales).propose(bytes("x")).thenRun(() -> {
            throw new IllegalStateException("a defect of the caller");
        });
        leader.state(sales).roleChangeThrows = true;
        SimCluster.Host heir = cluster.hosts.values().stream()
                .filter(host -> host != leader)
                .findFirst()
                .orElseThrow();

        cluster.join(leader.group(sales).transferLeadership(heir.member()));

        cluster.propose(cluster.leader(sales), sales, "y");
        cluster.untilEqual(sales);
        assertThat(leader.state(sales).failedWith).isNull();
    }

    @Test
    void aGroupRunsOnceOnAServer() {
        SimCluster cluster = new SimCluster(10, 1).open();
        GroupSpec sales = cluster.startEverywhere(1);
        SimCluster.Host a = cluster.leader(sales);

        assertThatThrownBy(() -> a.start(sales))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("db1 runs on a already");
        cluster.propose(cluster.leader(sales), sales, "x");
    }

    @Test
    void aGroupThatIsStoppedBeforeItHasStartedNeverRuns() {
        SimCluster cluster = new SimCluster(11, 1).open();
        SimCluster.Host a = cluster.host("a");
        RaftGroup group = a.start(cluster.spec(1));
        CompletableFuture<Object> early = group.propose(bytes("too early")).toCompletableFuture();
        CompletableFuture<Void> stopped = group.stop().toCompletableFuture();
        cluster.join(stopped);

        assertThatThrownBy(early::join)
                .cause()
                .isInstanceOf(RaftException.NotLeader.class)
                .hasMessage("not the leader of db1; no leader is known");
        assertThatThrownBy(() -> cluster.join(group.barrier()))
                .cause()
                .isInstanceOf(RaftException.Stopped.class)
                .hasMessage("db1 does not run on this server");
        assertThat(cluster.join(a.start(cluster.spec(1)).stop())).isNull();
    }

    @Test
    void aGroupWithoutEntriesHasNothingToCheckpoint() {
        SimCluster cluster = new SimCluster(12, 3).open();
        SimCluster.Host a = cluster.host("a");
        RaftGroup group = a.start(cluster.spec(1));

        cluster.simulation.runFor(Duration.ofSeconds(1));
        assertThat(cluster.join(group.takeSnapshot())).isZero();
    }

    @Test
    void anotherLaneOfTheServerMayStopAGroupThatIsHandingOver() {
        SimCluster cluster = new SimCluster(13, 3).open();
        GroupSpec sales = cluster.startEverywhere(1);
        SimCluster.Host leader = cluster.leader(sales);
        cluster.simulation.runFor(Duration.ofMillis(300));
        MemberId heir = leader.group(sales).status().followers().get(0).member();

        CompletableFuture<Void> handover =
                leader.group(sales).transferLeadership(heir).toCompletableFuture();
        cluster.join(leader.group(sales).stop());

        cluster.until("it is answered", handover::isDone);
        assertThatThrownBy(handover::join).cause().isInstanceOf(RaftException.class);
        cluster.until("another leads", () -> cluster.leaderNow(sales) != null && cluster.leaderNow(sales) != leader);
    }

    @Test
    void settingsThatCannotWorkAreRefused() {
        assertThatCode(RaftSettings::defaults).doesNotThrowAnyException();
        assertThatThrownBy(() -> new RaftSettings(150, 299, 2_000, 1, 1, 1, 1 << 30))
                .hasMessage("the election timeout (299 ms) must be at least twice the heartbeat (150 ms)");
        assertThatThrownBy(() -> new RaftSettings(150, 300, 1_999, 1, 1, 1, 1 << 30))
                .hasMessage("entries before a snapshot: 1999 < 2000");
    }

    /** A member that is down while the others' logs go on and are cut. */
    private static SimCluster.Host lagging(SimCluster cluster, GroupSpec spec) {
        SimCluster.Host leader = cluster.leader(spec);
        SimCluster.Host lagging = cluster.hosts.values().stream()
                .filter(host -> host != leader)
                .findFirst()
                .orElseThrow();
        lagging.crash();
        cluster.proposeMany(leader, spec, "x", 500);
        cluster.join(leader.group(spec).takeSnapshot());
        return lagging;
    }
}

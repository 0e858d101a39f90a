package dev.muster.raft;

import static dev.muster.raft.SimCluster.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.runtime.Disk;
import dev.muster.runtime.DiskFile;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.World;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RaftRecoveryTest {
    @Test
    void aRestartedServerKnowsItsTermItsVoteAndItsEntries() {
        SimCluster cluster = new SimCluster(1, 3).open();
        GroupSpec sales = cluster.startEverywhere(1);
        SimCluster.Host leader = cluster.leader(sales);
        cluster.proposeMany(leader, sales, "x", 50);
        int term = leader.group(sales).status().term();

        cluster.hosts.values().forEach(SimCluster.Host::crash);
        cluster.hosts.values().forEach(host -> host.restart(List.of(sales)));
        SimCluster.Host next = cluster.leader(sales);
        cluster.untilEqual(sales);

        assertThat(next.group(sales).status().term()).isGreaterThan(term);
        assertThat(next.state(sales).proposed()).hasSize(50);
        assertThat(next.server.metrics().tailRepair()).isEmpty();
    }

    @Test
    void theMembersOfTheLogWinOverThoseOfALaterSpec() {
        SimCluster cluster = new SimCluster(2, 3).open();
        GroupSpec sales = cluster.startEverywhere(1);
        cluster.leader(sales);
        SimCluster.Host a = cluster.host("a");
        a.crash();

        a.restart(List.of(new GroupSpec(sales.id(), "db1", List.of(a.member()))));
        cluster.until("a is back", () -> a.group(sales).status().leader() != null);

        assertThat(a.group(sales).status().members()).hasSize(3);
    }

    @Test
    void aTornTailIsCutAndReported() throws IOException {
        SimCluster cluster = new SimCluster(3, 3).open();
        GroupSpec sales = cluster.startEverywhere(1);
        cluster.proposeMany(cluster.leader(sales), sales, "x", 20);
        SimCluster.Host a = cluster.host("a");
        cluster.untilEqual(sales);
        a.machine.kill();
        int end = endOf(a, segment(a, 1));
        overwrite(a, segment(a, 1), end, bytes("half a record, and not even a header of one"));

        a.restart(List.of(sales));
        cluster.proposeMany(cluster.leader(sales), sales, "y", 5);
        cluster.untilEqual(sales);

        assertThat(a.server.metrics().tailRepair())
                .isEqualTo(
                        "cut 43 bytes of an unfinished write off the end of raft-0000000001.wal (at byte " + end + ")");
        a.crash();
        a.restart(List.of(sales));
        assertThat(a.server.metrics().tailRepair()).isEmpty();
    }

    /** MicroRaft 0.7: what a leader once knew of a member's log it never unlearns. */
    @Test
    void aMemberWhoseDiskLostTheSyncedEndOfItsLogGetsItAgainFromTheSameLeader() throws IOException {
        SimCluster cluster = new SimCluster(11, 3).open();
        GroupSpec sales = cluster.startEverywhere(1);
        SimCluster.Host leader = cluster.leader(sales);
        cluster.proposeMany(leader, sales, "x", 20);
        cluster.proposeMany(leader, sales, "the end ", 20);
        cluster.untilEqual(sales);
        int term = leader.group(sales).status().term();
        SimCluster.Host damaged = cluster.hosts.values().stream()
                .filter(host -> host != leader)
                .findFirst()
                .orElseThrow();
        damaged.machine.kill();
        Path last = lastSegmentWith(damaged, "the end ");
        int lost = find(damaged, last, "the end ");
        int size = damaged.machine.disk().readAll(last).length;
        overwrite(damaged, last, lost, new byte[size - lost]);
        damaged.state(sales).loseUnsynced();

        damaged.restart(List.of(sales));
        cluster.untilEqual(sales);

        assertThat(damaged.server.metrics().tailRepair()).isNotEmpty();
        assertThat(damaged.state(sales).proposed()).hasSize(40).endsWith("the end 19");
        assertThat(leader.group(sales).status().term()).isEqualTo(term);
        assertThat(cluster.leaderNow(sales)).isSameAs(leader);
        cluster.until("the leader knows", () -> leader.group(sales).status().lag(damaged.member()) == 0);
    }

    @Test
    void damageBeforeTheTailStopsOnlyTheGroupItHit() throws IOException {
        SimCluster cluster = new SimCluster(4, 3).open();
        GroupSpec sales = cluster.startEverywhere(1);
        GroupSpec hr = cluster.startEverywhere(2);
        cluster.propose(cluster.leader(sales), sales, "the entry to damage");
        cluster.proposeMany(cluster.leader(hr), hr, "x", 20);
        cluster.proposeMany(cluster.leader(sales), sales, "y", 5);
        SimCluster.Host a = cluster.host("a");
        cluster.untilEqual(sales);
        a.machine.kill();
        a.machine.disk().corrupt(segment(a, 1), find(a, segment(a, 1), "the entry to damage") + 3);

        a.restart(List.of(hr));

        assertThatThrownBy(() -> a.start(sales))
                .isInstanceOf(RaftServer.CorruptLog.class)
                .hasMessageStartingWith("the Raft log is damaged before its end: record of kind ENTRY at index 2 in"
                        + " raft-0000000001.wal (byte ")
                .hasMessageEndingWith(
                        ") fails its checksum (STOP DATABASE and START DATABASE replace this copy by one from"
                                + " the other servers)");
        cluster.proposeMany(cluster.leader(hr), hr, "z", 5);
        cluster.untilEqual(hr);
        assertThat(a.server.groupsOnDisk()).contains(sales.id(), hr.id());
        cluster.join(CompletableFuture.completedFuture(null));
        a.server.forget(sales.id());
        cluster.until("it is forgotten", () -> !a.server.groupsOnDisk().contains(sales.id()));
    }

    @Test
    void anUnreadableHeaderIsBlamedOnTheGroupWhoseRecordsAreMissing() throws IOException {
        SimCluster cluster = new SimCluster(5, 3).open();
        GroupSpec sales = cluster.startEverywhere(1);
        GroupSpec hr = cluster.startEverywhere(2);
        cluster.propose(cluster.leader(sales), sales, "the entry to damage");
        cluster.proposeMany(cluster.leader(hr), hr, "x", 20);
        cluster.proposeMany(cluster.leader(sales), sales, "y", 5);
        SimCluster.Host a = cluster.host("a");
        cluster.untilEqual(sales);
        a.machine.kill();
        int payload = find(a, segment(a, 1), "the entry to damage");
        for (int at = payload - 49; at < payload; at++) {
            a.machine.disk().corrupt(segment(a, 1), at);
        }

        a.restart(List.of(hr));

        assertThatThrownBy(() -> a.start(sales))
                .isInstanceOf(RaftServer.CorruptLog.class)
                .hasMessageContaining("of the group are missing");
        cluster.leader(hr);
    }

    @Test
    void aFullDiskRefusesProposalsLosesNothingAndHeals() {
        SimCluster cluster = new SimCluster(6, 1);
        cluster.settings = new RaftSettings(150, 600, 2_000, 512, 1 << 20, 64 * 1024, 1 << 30);
        cluster.open();
        GroupSpec sales = cluster.startEverywhere(1);
        SimCluster.Host a = cluster.leader(sales);
        cluster.propose(a, sales, "before");
        cluster.simulation.runFor(Duration.ofMillis(100));
        a.machine.disk().setFull(true);

        int acknowledged = 1;
        Throwable refusal = null;
        for (int i = 0; i < 100 && refusal == null; i++) {
            CompletableFuture<Object> proposal =
                    a.group(sales).propose(new byte[8_000]).toCompletableFuture();
            cluster.simulation.runFor(Duration.ofMillis(5));
            if (proposal.isCompletedExceptionally()) {
                refusal = proposal.handle((result, failure) -> failure).join();
            } else if (proposal.isDone()) {
                acknowledged++;
            } else {
                break;
            }
        }

        assertThat(refusal).isInstanceOf(RaftException.LogFull.class).hasMessage("the disk of the Raft log is full");
        assertThat(a.server.metrics().full()).isTrue();
        a.machine.disk().setFull(false);
        cluster.until("space is found again", () -> !a.server.metrics().full());
        cluster.propose(a, sales, "after");
        int applied = a.state(sales).proposed().size();
        assertThat(applied).isEqualTo(acknowledged + 1);
        a.crash();
        a.restart(List.of(sales));
        cluster.leader(sales);
        assertThat(a.state(sales).proposed()).hasSize(applied);
    }

    @Test
    void aFollowerWithAFullDiskIsSilentAndCatchesUpWhenThereIsSpace() {
        SimCluster cluster = new SimCluster(9, 3);
        cluster.settings = new RaftSettings(150, 600, 2_000, 512, 1 << 20, 64 * 1024, 1 << 30);
        cluster.open();
        GroupSpec sales = cluster.startEverywhere(1);
        SimCluster.Host leader = cluster.leader(sales);
        cluster.simulation.runFor(Duration.ofMillis(100));
        SimCluster.Host follower = cluster.hosts.values().stream()
                .filter(host -> host != leader)
                .findFirst()
                .orElseThrow();
        follower.machine.disk().setFull(true);
        for (int i = 0; i < 60; i++) {
            cluster.join(leader.group(sales).propose(("x" + "y".repeat(5_000)).getBytes(StandardCharsets.UTF_8)));
        }
        assertThat(follower.server.metrics().full()).isTrue();
        assertThat(follower.state(sales).proposed()).hasSizeLessThan(60);

        follower.machine.disk().setFull(false);
        cluster.untilEqual(sales);

        assertThat(follower.state(sales).proposed()).hasSize(60);
        assertThat(follower.fatal).isNull();
    }

    @Test
    void aFailedSyncIsFatalAndNothingIsAcknowledgedAfterIt() {
        SimCluster cluster = new SimCluster(8, 3).open();
        GroupSpec sales = cluster.startEverywhere(1);
        SimCluster.Host leader = cluster.leader(sales);
        cluster.propose(leader, sales, "before");
        leader.machine.disk().setSyncsFail(true);

        CompletableFuture<Object> proposal =
                leader.group(sales).propose(bytes("x")).toCompletableFuture();
        cluster.until("the server is told", () -> leader.fatal != null && proposal.isDone());

        assertThat(leader.fatal).isInstanceOf(IOException.class);
        assertThatThrownBy(proposal::join).cause().isInstanceOf(RaftException.OutcomeUnknown.class);
        assertThat(leader.state(sales).failedWith).isEqualTo("the shared log failed");
        leader.machine.disk().setSyncsFail(false);
        assertThatThrownBy(() -> cluster.join(leader.group(sales).propose(bytes("y"))))
                .cause()
                .isInstanceOf(RaftException.Stopped.class);
        cluster.until("another leads", () -> cluster.leaderNow(sales) != null && cluster.leaderNow(sales) != leader);
        cluster.propose(cluster.leaderNow(sales), sales, "after");
        leader.crash();
        leader.restart(List.of(sales));
        cluster.untilEqual(sales);
        assertThat(leader.state(sales).proposed()).startsWith("before").endsWith("after");
    }

    @Test
    void theDirectoryOfAnotherServerOrAnotherProcessIsRefused() {
        SimCluster cluster = new SimCluster(9, 1).open();
        SimCluster.Host a = cluster.host("a");
        World world = a.machine.world();

        assertThatThrownBy(() -> cluster.join(open(cluster, world, a, new MemberId("a", 0))))
                .cause()
                .isInstanceOf(RaftServer.CorruptLog.class)
                .hasMessage("the Raft log in /muster/raft is in use by another process (stop the other server first)");
        cluster.join(a.server.shutDown());
        assertThatThrownBy(() -> cluster.join(open(cluster, world, a, new MemberId("b", 0))))
                .cause()
                .isInstanceOf(RaftServer.CorruptLog.class)
                .hasMessage("the Raft log in /muster/raft belongs to server a, this is server b"
                        + " (check the data directory of this server)");
        assertThatThrownBy(() -> {
                    Path first = segment(a, 1);
                    overwriteFormat(world, first);
                    cluster.join(open(cluster, world, a, new MemberId("a", 0)));
                })
                .cause()
                .isInstanceOf(RaftServer.CorruptLog.class)
                .hasMessage("the Raft log in /muster/raft has format 3, this program reads up to 2"
                        + " (start it with the newer program)");
    }

    @Test
    void anAddressInUseIsAnErrorAndLeavesTheDirectoryFree() {
        SimCluster cluster = new SimCluster(10, 1).open();
        SimCluster.Host a = cluster.host("a");
        World world = a.machine.world();
        Path other = a.machine.directory().resolve("other");

        assertThatThrownBy(() -> cluster.join(RaftServers.open(
                        cluster.settings, world, other, a.member(), new SocketAddress("a", SimCluster.PORT))))
                .cause()
                .isInstanceOf(IOException.class)
                .hasMessageContaining("already in use");
        cluster.join(RaftServers.open(cluster.settings, world, other, a.member(), new SocketAddress("a", 7001)));
    }

    private static java.util.concurrent.CompletionStage<RaftServer> open(
            SimCluster cluster, World world, SimCluster.Host host, MemberId self) {
        return RaftServers.open(cluster.settings, world, host.directory(), self, new SocketAddress("a", 7002));
    }

    private static Path segment(SimCluster.Host host, int number) {
        return host.directory().resolve(String.format("raft-%010d.wal", number));
    }

    private static int endOf(SimCluster.Host host, Path file) throws IOException {
        byte[] content = host.machine.disk().readAll(file);
        int end = content.length;
        while (end > 0 && content[end - 1] == 0) {
            end--;
        }
        return Math.max(end, lastRecordEnd(content));
    }

    /** Records may end in zeros (their payload): walks them. */
    private static int lastRecordEnd(byte[] content) {
        int at = 512;
        ByteBuffer in = ByteBuffer.wrap(content);
        while (at + 48 <= content.length && in.getShort(at + 14) == 0x4D52) {
            at += 48 + in.getInt(at + 4);
        }
        return at;
    }

    private static Path lastSegmentWith(SimCluster.Host host, String text) throws IOException {
        Path found = null;
        for (int number = 1; host.machine.disk().exists(segment(host, number)); number++) {
            found = find(host, segment(host, number), text) >= 0 ? segment(host, number) : found;
        }
        return found;
    }

    private static int find(SimCluster.Host host, Path file, String text) throws IOException {
        String content = new String(host.machine.disk().readAll(file), StandardCharsets.ISO_8859_1);
        return content.indexOf(text);
    }

    private static void overwrite(SimCluster.Host host, Path file, int position, byte[] bytes) throws IOException {
        try (DiskFile open = host.machine.disk().open(file, Disk.Open.WRITE)) {
            open.write(ByteBuffer.wrap(bytes), position);
            open.force(true);
        }
    }

    /** Rewrites the header as a later format would have it. */
    private static void overwriteFormat(World world, Path file) throws IOException {
        byte[] head = new byte[512];
        ByteBuffer header = ByteBuffer.wrap(head);
        header.putLong(0x4D55535452414654L)
                .putInt(3)
                .putInt(1)
                .putInt(1)
                .put((byte) 'a')
                .put((byte) 0);
        java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
        crc.update(head, 0, header.position());
        header.putInt((int) crc.getValue());
        try (DiskFile open = world.disk().open(file, Disk.Open.WRITE)) {
            open.write(ByteBuffer.wrap(head), 0);
        }
    }
}

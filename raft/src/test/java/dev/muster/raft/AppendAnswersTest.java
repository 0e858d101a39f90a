package dev.muster.raft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.raft.wire.Endpoint;
import dev.muster.raft.wire.FrameReader;
import io.microraft.model.impl.DefaultRaftModelFactory;
import io.microraft.model.message.RaftMessage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which answers to its appends a leader believes. */
class AppendAnswersTest {
    private final SimCluster cluster = new SimCluster(3, 3).open();
    private final GroupSpec sales = cluster.startEverywhere(1);

    /** A follower may have cut off what it confirmed to the same leader in an earlier term. */
    @Test
    void anAnswerOfAnEarlierTermConfirmsNothing() {
        SimCluster.Host leader = cutOffLeader();
        HostedGroup group = (HostedGroup) leader.group(sales);
        leader.group(sales).propose(SimCluster.bytes("undecided"));
        cluster.simulation.runFor(Duration.ofMillis(20));
        RaftStatus before = leader.group(sales).status();
        assertThat(before.lastIndex()).isEqualTo(before.commitIndex() + 1);

        leader.lane.execute(() -> group.receive(answer(leader, before.term() - 1, before.lastIndex())));
        cluster.simulation.runFor(Duration.ofMillis(20));
        assertThat(leader.group(sales).status().commitIndex()).isEqualTo(before.commitIndex());

        leader.lane.execute(() -> group.receive(answer(leader, before.term(), before.lastIndex())));
        cluster.simulation.runFor(Duration.ofMillis(20));
        assertThat(leader.group(sales).status().commitIndex()).isEqualTo(before.lastIndex());
    }

    /** Followers may be faster than the leader's own disk; what it would lose in a crash is not committed by it. */
    @Test
    void aLeaderCommitsNothingThatItsOwnDiskDoesNotHave() {
        SimCluster.Host leader = cutOffLeader();
        HostedGroup group = (HostedGroup) leader.group(sales);
        RaftStatus before = leader.group(sales).status();
        leader.machine.disk().setSyncTime(Duration.ofMillis(100), Duration.ofMillis(100));
        leader.group(sales).propose(SimCluster.bytes("slow"));
        cluster.simulation.runFor(Duration.ofMillis(1));
        followers(leader)
                .forEach(host -> leader.lane.execute(
                        () -> group.receive(answer(leader, host, before.term(), before.lastIndex() + 1))));

        cluster.simulation.runFor(Duration.ofMillis(50));
        assertThat(leader.state(sales).proposed()).doesNotContain("slow");

        cluster.simulation.runFor(Duration.ofMillis(150));
        assertThat(leader.state(sales).proposed()).contains("slow");
    }

    private SimCluster.Host cutOffLeader() {
        SimCluster.Host leader = cluster.leader(sales);
        cluster.propose(leader, sales, "x");
        followers(leader).forEach(host -> cluster.simulation.network().cut(leader.name, host.name));
        return leader;
    }

    private List<SimCluster.Host> followers(SimCluster.Host leader) {
        return cluster.hosts.values().stream().filter(host -> host != leader).toList();
    }

    private FrameReader.Incoming answer(SimCluster.Host leader, int term, long index) {
        return answer(leader, followers(leader).get(0), term, index);
    }

    private FrameReader.Incoming answer(SimCluster.Host leader, SimCluster.Host from, int term, long index) {
        RaftMessage message = new DefaultRaftModelFactory()
                .createAppendEntriesSuccessResponseBuilder()
                .setGroupId(sales.id().value())
                .setSender(new Endpoint(from.name, 0))
                .setTerm(term)
                .setLastLogIndex(index)
                .setQuerySequenceNumber(0)
                .setFlowControlSequenceNumber(0)
                .build();
        return new FrameReader.Incoming(sales.id().value(), message, -1);
    }
}

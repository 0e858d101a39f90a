package dev.muster.sim.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.raft.Role;
import dev.muster.sim.check.FinalState;
import dev.muster.sim.cluster.ClientAnswer;
import dev.muster.sim.cluster.ClientAnswer.Outcome;
import dev.muster.sim.cluster.SimulatedMember;
import dev.muster.sim.fault.FaultKind;
import java.time.Duration;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole servers whose disks run full and have space again: databases stay up, and nothing acknowledged is lost. */
class FullDiskRunTest extends SalesScenario {
    @ParameterizedTest
    @ValueSource(longs = {1, 5})
    void registersStayRegistersWhileDisksRunFull(long seed) {
        RunResult result =
                SimulationRun.of(new RunOptions(seed, "registers", 30, 0, EnumSet.of(FaultKind.FULL_DISK), null));
        assertThat(result.problems()).isEmpty();
        assertThat(result.faults()).hasSizeGreaterThanOrEqualTo(5);
    }

    @Test
    void aFollowerWithAFullDiskGoesOnApplying() {
        comeUp();
        SimulatedMember follower = memberWith(Role.FOLLOWER);
        follower.machine().disk().setFull(true);
        for (int i = 0; i < 20; i++) {
            assertThat(write().isDone()).isTrue();
        }
        simulation.runFor(Duration.ofSeconds(2));
        assertThat(sales(follower).lastTransactionId())
                .isEqualTo(sales(memberWith(Role.LEADER)).lastTransactionId());
        assertThat(sales(follower).message()).startsWith("the disk is full: no space left to write");

        follower.machine().disk().setFull(false);
        simulation.runFor(Duration.ofSeconds(2));
        assertThat(sales(follower).message()).isEmpty();
        assertAllIsWell();
        assertNeverStartedAgain();
    }

    @Test
    void whenAllDisksAreFullWritesAreRefusedWithTheReasonAndWorkAgainOnceThereIsSpace() {
        comeUp();
        setFull(true);
        ClientAnswer beforeItIsNoticed = write();
        assertThat(beforeItIsNoticed.isDone()).isTrue();
        for (int i = 0; i < 40; i++) {
            simulation.runFor(PAUSE);
            ClientAnswer answer = write();
            assertThat(answer.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(answer.code()).isEqualTo("Neo.TransientError.Cluster.ReplicationFailure");
            assertThat(answer.message()).contains("nothing was changed: the disk is full: no space left to write");
        }
        assertThat(keys()).containsExactlyElementsOf(acknowledged);

        setFull(false);
        simulation.runFor(Duration.ofSeconds(2));
        assertThat(write().isDone()).isTrue();
        assertAllIsWell();
        assertNeverStartedAgain();
    }

    @Test
    void aPowerCutOfAllServersWhileTheirDisksAreFullLosesNothing() {
        comeUp();
        setFull(true);
        write();
        assertThat(write().outcome()).isEqualTo(Outcome.REFUSED);
        simulation.runFor(Duration.ofSeconds(3));
        cluster.members().forEach(SimulatedMember::cutPower);
        simulation.runFor(Duration.ofSeconds(1));
        setFull(false);
        cluster.startAll();
        simulation.runUntil("all servers are as requested", new FinalState(cluster)::isAsRequested, LIMIT);
        assertThat(acknowledged).hasSize(6);
        assertAllIsWell();
    }

    private void setFull(boolean full) {
        cluster.members().forEach(member -> member.machine().disk().setFull(full));
    }

    private void assertNeverStartedAgain() {
        assertThat(cluster.members())
                .allSatisfy(member -> assertThat(sales(member).starts()).isOne());
    }
}

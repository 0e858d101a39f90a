package dev.muster.sim.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.node.hosting.HostedDatabase;
import dev.muster.raft.Role;
import dev.muster.runtime.sim.Simulation;
import dev.muster.sim.check.ClusterWatch;
import dev.muster.sim.check.EntryLedger;
import dev.muster.sim.check.FinalState;
import dev.muster.sim.cluster.ClientAnswer;
import dev.muster.sim.cluster.ClientAnswer.Outcome;
import dev.muster.sim.cluster.ClientRequest;
import dev.muster.sim.cluster.Journal;
import dev.muster.sim.cluster.Seams;
import dev.muster.sim.cluster.SimulatedClient;
import dev.muster.sim.cluster.SimulatedCluster;
import dev.muster.sim.cluster.SimulatedMember;
import dev.muster.sim.fault.FaultKind;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole servers whose disks run full and have space again: databases stay up, and nothing acknowledged is lost. */
class FullDiskRunTest {
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Simulation simulation = new Simulation(11);
    private final EntryLedger entries = new EntryLedger();
    private final SimulatedCluster cluster =
            new SimulatedCluster(simulation, 3, Map.of(), Seams.NONE, entries, new Journal());
    private final Set<Long> acknowledged = new TreeSet<>();
    private SimulatedClient client;
    private long lastKey;

    @ParameterizedTest
    @ValueSource(longs = {1, 6})
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

    /** Three servers with a database, and five transactions in it. */
    private void comeUp() {
        client = cluster.newClient();
        cluster.startAll();
        simulation.runUntil(
                "all servers are up", () -> cluster.all(member -> member.state() == SimulatedMember.State.UP), LIMIT);
        ClusterWatch.begin(cluster, entries);
        Insistence insistence = new Insistence(cluster);
        insistence.add(ClientRequest.admin("CREATE DATABASE sales IF NOT EXISTS WAIT"));
        insistence.begin();
        simulation.runUntil("the database is there", insistence::isDone, LIMIT);
        simulation.runUntil("all servers have it", new FinalState(cluster)::isAsRequested, LIMIT);
        for (int i = 0; i < 5; ) {
            if (write().isDone()) {
                i++;
            }
        }
    }

    private void setFull(boolean full) {
        cluster.members().forEach(member -> member.machine().disk().setFull(full));
    }

    private ClientAnswer write() {
        long key = ++lastKey;
        ClientAnswer answer = ask(ClientRequest.write("sales", "CREATE (:Order {key: $key})", Map.of("key", key)));
        assertThat(answer.outcome()).as("%s", answer).isNotEqualTo(Outcome.UNKNOWN);
        if (answer.isDone()) {
            acknowledged.add(key);
        }
        return answer;
    }

    private Set<Long> keys() {
        Set<Long> keys = new TreeSet<>();
        ClientAnswer answer = ask(ClientRequest.write("sales", "MATCH (o:Order) RETURN o.key", Map.of()));
        assertThat(answer.outcome()).as("%s", answer).isEqualTo(Outcome.DONE);
        for (List<Object> row : answer.rows()) {
            keys.add((Long) row.get(0));
        }
        return keys;
    }

    private ClientAnswer ask(ClientRequest request) {
        CompletableFuture<ClientAnswer> answer = new CompletableFuture<>();
        client.lane().execute(() -> client.run(request, answer::complete));
        return simulation.join(answer, LIMIT);
    }

    private void assertAllIsWell() {
        FinalState finalState = new FinalState(cluster);
        simulation.runUntil("all servers have everything", finalState::isAsRequested, LIMIT);
        assertThat(finalState.differences()).isEmpty();
        for (int tries = 0; tries < 10 && !write().isDone(); tries++) {
            simulation.runFor(PAUSE); // the client looks for the leader
        }
        assertThat(keys()).containsExactlyElementsOf(acknowledged);
    }

    private void assertNeverStartedAgain() {
        assertThat(cluster.members())
                .allSatisfy(member -> assertThat(sales(member).starts()).isOne());
    }

    private SimulatedMember memberWith(Role role) {
        return cluster.members().stream()
                .filter(member -> sales(member).raftStatus().role() == role)
                .findFirst()
                .orElseThrow();
    }

    private static HostedDatabase sales(SimulatedMember member) {
        return member.server().databases().all().stream()
                .filter(database -> database.name().equals("sales"))
                .findFirst()
                .orElseThrow();
    }
}

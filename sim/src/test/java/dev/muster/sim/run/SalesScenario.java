package dev.muster.sim.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.node.hosting.HostedDatabase;
import dev.muster.node.server.ServerParts;
import dev.muster.raft.RaftServer;
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
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/** Three servers with a database "sales", one client, and what was acknowledged to it. */
abstract class SalesScenario {
    static final Duration PAUSE = Duration.ofMillis(200);
    static final Duration LIMIT = Duration.ofSeconds(60);

    final Simulation simulation = new Simulation(11);
    final EntryLedger entries = new EntryLedger();
    /** The consensus of each server, as it was opened last. */
    final Map<String, RaftServer> rafts = new HashMap<>();

    final SimulatedCluster cluster =
            new SimulatedCluster(simulation, 3, Map.of(), new Watched(), entries, new Journal());
    final Set<Long> acknowledged = new TreeSet<>();
    private SimulatedClient client;
    private long lastKey;

    private final class Watched implements Seams {
        @Override
        public ServerParts parts(String server, ServerParts standard) {
            return standard.withRaft(raft -> {
                rafts.put(server, raft);
                return raft;
            });
        }
    }

    /** Three servers with a database, and five transactions in it. */
    void comeUp() {
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

    ClientAnswer write() {
        long key = ++lastKey;
        ClientAnswer answer = ask(ClientRequest.write("sales", "CREATE (:Order {key: $key})", Map.of("key", key)));
        assertThat(answer.outcome()).as("%s", answer).isNotEqualTo(Outcome.UNKNOWN);
        if (answer.isDone()) {
            acknowledged.add(key);
        }
        return answer;
    }

    Set<Long> keys() {
        Set<Long> keys = new TreeSet<>();
        ClientAnswer answer = ask(ClientRequest.write("sales", "MATCH (o:Order) RETURN o.key", Map.of()));
        assertThat(answer.outcome()).as("%s", answer).isEqualTo(Outcome.DONE);
        for (List<Object> row : answer.rows()) {
            keys.add((Long) row.get(0));
        }
        return keys;
    }

    ClientAnswer ask(ClientRequest request) {
        CompletableFuture<ClientAnswer> answer = new CompletableFuture<>();
        client.lane().execute(() -> client.run(request, answer::complete));
        return simulation.join(answer, LIMIT);
    }

    void assertAllIsWell() {
        FinalState finalState = new FinalState(cluster);
        simulation.runUntil("all servers have everything", finalState::isAsRequested, LIMIT);
        assertThat(finalState.differences()).isEmpty();
        for (int tries = 0; tries < 10 && !write().isDone(); tries++) {
            simulation.runFor(PAUSE); // the client looks for the leader
        }
        assertThat(keys()).containsExactlyElementsOf(acknowledged);
    }

    SimulatedMember memberWith(Role role) {
        return cluster.members().stream()
                .filter(member -> sales(member).raftStatus().role() == role)
                .findFirst()
                .orElseThrow();
    }

    static HostedDatabase sales(SimulatedMember member) {
        return member.server().databases().all().stream()
                .filter(database -> database.name().equals("sales"))
                .findFirst()
                .orElseThrow();
    }
}

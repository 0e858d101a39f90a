package dev.muster.sim.workload;

import dev.muster.runtime.sim.SimulatedRandom;
import dev.muster.sim.cluster.ClientAnswer;
import dev.muster.sim.cluster.ClientRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One client that gives one database a steady, moderate load: about two writes per second. */
final class LoadWorkload implements Workload {
    private static final long MEAN_PAUSE_MILLIS = 500;
    private static final int NODES = 100;

    private final String database;
    private final List<String> problems = new ArrayList<>();
    private long acknowledged;
    private long tried;

    LoadWorkload(String database) {
        this.database = database;
    }

    @Override
    public String name() {
        return "load on " + database;
    }

    @Override
    public String database() {
        return database;
    }

    @Override
    public List<ClientRequest> setup() {
        return List.of(ClientRequest.write(
                database,
                "UNWIND range(1, $nodes) AS key MERGE (n:Load {key: key}) ON CREATE SET n.count = 0",
                Map.of("nodes", (long) NODES)));
    }

    @Override
    public int clients() {
        return 1;
    }

    @Override
    public long meanPauseMillis(SimulatedRandom dice) {
        return MEAN_PAUSE_MILLIS;
    }

    @Override
    public Attempt next(SimulatedRandom dice) {
        long key = dice.between(1, NODES);
        tried++;
        return new Attempt() {
            @Override
            public ClientRequest request() {
                return ClientRequest.write(
                        database, "MATCH (n:Load {key: $key}) SET n.count = n.count + 1", Map.of("key", key));
            }

            @Override
            public void ended(ClientAnswer answer, long nanos) {
                acknowledged += answer.isDone() ? 1 : 0;
            }
        };
    }

    @Override
    public List<Attempt> finalReads() {
        return List.of(new Attempt() {
            @Override
            public ClientRequest request() {
                return ClientRequest.write(database, "MATCH (n:Load) RETURN sum(n.count)", Map.of());
            }

            @Override
            public void ended(ClientAnswer answer, long nanos) {
                if (answer.isDone()) {
                    compare((Long) answer.rows().get(0).get(0));
                }
            }
        });
    }

    private void compare(long counted) {
        if (counted < acknowledged || counted > tried) {
            problems.add(name() + ": " + counted + " writes are there, " + acknowledged + " of " + tried
                    + " were acknowledged");
        }
    }

    @Override
    public List<String> judge() {
        return problems;
    }
}

package dev.muster.sim.workload;

import dev.muster.runtime.sim.SimulatedRandom;
import dev.muster.sim.cluster.ClientAnswer;
import dev.muster.sim.cluster.ClientRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * An administrator who has databases that others write to moved about: more copies and fewer, primaries and secondaries, and
 * servers on which a database may not be for a while. Where the copies are in the end is judged with the final state.
 */
final class TopologyWorkload implements Workload {
    private static final int SERVERS = 3;
    private static final String TOO_FEW = "Neo.ClientError.Statement.ArgumentError";

    private final List<String> databases;
    private final List<String> problems = new ArrayList<>();

    TopologyWorkload(List<String> databases) {
        this.databases = List.copyOf(databases);
    }

    @Override
    public String name() {
        return "topology";
    }

    @Override
    public String database() {
        return null;
    }

    @Override
    public List<ClientRequest> setup() {
        return List.of();
    }

    @Override
    public int clients() {
        return 1;
    }

    @Override
    public Attempt next(SimulatedRandom dice) {
        return attempt(dice.between(0, 3) == 0 ? constraint(dice) : topology(dice));
    }

    private String topology(SimulatedRandom dice) {
        String database = databases.get((int) dice.between(0, databases.size() - 1));
        long primaries = dice.between(1, SERVERS);
        long secondaries = dice.between(0, Math.min(2, SERVERS - primaries));
        return "ALTER DATABASE " + database + " SET TOPOLOGY " + primaries + " PRIMARIES " + secondaries
                + " SECONDARIES";
    }

    /** What a server must not host it is asked to give up with the next topology. */
    private String constraint(SimulatedRandom dice) {
        String denied =
                dice.between(0, 1) == 0 ? "" : "'" + databases.get((int) dice.between(0, databases.size() - 1)) + "'";
        return "ALTER SERVER 's" + dice.between(1, SERVERS) + "' SET OPTIONS {deniedDatabases: [" + denied + "]}";
    }

    private Attempt attempt(String command) {
        return new Attempt() {
            @Override
            public ClientRequest request() {
                return ClientRequest.admin(command);
            }

            @Override
            public void ended(ClientAnswer answer, long nanos) {
                boolean refused = answer.outcome() == ClientAnswer.Outcome.REFUSED;
                boolean foreseen = answer.code().isEmpty()
                        || answer.code().startsWith("Neo.TransientError")
                        || answer.code().startsWith("Neo.ClientError.Cluster")
                        || answer.code().startsWith("Neo.DatabaseError.Transaction")
                        || answer.code().startsWith("Neo.ClientError.Database.DatabaseNotFound")
                        || (answer.code().equals(TOO_FEW) && answer.message().contains("possible servers"));
                if (refused && !foreseen) {
                    problems.add(
                            "topology: " + command + " was answered with " + answer.code() + " " + answer.message());
                }
            }
        };
    }

    @Override
    public List<Attempt> finalReads() {
        return List.of(attempt("SHOW DATABASES YIELD name, serverID, role, currentStatus"));
    }

    @Override
    public List<String> judge() {
        return problems;
    }
}

package dev.muster.sim.workload;

import dev.muster.runtime.sim.SimulatedRandom;
import dev.muster.sim.cluster.ClientAnswer;
import dev.muster.sim.cluster.ClientRequest;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One administrator who creates, stops, starts and drops databases, one command at a time, and knows what must be requested
 * in the end.
 */
final class AdminWorkload implements Workload {
    private static final int DATABASES = 4;
    /** What is shown of a damaged copy, or of all copies on a server whose catalog is damaged. */
    private static final Set<Object> DAMAGED = Set.of("dirty", "unknown");

    private static final String NOT_FOUND = "Neo.ClientError.Database.DatabaseNotFound";

    /** What may have been requested of a database. */
    private enum Requested {
        NOTHING,
        ONLINE,
        OFFLINE
    }

    private enum Command {
        CREATE("CREATE DATABASE %s IF NOT EXISTS"),
        REPLACE("CREATE OR REPLACE DATABASE %s"),
        START("START DATABASE %s"),
        STOP("STOP DATABASE %s"),
        DROP("DROP DATABASE %s IF EXISTS");

        private final String text;

        Command(String text) {
            this.text = text;
        }

        Requested after(Requested before) {
            return switch (this) {
                case CREATE -> before == Requested.NOTHING ? Requested.ONLINE : before;
                case REPLACE -> Requested.ONLINE;
                case START -> before == Requested.NOTHING ? before : Requested.ONLINE;
                case STOP -> before == Requested.NOTHING ? before : Requested.OFFLINE;
                case DROP -> Requested.NOTHING;
            };
        }
    }

    private final Map<String, Set<Requested>> possible = new TreeMap<>();
    /** Commands of unknown outcome: each may take effect at any later time, after commands that were given after it too. */
    private final Map<String, Set<Command>> lingering = new TreeMap<>();

    /** By database, what was asked and what came of it, for people who look for a cause. */
    private final Map<String, List<String>> told = new TreeMap<>();

    private final List<String> problems = new ArrayList<>();
    private boolean damage;

    AdminWorkload() {
        for (int i = 1; i <= DATABASES; i++) {
            possible.put("tmp" + i, EnumSet.of(Requested.NOTHING));
            lingering.put("tmp" + i, EnumSet.noneOf(Command.class));
        }
    }

    @Override
    public String name() {
        return "admin";
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
        String database = "tmp" + dice.between(1, DATABASES);
        Command command = Command.values()[(int) dice.between(0, Command.values().length - 1)];
        return new Attempt() {
            @Override
            public ClientRequest request() {
                return ClientRequest.admin(command.text.formatted(database));
            }

            @Override
            public void ended(ClientAnswer answer, long nanos) {
                learn(database, command, answer);
            }
        };
    }

    private void learn(String database, Command command, ClientAnswer answer) {
        told.computeIfAbsent(database, name -> new ArrayList<>())
                .add(command + " " + answer.outcome()
                        + (answer.isDone() ? "" : " (" + answer.code() + " " + answer.message() + ")"));
        Set<Requested> before = possible.get(database);
        Set<Requested> after = EnumSet.noneOf(Requested.class);
        before.forEach(state -> after.add(command.after(state)));
        switch (answer.outcome()) {
            case DONE -> possible.put(database, withLingering(database, after));
            case UNKNOWN -> {
                lingering.get(database).add(command);
                possible.put(database, withLingering(database, before));
            }
            case REFUSED -> {
                if (answer.code().equals(NOT_FOUND)) {
                    if (!before.contains(Requested.NOTHING)) {
                        problems.add("admin: " + command.text.formatted(database) + " was told that there is no such "
                                + "database, though it must be one of " + before);
                    }
                    possible.put(database, withLingering(database, EnumSet.of(Requested.NOTHING)));
                }
            }
        }
    }

    /** What may be requested, given that commands of unknown outcome may still take effect. */
    private Set<Requested> withLingering(String database, Set<Requested> states) {
        Set<Requested> all = EnumSet.copyOf(states);
        for (int seen = 0; seen < all.size(); ) {
            seen = all.size();
            for (Requested state : List.copyOf(all)) {
                lingering.get(database).forEach(command -> all.add(command.after(state)));
            }
        }
        return all;
    }

    @Override
    public List<Attempt> finalReads() {
        return List.of(new Attempt() {
            @Override
            public ClientRequest request() {
                return ClientRequest.admin("SHOW DATABASES YIELD name, requestedStatus, currentStatus, serverID");
            }

            @Override
            public void ended(ClientAnswer answer, long nanos) {
                if (answer.isDone()) {
                    compare(answer.rows());
                }
            }
        });
    }

    private void compare(List<List<Object>> rows) {
        Map<String, Requested> shown = new TreeMap<>();
        for (List<Object> row : rows) {
            // Which copies of others' databases may be missing then, the final state knows better.
            boolean excused = damage && (DAMAGED.contains(row.get(2)) || !possible.containsKey(row.get(0)));
            if (!row.get(1).equals(row.get(2)) && !excused) {
                problems.add("admin: '" + row.get(0) + "' is requested " + row.get(1) + " and still " + row.get(2)
                        + " on " + row.get(3));
            }
            shown.put((String) row.get(0), row.get(1).equals("online") ? Requested.ONLINE : Requested.OFFLINE);
        }
        possible.forEach((database, states) -> {
            Requested actual = shown.getOrDefault(database, Requested.NOTHING);
            if (!states.contains(actual)) {
                problems.add("admin: '" + database + "' is requested " + actual + " in the end, and must be one of "
                        + states + " after " + told.get(database));
            }
        });
    }

    @Override
    public void someServerIsDamaged() {
        damage = true;
    }

    @Override
    public List<String> judge() {
        return problems;
    }
}

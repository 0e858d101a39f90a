package dev.muster.raft;

import dev.muster.raft.log.TurnLog;
import dev.muster.runtime.Lane;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.World;
import dev.muster.runtime.sim.SimulatedServer;
import dev.muster.runtime.sim.Simulation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** Some simulated servers, each with one lane and the same groups. */
final class SimCluster {
    static final Duration LIMIT = Duration.ofSeconds(30);
    static final int PORT = 7000;

    final Simulation simulation;
    final Map<String, Host> hosts = new LinkedHashMap<>();
    RaftSettings settings = new RaftSettings(150, 600, 2_000, 512, 1 << 20, 256 * 1024, 1 << 30);

    /** What stands between lanes and logs. */
    UnaryOperator<TurnLog> turns = UnaryOperator.identity();

    /** One server: what lasts (machines), and what its process has (server, groups). */
    final class Host {
        final String name;
        final SimulatedServer machine;
        final Map<GroupId, ListMachine> machines = new LinkedHashMap<>();
        final Map<GroupId, RaftGroup> groups = new LinkedHashMap<>();
        Lane lane;
        RaftServer server;
        Throwable fatal;

        Host(String name) {
            this.name = name;
            this.machine = simulation.server(name);
        }

        Path directory;
        /** What stands between the server and its simulated world. */
        UnaryOperator<World> around = world -> world;

        Path directory() {
            return directory;
        }

        /** How often its disk was wiped. */
        int incarnation;

        MemberId member() {
            return new MemberId(name, incarnation);
        }

        void open() {
            open("raft");
        }

        void open(String directory) {
            this.directory = machine.directory().resolve(directory);
            World world = around.apply(machine.world());
            lane = world.scheduler().newLane("groups");
            groups.clear();
            server = simulation.join(
                    RaftServers.open(settings, world, directory(), member(), new SocketAddress(name, PORT), turns),
                    LIMIT);
            server.onFatal(cause -> fatal = cause);
            Map<String, SocketAddress> peers = new LinkedHashMap<>();
            hosts.keySet().forEach(peer -> peers.put(peer, new SocketAddress(peer, PORT)));
            server.peers(peers);
        }

        RaftGroup start(GroupSpec spec) {
            ListMachine state = machines.computeIfAbsent(spec.id(), id -> new ListMachine());
            state.source = from -> hosts.get(from.serverId()).machines.get(spec.id());
            Lane onLane = lane;
            state.later = (task, millis) -> onLane.schedule(millis * 1_000_000L, task);
            RaftGroup group = server.start(spec, state, lane);
            groups.put(spec.id(), group);
            return group;
        }

        void crash() {
            machine.crash();
            machines.values().forEach(ListMachine::loseUnsynced);
        }

        void restart(List<GroupSpec> specs) {
            machine.restart();
            open();
            specs.forEach(this::start);
        }

        ListMachine state(GroupSpec spec) {
            return machines.get(spec.id());
        }

        RaftGroup group(GroupSpec spec) {
            return groups.get(spec.id());
        }
    }

    SimCluster(long seed, int servers) {
        simulation = new Simulation(seed);
        for (int i = 0; i < servers; i++) {
            String name = String.valueOf((char) ('a' + i));
            hosts.put(name, new Host(name));
        }
    }

    SimCluster open() {
        hosts.values().forEach(Host::open);
        return this;
    }

    Host host(String name) {
        return hosts.get(name);
    }

    GroupSpec spec(int number) {
        List<MemberId> members = new ArrayList<>();
        hosts.values().forEach(host -> members.add(host.member()));
        return new GroupSpec(new GroupId(new UUID(7, number)), "db" + number, members);
    }

    /** A group of some of the servers only, started there. */
    GroupSpec startOn(int number, String... names) {
        List<MemberId> members = new ArrayList<>();
        for (String name : names) {
            members.add(host(name).member());
        }
        GroupSpec spec = new GroupSpec(new GroupId(new UUID(7, number)), "db" + number, members);
        for (String name : names) {
            host(name).start(spec);
        }
        return spec;
    }

    /** Starts a member that joins a group of others. */
    Host join(String name, GroupSpec spec) {
        Host host = host(name);
        host.start(GroupSpec.joining(spec.id(), spec.label()));
        return host;
    }

    /** The index of the group's membership, as its leader knows it. */
    long membership(GroupSpec spec) {
        return leader(spec).group(spec).status().membership().index();
    }

    Membership addLearner(Host host, GroupSpec spec) {
        return join(leader(spec).group(spec).addLearner(host.member(), membership(spec)));
    }

    Membership promote(Host host, GroupSpec spec) {
        untilCaughtUp(host, spec);
        return join(leader(spec).group(spec).promote(host.member(), membership(spec)));
    }

    Membership remove(Host host, GroupSpec spec) {
        return join(leader(spec).group(spec).remove(host.member(), membership(spec)));
    }

    /** Waits until the leader knows that a member has all entries. */
    void untilCaughtUp(Host host, GroupSpec spec) {
        until(host.name + " has caught up", () -> {
            Host leader = leaderNow(spec);
            return leader != null
                    && leader.group(spec).status().followers().stream()
                            .anyMatch(follower -> follower.member().equals(host.member())
                                    && follower.matchIndex()
                                            == leader.group(spec).status().lastIndex());
        });
    }

    /** Starts the group everywhere. */
    GroupSpec startEverywhere(int number) {
        GroupSpec spec = spec(number);
        hosts.values().forEach(host -> host.start(spec));
        return spec;
    }

    /** The server that leads and is followed by a majority, waiting for one. */
    Host leader(GroupSpec spec) {
        until("a leader of " + spec.label(), () -> leaderNow(spec) != null);
        return leaderNow(spec);
    }

    Host leaderNow(GroupSpec spec) {
        Host best = null;
        for (Host host : hosts.values()) {
            if (host.machine.isUp() && host.group(spec) != null) {
                RaftStatus status = host.group(spec).status();
                boolean committed = status.role() == Role.LEADER && status.commitIndex() == status.lastIndex();
                if (committed && (best == null || best.group(spec).status().term() < status.term())) {
                    best = host;
                }
            }
        }
        return best;
    }

    Object propose(Host host, GroupSpec spec, String text) {
        return simulation.join(host.group(spec).propose(bytes(text)), LIMIT);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Proposes many, a window at a time, and waits until all are answered. */
    void proposeMany(Host host, GroupSpec spec, String prefix, int count) {
        for (int from = 0; from < count; from += 256) {
            List<CompletableFuture<Object>> window = new ArrayList<>();
            for (int i = from; i < Math.min(count, from + 256); i++) {
                window.add(host.group(spec).propose(bytes(prefix + i)).toCompletableFuture());
            }
            join(CompletableFuture.allOf(window.toArray(CompletableFuture<?>[]::new)));
        }
    }

    <T> T join(CompletionStage<T> stage) {
        return simulation.join(stage, LIMIT);
    }

    void until(String goal, java.util.function.BooleanSupplier reached) {
        simulation.runUntil(goal, reached, LIMIT);
    }

    /** Waits until all servers that are up have applied the same. */
    void untilEqual(GroupSpec spec) {
        until("equal states of " + spec.label(), () -> {
            List<String> first = null;
            for (Host host : hosts.values()) {
                if (host.machine.isUp() && host.groups.containsKey(spec.id())) {
                    List<String> entries = host.state(spec).entries();
                    if (first != null && !first.equals(entries)) {
                        return false;
                    }
                    first = entries;
                }
            }
            return true;
        });
    }
}

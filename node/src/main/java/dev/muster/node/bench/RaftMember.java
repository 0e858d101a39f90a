package dev.muster.node.bench;

import dev.muster.node.config.ServerConfig;
import dev.muster.raft.GroupId;
import dev.muster.raft.GroupSpec;
import dev.muster.raft.MemberId;
import dev.muster.raft.Profile;
import dev.muster.raft.RaftGroup;
import dev.muster.raft.RaftServer;
import dev.muster.raft.RaftServers;
import dev.muster.raft.RaftSettings;
import dev.muster.raft.Role;
import dev.muster.runtime.Lane;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.World;
import dev.muster.runtime.real.RealWorld;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * One of the processes of {@link CommitBench}: a member of many groups whose state machines only count. Told what to do by
 * lines on standard input: {@code groups N} starts the groups up to N, {@code led} asks how many it leads, {@code load
 * inFlight millis} loads those it leads, {@code profile} asks where the time of the last load went, {@code compiled} for how
 * many milliseconds its compilers have worked. Ends when the input ends.
 */
public final class RaftMember {
    private static final int LANES = 2;

    private final RaftServer server;
    private final List<MemberId> members;
    private final List<Lane> lanes = new ArrayList<>();
    private final List<RaftGroup> groups = new ArrayList<>();
    private Profile beforeLoad;

    private RaftMember(World world, RaftServer server, List<MemberId> members) {
        this.server = server;
        this.members = members;
        for (int i = 0; i < LANES; i++) {
            lanes.add(world.scheduler().newLane("groups-" + i));
        }
    }

    /** Runs until {@code in} ends. {@code peers} is {@code name=port,…}; this process is the one called {@code name}. */
    public static void run(Path directory, String name, String peers, BufferedReader in, PrintStream out)
            throws IOException {
        Map<String, SocketAddress> addresses = new LinkedHashMap<>();
        for (String peer : peers.split(",")) {
            String[] parts = peer.split("=");
            addresses.put(parts[0], new SocketAddress("127.0.0.1", Integer.parseInt(parts[1])));
        }
        World world = RealWorld.open(name);
        try (RaftServer server = RaftServers.open(
                        settings(), world, directory, new MemberId(name, 0), addresses.get(name))
                .toCompletableFuture()
                .join()) {
            server.peers(addresses);
            RaftMember member = new RaftMember(
                    world,
                    server,
                    addresses.keySet().stream()
                            .map(each -> new MemberId(each, 0))
                            .toList());
            out.println("ready");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                out.println(member.obey(line.split(" ")));
            }
        } finally {
            RealWorld.close(world);
        }
    }

    /** Those of a server: entries take as much of the heap as there. */
    private static RaftSettings settings() {
        RaftSettings defaults = RaftSettings.defaults();
        return new RaftSettings(
                defaults.heartbeatMillis(),
                defaults.electionTimeoutMillis(),
                defaults.entriesBeforeSnapshot(),
                defaults.pendingEntriesMax(),
                defaults.entryBytesMax(),
                defaults.segmentBytes(),
                ServerConfig.raftMemoryByDefault());
    }

    private String obey(String[] words) {
        return switch (words[0]) {
            case "groups" -> start(Integer.parseInt(words[1]));
            case "led" -> Integer.toString(led().size());
            case "load" -> load(Integer.parseInt(words[1]), Long.parseLong(words[2]));
            case "compiled" ->
                Long.toString(ManagementFactory.getCompilationMXBean().getTotalCompilationTime());
            case "profile" -> StageRow.line(server.profile().since(beforeLoad));
            default -> throw new IllegalArgumentException("not a command: " + words[0]);
        };
    }

    private String load(int inFlight, long millis) {
        beforeLoad = server.profile();
        return ProposalLoad.run(led(), inFlight, millis).line();
    }

    private String start(int upTo) {
        while (groups.size() < upTo) {
            int number = groups.size();
            GroupSpec spec = new GroupSpec(new GroupId(new UUID(0xBE9C, number)), "group" + number, members);
            groups.add(server.start(spec, new CountingStateMachine(), lanes.get(number % LANES)));
        }
        return "started " + groups.size();
    }

    private List<RaftGroup> led() {
        return groups.stream()
                .filter(group -> group.status().role() == Role.LEADER)
                .toList();
    }
}

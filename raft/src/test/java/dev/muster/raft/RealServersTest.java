package dev.muster.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.muster.runtime.Lane;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.World;
import dev.muster.runtime.real.RealWorld;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real files, real sockets on loopback, real time. */
class RealServersTest {
    private static final RaftSettings SETTINGS = new RaftSettings(150, 600, 2_000, 2_048, 1 << 20, 1 << 20, 1 << 30);

    @TempDir
    Path root;

    private final Map<String, World> worlds = new LinkedHashMap<>();
    private final Map<String, RaftServer> servers = new LinkedHashMap<>();
    private final Map<String, Lane> lanes = new LinkedHashMap<>();
    private final List<MemberId> members = new ArrayList<>();

    @AfterEach
    void closeAll() {
        servers.values()
                .forEach(server -> server.shutDown().toCompletableFuture().join());
        worlds.values().forEach(RealWorld::close);
    }

    @Test
    void threeServersCommitLoseOneAndTakeItBack() throws Exception {
        for (String name : List.of("a", "b", "c")) {
            members.add(new MemberId(name, 0));
        }
        for (String name : List.of("a", "b", "c")) {
            open(name);
        }
        tellPeers();
        GroupSpec spec = new GroupSpec(new GroupId(new UUID(1, 1)), "sales", members);
        Map<String, CountingState> states = new LinkedHashMap<>();
        Map<String, RaftGroup> groups = new LinkedHashMap<>();
        for (String name : List.of("a", "b", "c")) {
            states.put(name, new CountingState());
            groups.put(name, servers.get(name).start(spec, states.get(name), lanes.get(name)));
        }
        String leader = leader(groups);
        proposeMany(groups.get(leader), 2_000);

        RealWorld.close(worlds.remove(leader));
        RaftServer gone = servers.remove(leader);
        groups.remove(leader);
        String next = leader(groups);
        assertThat(next).isNotEqualTo(leader);
        proposeMany(groups.get(next), 500);

        assertThat(gone.self()).isEqualTo(new MemberId(leader, 0));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> states.values().stream()
                                .filter(state -> state.applied >= 2_502)
                                .count()
                        == 2);
    }

    @Test
    void aServerThatShutDownOpensItsDirectoryAgainAndGoesOn() throws Exception {
        members.add(new MemberId("a", 0));
        GroupSpec spec = new GroupSpec(new GroupId(new UUID(1, 1)), "sales", members);
        open("a");
        Map<String, RaftGroup> groups = new LinkedHashMap<>();
        groups.put("a", servers.get("a").start(spec, new CountingState(), lanes.get("a")));
        leader(groups);
        proposeMany(groups.get("a"), 300);
        servers.get("a").shutDown().toCompletableFuture().get(10, TimeUnit.SECONDS);
        RealWorld.close(worlds.get("a"));

        open("a");
        CountingState state = new CountingState();
        groups.put("a", servers.get("a").start(spec, state, lanes.get("a")));
        leader(groups);

        assertThat(state.applied).isGreaterThanOrEqualTo(302);
        assertThat(servers.get("a").metrics().tailRepair()).isEmpty();
        assertThatThrownBy(() -> RaftServers.open(
                                SETTINGS,
                                worlds.get("a"),
                                root.resolve("a"),
                                members.get(0),
                                new SocketAddress("127.0.0.1", 0))
                        .toCompletableFuture()
                        .get(10, TimeUnit.SECONDS))
                .cause()
                .isInstanceOf(RaftServer.CorruptLog.class)
                .hasMessageContaining("in use by another process");
    }

    private void open(String name) throws Exception {
        World world = RealWorld.open(name);
        worlds.put(name, world);
        lanes.put(name, world.scheduler().newLane("groups-" + name));
        servers.put(
                name,
                RaftServers.open(
                                SETTINGS,
                                world,
                                root.resolve(name),
                                new MemberId(name, 0),
                                new SocketAddress("127.0.0.1", 0))
                        .toCompletableFuture()
                        .get(10, TimeUnit.SECONDS));
    }

    private void tellPeers() {
        Map<String, SocketAddress> peers = new LinkedHashMap<>();
        servers.forEach((name, server) -> peers.put(name, server.address()));
        servers.values().forEach(server -> server.peers(peers));
    }

    private static String leader(Map<String, RaftGroup> groups) {
        await().atMost(Duration.ofSeconds(15))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> leaderNow(groups) != null);
        return leaderNow(groups);
    }

    private static String leaderNow(Map<String, RaftGroup> groups) {
        return groups.entrySet().stream()
                .filter(entry -> entry.getValue().status().role() == Role.LEADER
                        && entry.getValue().status().commitIndex()
                                == entry.getValue().status().lastIndex())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    private static void proposeMany(RaftGroup group, int count) throws Exception {
        List<CompletableFuture<Object>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(group.propose(new byte[100]).toCompletableFuture());
        }
        CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new)).get(20, TimeUnit.SECONDS);
    }

    private static final class CountingState implements StateMachine {
        volatile long applied;

        @Override
        public long appliedIndex() {
            return applied;
        }

        @Override
        public Object apply(long index, byte[] payload) {
            applied = index;
            return index;
        }

        @Override
        public byte[] checkpoint(long index) {
            return new byte[0];
        }

        @Override
        public void copyNeeded(long index, byte[] descriptor, MemberId source, Runnable done) {
            applied = index;
            done.run();
        }

        @Override
        public void roleChanged(RaftStatus status) {}

        @Override
        public void failed(String reason, Throwable cause) {
            throw new AssertionError(reason, cause);
        }
    }
}

package dev.muster.raft;

import dev.muster.runtime.Lane;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.World;
import dev.muster.runtime.real.RealWorld;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Measures durable commits: servers in one JVM over loopback, real fdatasync. Run by hand:
 * {@code java -cp … dev.muster.raft.CommitBench DIRECTORY [servers [groups [seconds]]]}.
 */
final class CommitBench {
    private static final int PAYLOAD_BYTES = 256;

    private CommitBench() {}

    public static void main(String[] args) throws Exception {
        Path root = Path.of(args[0]);
        int servers = args.length > 1 ? Integer.parseInt(args[1]) : 3;
        int groups = args.length > 2 ? Integer.parseInt(args[2]) : 1;
        int seconds = args.length > 3 ? Integer.parseInt(args[3]) : 4;
        List<World> worlds = new ArrayList<>();
        List<RaftServer> opened = new ArrayList<>();
        Map<String, SocketAddress> peers = new LinkedHashMap<>();
        List<MemberId> members = new ArrayList<>();
        for (int i = 0; i < servers; i++) {
            World world = RealWorld.open("s" + i);
            worlds.add(world);
            members.add(new MemberId("s" + i, 0));
            Path directory = Files.createDirectories(root.resolve("s" + i));
            RaftServer server = RaftServers.open(
                            RaftSettings.defaults(),
                            world,
                            directory,
                            members.get(i),
                            new SocketAddress("127.0.0.1", 0))
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);
            opened.add(server);
            peers.put("s" + i, server.address());
        }
        List<List<RaftGroup>> all = new ArrayList<>();
        List<Lane> lanes = new ArrayList<>();
        worlds.forEach(world -> lanes.add(world.scheduler().newLane("groups")));
        opened.forEach(server -> server.peers(peers));
        long born = System.nanoTime();
        for (int g = 0; g < groups; g++) {
            List<RaftGroup> one = new ArrayList<>();
            for (int i = 0; i < servers; i++) {
                one.add(opened.get(i)
                        .start(
                                new GroupSpec(new GroupId(new UUID(9, g)), "db" + g, members),
                                new CountingMachine(),
                                lanes.get(i)));
            }
            all.add(one);
        }
        List<RaftGroup> leaders = new ArrayList<>();
        for (List<RaftGroup> one : all) {
            leaders.add(leader(one));
        }
        System.out.printf("%d groups have leaders after %d ms%n", groups, (System.nanoTime() - born) / 1_000_000);
        for (int window : new int[] {64, 1, 64, 1024}) {
            measure(leaders, opened, window, seconds);
        }
        opened.forEach(server -> server.shutDown().toCompletableFuture().join());
        worlds.forEach(RealWorld::close);
    }

    private static RaftGroup leader(List<RaftGroup> group) throws InterruptedException {
        while (true) {
            for (RaftGroup member : group) {
                RaftStatus status = member.status();
                if (status.role() == Role.LEADER && status.commitIndex() == status.lastIndex()) {
                    return member;
                }
            }
            Thread.sleep(1);
        }
    }

    private static void measure(List<RaftGroup> leaders, List<RaftServer> servers, int window, int seconds)
            throws InterruptedException {
        Semaphore room = new Semaphore(window);
        long[] latencies = new long[8_000_000];
        AtomicInteger done = new AtomicInteger();
        AtomicInteger failed = new AtomicInteger();
        byte[] payload = new byte[PAYLOAD_BYTES];
        long syncs =
                servers.stream().mapToLong(server -> server.metrics().syncs()).sum();
        long start = System.nanoTime();
        long end = start + seconds * 1_000_000_000L;
        for (int i = 0; System.nanoTime() < end; i++) {
            room.acquire();
            long begun = System.nanoTime();
            leaders.get(i % leaders.size()).propose(payload).whenComplete((result, failure) -> {
                if (failure == null) {
                    latencies[done.getAndIncrement() % latencies.length] = System.nanoTime() - begun;
                } else {
                    failed.incrementAndGet();
                }
                room.release();
            });
        }
        room.acquire(window);
        double took = (System.nanoTime() - start) / 1e9;
        int count = Math.min(done.get(), latencies.length);
        Arrays.sort(latencies, 0, count);
        long synced =
                servers.stream().mapToLong(server -> server.metrics().syncs()).sum() - syncs;
        System.out.printf(
                "%5d in flight: %,9.0f/s, p50 %.2f ms, p99 %.2f ms, %,.0f syncs/s over all, %d failed%n",
                window,
                done.get() / took,
                latencies[count / 2] / 1e6,
                latencies[(int) (count * 0.99)] / 1e6,
                synced / took,
                failed.get());
    }

    private static final class CountingMachine implements StateMachine {
        private long applied;

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
            return new byte[8];
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
            System.err.println("failed: " + reason + " " + cause);
        }
    }
}

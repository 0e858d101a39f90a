package dev.muster.node.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.muster.catalog.DatabaseReport;
import dev.muster.catalog.DatabaseReport.CurrentStatus;
import dev.muster.catalog.DatabaseReport.ReportedRole;
import dev.muster.catalog.ServerReport;
import dev.muster.runtime.Connection;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.World;
import dev.muster.runtime.real.RealWorld;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every engine promises, over real sockets. Times are upper bounds with room for a busy machine. */
public abstract class DiscoveryContract {
    private static final String CLUSTER = "cluster of the test";
    private static final SocketAddress ANY_PORT = new SocketAddress("127.0.0.1", 0);

    private final Deque<Runnable> opened = new ArrayDeque<>();

    protected abstract Discovery engine(World world, DiscoveryTimes times);

    @AfterEach
    void closeAll() {
        while (!opened.isEmpty()) {
            opened.pop().run();
        }
    }

    @Test
    void serversThatKnowOneAddressOfTheOthersAllFindEachOther() throws Exception {
        List<Running> servers = cluster(3);
        assertThat(servers.get(2).discovery.view().servers())
                .extracting(ServerInfo::serverId)
                .containsExactly("server01", "server02", "server03");
        assertThat(servers.get(1).discovery.view().server("server03").addresses())
                .containsEntry(Purpose.BOLT, new SocketAddress("bolt-server03", 7687))
                .containsEntry(Purpose.DISCOVERY, servers.get(2).address);
    }

    @Test
    void whatAServerPublishesIsSoonKnownByTheOthers() throws Exception {
        List<Running> servers = cluster(3);
        List<DatabaseReport> reports = List.of(report("neo4j", 7), report("system", 3));

        servers.get(0).discovery.publish(reports);

        within(1_500).until(() -> servers.stream().allMatch(server -> reports.equals(databases(server, "server01"))));
        assertThat(reportOf(servers.get(1), "server01"))
                .isEqualTo(new ServerReport(
                        "server01", "name of server01", "version of server01", "bolt-server01:7687", true, reports));
    }

    @Test
    void whatWasPublishedBeforeTheStartIsToldToo() throws Exception {
        Running first = prepared("server01");
        first.discovery.publish(List.of(report("neo4j", 1)));
        first.start(1, List.of());
        Running second = prepared("server02");
        second.start(1, List.of(first.address));

        within(2_000).until(() -> List.of(report("neo4j", 1)).equals(databases(second, "server01")));
    }

    @Test
    void aServerThatDiesIsSoonUnreachableAndItsLastWordsAreKept() throws Exception {
        List<Running> servers = cluster(3);
        servers.get(2).discovery.publish(List.of(report("neo4j", 9)));
        within(1_500).until(() -> databases(servers.get(0), "server03").size() == 1);

        servers.get(2).discovery.close();

        within(3_000).until(() -> seenBy(servers.subList(0, 2), "server03", false));
        assertThat(reportOf(servers.get(0), "server03").available()).isFalse();
        assertThat(databases(servers.get(0), "server03")).containsExactly(report("neo4j", 9));
    }

    @Test
    void aFrozenServerIsSoonUnreachableAndBackSoonAfterItsThaw() throws Exception {
        List<Running> servers = cluster(3);

        servers.get(1).network.freeze();
        within(3_500).until(() -> seenBy(List.of(servers.get(0), servers.get(2)), "server02", false));
        assertThat(servers.get(0).discovery.view().reachable("server03")).isTrue();

        servers.get(1).network.thaw();
        within(4_000).until(() -> allSeeAll(servers));
    }

    @Test
    void aServerThatLeavesIsUnreachableAtOnce() throws Exception {
        List<Running> servers = cluster(3);

        servers.get(0).discovery.leave();

        within(1_000).until(() -> seenBy(servers.subList(1, 3), "server01", false));
        servers.get(0).discovery.close();
    }

    @Test
    void aRestartedServerIsKnownUnderItsNewAddressesAndItsOldReportsAreForgotten() throws Exception {
        List<Running> servers = cluster(2);
        servers.get(1).discovery.publish(List.of(report("neo4j", 9)));
        within(1_500).until(() -> databases(servers.get(0), "server02").size() == 1);
        servers.get(1).discovery.close();

        Running again = prepared("server02");
        again.start(2, List.of(servers.get(0).address));

        within(3_000).until(() -> {
            ServerInfo seen = servers.get(0).discovery.view().server("server02");
            return seen.reachable()
                    && seen.incarnation() == 2
                    && again.address.equals(seen.addresses().get(Purpose.DISCOVERY));
        });
        within(1_000).until(() -> databases(servers.get(0), "server02").isEmpty());
    }

    @Test
    void serversOfAnotherClusterAreIgnored() throws Exception {
        List<Running> servers = cluster(2);
        Running stranger = prepared("server09");
        stranger.clusterId = "somebody else's";
        stranger.start(1, List.of(servers.get(0).address));

        servers.get(1).discovery.publish(List.of(report("neo4j", 4)));
        within(1_500).until(() -> databases(servers.get(0), "server02").size() == 1);
        assertThat(servers.get(0).discovery.view().server("server09")).isNull();
        assertThat(stranger.discovery.view().servers())
                .extracting(ServerInfo::serverId)
                .containsExactly("server09");
    }

    @Test
    void theListenerHearsWholeViewsAndNothingWhenNothingChanges() throws Exception {
        List<Running> servers = cluster(2);
        servers.get(0).discovery.publish(List.of(report("neo4j", 4)));
        within(1_500).until(() -> databases(servers.get(1), "server01").size() == 1);
        int before = servers.get(1).changes.get();

        servers.get(0).discovery.publish(List.of(report("neo4j", 4)));
        servers.get(0).discovery.publish(List.of(report("neo4j", 5)));

        within(1_500).until(() -> databases(servers.get(1), "server01").get(0).lastTransactionId() == 5);
        // One publication that changes something may be heard of in steps (that there is news, then the news), and a
        // slow
        // machine may miss a beat of the other server; repetitions every 100 ms would make many more.
        assertThat(servers.get(1).changes.get() - before).isBetween(1, 5);
    }

    @Test
    void aPortThatIsTakenIsNamed() throws Exception {
        Running first = prepared("server01");
        first.start(1, List.of());
        Running second = prepared("server02");
        second.listen = first.address;

        assertThatThrownBy(() -> second.start(1, List.of()))
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining(first.address.toString());
    }

    @Test
    void whatIsNoFrameEndsTheConnectionAndNothingElse() throws Exception {
        List<Running> servers = cluster(2);
        CountDownLatch closed = new CountDownLatch(1);
        World outside = world("outside");
        Connection connection = outside.network()
                .connect(
                        servers.get(0).address,
                        new Connection.FrameHandler() {
                            @Override
                            public void received(Connection any, byte[] frame) {}

                            @Override
                            public void closed(Connection any, Throwable cause) {
                                closed.countDown();
                            }
                        },
                        1_000)
                .toCompletableFuture()
                .get(2, TimeUnit.SECONDS);

        connection.send(new byte[] {1, 99, 3});

        assertThat(closed.await(2, TimeUnit.SECONDS)).isTrue();
        assertThat(allSeeAll(servers)).isTrue();
    }

    @Test
    void closingTwiceIsHarmless() throws Exception {
        Running server = prepared("server01");
        server.start(1, List.of());
        server.discovery.close();
        server.discovery.close();
    }

    /** Servers that know the first one's address only, once all of them see all. */
    final List<Running> cluster(int count) throws Exception {
        List<Running> servers = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            Running server = prepared(String.format("server%02d", i));
            server.start(1, servers.isEmpty() ? List.of() : List.of(servers.get(0).address));
            servers.add(server);
        }
        within(4_000).until(() -> allSeeAll(servers));
        return servers;
    }

    static boolean allSeeAll(List<Running> servers) {
        return servers.stream()
                .allMatch(server -> server.discovery.view().servers().stream()
                                .filter(ServerInfo::reachable)
                                .count()
                        == servers.size());
    }

    static boolean seenBy(List<Running> servers, String serverId, boolean reachable) {
        return servers.stream().allMatch(server -> server.discovery.view().reachable(serverId) == reachable);
    }

    static List<DatabaseReport> databases(Running server, String serverId) {
        ServerReport report = reportOf(server, serverId);
        return report == null ? List.of() : report.databases();
    }

    private static ServerReport reportOf(Running server, String serverId) {
        return server.discovery.reports().stream()
                .filter(report -> report.serverId().equals(serverId))
                .findFirst()
                .orElse(null);
    }

    static DatabaseReport report(String name, long transactionId) {
        return new DatabaseReport(
                new UUID(0, name.hashCode()),
                name,
                CurrentStatus.ONLINE,
                ReportedRole.FOLLOWER,
                1,
                transactionId,
                new DatabaseReport.LogPosition("s2", transactionId + 3, transactionId + 2, transactionId + 1),
                "",
                true,
                true,
                5);
    }

    static ConditionFactory within(long millis) {
        return await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .atMost(Duration.ofMillis(millis));
    }

    private World world(String name) {
        World world = RealWorld.open(name);
        opened.push(() -> RealWorld.close(world));
        return world;
    }

    final Running prepared(String serverId) {
        World real = world(serverId);
        FreezingNetwork network = new FreezingNetwork(real.network());
        World world = new World(real.clock(), real.scheduler(), real.random(), real.disk(), network);
        Running running = new Running(serverId, network, engine(world, DiscoveryTimes.defaults()));
        opened.push(running.discovery::close);
        return running;
    }

    static final class Running {
        final String serverId;
        final FreezingNetwork network;
        final Discovery discovery;
        final AtomicInteger changes = new AtomicInteger();
        String clusterId = CLUSTER;
        SocketAddress listen = ANY_PORT;
        SocketAddress address;

        Running(String serverId, FreezingNetwork network, Discovery discovery) {
            this.serverId = serverId;
            this.network = network;
            this.discovery = discovery;
        }

        void start(long incarnation, List<SocketAddress> endpoints) throws Exception {
            Self self = new Self(
                    clusterId,
                    serverId,
                    "name of " + serverId,
                    "version of " + serverId,
                    incarnation,
                    Map.of(Purpose.BOLT, new SocketAddress("bolt-" + serverId, 7687)),
                    listen,
                    endpoints);
            address = discovery
                    .start(self, (view, reports) -> changes.incrementAndGet())
                    .toCompletableFuture()
                    .get(5, TimeUnit.SECONDS);
        }
    }
}

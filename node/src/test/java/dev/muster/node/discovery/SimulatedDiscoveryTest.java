package dev.muster.node.discovery;

import static dev.muster.node.discovery.DiscoveryContract.report;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.catalog.ServerReport;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.World;
import dev.muster.runtime.sim.Simulation;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The direct exchange on virtual time: exact bounds, faults at will, and the same run again from the same seed. */
class SimulatedDiscoveryTest {
    private static final int PORT = 5000;

    @Test
    void theSameSeedGivesTheSameRun() {
        assertThat(story(7)).isEqualTo(story(7));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyFaultIsNoticedAndForgottenInTime(long seed) {
        story(seed);
    }

    private static long story(long seed) {
        Cluster cluster = new Cluster(seed);
        List.of("a", "b", "c").forEach(name -> cluster.start(name, 1));
        cluster.within(1_000, "all see all", () -> cluster.reachable("abc", "abc"));

        cluster.discoveries.get("a").publish(List.of(report("neo4j", 5)));
        cluster.within(150, "the report is known", () -> cluster.said("b", "a") == 5 && cluster.said("c", "a") == 5);

        cluster.simulation.server("b").pause();
        cluster.within(2_000, "the frozen server is missed", () -> cluster.reachable("ac", "ac"));
        cluster.simulation.server("b").resume();
        cluster.within(1_000, "the thawed server is back", () -> cluster.reachable("abc", "abc"));

        cluster.simulation.network().cut("a", "b");
        cluster.within(
                2_000,
                "the cut is seen from both sides",
                () -> cluster.reachable("a", "ac") && cluster.reachable("b", "bc") && cluster.reachable("c", "abc"));
        cluster.simulation.network().healAll();
        cluster.within(2_500, "all see all again", () -> cluster.reachable("abc", "abc"));

        cluster.simulation.server("c").crash();
        cluster.within(2_000, "the crash is noticed", () -> cluster.reachable("ab", "ab"));
        cluster.simulation.server("c").restart();
        cluster.start("c", 2);
        cluster.within(2_500, "the restarted server is back", () -> cluster.reachable("abc", "abc"));

        cluster.discoveries.get("a").leave();
        cluster.within(150, "the farewell is heard", () -> cluster.reachable("bc", "bc"));
        return cluster.simulation.traceHash();
    }

    private static final class Cluster {
        final Simulation simulation;
        final Map<String, Discovery> discoveries = new LinkedHashMap<>();

        Cluster(long seed) {
            simulation = new Simulation(seed);
        }

        void start(String name, long incarnation) {
            World world = simulation.server(name).world();
            Discovery discovery = new StaticDiscovery(world, DiscoveryTimes.defaults());
            discoveries.put(name, discovery);
            simulation.join(
                    discovery.start(
                            new Self(
                                    "cluster",
                                    name,
                                    name,
                                    "1.2.3",
                                    incarnation,
                                    Map.of(),
                                    new SocketAddress(name, PORT),
                                    List.of(
                                            new SocketAddress("a", PORT),
                                            new SocketAddress("b", PORT),
                                            new SocketAddress("c", PORT))),
                            (view, reports) -> {}),
                    Duration.ofSeconds(1));
        }

        void within(long millis, String goal, java.util.function.BooleanSupplier reached) {
            simulation.runUntil(goal, reached, Duration.ofMillis(millis));
        }

        /** Whether each of the observers sees exactly these servers, one letter each. */
        boolean reachable(String observers, String expected) {
            return observers.chars().allMatch(observer -> {
                StringBuilder seen = new StringBuilder();
                for (ServerInfo server :
                        discoveries.get(Character.toString(observer)).view().servers()) {
                    seen.append(server.reachable() ? server.serverId() : "");
                }
                return seen.toString().equals(expected);
            });
        }

        long said(String observer, String speaker) {
            for (ServerReport report : discoveries.get(observer).reports()) {
                if (report.serverId().equals(speaker) && !report.databases().isEmpty()) {
                    return report.databases().get(0).lastTransactionId();
                }
            }
            return -1;
        }
    }
}

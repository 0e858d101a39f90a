package dev.muster.node.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.raft.GroupSpec;
import dev.muster.raft.RaftServer;
import dev.muster.raft.StateMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A copy on which the program fails is frozen by itself; one whose disk fails is tried again. */
class SevereErrorScenarioTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private SimulatedServers servers;
    private String broken;
    private String other;
    /** What applying anything fails with on the broken server, or null. */
    private RuntimeException failure;

    @BeforeEach
    void threeServersWithSales() {
        servers = new SimulatedServers(71, 3, this::breakable, "");
        servers.awaitReady();
        servers.write("system", "CREATE DATABASE sales WAIT");
        servers.write("sales", "CREATE (:Order {number: 1})");
        other = servers.leaderOf("sales");
        broken = other.equals("s1") ? "s2" : "s1";
    }

    private ServerParts breakable(String server, ServerParts standard) {
        return standard.withRaft(raft -> proxy(RaftServer.class, raft, arguments -> {
            boolean starts = arguments != null && arguments.length == 3 && arguments[0] instanceof GroupSpec;
            if (starts && ((GroupSpec) arguments[0]).label().equals("sales")) {
                StateMachine machine = (StateMachine) arguments[1];
                arguments[1] = proxy(StateMachine.class, machine, applied -> failIfBroken(server, applied));
            }
        }));
    }

    private void failIfBroken(String server, Object[] applied) {
        boolean hasChanges =
                applied != null && applied.length == 2 && applied[1] instanceof byte[] payload && payload.length > 1;
        if (hasChanges && failure != null && server.equals(broken)) {
            throw failure;
        }
    }

    private interface Before {
        void call(Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, T target, Before before) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    before.call(arguments);
                    try {
                        return method.invoke(target, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private List<List<Object>> shown() {
        return servers.read(
                other,
                "system",
                "SHOW DATABASE sales YIELD serverID, currentStatus, role, statusMessage WHERE serverID = '" + broken
                        + "' RETURN currentStatus, role, statusMessage");
    }

    private void awaitOrders(String server, long orders) {
        servers.eventually(() -> {
            try {
                return servers.read(server, "sales", "MATCH (o:Order) RETURN count(o)")
                        .equals(List.of(List.of(orders)));
            } catch (java.util.concurrent.CompletionException notYet) {
                return false;
            }
        });
    }

    @Test
    void aCopyThatCannotApplyAnEntryIsFrozenWithTheReasonOverRestartsUntilThatIsLifted() {
        failure = new IllegalStateException("this entry makes no sense");
        servers.write("sales", "CREATE (:Order {number: 2})");
        servers.simulation.runFor(Duration.ofSeconds(5));

        assertThat(shown().get(0).subList(0, 2)).containsExactly("quarantined", "unknown");
        assertThat((String) shown().get(0).get(2))
                .startsWith("By " + broken + " at ")
                .contains(": applying entry ")
                .endsWith("failed: this entry makes no sense");
        servers.write("system", "START DATABASE sales");
        servers.simulation.runFor(Duration.ofSeconds(2));
        servers.cutPower(broken);
        servers.start(broken);
        servers.awaitReady();
        assertThat(shown().get(0).get(0)).isEqualTo("quarantined");
        awaitOrders(other, 2);

        failure = null;
        servers.simulation.join(
                SimulatedServers.execute(
                        servers.server(other),
                        "system",
                        true,
                        "CALL dbms.unquarantineDatabase('" + broken + "', 'sales')",
                        Map.of()),
                PATIENCE);
        awaitOrders(broken, 2);
    }

    @Test
    void whatFailsOnOneDatabaseHoldsUpNoOther() {
        failure = new UncheckedIOException(new IOException("input/output error"));
        servers.write("sales", "CREATE (:Order {number: 2})");
        servers.eventually(() -> shown().get(0).get(0).equals("offline"));

        for (String command : List.of("CREATE", "STOP", "START", "DROP")) {
            assertThat(servers.write("system", command + " DATABASE movies WAIT 5"))
                    .as(command)
                    .hasSize(3)
                    .allMatch(row -> row.get(1).equals("CaughtUp"));
        }
        assertThat(shown().get(0).get(0)).isIn("offline", "starting");
    }

    @Test
    void aCopyWhoseDiskFailsIsTriedAgainByItself() {
        failure = new UncheckedIOException(new IOException("input/output error"));
        servers.write("sales", "CREATE (:Order {number: 2})");
        servers.simulation.runFor(Duration.ofMillis(500));
        assertThat(shown().get(0).get(0)).isEqualTo("offline");
        assertThat((String) shown().get(0).get(2)).endsWith("failed: input/output error");

        failure = null;
        awaitOrders(broken, 2);
        assertThat(shown()).containsExactly(List.of("online", "primary", ""));
    }
}

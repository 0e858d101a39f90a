package dev.muster.node.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.catalog.DatabaseReport.CurrentStatus;
import dev.muster.node.hosting.HostedDatabase;
import dev.muster.node.stages.Stages;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A database whose group has lost its majority begins anew with the copy that is left. */
class RecreateScenarioTest {
    private final SimulatedServers cluster = new SimulatedServers(61, 5);
    private List<String> hosts;

    private List<String> hosts() {
        return cluster.write("system", "SHOW DATABASE sales YIELD serverID").stream()
                .map(row -> (String) row.get(0))
                .sorted()
                .toList();
    }

    private String id() {
        return cluster.server(hosts.get(0))
                .databases()
                .byName("sales")
                .databaseId()
                .toString();
    }

    /** Three copies with ten orders, an alias and a privilege; two of the copies are lost. */
    private void salesLosesItsMajority() {
        cluster.awaitReady();
        cluster.write("system", "CREATE DATABASE sales TOPOLOGY 3 PRIMARIES WAIT");
        cluster.write("system", "CREATE ALIAS shop FOR DATABASE sales");
        cluster.write("system", "CREATE ROLE clerk");
        cluster.write("system", "GRANT START ON DATABASE sales TO clerk");
        for (int n = 1; n <= 10; n++) {
            cluster.write("sales", "CREATE (:Order {n: " + n + "})");
        }
        hosts = hosts();
        cluster.simulation.runFor(Duration.ofSeconds(2)); // every copy has all of them
        cluster.cutPower(hosts.get(1));
        cluster.cutPower(hosts.get(2));
        cluster.simulation.runFor(Duration.ofSeconds(15));
    }

    private void recreate(String options) {
        cluster.write("system", "CALL dbms.recreateDatabase('shop', " + options + ")");
    }

    private void awaitCopies(int count) {
        cluster.eventually(() -> cluster.running().stream()
                        .map(server -> cluster.server(server).databases().byName("sales"))
                        .filter(copy -> copy != null && copy.status() == CurrentStatus.ONLINE)
                        .map(HostedDatabase::lastTransactionId)
                        .filter(transaction -> transaction >= 10)
                        .count()
                == count);
    }

    private static void refused(ThrowingCallable call, String text) {
        assertThatThrownBy(call)
                .extracting(failure -> Stages.causeOf(failure).getMessage())
                .isEqualTo(text);
    }

    @Test
    void theCopyThatIsLeftIsTakenAndTheDatabaseIsWrittenAgain() {
        salesLosesItsMajority();
        String before = id();
        recreate("{seedingServers: ['" + hosts.get(0) + "']}");
        awaitCopies(3);

        assertThat(id()).isNotEqualTo(before);
        cluster.write("sales", "CREATE (:Order {n: 11})");
        for (String server : hosts()) {
            cluster.eventually(() -> cluster.read(server, "shop", "MATCH (o:Order) RETURN count(o), sum(o.n)")
                    .equals(List.of(List.of(11L, 66L))));
        }
        assertThat(cluster.write("system", "SHOW ROLE clerk PRIVILEGES YIELD action, graph"))
                .containsExactly(List.of("start_database", "sales"));

        cluster.start(hosts.get(1)); // it has a copy of the group that is no more
        String returned = hosts.get(1);
        boolean placed = hosts().contains(returned);
        cluster.eventually(() -> {
            HostedDatabase copy = cluster.server(returned).databases().byName("sales");
            return placed ? copy != null && copy.lastTransactionId() == 11 : copy == null;
        });
    }

    @Test
    void theServerThatGivesItsCopyMayLosePowerAtAnyTimeMeanwhile() {
        salesLosesItsMajority();
        String seed = hosts.get(0);
        recreate("{seedingServers: ['" + seed + "'], primaries: 1}");
        for (int millis : new int[] {1, 40, 90, 150, 400}) {
            cluster.simulation.runFor(Duration.ofMillis(millis));
            cluster.cutPower(seed);
            cluster.start(seed);
        }
        awaitCopies(1);
        assertThat(hosts()).containsExactly(seed);
        cluster.write("sales", "CREATE (:Order {n: 11})");
        assertThat(cluster.read(seed, "sales", "MATCH (o:Order) RETURN count(o), sum(o.n)"))
                .containsExactly(List.of(11L, 66L));
    }

    @Test
    void whatCannotBeMadeAnewIsToldWhy() {
        salesLosesItsMajority();
        refused(
                () -> recreate("{}"),
                "Could not recreate database 'sales'. Either seedingServers or seedURI must be given.");
        refused(
                () -> recreate("{seedingServers: []}"),
                "Could not recreate database 'sales'. Of the servers that are to have it, server '" + hosts.get(1)
                        + "' has no copy that could be compared.");
        refused(
                () -> recreate("{seedingServers: ['" + hosts.get(2) + "']}"),
                "Could not recreate database 'sales'. The specified seeding server with id '" + hosts.get(2)
                        + "' was not found, or has no copy of it.");
        refused(
                () -> recreate("{seedingServers: ['" + hosts.get(0) + "', '" + hosts.get(0) + "'], primaries: 1}"),
                "Could not recreate database 'sales'. The number of seeding servers '2' is larger than the defined number"
                        + " of allocations '1'.");
        refused(
                () -> recreate("{seedingServers: [], seedURI: 'ftp://x'}"),
                "Could not recreate database 'sales'. seedURI must be s3://bucket/path or file:///path.");
        refused(
                () -> cluster.write("system", "CALL dbms.recreateDatabase('system', {seedingServers: []})"),
                "Not allowed to recreate system database.");

        for (String lost : hosts.subList(1, 3)) {
            cluster.write("system", "CALL dbms.cluster.cordonServer('" + lost + "')");
        }
        recreate("{seedingServers: []}");
        awaitCopies(3);
    }
}

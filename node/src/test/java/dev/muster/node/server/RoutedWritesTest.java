package dev.muster.node.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.bolt.BoltFailure;
import dev.muster.bolt.QueryService;
import dev.muster.node.query.ServerTransaction;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Writes that are given to a server which does not lead the database (decision 0010), on virtual time. */
class RoutedWritesTest {
    private static final String DIGEST = "CALL muster.database.digest() YIELD transactionId, digest RETURN *";
    private static final String COUNT = "MATCH (n) RETURN count(n)";

    private static SimulatedServers cluster(String settings) {
        SimulatedServers cluster = new SimulatedServers(11, 3, (name, parts) -> parts, settings);
        cluster.awaitReady();
        return cluster;
    }

    private static List<String> followers(SimulatedServers cluster) {
        String leader = cluster.leaderOf("neo4j");
        return cluster.running().stream().filter(name -> !name.equals(leader)).toList();
    }

    private static <T> T join(SimulatedServers cluster, CompletionStage<T> stage) {
        return cluster.simulation.join(stage, Duration.ofSeconds(60));
    }

    private static List<List<Object>> writeAt(SimulatedServers cluster, String server, String query) {
        return join(cluster, SimulatedServers.execute(cluster.server(server), "neo4j", true, query, Map.of()));
    }

    private static ServerTransaction begin(SimulatedServers cluster, String server, boolean routed) {
        return join(
                cluster,
                cluster.server(server)
                        .transactions()
                        .begin(new QueryService.TransactionRequest(
                                null, "neo4j", true, List.of(), 0, Map.of(), false, routed)));
    }

    private static void assertRefused(ThrowingCallable call, String code) {
        assertThatThrownBy(call)
                .rootCause()
                .isInstanceOfSatisfying(
                        BoltFailure.class, failure -> assertThat(failure.code()).isEqualTo(code));
    }

    @Test
    void aFollowerTakesAWriteAndShowsItToWhoeverReadsThereNext() {
        SimulatedServers cluster = cluster("");
        String follower = followers(cluster).get(0);

        List<List<Object>> made = writeAt(cluster, follower, "CREATE (n:Order {number: 1}) RETURN n.number");

        assertThat(made).containsExactly(List.of(1L));
        assertThat(cluster.read(follower, "neo4j", COUNT)).containsExactly(List.of(1L));
    }

    @Test
    void whicheverServerIsAskedEachWriteBuildsOnTheOneBefore() {
        SimulatedServers cluster = cluster("");
        cluster.write("neo4j", "CREATE (:Counter {n: 0})");

        for (int round = 0; round < 10; round++) {
            for (String server : cluster.running()) {
                writeAt(cluster, server, "MATCH (c:Counter) SET c.n = c.n + 1");
            }
        }

        assertThat(cluster.read(cluster.leaderOf("neo4j"), "neo4j", "MATCH (c:Counter) RETURN c.n"))
                .containsExactly(List.of(30L));
    }

    @Test
    void whatSeveralServersCreateHasIdsOfItsOwnAndIsTheSameEverywhere() {
        SimulatedServers cluster = cluster("");

        for (int round = 0; round < 5; round++) {
            for (String server : cluster.running()) {
                writeAt(cluster, server, "CREATE (:A)-[:TO]->(:B)");
            }
        }

        Set<List<List<Object>>> digests = new HashSet<>();
        for (String server : cluster.running()) {
            cluster.eventually(() -> cluster.read(server, "neo4j", COUNT).equals(List.of(List.of(30L))));
            digests.add(cluster.read(server, "neo4j", DIGEST));
        }
        assertThat(digests).hasSize(1);
    }

    @Test
    void aTransactionOfARoutedClientStaysOnTheFollowerItCameTo() {
        SimulatedServers cluster = cluster("");
        cluster.write("neo4j", "CREATE (:Counter {n: 41})");
        ServerTransaction transaction = begin(cluster, followers(cluster).get(0), true);

        QueryService.Result result =
                join(cluster, transaction.run("MATCH (c:Counter) SET c.n = c.n + 1 RETURN c.n", Map.of()));

        assertThat(result.next()).isEqualTo(List.of(42L));
        join(cluster, transaction.commit());
        assertThat(cluster.read(cluster.leaderOf("neo4j"), "neo4j", "MATCH (c:Counter) RETURN c.n"))
                .containsExactly(List.of(42L));
    }

    @Test
    void whatWasReadAndHasChangedMeanwhileIsAConflict() {
        SimulatedServers cluster = cluster("");
        cluster.write("neo4j", "CREATE (:Counter {n: 1})");
        String follower = followers(cluster).get(0);
        cluster.eventually(() -> cluster.read(follower, "neo4j", COUNT).equals(List.of(List.of(1L))));
        ServerTransaction transaction = begin(cluster, follower, false);
        assertThat(join(cluster, transaction.run("MATCH (c:Counter) RETURN c.n", Map.of()))
                        .next())
                .isEqualTo(List.of(1L));

        cluster.write("neo4j", "MATCH (c:Counter) SET c.n = 7");
        join(cluster, transaction.run("MATCH (c:Counter) SET c.n = c.n + 1", Map.of()))
                .discard();

        assertRefused(() -> join(cluster, transaction.commit()), "Neo.TransientError.Transaction.Outdated");
        assertThat(writeAt(cluster, follower, "MATCH (c:Counter) SET c.n = c.n RETURN c.n"))
                .containsExactly(List.of(7L));
    }

    @Test
    void theSchemaCanBeChangedAnywhere() {
        SimulatedServers cluster = cluster("");

        writeAt(cluster, followers(cluster).get(0), "CREATE CONSTRAINT one FOR (n:Order) REQUIRE n.number IS UNIQUE");
        writeAt(cluster, followers(cluster).get(1), "CREATE (:Order {number: 1})");

        assertRefused(
                () -> writeAt(cluster, followers(cluster).get(0), "CREATE (:Order {number: 1})"),
                "Neo.ClientError.Schema.ConstraintValidationFailed");
    }

    @Test
    void aWriteWaitsForTheNextLeader() {
        SimulatedServers cluster = cluster("");
        writeAt(cluster, followers(cluster).get(0), "CREATE (:Order)");
        cluster.kill(cluster.leaderOf("neo4j"));

        for (String survivor : cluster.running()) {
            writeAt(cluster, survivor, "CREATE (:Order)");
        }

        assertThat(cluster.read(cluster.leaderOf("neo4j"), "neo4j", COUNT)).containsExactly(List.of(3L));
    }

    @Test
    void aServerThatSeesNoMajoritySendsWritersElsewhere() {
        SimulatedServers cluster = cluster("");
        String survivor = followers(cluster).get(0);
        cluster.kill(followers(cluster).get(1));
        cluster.kill(cluster.leaderOf("neo4j"));

        assertRefused(() -> writeAt(cluster, survivor, "CREATE (:Order)"), "Neo.ClientError.Cluster.NotALeader");
        assertThat(cluster.read(survivor, "neo4j", COUNT)).containsExactly(List.of(0L));
    }

    @Test
    void withoutServerSideRoutingAFollowerSendsWritersToTheLeader() {
        SimulatedServers cluster = cluster("dbms.routing.enabled=false\n");
        String follower = followers(cluster).get(0);

        assertRefused(() -> writeAt(cluster, follower, "CREATE (:Order)"), "Neo.ClientError.Cluster.NotALeader");
        assertRefused(() -> begin(cluster, follower, true), "Neo.ClientError.Cluster.NotALeader");
        assertThat(writeAt(cluster, follower, COUNT)).containsExactly(List.of(0L));
    }
}

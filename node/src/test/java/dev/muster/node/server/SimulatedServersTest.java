package dev.muster.node.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.node.config.ProductVersion;
import dev.muster.raft.RaftStatus;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whole servers on virtual time: what production runs, in one thread. */
class SimulatedServersTest {
    private static final String DIGEST =
            "CALL muster.database.digest() YIELD transactionId, digest RETURN transactionId, digest";

    private static final String RAFT_STATUS =
            "CALL muster.raft.status() YIELD database, server, role, term, leader, lastIndex, commitIndex, appliedIndex,"
                    + " lag WITH * WHERE database = 'neo4j' RETURN database, server, role, term, leader, lastIndex,"
                    + " commitIndex, appliedIndex, lag";

    @Test
    void aServerThatIsStoppedInOrderLetsItsPortsAndDirectoryGo() {
        SimulatedServers cluster = new SimulatedServers(3, 1);
        cluster.awaitReady();
        cluster.write("neo4j", "CREATE (:Order {number: 1})");
        MusterServer first = cluster.server("s1");
        var ports = first.addresses();

        cluster.simulation.join(first.shutDown(), Duration.ofSeconds(5));
        assertThat(cluster.simulation
                        .join(first.health(), Duration.ofSeconds(1))
                        .reason())
                .isEqualTo("the server is stopping");
        cluster.openAgainInTheSameProcess("s1");
        cluster.awaitReady();

        assertThat(cluster.server("s1").addresses()).isEqualTo(ports);
        assertThat(cluster.read("s1", "neo4j", "MATCH (order:Order) RETURN count(order)"))
                .containsExactly(List.of(1L));
    }

    @Test
    void aSecondServerOnTheSameDirectoryIsRefusedAndTheFirstGoesOn() {
        SimulatedServers cluster = new SimulatedServers(3, 1);
        cluster.awaitReady();
        MusterServer first = cluster.server("s1");

        assertThatThrownBy(() -> cluster.openAgainInTheSameProcess("s1"))
                .hasCauseInstanceOf(ServerError.Refusal.class)
                .hasMessageContaining("is in use by another server");

        assertThat(cluster.simulation
                        .join(first.health(), Duration.ofSeconds(1))
                        .ready())
                .isTrue();
    }

    @Test
    void aServerThatIsStartedAgainAtOnceWithItsClockSetBackIsHeardByTheOthers() {
        SimulatedServers cluster = new SimulatedServers(5, 3);
        cluster.awaitReady();
        cluster.kill("s1");
        cluster.simulation.server("s1").clock().jumpWall(Duration.ofMinutes(-10));
        cluster.start("s1");
        cluster.awaitReady();

        cluster.write("system", "CREATE DATABASE sales WAIT");

        String states =
                "SHOW DATABASES YIELD name, serverID, currentStatus WHERE name = 'sales' RETURN serverID, currentStatus";
        cluster.eventually(() -> cluster.read("s2", "system", states).contains(List.of("s1", "online")));
    }

    @Test
    void administrationCommandsAnswerAsOverBolt() {
        SimulatedServers cluster = new SimulatedServers(4, 3);
        cluster.awaitReady();

        assertThat(cluster.write("system", "CREATE DATABASE sales WAIT"))
                .containsExactlyInAnyOrder(
                        List.of("s1", "CaughtUp", "caught up", true),
                        List.of("s2", "CaughtUp", "caught up", true),
                        List.of("s3", "CaughtUp", "caught up", true));
        assertThat(cluster.write("system", "STOP DATABASE sales WAIT")).hasSize(3);
        assertThat(cluster.write(
                        "system", "SHOW DATABASES YIELD name, currentStatus WHERE name = 'sales' RETURN DISTINCT *"))
                .containsExactly(List.of("sales", "offline"));
        assertThatThrownBy(() -> cluster.read("s2", "sales", "RETURN 1"))
                .rootCause()
                .hasMessage("Database 'sales' is unavailable: it is offline.");
        cluster.write("system", "DROP DATABASE sales WAIT");
        assertThatThrownBy(() -> cluster.read("s3", "sales", "RETURN 1"))
                .rootCause()
                .hasMessage("Graph not found: sales");
    }

    @Test
    void theProceduresOfOlderToolsShowRolesAndSettings() {
        SimulatedServers cluster = new SimulatedServers(5, 3);
        cluster.awaitReady();
        cluster.simulation.runFor(Duration.ofSeconds(3));

        String leader = cluster.leaderOf("neo4j");
        List<List<Object>> overview = cluster.read(
                "s1",
                "neo4j",
                "CALL dbms.cluster.overview() YIELD id, addresses, databases, groups"
                        + " RETURN id, addresses, databases.neo4j, groups");
        assertThat(overview)
                .isEqualTo(Stream.of("s1", "s2", "s3")
                        .map(id -> List.<Object>of(id, List.of(), id.equals(leader) ? "LEADER" : "FOLLOWER", List.of()))
                        .toList());
        assertThat(cluster.read(leader, "system", "CALL dbms.cluster.role('neo4j')"))
                .containsExactly(List.of("LEADER"));
        assertThat(cluster.read(leader, "system", "CALL dbms.cluster.role('none')"))
                .containsExactly(List.of("UNKNOWN"));
        assertThat(
                        cluster.read(
                                "s2",
                                "neo4j",
                                "CALL dbms.listConfig('memory.transaction') YIELD name, value, dynamic RETURN name, value, dynamic"))
                .containsExactly(
                        List.of("db.memory.transaction.max", "0", false),
                        List.of("dbms.memory.transaction.total.max", "70%", false));
        assertThat(cluster.read("s2", "neo4j", "CALL dbms.listConfig() YIELD name RETURN count(*) > 40"))
                .containsExactly(List.of(true));
    }

    @Test
    void aServerTellsTheStateOfItsOwnCopies() {
        SimulatedServers cluster = new SimulatedServers(8, 3);
        cluster.awaitReady();
        String leader = cluster.leaderOf("neo4j");
        String other = leader.equals("s1") ? "s2" : "s1";

        String state = "CALL dbms.database.state('NEO4J') YIELD role, status, error";
        assertThat(cluster.read(leader, "system", state)).containsExactly(List.of("leader", "online", ""));
        assertThat(cluster.read(other, "system", state)).containsExactly(List.of("follower", "online", ""));
        cluster.write("system", "STOP DATABASE neo4j WAIT");
        assertThat(cluster.read(leader, "system", state)).containsExactly(List.of("unknown", "offline", ""));
        assertThat(cluster.read(leader, "system", "CALL dbms.database.state('nothing')"))
                .isEmpty();
    }

    @Test
    void everyServerTellsItsVersionAndIsRememberedByThoseWhoHeardIt() {
        SimulatedServers cluster = new SimulatedServers(9, 3);
        cluster.awaitReady();
        String versions = "SHOW SERVERS YIELD name, health, version";
        String version = ProductVersion.text();
        for (String server : cluster.running()) {
            assertThat(cluster.read(server, "system", versions))
                    .containsExactly(
                            List.of("s1", "Available", version),
                            List.of("s2", "Available", version),
                            List.of("s3", "Available", version));
        }

        cluster.kill("s3");
        cluster.eventually(
                () -> cluster.read("s1", "system", versions).contains(List.of("s3", "Unavailable", version)));
        cluster.kill("s2");
        cluster.start("s2");
        cluster.awaitReady();
        assertThat(cluster.read("s2", "system", versions))
                .as("s3 never told this start of s2 anything")
                .containsExactly(
                        List.of("s1", "Available", version),
                        List.of("s2", "Available", version),
                        Arrays.asList("s3", "Unavailable", null));
    }

    @Test
    void everyServerShowsHowFarConsensusHasComeOnEachOfThem() {
        SimulatedServers cluster = new SimulatedServers(6, 3);
        cluster.awaitReady();
        write("neo4j", cluster, 7);
        cluster.simulation.runFor(Duration.ofSeconds(3));

        String leader = cluster.leaderOf("neo4j");
        RaftStatus raft = cluster.server(leader).databases().byName("neo4j").raftStatus();
        List<List<Object>> expected = Stream.of("s1", "s2", "s3")
                .map(server -> List.<Object>of(
                        "neo4j",
                        server,
                        server.equals(leader) ? "leader" : "follower",
                        (long) raft.term(),
                        leader,
                        raft.lastIndex(),
                        raft.lastIndex(),
                        raft.lastIndex(),
                        0L))
                .toList();
        for (String server : List.of("s1", "s2", "s3")) {
            assertThat(cluster.read(server, "neo4j", RAFT_STATUS)).isEqualTo(expected);
            assertThat(cluster.read(
                            server,
                            "system",
                            "SHOW DATABASES YIELD name, lastCommittedTxn, replicationLag WHERE name = 'neo4j'"
                                    + " RETURN DISTINCT lastCommittedTxn, replicationLag"))
                    .containsExactly(List.of(7L, 0L));
        }
    }

    @Test
    void aServerThatIsDownHasNoRowAndTheOthersHaveNoLag() {
        SimulatedServers cluster = new SimulatedServers(7, 3);
        cluster.awaitReady();
        write("neo4j", cluster, 1);
        String victim = cluster.leaderOf("neo4j").equals("s1") ? "s2" : "s1";
        cluster.kill(victim);
        write("neo4j", cluster, 5);
        cluster.simulation.runFor(Duration.ofSeconds(5));

        assertThat(cluster.read("s3", "neo4j", RAFT_STATUS + " ORDER BY server"))
                .hasSize(2)
                .noneMatch(row -> row.get(1).equals(victim))
                .allMatch(row -> row.get(8).equals(0L));
    }

    private static void write(String database, SimulatedServers cluster, int times) {
        for (int i = 0; i < times; i++) {
            cluster.write(database, "CREATE (:Order)");
        }
    }

    @Test
    void aServerThatWasKilledCatchesUpAndTheSameSeedGivesTheSameRun() {
        long first = story(11);
        assertThat(story(11)).isEqualTo(first);
        assertThat(story(12)).isNotEqualTo(first);
    }

    private static long story(long seed) {
        SimulatedServers cluster = new SimulatedServers(seed, 3);
        cluster.awaitReady();
        cluster.write("system", "CREATE DATABASE sales WAIT");
        write(cluster, 1, 20);

        cluster.kill("s2");
        write(cluster, 21, 40);
        cluster.start("s2");
        cluster.awaitReady();
        write(cluster, 41, 50);

        cluster.simulation.runFor(Duration.ofSeconds(5));
        List<List<Object>> expected = cluster.read("s1", "sales", DIGEST);
        assertThat(expected.get(0).get(0)).isEqualTo(50L);
        assertThat(cluster.read("s2", "sales", DIGEST)).isEqualTo(expected);
        assertThat(cluster.read("s3", "sales", DIGEST)).isEqualTo(expected);
        return cluster.simulation.traceHash();
    }

    private static void write(SimulatedServers cluster, long from, long to) {
        for (long number = from; number <= to; number++) {
            cluster.write("sales", "CREATE (:Order {number: $number})", Map.of("number", number));
        }
    }
}

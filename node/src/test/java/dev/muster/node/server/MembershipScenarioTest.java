package dev.muster.node.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.catalog.DatabaseEntry;
import dev.muster.catalog.DatabaseReport.CurrentStatus;
import dev.muster.catalog.Topology;
import dev.muster.node.hosting.HostedDatabase;
import dev.muster.raft.RaftStatus;
import dev.muster.raft.Role;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Databases move between whole servers while they are written to: no acknowledged write is lost, all copies are equal. */
class MembershipScenarioTest {
    private static final String DIGEST =
            "CALL muster.database.digest() YIELD transactionId, digest RETURN transactionId, digest";
    private static final String ROWS = "SHOW DATABASE sales YIELD serverID, role, currentStatus"
            + " RETURN serverID, role, currentStatus ORDER BY serverID";

    private long acknowledged;

    @Test
    void aServerThatJoinsBecomesAMemberOfSystemAndHostsDatabasesOnceItIsEnabled() {
        SimulatedServers cluster = cluster(31, 3);
        cluster.join("s4");
        cluster.eventually(() -> votes(cluster, "s4", "system"));

        assertThat(cluster.read("s4", "system", "SHOW SERVERS YIELD name, state, health, hosting"))
                .contains(List.of("s4", "Free", "Available", List.of("system")));
        cluster.write("system", "ENABLE SERVER 's4'");
        cluster.write("system", "CREATE DATABASE sales TOPOLOGY 2 PRIMARIES 1 SECONDARY WAIT");

        assertThat(cluster.read("s4", "system", ROWS))
                .extracting(row -> row.get(0) + " " + row.get(1) + " " + row.get(2))
                .containsExactly("s1 primary online", "s2 secondary online", "s4 primary online");
        writes(cluster, 10);
        assertEqualCopies(cluster, "s1", "s2", "s4");
    }

    @Test
    void aDatabaseGrowsAndShrinksWhileItIsWrittenTo() {
        SimulatedServers cluster = cluster(32, 5);
        cluster.write("system", "CREATE DATABASE sales TOPOLOGY 1 PRIMARY WAIT");
        writes(cluster, 10);

        topology(cluster, "5 PRIMARIES");
        assertEqualCopies(cluster, "s1", "s2", "s3", "s4", "s5");
        topology(cluster, "2 PRIMARIES 2 SECONDARIES");
        topology(cluster, "3 PRIMARIES 2 SECONDARIES");
        assertThat(cluster.read("s5", "system", ROWS))
                .extracting(row -> row.get(1) + " " + row.get(2))
                .containsExactlyInAnyOrder(
                        "primary online", "primary online", "primary online", "secondary online", "secondary online");
        assertEqualCopies(cluster, "s1", "s2", "s3", "s4", "s5");
        topology(cluster, "1 PRIMARY");
        assertThat(hosts(cluster)).hasSize(1);
    }

    @Test
    void aLeaderThatHasToGoHandsOverFirstAndItsDatabaseCanComeBackToIt() {
        SimulatedServers cluster = cluster(33, 3);
        cluster.join("s4");
        cluster.eventually(() -> votes(cluster, "s4", "system"));
        cluster.write("system", "ENABLE SERVER 's4'");
        cluster.write("system", "CREATE DATABASE sales TOPOLOGY 1 PRIMARY WAIT");
        String first = hosts(cluster).get(0);
        writes(cluster, 10);

        for (int round = 0; round < 2; round++) {
            topology(cluster, "3 PRIMARIES");
            topology(cluster, "1 PRIMARY");
        }
        cluster.write("system", "ALTER SERVER $s SET OPTIONS {deniedDatabases: ['sales']}", Map.of("s", first));
        topology(cluster, "3 PRIMARIES");
        assertThat(hosts(cluster)).doesNotContain(first).hasSize(3);
        cluster.write("system", "ALTER SERVER $s SET OPTIONS {deniedDatabases: []}", Map.of("s", first));
        String second = hosts(cluster).get(0);
        cluster.write("system", "ALTER SERVER $s SET OPTIONS {deniedDatabases: ['sales']}", Map.of("s", second));
        topology(cluster, "3 PRIMARIES");
        cluster.eventually(() -> !hosts(cluster).contains(second) && isInPlace(cluster, 3, 0));

        assertThat(hosts(cluster)).contains(first).hasSize(3);
        assertEqualCopies(cluster, hosts(cluster).toArray(String[]::new));
    }

    @Test
    void aDeadServerIsReplacedAndDropped() {
        SimulatedServers cluster = cluster(34, 3);
        cluster.write("system", "CREATE DATABASE sales TOPOLOGY 3 PRIMARIES WAIT");
        writes(cluster, 10);
        cluster.kill("s2");
        cluster.join("s4");
        cluster.eventually(() -> votes(cluster, "s4", "system"));
        cluster.write("system", "ENABLE SERVER 's4'");

        assertThat(cluster.write("system", "DEALLOCATE DATABASES FROM SERVER 's2'"))
                .containsExactly(
                        List.of("neo4j", "s2", "s2", "s4", "s4", "primary"),
                        List.of("sales", "s2", "s2", "s4", "s4", "primary"));
        writes(cluster, 10);
        cluster.eventually(() -> state(cluster, "s2").equals("Deallocated"));
        cluster.write("system", "DROP SERVER 's2'");
        cluster.eventually(() -> !members(cluster, "system").contains("s2"));

        assertThat(members(cluster, "sales")).containsExactlyInAnyOrder("s1", "s3", "s4");
        assertEqualCopies(cluster, "s1", "s3", "s4");
    }

    @Test
    void aNewMemberThatCrashesWhileItCopiesBeginsAgain() {
        SimulatedServers cluster = cluster(35, 4);
        cluster.write("system", "CREATE DATABASE sales TOPOLOGY 3 PRIMARIES WAIT");
        writes(cluster, 30);
        String newcomer = cluster.running().stream()
                .filter(server -> !hosts(cluster).contains(server))
                .findFirst()
                .orElseThrow();

        cluster.write("system", "ALTER DATABASE sales SET TOPOLOGY 4 PRIMARIES");
        for (int crash = 1; crash <= 3; crash++) {
            cluster.simulation.runFor(Duration.ofMillis(60L * crash));
            cluster.kill(newcomer);
            writes(cluster, 3);
            cluster.start(newcomer);
        }
        cluster.eventually(() -> votes(cluster, newcomer, "sales"));

        assertEqualCopies(cluster, "s1", "s2", "s3", "s4");
    }

    @Test
    void aLeaderThatCrashesInTheMiddleOfAChangeIsFollowedByOneThatEndsIt() {
        for (long seed = 40; seed < 44; seed++) {
            acknowledged = 0;
            SimulatedServers cluster = cluster(seed, 5);
            cluster.write("system", "CREATE DATABASE sales TOPOLOGY 3 PRIMARIES WAIT");
            writes(cluster, 10);
            cluster.write(
                    "system",
                    "ALTER SERVER $s SET OPTIONS {deniedDatabases: ['sales']}",
                    Map.of("s", "s" + (1 + seed % 5)));
            cluster.write("system", "ALTER DATABASE sales SET TOPOLOGY 3 PRIMARIES 1 SECONDARY");
            cluster.simulation.runFor(Duration.ofMillis(70 * (seed - 39)));
            String leader = cluster.leaderOf("sales");
            cluster.kill(leader);
            writes(cluster, 5);
            cluster.start(leader);
            cluster.eventually(() -> isInPlace(cluster, 3, 1));
            assertEqualCopies(cluster, hosts(cluster).toArray(String[]::new));
        }
    }

    private static SimulatedServers cluster(long seed, int servers) {
        SimulatedServers cluster = new SimulatedServers(seed, servers);
        cluster.awaitReady();
        return cluster;
    }

    /** Asks for another topology and goes on writing until it is there. */
    private void topology(SimulatedServers cluster, String wanted) {
        cluster.write("system", "ALTER DATABASE sales SET TOPOLOGY " + wanted);
        String[] numbers = wanted.replaceAll("[^0-9 ]", "").trim().split(" +");
        int primaries = Integer.parseInt(numbers[0]);
        int secondaries = numbers.length == 1 ? 0 : Integer.parseInt(numbers[1]);
        cluster.eventually(() -> {
            writes(cluster, 1);
            return isInPlace(cluster, primaries, secondaries);
        });
    }

    /** The copies are where the catalog wants them, nothing has to go any more, and the group has exactly these members. */
    private static boolean isInPlace(SimulatedServers cluster, int primaries, int secondaries) {
        cluster.simulation.runFor(Duration.ofMillis(200));
        List<HostedDatabase> copies = copies(cluster);
        DatabaseEntry entry = copies.get(0).entry();
        return entry.topology().equals(new Topology(primaries, secondaries))
                && entry.leaving().findAny().isEmpty()
                && hosts(cluster).containsAll(entry.members())
                && copies.size() == primaries + secondaries
                && copies.stream().allMatch(copy -> copy.status() == CurrentStatus.ONLINE)
                && copies.stream()
                        .map(HostedDatabase::raftStatus)
                        .anyMatch(raft -> raft.role() == Role.LEADER
                                && raft.membership().voters().size() == primaries
                                && raft.membership().learners().size() == secondaries);
    }

    private void writes(SimulatedServers cluster, int count) {
        for (int i = 0; i < count; i++) {
            cluster.write("sales", "CREATE (:Order {number: $number})", Map.of("number", acknowledged + 1));
            acknowledged++;
        }
    }

    /** The copies on the servers that run. */
    private static List<HostedDatabase> copies(SimulatedServers cluster) {
        return cluster.running().stream()
                .map(server -> cluster.server(server).databases().byName("sales"))
                .filter(copy -> copy != null)
                .toList();
    }

    private static List<String> hosts(SimulatedServers cluster) {
        return cluster.running().stream()
                .filter(server -> cluster.server(server).databases().byName("sales") != null)
                .toList();
    }

    private static List<String> members(SimulatedServers cluster, String database) {
        RaftStatus raft = cluster.server(cluster.leaderOf(database))
                .databases()
                .byName(database)
                .raftStatus();
        return raft.members().stream().map(member -> member.serverId()).toList();
    }

    private static boolean votes(SimulatedServers cluster, String server, String database) {
        HostedDatabase copy = cluster.server(server).databases().byName(database);
        RaftStatus raft = copy == null ? null : copy.raftStatus();
        return raft != null
                && copy.status() == CurrentStatus.ONLINE
                && raft.membership().voters().stream()
                        .anyMatch(voter -> voter.serverId().equals(server));
    }

    private static String state(SimulatedServers cluster, String server) {
        return (String) cluster.read(
                        cluster.running().get(0),
                        "system",
                        "SHOW SERVERS YIELD name, state WHERE name = '" + server + "'")
                .get(0)
                .get(1);
    }

    private void assertEqualCopies(SimulatedServers cluster, String... servers) {
        assertThat(hosts(cluster)).containsExactlyInAnyOrder(servers);
        cluster.simulation.runFor(Duration.ofSeconds(5));
        Map<String, Object> digests = new TreeMap<>();
        for (String server : servers) {
            digests.put(server, cluster.read(server, "sales", DIGEST));
            assertThat(cluster.read(server, "sales", "MATCH (o:Order) RETURN count(DISTINCT o.number), max(o.number)"))
                    .as(server)
                    .containsExactly(List.of(acknowledged, acknowledged));
        }
        assertThat(digests.values().stream().distinct()).as(digests.toString()).hasSize(1);
    }
}

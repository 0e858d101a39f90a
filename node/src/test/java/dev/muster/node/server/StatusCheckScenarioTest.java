package dev.muster.node.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code dbms.cluster.statusCheck}: whether groups agree on anything, and which members could be lost. */
class StatusCheckScenarioTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private SimulatedServers servers;

    @BeforeEach
    void threeServersWithSales() {
        servers = new SimulatedServers(61, 3);
        servers.awaitReady();
        servers.write("system", "CREATE DATABASE sales WAIT");
        servers.write("sales", "CREATE (:Order {number: 1})");
    }

    private List<List<Object>> on(String server, String statement) {
        return servers.simulation.join(
                SimulatedServers.execute(servers.server(server), "system", true, statement, Map.of()), PATIENCE);
    }

    private List<String> checked(String server, String databases) {
        return on(
                        server,
                        "CALL dbms.cluster.statusCheck([" + databases + "], 3000) YIELD database, serverId,"
                                + " replicationSuccessful, memberStatus, requester, error")
                .stream()
                .map(row -> row.stream().map(String::valueOf).collect(Collectors.joining(" ")))
                .toList();
    }

    private long transactions(String server) {
        return (Long) servers.read(server, "sales", "CALL muster.database.digest() YIELD transactionId")
                .get(0)
                .get(0);
    }

    @Test
    void everyPrimaryOfEveryDatabaseAppliesWhatIsReplicatedWhichIsNoTransaction() {
        servers.eventually(() -> transactions("s2") == 1); // of the beginning
        long before = transactions("s2");

        assertThat(checked("s2", ""))
                .containsExactly(
                        "neo4j s1 true APPLYING false null",
                        "neo4j s2 true APPLYING true null",
                        "neo4j s3 true APPLYING false null",
                        "sales s1 true APPLYING false null",
                        "sales s2 true APPLYING true null",
                        "sales s3 true APPLYING false null",
                        "system s1 true APPLYING false null",
                        "system s2 true APPLYING true null",
                        "system s3 true APPLYING false null");

        assertThat(transactions("s2")).isEqualTo(before);
        servers.write("sales", "CREATE (:Order {number: 2})");
        servers.eventually(() -> transactions("s2") == before + 1);
    }

    @Test
    void allAgreeOnWhoLeadsAndInWhichTerm() {
        String leader = servers.leaderOf("sales");
        long term =
                servers.server(leader).databases().byName("sales").raftStatus().term();
        servers.write("system", "RENAME SERVER 's3' TO 'third'");
        servers.simulation.runFor(Duration.ofSeconds(1));

        assertThat(on(
                        "s1",
                        "CALL dbms.cluster.statusCheck(['Sales']) YIELD serverName, recognisedLeader,"
                                + " recognisedLeaderTerm"))
                .containsExactly(
                        List.of("s1", leader, term), List.of("s2", leader, term), List.of("third", leader, term));
    }

    @Test
    void whatIsReadOnlyReplicatesAllTheSame() {
        servers.write("system", "ALTER DATABASE sales SET ACCESS READ ONLY WAIT");

        assertThat(checked("s1", "'sales'")).contains("sales s1 true APPLYING true null");
    }

    @Test
    void aServerThatIsDownIsUnavailableAndTheOthersReplicate() {
        servers.kill("s3");

        List<String> rows = checked("s1", "'sales'");

        assertThat(rows)
                .contains("sales s1 true APPLYING true null", "sales s2 true APPLYING false null")
                .anyMatch(row -> row.startsWith("sales s3 true UNAVAILABLE false "));
        assertThat(rows).noneMatch(row -> row.startsWith("sales s3") && row.endsWith("null"));
    }

    @Test
    void withoutAMajorityNothingIsReplicatedAndItSaysSoInTime() {
        String asked =
                servers.leaderOf("system").equals("s1") ? "s2" : "s1"; // that one could begin nothing that writes
        List<String> killed = Stream.of("s1", "s2", "s3")
                .filter(server -> !server.equals(asked))
                .toList();
        killed.forEach(servers::kill);

        List<String> rows = checked(asked, "'sales', 'system'");

        assertThat(rows).hasSize(6).allMatch(row -> row.split(" ")[2].equals("false"));
        assertThat(rows)
                .anyMatch(row -> row.startsWith("sales " + asked + " false REPLICATING true Nothing was replicated"))
                .anyMatch(row -> row.startsWith("sales " + killed.get(0) + " false UNAVAILABLE false "));
    }

    @Test
    void aFrozenCopyTakesNoPartAndTheOthersSeeThat() {
        on("s2", "CALL dbms.quarantineDatabase('sales', true, 'looks odd')");

        assertThat(checked("s2", "'sales'"))
                .anyMatch(row -> row.startsWith("sales s2 false UNAVAILABLE true The copy on server 's2' does not take"
                        + " part: it is quarantined (By anonymous at "));
        assertThat(checked("s1", "'sales'"))
                .contains(
                        "sales s1 true APPLYING true null",
                        "sales s2 true UNAVAILABLE false the database is not on this server",
                        "sales s3 true APPLYING false null");
    }

    @Test
    void whatCannotBeCheckedHereIsARowThatSaysWhy() {
        servers.write("system", "CREATE DATABASE single TOPOLOGY 1 PRIMARY WAIT");
        String has = servers.running().stream()
                .filter(server -> servers.server(server).databases().byName("single") != null)
                .findFirst()
                .orElseThrow();
        String other = has.equals("s1") ? "s2" : "s1";

        assertThat(checked(other, "'nothing', 'single'"))
                .containsExactly(
                        "nothing " + other + " false UNAVAILABLE true Database 'nothing' does not exist.",
                        "single " + other + " false UNAVAILABLE true Database 'single' has no primary on server '"
                                + other + "'.");
        assertThat(checked(has, "'single'"))
                .containsExactly("single " + has + " false UNAVAILABLE true Database 'single' has a single primary,"
                        + " which replicates to nobody that it depends on.");
        assertThat(checked(has, "")).noneMatch(row -> row.startsWith("single"));
    }
}

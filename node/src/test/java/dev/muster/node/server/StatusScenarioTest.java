package dev.muster.node.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The statuses of copies that are on their way (facts/backup-and-admin.md F.6), as SHOW DATABASES and the event log tell them. Those that
 * stay: {@code dirty} in StoreCopyScenarioTest, {@code quarantined} in QuarantineScenarioTest, {@code unknown} in
 * ShowDatabasesTest, {@code offline} with a reason in SevereErrorScenarioTest.
 */
class StatusScenarioTest {
    private final SimulatedServers servers =
            new SimulatedServers(91, 4, (name, parts) -> parts, "muster.events.enabled=true\n", 4);

    private List<List<Object>> shown(String database) {
        return servers.read(
                "s1",
                "system",
                "SHOW DATABASE " + database + " YIELD serverID, role, currentStatus, statusMessage"
                        + " RETURN * ORDER BY serverID");
    }

    private List<String> events(String server, String database) throws IOException {
        servers.simulation.runFor(Duration.ofSeconds(1));
        byte[] log = servers.simulation
                .server(server)
                .world()
                .disk()
                .readAll(servers.config(server).directories().eventLog());
        List<String> events = new ArrayList<>();
        for (String line : new String(log, StandardCharsets.UTF_8).split("\n")) {
            JsonNode event = new ObjectMapper().readTree(line);
            boolean ofStatus = event.get("event").asText().equals("status");
            if (ofStatus && event.get("database").asText().equals(database)) {
                events.add(event.get("to").asText() + ": " + event.get("cause").asText());
            }
        }
        return events;
    }

    @Test
    void aCopyThatComesAndGoesPassesThroughEachStatusWithItsCause() throws IOException {
        servers.awaitReady();
        servers.write("system", "CREATE DATABASE sales TOPOLOGY 1 PRIMARY WAIT");
        servers.write("sales", "CREATE (:Order {number: 1})");
        String first = servers.leaderOf("sales");
        String other = first.equals("s1") ? "s2" : "s1";
        servers.write("system", "ALTER DATABASE sales SET TOPOLOGY 3 PRIMARIES WAIT");
        servers.write("system", "STOP DATABASE sales WAIT");
        servers.write("system", "START DATABASE sales WAIT");
        servers.write("system", "DROP DATABASE sales WAIT");

        String came = servers.running().stream()
                .filter(server -> !server.equals(first) && has(server, "store copying"))
                .findFirst()
                .orElse(other);
        assertThat(events(came, "sales"))
                .containsSubsequence(
                        "starting: requested online",
                        "store copying: the store is fetched from another server",
                        "starting: requested online")
                .anyMatch(event -> event.startsWith("online: ") && event.contains(" leads in term "))
                .containsSubsequence("stopping: requested offline", "offline: requested offline")
                .containsSubsequence(
                        "stopping: it has to go from this server", "dropped: it had to go from this server");
    }

    private boolean has(String server, String status) {
        try {
            return events(server, "sales").stream().anyMatch(event -> event.startsWith(status));
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void aCopyThatHasToGoIsDeallocatingUntilAnotherTookItsPlace() {
        servers.awaitReady();
        servers.write("system", "CREATE DATABASE sales TOPOLOGY 3 PRIMARIES WAIT");
        servers.write("sales", "CREATE (:Order {number: 1})");
        String going = (String) shown("sales").get(0).get(0);

        servers.write("system", "CALL dbms.cluster.deallocateDatabaseFromServer('" + going + "', 'sales')");

        servers.eventually(() ->
                shown("sales").stream().anyMatch(row -> row.equals(List.of(going, "primary", "deallocating", ""))));
        servers.eventually(() -> shown("sales").size() == 3
                && shown("sales").stream()
                        .allMatch(row -> !row.get(0).equals(going) && row.get(2).equals("online")));
    }

    @Test
    void aDatabaseOfWhichNothingWasMadeYetIsInitialWithTheReason() {
        servers.awaitReady();
        servers.write(
                "system",
                "CREATE DATABASE sales TOPOLOGY 1 PRIMARY OPTIONS {existingData: 'use', seedURI: 'file:///nothing'}");

        servers.eventually(() -> shown("sales").stream()
                .anyMatch(row -> row.get(2).equals("initial"))); // where this is read it may come later
        assertThat(shown("sales").get(0).get(1)).isEqualTo("unknown");
        assertThat((String) shown("sales").get(0).get(3)).contains("/nothing");

        servers.write("system", "STOP DATABASE sales WAIT");
        assertThat(shown("sales").get(0).subList(2, 4)).isEqualTo(List.of("offline", ""));
    }
}

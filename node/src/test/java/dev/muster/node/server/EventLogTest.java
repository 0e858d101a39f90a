package dev.muster.node.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.catalog.DatabaseEntry.RequestedStatus;
import dev.muster.catalog.DatabaseReport;
import dev.muster.catalog.DatabaseReport.CurrentStatus;
import dev.muster.catalog.DatabaseReport.LogPosition;
import dev.muster.catalog.DatabaseReport.ReportedRole;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is written down when copies of databases change. */
class EventLogTest {
    private static DatabaseReport report(CurrentStatus status, ReportedRole role, String leader, String message) {
        return new DatabaseReport(
                new UUID(0, 7), "sales", status, role, 3, 12, new LogPosition(leader, 0, 0, 0), message, 0);
    }

    private static List<String> told(DatabaseReport before, DatabaseReport now, RequestedStatus requested) {
        return EventLog.events(before, now, requested).stream()
                .map(event -> event.get("event") + ": " + event.get("from") + " -> " + event.get("to") + " ("
                        + event.get("cause") + ")")
                .toList();
    }

    @Test
    void eachChangeHasItsCause() {
        DatabaseReport offline = report(CurrentStatus.OFFLINE, ReportedRole.NONE, "", "");
        DatabaseReport starting = report(CurrentStatus.STARTING, ReportedRole.NONE, "", "");
        DatabaseReport following = report(CurrentStatus.ONLINE, ReportedRole.FOLLOWER, "s2", "");
        DatabaseReport leading = report(CurrentStatus.ONLINE, ReportedRole.LEADER, "s1", "");
        DatabaseReport stopping = report(CurrentStatus.STOPPING, ReportedRole.NONE, "", "");
        DatabaseReport dirty = report(CurrentStatus.DIRTY, ReportedRole.NONE, "", "page 3 is damaged");

        assertThat(told(null, offline, RequestedStatus.ONLINE))
                .containsExactly("status: null -> offline (not started yet)");
        assertThat(told(offline, starting, RequestedStatus.ONLINE))
                .containsExactly("status: offline -> starting (requested online)");
        assertThat(told(starting, following, RequestedStatus.ONLINE))
                .containsExactly(
                        "status: starting -> online (s2 leads in term 3)",
                        "role: none -> follower (s2 leads in term 3)");
        assertThat(told(following, leading, RequestedStatus.ONLINE))
                .containsExactly("role: follower -> leader (s1 leads in term 3)");
        assertThat(told(leading, stopping, RequestedStatus.OFFLINE))
                .containsExactly(
                        "status: online -> stopping (requested offline)", "role: leader -> none (no leader is known)");
        assertThat(told(leading, stopping, RequestedStatus.ONLINE))
                .contains("status: online -> stopping (it has to go from this server)");
        assertThat(told(leading, stopping, null)).contains("status: online -> stopping (the server is stopping)");
        assertThat(told(starting, dirty, RequestedStatus.ONLINE))
                .containsExactly("status: starting -> dirty (page 3 is damaged)");
        assertThat(told(leading, leading, RequestedStatus.ONLINE)).isEmpty();
    }

    @Test
    void aServerWritesThemDownAsLinesOfJson() throws IOException {
        SimulatedServers servers = new SimulatedServers(61, 1, (name, parts) -> parts, "muster.events.enabled=true\n");
        servers.awaitReady();
        servers.write("system", "STOP DATABASE neo4j WAIT");
        servers.simulation.runFor(Duration.ofSeconds(1));

        String log = new String(
                servers.simulation
                        .server("s1")
                        .world()
                        .disk()
                        .readAll(servers.server("s1").config().directories().eventLog()),
                StandardCharsets.UTF_8);

        assertThat(log.lines())
                .allMatch(line -> line.matches("\\{\"at\":\"[^\"]+Z\",\"server\":\"s1\",\"database\":.*}"));
        assertThat(log.lines().filter(line -> line.contains("\"database\":\"neo4j\"")))
                .last()
                .asString()
                .contains("\"event\":\"status\"", "\"to\":\"offline\"", "\"cause\":\"requested offline\"");
        assertThat(log).contains("\"event\":\"role\",\"from\":\"none\",\"to\":\"leader\"", "\"leader\":\"s1\"");
    }
}

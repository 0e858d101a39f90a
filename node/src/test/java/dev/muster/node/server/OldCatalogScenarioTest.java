package dev.muster.node.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.raft.GroupId;
import dev.muster.raft.RaftGroup;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** After a loss of power a server's catalog begins at its last checkpoint, and may be older than databases that exist. */
class OldCatalogScenarioTest extends CopyScenario {
    @Test
    void aCatalogThatIsOlderThanADatabaseDoesNotCostItItsStores() {
        begin(61, 3, "");
        cluster.write("system", "CREATE DATABASE sales WAIT");
        checkpointTheCatalog();
        cluster.write("system", "DROP DATABASE sales WAIT");
        cluster.write("system", "CREATE DATABASE sales WAIT");
        writes(10);
        List<String> servers = cluster.running();
        cluster.eventually(() -> servers.stream().allMatch(this::hasAll));
        UUID second = copy(servers.get(0), "sales").databaseId();

        servers.forEach(cluster::cutPower);
        servers.forEach(cluster::start);
        cluster.eventually(() -> servers.stream()
                .allMatch(server -> isOnline(server, "sales")
                        && copy(server, "sales").databaseId().equals(second)
                        && hasAll(server)));

        assertEqualCopies();
        for (String server : servers) {
            assertThat(cluster.server(server).databases().all())
                    .as(server)
                    .extracting(database -> database.name())
                    .containsExactly("neo4j", "sales", "system");
        }
    }

    private RaftGroup groupOfTheCatalog(String server) {
        Map<GroupId, RaftGroup> all = new HashMap<>(groups.get(server));
        cluster.server(server).databases().all().forEach(database -> all.remove(new GroupId(database.databaseId())));
        return all.values().iterator().next();
    }

    private void checkpointTheCatalog() {
        cluster.simulation.runFor(Duration.ofSeconds(1));
        for (String server : cluster.running()) {
            RaftGroup group = groupOfTheCatalog(server);
            cluster.simulation.join(group.takeSnapshot(), LIMIT);
        }
    }
}

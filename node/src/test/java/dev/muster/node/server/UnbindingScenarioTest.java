package dev.muster.node.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.backup.BackupException;
import dev.muster.catalog.DatabaseReport.CurrentStatus;
import dev.muster.node.config.ServerConfig;
import dev.muster.runtime.Disk;
import dev.muster.runtime.sim.SimulatedServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Servers that are taken out of their cluster, whole or with their copy of system only. */
class UnbindingScenarioTest {
    private final SimulatedServers cluster = new SimulatedServers(51, 3);

    /** What a command does on the machine of a server that does not run. */
    private interface Command<T> {
        T run(Unbinding unbinding, Disk disk) throws IOException;
    }

    private <T> T offline(String server, Command<T> command) throws IOException {
        SimulatedServer machine = cluster.simulation.server(server);
        machine.restart();
        try {
            return command.run(
                    new Unbinding(machine::world, cluster.config(server).directories()),
                    machine.world().disk());
        } finally {
            machine.kill();
        }
    }

    private void unbindSystem(String server) throws IOException {
        offline(server, (unbinding, disk) -> {
            unbinding.unbindSystem();
            return null;
        });
    }

    private void write(int first, int last) {
        for (int n = first; n <= last; n++) {
            cluster.write("sales", "CREATE (:Order {n: " + n + "})");
        }
    }

    private String status(String server, String database) {
        return cluster.read(server, "system", "SHOW DATABASE " + database + " YIELD serverID, currentStatus").stream()
                .filter(row -> row.get(0).equals(server))
                .map(row -> (String) row.get(1))
                .findFirst()
                .orElse("");
    }

    private void awaitOnline(String server, String database) {
        cluster.eventually(() -> cluster.server(server).databases().system().status() == CurrentStatus.ONLINE
                && status(server, database).equals("online"));
    }

    @Test
    void whoeverIsLeftOfThreeBeginsSystemAnewWithAllThatItHad() throws IOException {
        cluster.awaitReady();
        cluster.write("system", "CREATE DATABASE sales TOPOLOGY 1 PRIMARY WAIT");
        cluster.write("system", "CREATE ALIAS shop FOR DATABASE sales");
        cluster.write("system", "CREATE ROLE clerk");
        String host = (String) cluster.write("system", "SHOW DATABASE sales YIELD serverID")
                .get(0)
                .get(0);
        write(1, 10);
        cluster.simulation.runFor(Duration.ofSeconds(2));
        List<String> lost = Stream.of("s1", "s2", "s3")
                .filter(server -> !server.equals(host))
                .toList();
        lost.forEach(cluster::cutPower);
        cluster.stop(host);

        unbindSystem(host);
        unbindSystem(host); // nothing is left to do
        cluster.start(host);
        awaitOnline(host, "sales");

        lost.forEach(server -> cluster.write("system", "CALL dbms.cluster.cordonServer('" + server + "')"));
        assertThat(cluster.write("system", "CREATE DATABASE more TOPOLOGY 1 PRIMARY WAIT"))
                .anySatisfy(row -> assertThat(row).contains("CaughtUp", true));
        write(11, 20);
        assertThat(cluster.read(host, "shop", "MATCH (o:Order) RETURN count(o), sum(o.n)"))
                .containsExactly(List.of(20L, 210L));
        assertThat(cluster.read(host, "system", "SHOW ROLES YIELD role WHERE role = 'clerk'"))
                .hasSize(1);

        cluster.cutPower(host);
        cluster.start(host);
        awaitOnline(host, "more");
        assertThat(cluster.read(host, "sales", "MATCH (o:Order) RETURN count(o)"))
                .containsExactly(List.of(20L));
    }

    @Test
    void aServerThatIsUnboundBelongsToNobodyAndKeepsItsStores() throws IOException {
        cluster.awaitReady();
        cluster.write("system", "CREATE DATABASE sales WAIT");
        write(1, 10);
        cluster.stop("s3");

        Path archive = offline("s3", (unbinding, disk) -> unbinding.unbindServer());

        ServerConfig.Directories directories = cluster.config("s3").directories();
        assertThat(archive.getFileName().toString()).startsWith("cluster-state.unbound-");
        List<String> left = offline("s3", (unbinding, disk) -> disk.list(directories.data()));
        assertThat(left).doesNotContain("cluster-state");
        List<String> stores = offline("s3", (unbinding, disk) -> disk.list(directories.stores()));
        assertThat(stores)
                .contains("sales", "neo4j")
                .doesNotContain("system")
                .anyMatch(name -> name.startsWith("system.aside-"));
        assertThatThrownBy(() -> offline("s3", (unbinding, disk) -> unbinding.unbindServer()))
                .isInstanceOf(BackupException.class)
                .hasMessage("the server has no id yet");
    }

    @Test
    void nothingIsUnboundThatRunsOrWasNotClosedInOrder() {
        cluster.awaitReady();
        SimulatedServer machine = cluster.simulation.server("s2");
        Unbinding running = new Unbinding(machine::world, cluster.config("s2").directories());
        assertThatThrownBy(running::unbindServer)
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("the server was not taken out of its cluster")
                .hasMessageContaining("in use");
        cluster.kill("s2");
        assertThatThrownBy(() -> unbindSystem("s2"))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("database 'system' was not closed in order");
        cluster.start("s2");
        cluster.awaitReady();
    }
}

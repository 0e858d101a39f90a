package dev.muster.node.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.node.hosting.HostedDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A server on its own gets company, and is left alone again: nothing that was acknowledged is lost on the way. */
class StandaloneGrowthTest {
    private boolean hasTheCatalog(String server) {
        HostedDatabase system = cluster.server(server).databases().system();
        return system != null && system.lastTransactionId() > 0;
    }

    private static final String DIGEST =
            "CALL muster.database.digest() YIELD transactionId, digest RETURN transactionId, digest";

    private final SimulatedServers cluster =
            new SimulatedServers(41, 1, (name, parts) -> parts, "muster.vocabulary=4.4\n");

    @Test
    void oneServerBecomesThreeAndOneAgainWithAllItsData() {
        cluster.awaitReady();
        cluster.write("system", "CREATE DATABASE sales WAIT");
        cluster.write("system", "CREATE ALIAS shop FOR DATABASE sales");
        write(1, 20);
        assertThat(roles()).containsExactly("s1 standalone");

        for (String newcomer : List.of("s2", "s3")) {
            cluster.join(newcomer);
            cluster.eventually(() -> hasTheCatalog(newcomer) && state(newcomer).equals("Free"));
            cluster.write("system", "ENABLE SERVER '" + newcomer + "'");
        }
        for (String database : List.of("sales", "neo4j")) {
            cluster.write("system", "ALTER DATABASE " + database + " SET TOPOLOGY 3 PRIMARIES WAIT");
        }
        write(21, 40);
        cluster.eventually(() -> roles().equals(List.of("s1 leader", "s2 follower", "s3 follower"))
                || roles().stream().filter(role -> role.endsWith(" follower")).count() == 2);
        List<Object> grown = cluster.read("s1", "sales", DIGEST).get(0);
        cluster.eventually(() -> List.of("s2", "s3").stream()
                .allMatch(server -> cluster.read(server, "sales", DIGEST).get(0).equals(grown)));

        cluster.kill("s1"); // any one of three may be missing now
        write(41, 50);
        cluster.start("s1");

        for (String database : List.of("sales", "neo4j")) {
            cluster.write("system", "ALTER DATABASE " + database + " SET TOPOLOGY 1 PRIMARY WAIT");
        }
        for (String leaver : List.of("s3", "s2")) {
            cluster.write("system", "DEALLOCATE DATABASES FROM SERVER '" + leaver + "'");
            cluster.eventually(() -> state(leaver).equals("Deallocated"));
            cluster.write("system", "DROP SERVER '" + leaver + "'");
            cluster.eventually(() -> votersOfSystem() == (leaver.equals("s3") ? 2 : 1));
            cluster.kill(leaver);
        }
        write(51, 60);
        assertThat(roles()).containsExactly("s1 standalone");
        assertThat(cluster.read("s1", "shop", "MATCH (o:Order) RETURN count(o), sum(o.n)"))
                .containsExactly(List.of(60L, 60L * 61 / 2));

        cluster.cutPower("s1");
        cluster.start("s1");
        cluster.awaitReady();
        assertThat(cluster.read("s1", "sales", "MATCH (o:Order) RETURN count(o)"))
                .containsExactly(List.of(60L));
    }

    private void write(int first, int last) {
        for (int n = first; n <= last; n++) {
            cluster.write("sales", "CREATE (:Order {n: " + n + "})");
        }
    }

    private List<String> roles() {
        return cluster.write("system", "SHOW DATABASE sales YIELD serverID, role, currentStatus").stream()
                .map(row -> row.get(0) + " " + row.get(1))
                .sorted()
                .toList();
    }

    private String state(String server) {
        return cluster
                .write("system", "SHOW SERVERS YIELD name, state WHERE name = '" + server + "' RETURN state")
                .stream()
                .map(row -> (String) row.get(0))
                .findFirst()
                .orElse("");
    }

    private long votersOfSystem() {
        return cluster.server("s1")
                .databases()
                .system()
                .raftStatus()
                .membership()
                .voters()
                .size();
    }
}

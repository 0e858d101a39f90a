package dev.muster.clustertests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;
import org.neo4j.driver.exceptions.SessionExpiredException;

/** Commands that work on closed stores, beside servers that run: they keep out of each other's way. */
@MusterCluster(databases = "sales", processes = true)
class OfflineToolsIT {
    @TempDir
    Path dumps;

    @Test
    void aStoppedDatabaseIsDumpedBesideItsServerAndBecomesAnotherOne(Cluster cluster) {
        run(
                cluster,
                "sales",
                "UNWIND range(1, 500) AS n CREATE (:Order {number: n})-[:OF]->(:Customer {number: n % 7})");

        for (String command : new String[] {"dump", "check"}) {
            Cluster.Outcome refused = admin(cluster, "server01", "database", command, "sales");
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.err()).contains("The database is in use. Stop database 'sales' and try again.");
        }
        assertThat(Files.exists(cluster.home("server01").resolve("data/dumps/sales.dump")))
                .isFalse();

        run(cluster, "system", "STOP DATABASE sales WAIT");
        Cluster.Outcome checked = admin(cluster, "server01", "database", "check", "sales");
        assertThat(checked.exitCode()).as(checked.err()).isZero();
        assertThat(checked.out()).contains("1000 nodes, 500 relationships: no inconsistencies.");
        Cluster.Outcome dumped = admin(cluster, "server01", "database", "dump", "--to-path=" + dumps, "sales");
        assertThat(dumped.exitCode()).as(dumped.err()).isZero();
        run(cluster, "system", "START DATABASE sales WAIT");

        dumps.resolve("sales.dump")
                .toFile()
                .renameTo(dumps.resolve("again.dump").toFile());
        Cluster.Outcome loaded = admin(cluster, "server02", "database", "load", "--from-path=" + dumps, "again");
        assertThat(loaded.exitCode()).as(loaded.err()).isZero();
        run(cluster, "system", "CREATE DATABASE again WAIT");
        assertThat(orders(cluster, "again")).isEqualTo(500);
        Copies.equalOnAll(cluster, "again");
        assertThat(orders(cluster, "sales")).isEqualTo(500);
    }

    @Test
    void whatAKilledServerLeavesIsNotDumpedAsIfItWereAll(Cluster cluster) {
        run(cluster, "sales", "CREATE (:Order)");
        cluster.kill("server03");

        Cluster.Outcome refused = admin(cluster, "server03", "database", "dump", "--to-path=" + dumps, "sales");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("Active logical log detected, this might be a source of inconsistencies");
        assertThat(dumps).isEmptyDirectory();

        cluster.restart("server03");
        cluster.stop("server03");
        Cluster.Outcome dumped = admin(cluster, "server03", "database", "dump", "--to-path=" + dumps, "sales");
        assertThat(dumped.exitCode()).as(dumped.err()).isZero();
        cluster.restart("server03");
    }

    private static long orders(Cluster cluster, String database) {
        try (Session session = cluster.driver().session(SessionConfig.forDatabase(database))) {
            return session.run("MATCH (o:Order) WHERE o.number IS NOT NULL RETURN count(o)")
                    .single()
                    .get(0)
                    .asLong();
        }
    }

    /** Again, if the driver goes to a server that leads no more: the other test ends one. */
    private static void run(Cluster cluster, String database, String statement) {
        for (int attempt = 1; ; attempt++) {
            try (Session session = cluster.driver().session(SessionConfig.forDatabase(database))) {
                session.run(statement).consume();
                return;
            } catch (SessionExpiredException notTheLeader) {
                if (attempt == 3) {
                    throw notTheLeader;
                }
            }
        }
    }

    private static Cluster.Outcome admin(Cluster cluster, String server, String... arguments) {
        return AdminCommands.run(cluster.home(server).resolve("data"), arguments);
    }
}

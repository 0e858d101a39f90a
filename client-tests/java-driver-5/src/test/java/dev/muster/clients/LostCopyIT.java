package dev.muster.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.clustertests.Cluster;
import dev.muster.clustertests.MusterCluster;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;
import org.neo4j.driver.Transaction;

/** What a client is told whose work another server did, and that one is lost. */
@MusterCluster
@Timeout(120)
class LostCopyIT {
    @Test
    void aTransactionWhoseServerIsLostFailsSoThatDriversRunItAgain(Cluster cluster) {
        String host = OneCopy.createdOn(cluster, "single");
        try (Driver direct = Client.connect(cluster.uri(OneCopy.anotherThan(cluster, host)));
                Session session = direct.session(SessionConfig.forDatabase("single"));
                Transaction transaction = session.beginTransaction()) {
            transaction.run("CREATE (:Lost)").consume();
            cluster.kill(host);

            OneCopy.assertFails(
                    () -> transaction.run("CREATE (:Lost)").consume(),
                    "Neo.TransientError.General.DatabaseUnavailable",
                    "Nothing was changed; run it again.");
        }
        try (Driver direct = Client.connect(cluster.uri(OneCopy.anotherThan(cluster, host)));
                Session session = direct.session(SessionConfig.forDatabase("single"))) {
            OneCopy.assertFails(
                    () -> session.run("RETURN 1").consume(),
                    "Neo.TransientError.General.DatabaseUnavailable",
                    "Database 'single' is not on this server, and no server that has it answers.",
                    "cannot be reached from here");
            cluster.restart(host);
            assertThat((long) DriverGeneration.write(
                            session,
                            tx -> tx.run("MATCH (n:Lost) RETURN count(n) AS n", Map.of())
                                    .single()
                                    .get("n")
                                    .asLong()))
                    .isZero();
        }
    }
}

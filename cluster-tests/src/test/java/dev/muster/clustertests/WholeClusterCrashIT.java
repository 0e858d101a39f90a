package dev.muster.clustertests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;

/** All servers end at once, and the stores on their disks are older than what was acknowledged. */
@MusterCluster(databases = "sales")
class WholeClusterCrashIT {
    @Test
    void everyDatabaseAndEveryAcknowledgedWriteComesBack(Cluster cluster) {
        String before;
        try (Session session = cluster.driver().session(SessionConfig.forDatabase("sales"))) {
            for (int i = 0; i < 20; i++) {
                session.executeWriteWithoutResult(
                        tx -> tx.run("CREATE (:Order)").consume());
            }
        }
        before = Copies.equalOnAll(cluster, "sales");

        cluster.servers().forEach(cluster::kill);
        cluster.servers().forEach(cluster::startAgain);
        cluster.awaitReady();

        assertThat(Copies.equalOnAll(cluster, "sales")).isEqualTo(before);
        long orders = Copies.read(cluster, cluster.servers().get(0), "sales", "MATCH (o:Order) RETURN count(o) AS n")
                .get(0)
                .get("n")
                .asLong();
        assertThat(orders).isEqualTo(20);
    }
}

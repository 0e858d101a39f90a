package dev.muster.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.clustertests.Cluster;
import dev.muster.clustertests.MusterCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;

/** Where servers do not route: which code a driver gets, so that it looks for the right server itself. */
@MusterCluster(settings = "dbms.routing.enabled=false")
@Timeout(60)
class WithoutRoutingIT {
    @Test
    void driversAreSentElsewhereByTheCodesThatTheyKnow(Cluster cluster) {
        String host = OneCopy.createdOn(cluster, "single");
        try (Driver direct = Client.connect(cluster.uri(OneCopy.anotherThan(cluster, host)))) {
            try (Session session = direct.session(SessionConfig.forDatabase("single"))) {
                OneCopy.assertFails(
                        () -> session.run("RETURN 1").consume(),
                        "Neo.TransientError.General.DatabaseUnavailable",
                        "it is not on this server");
            }
            try (Session session = direct.session(SessionConfig.forDatabase("nowhere"))) {
                OneCopy.assertFails(
                        () -> session.run("RETURN 1").consume(),
                        "Neo.ClientError.Database.DatabaseNotFound",
                        "nowhere");
            }
        }
        String leader = cluster.leaderOf("neo4j");
        try (Driver direct = Client.connect(cluster.uri(OneCopy.anotherThan(cluster, leader)));
                Session session = direct.session(SessionConfig.forDatabase("neo4j"))) {
            OneCopy.assertFails(
                    () -> session.run("CREATE (:Never)").consume(),
                    "Neo.ClientError.Cluster.NotALeader",
                    "does not lead database 'neo4j'");
        }
        try (Driver routed = Client.connect(cluster.uri());
                Session session = routed.session(SessionConfig.forDatabase("single"))) {
            assertThat(session.run("CREATE (:Routed)").consume().counters().nodesCreated())
                    .isEqualTo(1);
        }
    }
}

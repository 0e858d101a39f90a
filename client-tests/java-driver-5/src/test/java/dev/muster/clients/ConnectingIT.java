package dev.muster.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.clustertests.Cluster;
import dev.muster.clustertests.MusterCluster;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;
import org.neo4j.driver.Transaction;
import org.neo4j.driver.exceptions.ClientException;
import org.neo4j.driver.summary.ResultSummary;

/** How drivers find their way: schemes, routing tables, databases. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@MusterCluster(databases = {"routes", "sales"})
@Timeout(60)
class ConnectingIT {
    private final Cluster cluster;
    private final Driver driver;

    ConnectingIT(Cluster cluster) {
        this.cluster = cluster;
        this.driver = Client.connect(cluster.uri());
    }

    @AfterAll
    void disconnect() {
        driver.close();
    }

    @Test
    void isTheVersionThatThisModuleIsAbout() {
        assertThat(Driver.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .endsWith("neo4j-java-driver-" + System.getProperty("muster.driver.version") + ".jar");
    }

    @Test
    void everyServerTakesDirectAndRoutedConnections() {
        for (String server : cluster.servers()) {
            for (String uri : Set.of(cluster.uri(server), cluster.uri(server).replace("bolt:", "neo4j:"))) {
                try (Driver here = Client.connect(uri)) {
                    here.verifyConnectivity();
                    assertThat(here.supportsMultiDb()).isTrue();
                    try (Session session = here.session(Client.reading("neo4j"))) {
                        ResultSummary summary = session.run("RETURN 1").consume();
                        assertThat(summary.server().agent()).isEqualTo("Neo4j/5.26.0");
                        assertThat(summary.server().protocolVersion()).isEqualTo(DriverGeneration.PROTOCOL);
                    }
                }
            }
        }
    }

    @Test
    void aSessionThatNamesNoDatabaseWorksOnTheDefaultOne() {
        for (int i = 0; i < 3; i++) { // on 5.8 the second one would wait for ever without the name in the answer
            try (Session session = driver.session()) {
                ResultSummary summary = session.run("RETURN 1").consume();
                assertThat(summary.database().name()).isEqualTo("neo4j");
                assertThat((long) DriverGeneration.read(
                                session,
                                tx -> tx.run("RETURN 2 AS n", Map.of())
                                        .single()
                                        .get("n")
                                        .asLong()))
                        .isEqualTo(2);
            }
        }
    }

    @Test
    void writesGoToTheLeaderAndReadsToFollowers() {
        for (String database : Set.of("routes", "sales", "neo4j")) {
            String leader = address(cluster.leaderOf(database));
            try (Session session = driver.session(SessionConfig.forDatabase(database))) {
                assertThat((String) DriverGeneration.write(
                                session,
                                tx -> served(tx.run("CREATE (:Seen)", Map.of()).consume())))
                        .isEqualTo(leader);
            }
            Set<String> readers = new HashSet<>();
            for (int i = 0; i < 4; i++) {
                try (Session session = driver.session(Client.reading(database))) {
                    readers.add(DriverGeneration.read(
                            session, tx -> served(tx.run("RETURN 1", Map.of()).consume())));
                }
            }
            assertThat(readers).isNotEmpty().doesNotContain(leader);
        }
    }

    private static String served(ResultSummary summary) {
        return summary.server().address();
    }

    private String address(String server) {
        return cluster.uri(server).substring("bolt://".length());
    }

    @Test
    void everyServerTakesWritesOfThoseWhoConnectToItDirectly() {
        for (String server : cluster.servers()) {
            try (Driver direct = Client.connect(cluster.uri(server));
                    Session session = direct.session(SessionConfig.forDatabase("routes"))) {
                session.run("CREATE (:Direct {by: 'auto-commit'})").consume();
                DriverGeneration.write(
                        session,
                        tx -> tx.run("CREATE (:Direct {by: 'managed'})", Map.of())
                                .consume());
                long before = session.run("MATCH (n:Direct) RETURN count(n) AS n")
                        .single()
                        .get("n")
                        .asLong();
                assertThat(before).isEqualTo(2L * (cluster.servers().indexOf(server) + 1));
            }
        }
    }

    @Test
    void everyServerRunsPartsOfAStatementInTransactionsOfTheirOwn() {
        for (String server : cluster.servers()) {
            try (Driver direct = Client.connect(cluster.uri(server));
                    Session session = direct.session(SessionConfig.forDatabase("sales"))) {
                long made = session.run("UNWIND range(1, 10) AS n CALL { WITH n CREATE (m:Part {n: n}) RETURN m }"
                                + " IN TRANSACTIONS OF 3 ROWS RETURN count(m) AS n")
                        .single()
                        .get("n")
                        .asLong();
                assertThat(made).isEqualTo(10);
                long before = session.run("MATCH (n:Part) RETURN count(n) AS n")
                        .single()
                        .get("n")
                        .asLong();
                assertThat(before).isEqualTo(10L * (cluster.servers().indexOf(server) + 1));
            }
        }
    }

    @Test
    void databasesDoNotSeeEachOther() {
        try (Session session = driver.session(SessionConfig.forDatabase("sales"))) {
            DriverGeneration.write(
                    session, tx -> tx.run("CREATE (:OnlyInSales)", Map.of()).consume());
        }
        String count = "MATCH (n:OnlyInSales) RETURN count(n) AS n";
        try (Session session = driver.session(SessionConfig.forDatabase("routes"))) {
            assertThat(session.run(count).single().get("n").asLong()).isZero();
        }
        try (Session session = driver.session(SessionConfig.forDatabase("SALES"))) {
            assertThat(session.run(count).single().get("n").asLong()).isEqualTo(1);
        }
    }

    @Test
    void aDatabaseThatDoesNotExistIsSaidSoAtOnceRoutedOrNot() {
        for (String uri : Set.of(cluster.uri(), cluster.uri("server02"))) {
            try (Driver other = Client.connect(uri);
                    Session session = other.session(SessionConfig.forDatabase("nope"))) {
                assertThatThrownBy(() -> session.run("RETURN 1").consume())
                        .isInstanceOfSatisfying(
                                ClientException.class,
                                e -> assertThat(e.code()).isEqualTo("Neo.ClientError.Database.DatabaseNotFound"))
                        .hasMessageContaining("nope");
            }
        }
    }

    @Test
    void aStoppedDatabaseIsUnavailableAndServesAgainAfterItsStart() {
        try (Session system = driver.session(SessionConfig.forDatabase("system"));
                Driver direct = Client.connect(cluster.uri("server01"))) {
            system.run("CREATE DATABASE passing WAIT").consume();
            system.run("STOP DATABASE passing WAIT").consume();
            try (Session session = direct.session(SessionConfig.forDatabase("passing"))) {
                assertThatThrownBy(() -> session.run("RETURN 1").consume())
                        .hasMessageContaining("passing")
                        .extracting("code")
                        .isEqualTo("Neo.TransientError.General.DatabaseUnavailable");
            }
            system.run("START DATABASE passing WAIT").consume();
            try (Session session = driver.session(SessionConfig.forDatabase("passing"))) {
                assertThat(session.run("RETURN 1 AS n").single().get("n").asLong())
                        .isEqualTo(1);
            }
            system.run("DROP DATABASE passing WAIT").consume();
        }
    }

    @Test
    void aDatabaseThatIsStoppedEndsItsTransactionsAndNoOthers() {
        try (Session system = driver.session(SessionConfig.forDatabase("system"));
                Session sales = driver.session(SessionConfig.forDatabase("sales"));
                Transaction other = sales.beginTransaction()) {
            system.run("CREATE DATABASE ending WAIT").consume();
            try (Session session = driver.session(SessionConfig.forDatabase("ending"));
                    Transaction transaction = session.beginTransaction()) {
                transaction.run("CREATE (:Never)").consume();
                system.run("STOP DATABASE ending WAIT").consume();
                assertThatThrownBy(transaction::commit)
                        .extracting("code")
                        .isEqualTo("Neo.TransientError.General.DatabaseUnavailable");
            }
            other.run("CREATE (:Other)").consume();
            other.commit();
            system.run("DROP DATABASE ending WAIT").consume();
        }
    }

    @Test
    void procedureForClientsThatKnowNoRouteMessageTellsTheSameTable() {
        try (Session session = driver.session(SessionConfig.forDatabase("system"))) {
            Map<String, Object> table = session.run(
                            "CALL dbms.routing.getRoutingTable({}, $database)", Map.of("database", "sales"))
                    .single()
                    .asMap();
            assertThat(table.get("servers").toString())
                    .contains("WRITE", "READ", "ROUTE", address(cluster.leaderOf("sales")));
        }
    }
}

package dev.muster.clustertests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Config;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.Logging;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;
import org.neo4j.driver.exceptions.DatabaseException;
import org.neo4j.driver.exceptions.Neo4jException;

/** Real servers whose links, disks and clocks fail: what was acknowledged is on all of them when that is over. */
@MusterCluster(databases = "sales", processes = true)
class BrokenWorldIT {
    private static final Config QUIET =
            Config.builder().withLogging(Logging.none()).build();

    private final Cluster cluster;

    BrokenWorldIT(Cluster cluster) {
        this.cluster = cluster;
    }

    @AfterEach
    void healAndCompare() {
        cluster.faults().heal();
        Copies.equalOnAll(cluster, "sales");
    }

    /** Merged, since the driver writes again when the answer is lost, and the first attempt may have been committed. */
    private void writeThroughDriver(String key) {
        write(cluster.driver(), key);
    }

    /** As a client does that was told of one server only, and that one cannot reach the others. */
    private void writeRoutedBy(String seed, String key) {
        String uri = cluster.uri(seed).replace("bolt://", "neo4j://");
        try (Driver driver = GraphDatabase.driver(uri, AuthTokens.none(), QUIET)) {
            write(driver, key);
        }
    }

    /** The leader may still say that it does not know before it ends; then the user looks, or writes again as here. */
    private void writeThoughTheLeaderFails(String key) {
        try {
            writeThroughDriver(key);
        } catch (DatabaseException unknown) {
            assertThat(unknown).hasMessageContaining("It is unknown whether the transaction was committed");
            writeThroughDriver(key);
        }
    }

    private static void write(Driver driver, String key) {
        try (Session session = driver.session(SessionConfig.forDatabase("sales"))) {
            session.executeWriteWithoutResult(tx -> tx.run("MERGE (:Write {key: $key})", Map.of("key", key)));
        }
    }

    private void writeAt(String server, String key) {
        try (Driver driver = GraphDatabase.driver(cluster.uri(server), AuthTokens.none(), QUIET);
                Session session = driver.session(SessionConfig.forDatabase("sales"))) {
            session.run("CREATE (:Write {key: '" + key + "'})").consume();
        }
    }

    private long count(String server, String key) {
        return Copies.read(cluster, server, "sales", "MATCH (w:Write {key: '" + key + "'}) RETURN count(w) AS n")
                .get(0)
                .get("n")
                .asLong();
    }

    @Test
    void aLeaderThatIsCutOffAcknowledgesNothingWhileTheOthersGoOn() {
        String cutOff = cluster.leaderOf("sales");
        cluster.faults().isolate(cutOff);
        writeThroughDriver("majority");
        writeRoutedBy(cutOff, "seeded");
        assertThatThrownBy(() -> writeAt(cutOff, "minority")).isInstanceOf(Neo4jException.class);
        assertThat(count(cutOff, "majority")).as("nothing arrives there").isZero();

        cluster.faults().heal();
        Copies.equalOnAll(cluster, "sales");
        assertThat(count(cutOff, "majority")).isEqualTo(1);
        assertThat(count(cutOff, "seeded")).isEqualTo(1);
        assertThat(count(cutOff, "minority")).isZero();
    }

    @Test
    void aServerWhoseSyncsFailEndsAndIsHealedFromItsPeers() {
        String broken = cluster.leaderOf("sales");
        cluster.faults().failingSyncs(broken);
        writeThoughTheLeaderFails("without " + broken);
        cluster.faults().heal();
        Awaitility.await("the write on " + broken)
                .atMost(Duration.ofSeconds(20))
                .until(() -> count(broken, "without " + broken) == 1);
    }

    @Test
    void aFollowerOnAFullDiskHasEverythingWhenThereIsSpaceAgain() {
        String leader = cluster.leaderOf("sales");
        String full = cluster.servers().stream()
                .filter(server -> !server.equals(leader))
                .findFirst()
                .orElseThrow();
        cluster.faults().diskFull(full);
        writeThroughDriver("while full");
        cluster.faults().heal();
        Copies.equalOnAll(cluster, "sales");
        assertThat(count(full, "while full")).isEqualTo(1);
    }

    @Test
    void aClockThatIsWrongIsSeenInDatetimeAndStopsNobody() {
        String skewed = cluster.servers().get(0);
        cluster.faults().clockSkew(skewed, Duration.ofHours(-2));
        Instant told = Copies.read(cluster, skewed, "sales", "RETURN datetime() AS now")
                .get(0)
                .get("now")
                .asZonedDateTime()
                .toInstant();
        assertThat(told)
                .isBetween(Instant.now().minusSeconds(7_300), Instant.now().minusSeconds(7_100));
        writeThroughDriver("skewed");
    }
}

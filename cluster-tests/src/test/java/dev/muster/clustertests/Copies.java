package dev.muster.clustertests;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Config;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.Record;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;

/** Looks at the copies of a database on each server of its own. */
final class Copies {
    private Copies() {}

    /** Transaction id and digest of the database on each server. */
    static Map<String, String> digests(Cluster cluster, String database) {
        Map<String, String> digests = new TreeMap<>();
        for (String server : cluster.servers()) {
            Record row = read(cluster, server, database, "CALL muster.database.digest() YIELD transactionId, digest")
                    .get(0);
            digests.put(
                    server,
                    row.get("transactionId").asLong() + " " + row.get("digest").asString());
        }
        return digests;
    }

    /** Waits until all copies are equal at the same transaction; returns that state. */
    static String equalOnAll(Cluster cluster, String database) {
        return Awaitility.await("equal copies of " + database)
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(100))
                .until(
                        () -> digests(cluster, database).values().stream()
                                .distinct()
                                .toList(),
                        states -> states.size() == 1)
                .get(0);
    }

    /** Runs a reading query on exactly that server. */
    static List<Record> read(Cluster cluster, String server, String database, String query) {
        Config quiet =
                Config.builder().withLogging(org.neo4j.driver.Logging.none()).build();
        try (Driver driver = GraphDatabase.driver(cluster.uri(server), AuthTokens.none(), quiet);
                Session session = driver.session(SessionConfig.forDatabase(database))) {
            return session.run(query).list();
        }
    }
}

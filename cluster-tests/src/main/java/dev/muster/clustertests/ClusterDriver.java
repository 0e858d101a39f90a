package dev.muster.clustertests;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Config;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.Record;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;
import org.neo4j.driver.exceptions.Neo4jException;

/** What the handles ask of a cluster through the official driver. */
final class ClusterDriver implements AutoCloseable {
    private final Supplier<String> uri;
    private Driver driver;

    ClusterDriver(Supplier<String> uri) {
        this.uri = uri;
    }

    Driver get() {
        if (driver == null) {
            driver = GraphDatabase.driver(
                    uri.get(),
                    AuthTokens.none(),
                    Config.builder()
                            .withLogging(org.neo4j.driver.Logging.none())
                            .build());
        }
        return driver;
    }

    /** Makes the databases and waits until each is online everywhere. */
    void createDatabases(List<String> names) {
        try (Session system = get().session(SessionConfig.forDatabase("system"))) {
            names.forEach(
                    name -> system.run("CREATE DATABASE `" + name + "` WAIT").consume());
        }
        names.forEach(name -> leaderAddress(name));
    }

    /** The name, by Bolt address, of the server that leads the database; waits for one. */
    String leaderOf(String database, Function<String, String> serverByAddress) {
        return serverByAddress.apply(leaderAddress(database));
    }

    private String leaderAddress(String database) {
        AtomicReference<String> leader = new AtomicReference<>();
        Awaitility.await("a leader of " + database)
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptionsMatching(Neo4jException.class::isInstance)
                .until(() -> {
                    leader.set(writer(database));
                    return leader.get() != null;
                });
        return leader.get();
    }

    private String writer(String database) {
        try (Session system = get().session(SessionConfig.forDatabase("system"))) {
            List<Record> rows = system.run(
                            "SHOW DATABASES YIELD name, address, writer WHERE name = $name AND writer RETURN address",
                            java.util.Map.of("name", database))
                    .list();
            return rows.size() == 1 ? rows.get(0).get("address").asString() : null;
        }
    }

    @Override
    public void close() {
        if (driver != null) {
            driver.close();
        }
    }
}

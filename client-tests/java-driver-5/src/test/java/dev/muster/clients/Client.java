package dev.muster.clients;

import java.util.concurrent.TimeUnit;
import org.neo4j.driver.AccessMode;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Config;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.Logging;
import org.neo4j.driver.SessionConfig;

/** Drivers and sessions as the scenarios use them. */
final class Client {
    private Client() {}

    /** A driver that says nothing and reads results in pages of 100. */
    static Driver connect(String uri) {
        return GraphDatabase.driver(
                uri,
                AuthTokens.none(),
                Config.builder()
                        .withLogging(Logging.none())
                        .withFetchSize(100)
                        .withMaxTransactionRetryTime(30, TimeUnit.SECONDS)
                        .build());
    }

    static SessionConfig reading(String database) {
        return SessionConfig.builder()
                .withDatabase(database)
                .withDefaultAccessMode(AccessMode.READ)
                .build();
    }
}

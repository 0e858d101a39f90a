package dev.muster.node.launcher;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Config;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.Logging;
import org.neo4j.driver.Record;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;
import org.neo4j.driver.Value;
import org.neo4j.driver.exceptions.Neo4jException;

/** Asks servers with the official driver; keeps one driver per address until closed. */
public final class BoltClient implements ClusterClient {
    private final Map<String, Driver> drivers = new HashMap<>();
    private final Login login;

    /** Of servers that do not ask who is there. */
    public BoltClient() {
        this(Login.NONE);
    }

    public BoltClient(Login login) {
        this.login = login;
    }

    /** A driver as the launcher, the demo and the benchmarks use it: short timeouts, no log. */
    public static Driver driver(String uri) {
        return driver(uri, Login.NONE);
    }

    private static Driver driver(String uri, Login login) {
        Config config = Config.builder()
                .withConnectionTimeout(3, TimeUnit.SECONDS)
                .withConnectionAcquisitionTimeout(5, TimeUnit.SECONDS)
                .withMaxTransactionRetryTime(10, TimeUnit.SECONDS)
                .withLogging(Logging.none())
                .withUserAgent("muster")
                .build();
        return GraphDatabase.driver(
                uri, login.isNone() ? AuthTokens.none() : AuthTokens.basic(login.user(), login.password()), config);
    }

    @Override
    public List<DatabaseRow> showDatabases(int boltPort) {
        try (Session session = open("bolt://127.0.0.1:" + boltPort).session(SessionConfig.forDatabase("system"))) {
            List<DatabaseRow> rows = new ArrayList<>();
            for (Record record : session.run("SHOW DATABASES").list()) {
                rows.add(row(record));
            }
            return rows;
        } catch (Neo4jException e) {
            throw new Refused(e.getMessage(), e);
        }
    }

    @Override
    public String serverState(int boltPort, String server) {
        try (Session session = open("bolt://127.0.0.1:" + boltPort).session(SessionConfig.forDatabase("system"))) {
            return session
                    .run("SHOW SERVERS YIELD serverId, state WHERE serverId = $id", Map.of("id", server))
                    .list(record -> text(record, "state"))
                    .stream()
                    .findFirst()
                    .orElse("");
        } catch (Neo4jException e) {
            throw new Refused(e.getMessage(), e);
        }
    }

    /** Both generations' columns: 5.x has writer and statusMessage, 4.x tells the leader by its role and has error. */
    private static DatabaseRow row(Record record) {
        String role = text(record, "role");
        boolean leader = record.containsKey("writer")
                ? !record.get("writer").isNull() && record.get("writer").asBoolean()
                : role.equals("leader") || role.equals("standalone");
        String message = text(record, record.containsKey("statusMessage") ? "statusMessage" : "error");
        return new DatabaseRow(
                text(record, "name"),
                text(record, "address"),
                leader,
                text(record, "requestedStatus"),
                text(record, "currentStatus"),
                message);
    }

    private static String text(Record record, String column) {
        Value value = record.get(column);
        return value.isNull() ? "" : value.asString();
    }

    @Override
    public void run(int boltPort, String database, String statement) {
        try (Session session = open("neo4j://127.0.0.1:" + boltPort).session(SessionConfig.forDatabase(database))) {
            if (database.equals("system")) {
                // Its leader may just be changing, of which the driver knows what to do in transactions of its own
                // only.
                session.executeWriteWithoutResult(tx -> tx.run(statement).consume());
            } else {
                session.run(statement).consume();
            }
        } catch (Neo4jException e) {
            throw new Refused(e.getMessage(), e);
        }
    }

    private Driver open(String uri) {
        return drivers.computeIfAbsent(uri, missing -> driver(missing, login));
    }

    /**
     * Ends all connections without waiting for it: a driver's threads stay for a fifth of a second after its last connection,
     * one driver after the other.
     */
    @Override
    public void close() {
        drivers.values().forEach(Driver::closeAsync);
        drivers.clear();
    }
}

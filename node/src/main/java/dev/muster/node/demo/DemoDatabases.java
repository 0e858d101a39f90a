package dev.muster.node.demo;

import dev.muster.backup.cli.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Record;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;

/** What the demo says to the databases of its cluster, through the official driver. */
final class DemoDatabases {
    private final Driver driver;
    private final Map<String, String> serversByAddress;

    DemoDatabases(Driver driver, Map<String, String> serversByAddress) {
        this.driver = driver;
        this.serversByAddress = serversByAddress;
    }

    /** One row of SHOW DATABASES, in the words of Neo4j 4.4. */
    record Row(String database, String server, String role, String requested, String current, String error) {}

    /** The digest of a whole graph at a transaction. */
    record Digest(long transactionId, String digest, long nodes, long relationships) {
        boolean sameGraphAs(Digest other) {
            return digest.equals(other.digest) && nodes == other.nodes && relationships == other.relationships;
        }
    }

    void run(String database, String statement) {
        run(database, statement, Map.of());
    }

    void run(String database, String statement, Map<String, Object> parameters) {
        try (Session session = driver.session(SessionConfig.forDatabase(database))) {
            session.executeWriteWithoutResult(
                    tx -> tx.run(statement, parameters).consume());
        }
    }

    /** Administration commands are not run in a transaction that is tried again. */
    void administer(String statement) {
        try (Session session = driver.session(SessionConfig.forDatabase("system"))) {
            session.run(statement).consume();
        }
    }

    long count(String database, String query) {
        try (Session session = driver.session(SessionConfig.forDatabase(database))) {
            return session.executeRead(tx -> tx.run(query).single().get(0).asLong());
        }
    }

    List<Row> show() {
        try (Session session = driver.session(SessionConfig.forDatabase("system"))) {
            List<Row> rows = new ArrayList<>();
            for (Record record : session.run("SHOW DATABASES").list()) {
                String address = text(record, "address");
                rows.add(new Row(
                        text(record, "name"),
                        serversByAddress.getOrDefault(address, address),
                        text(record, "role"),
                        text(record, "requestedStatus"),
                        text(record, "currentStatus"),
                        text(record, "error")));
            }
            return rows;
        }
    }

    private static String text(Record record, String column) {
        return record.get(column).isNull() ? "" : record.get(column).asString();
    }

    static String table(List<Row> rows) {
        List<List<String>> cells = new ArrayList<>();
        cells.add(List.of("name", "server", "role", "requestedStatus", "currentStatus"));
        rows.forEach(
                row -> cells.add(List.of(row.database(), row.server(), row.role(), row.requested(), row.current())));
        return String.join("\n", TextTable.render(cells));
    }

    Digest digest(String database) {
        try (Session session = driver.session(SessionConfig.forDatabase(database))) {
            Record record = session.run(
                            "CALL muster.database.digest() YIELD transactionId, digest, nodes, relationships"
                                    + " RETURN transactionId, digest, nodes, relationships")
                    .single();
            return new Digest(
                    record.get("transactionId").asLong(),
                    record.get("digest").asString(),
                    record.get("nodes").asLong(),
                    record.get("relationships").asLong());
        }
    }
}

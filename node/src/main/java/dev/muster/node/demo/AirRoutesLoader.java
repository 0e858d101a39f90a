package dev.muster.node.demo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Record;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;

/**
 * Loads the graph through the official driver, in transactions of a thousand rows. Remembers which node became which, so
 * nodes come first and relationships may follow later.
 */
public final class AirRoutesLoader {
    private static final int BATCH_ROWS = 1_000;

    private final Driver driver;
    private final String database;
    private final Map<Long, Long> nodeIds = new HashMap<>();

    public AirRoutesLoader(Driver driver, String database) {
        this.driver = driver;
        this.database = database;
    }

    /** Creates the nodes, label by label; {@code loaded} hears of each batch's size. */
    public void loadNodes(List<AirRoutes.Node> nodes, IntConsumer loaded) {
        Map<String, List<AirRoutes.Node>> byLabel = new LinkedHashMap<>();
        nodes.forEach(node -> byLabel.computeIfAbsent(node.label(), label -> new ArrayList<>())
                .add(node));
        byLabel.forEach((label, ofLabel) -> {
            String statement = "UNWIND $rows AS row CREATE (n:" + label
                    + ") SET n = row.properties RETURN row.id AS id, id(n) AS nodeId";
            for (Record created : inBatches(
                    statement, ofLabel, node -> Map.of("id", node.id(), "properties", node.properties()), loaded)) {
                nodeIds.put(created.get("id").asLong(), created.get("nodeId").asLong());
            }
        });
    }

    /** Creates relationships of one type between nodes that this loader created. */
    public void loadEdges(List<AirRoutes.Edge> edges, IntConsumer loaded) {
        String type = edges.get(0).type();
        boolean measured = edges.get(0).miles() != null;
        String statement =
                "UNWIND $rows AS row MATCH (a) WHERE id(a) = row.from MATCH (b) WHERE id(b) = row.to CREATE (a)-[r:"
                        + type + (measured ? " {dist: row.dist}" : "") + "]->(b)";
        inBatches(statement, edges, this::row, loaded);
    }

    private Map<String, Object> row(AirRoutes.Edge edge) {
        Map<String, Object> row = new HashMap<>();
        row.put("from", nodeIds.get(edge.from()));
        row.put("to", nodeIds.get(edge.to()));
        if (edge.miles() != null) {
            row.put("dist", edge.miles());
        }
        return row;
    }

    private <T> List<Record> inBatches(
            String statement, List<T> items, Function<T, Map<String, Object>> toRow, IntConsumer loaded) {
        List<Record> results = new ArrayList<>();
        try (Session session = driver.session(SessionConfig.forDatabase(database))) {
            for (int from = 0; from < items.size(); from += BATCH_ROWS) {
                List<Map<String, Object>> rows = items.subList(from, Math.min(items.size(), from + BATCH_ROWS)).stream()
                        .map(toRow)
                        .toList();
                results.addAll(session.executeWrite(
                        tx -> tx.run(statement, Map.of("rows", rows)).list()));
                loaded.accept(rows.size());
            }
        }
        return results;
    }
}

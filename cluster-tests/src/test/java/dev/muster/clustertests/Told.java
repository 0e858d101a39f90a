package dev.muster.clustertests;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.neo4j.driver.Record;
import org.neo4j.driver.Result;
import org.neo4j.driver.Value;
import org.neo4j.driver.exceptions.Neo4jException;
import org.neo4j.driver.summary.ResultSummary;

/** What the driver is told, as lines in which nothing differs from run to run: no ports, rows in order, the leader first. */
final class Told {
    private Told() {}

    /** {@code servers} are their names by {@code host:port}. */
    static List<String> of(Result result, Map<String, String> servers) {
        List<String> columns = result.keys();
        List<List<String>> rows = new ArrayList<>();
        for (Record record : result.list()) {
            rows.add(record.values().stream().map(value -> text(value, servers)).collect(Collectors.toList()));
        }
        ResultSummary summary = result.consume();
        List<String> lines = new ArrayList<>();
        if (!columns.isEmpty()) {
            lines.add(String.join(" | ", columns));
            inOrder(columns, rows).forEach(row -> lines.add(String.join(" | ", row)));
        }
        if (summary.counters().containsSystemUpdates()) {
            lines.add("system updates: " + summary.counters().systemUpdates());
        } else if (summary.counters().containsUpdates()) {
            lines.add("nodes created: " + summary.counters().nodesCreated());
        }
        summary.notifications().forEach(notification -> lines.add("notification: " + notification.code()));
        lines.add("rows: " + rows.size());
        return lines;
    }

    static List<String> of(Neo4jException failure, Map<String, String> servers) {
        return List.of(
                "failed: " + failure.code() + " (" + failure.gqlStatus() + ")", named(failure.getMessage(), servers));
    }

    private static String text(Value value, Map<String, String> servers) {
        return named(value.toString(), servers);
    }

    private static String named(String text, Map<String, String> servers) {
        String named = text;
        for (Map.Entry<String, String> server : servers.entrySet()) {
            named = named.replace(server.getKey(), server.getValue());
        }
        return named;
    }

    /** By name and server where each copy of a database has a row, since no order is promised; otherwise as they came. */
    private static List<List<String>> inOrder(List<String> columns, List<List<String>> rows) {
        int name = columns.indexOf("name");
        int address = columns.indexOf("address");
        if (name < 0 || address < 0) {
            return rows;
        }
        TreeMap<String, List<List<String>>> byName = new TreeMap<>();
        rows.forEach(row ->
                byName.computeIfAbsent(row.get(name), key -> new ArrayList<>()).add(row));
        List<List<String>> ordered = new ArrayList<>();
        byName.values().forEach(copies -> {
            copies.sort(Comparator.comparing(row -> row.get(address)));
            leaderFirst(columns.indexOf("role"), copies, Comparator.reverseOrder());
            leaderFirst(columns.indexOf("writer"), copies, Comparator.reverseOrder());
            ordered.addAll(copies);
        });
        return ordered;
    }

    /** Hands the values of a column out anew, the leader's first: "leader" is before "follower", and TRUE before FALSE. */
    private static void leaderFirst(int column, List<List<String>> copies, Comparator<String> order) {
        if (column < 0) {
            return;
        }
        List<String> values =
                copies.stream().map(row -> row.get(column)).sorted(order).toList();
        for (int i = 0; i < copies.size(); i++) {
            copies.get(i).set(column, values.get(i));
        }
    }
}

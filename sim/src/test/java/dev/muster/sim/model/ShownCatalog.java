package dev.muster.sim.model;

import dev.muster.bolt.QueryService.TransactionRequest;
import dev.muster.node.query.Transactions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

/**
 * What one server shows.
 *
 * @param requested as far as the model goes
 * @param differences copies that are not what is requested, or too many or too few of them
 */
record ShownCatalog(CatalogModel requested, List<String> differences) {
    private static final String QUERY = "SHOW DATABASES YIELD name, aliases, access, requestedStatus, currentStatus,"
            + " statusMessage, requestedPrimariesCount, default, serverID";

    /** Asks the server. */
    static CompletionStage<ShownCatalog> by(Transactions transactions) {
        return transactions
                .begin(new TransactionRequest(null, "system", false, List.of(), 0, Map.of(), false, true))
                .thenCompose(transaction -> transaction.run(QUERY, Map.of()).thenCompose(result -> {
                    List<List<Object>> rows = new ArrayList<>();
                    for (List<Object> row = result.next(); row != null; row = result.next()) {
                        rows.add(row);
                    }
                    return transaction.commit().thenApply(done -> of(rows));
                }));
    }

    private static ShownCatalog of(List<List<Object>> rows) {
        SortedMap<String, CatalogModel.Database> databases = new TreeMap<>();
        SortedMap<String, String> aliases = new TreeMap<>();
        SortedMap<String, Integer> copies = new TreeMap<>();
        List<String> differences = new ArrayList<>();
        String defaultDatabase = "";
        for (List<Object> row : rows) {
            String name = (String) row.get(0);
            if (!row.get(3).equals(row.get(4))) {
                differences.add("'" + name + "' is requested " + row.get(3) + " and " + row.get(4) + " on " + row.get(8)
                        + " (" + row.get(5) + ")");
            }
            if (name.equals("system")) {
                continue;
            }
            databases.put(
                    name,
                    new CatalogModel.Database(
                            row.get(3).equals("online"), row.get(2).equals("read-only"), Math.toIntExact((Long)
                                    row.get(6))));
            ((List<?>) row.get(1)).forEach(alias -> aliases.put((String) alias, name));
            copies.merge(name, 1, Integer::sum);
            defaultDatabase = Boolean.TRUE.equals(row.get(7)) ? name : defaultDatabase;
        }
        databases.forEach((name, database) -> {
            // The members of a group that is stopped are those it has; they change once it runs.
            if (database.online() && copies.get(name) != database.primaries()) {
                differences.add("'" + name + "' has " + copies.get(name) + " copies, not " + database.primaries());
            }
        });
        return new ShownCatalog(new CatalogModel(databases, aliases, defaultDatabase), differences);
    }
}

package dev.muster.sim.cluster;

import java.util.List;
import java.util.Map;

/**
 * One transaction of a client: its statements in order, then the commit.
 *
 * @param database the name of the database
 * @param write whether it may write, and therefore has to read what was acknowledged before it began
 * @param bookmarks what it has to see
 */
public record ClientRequest(String database, boolean write, List<String> bookmarks, List<Statement> statements) {
    /** A query with its parameters. */
    public record Statement(String query, Map<String, Object> parameters) {}

    public ClientRequest {
        bookmarks = List.copyOf(bookmarks);
        statements = List.copyOf(statements);
        if (statements.isEmpty()) {
            throw new IllegalArgumentException("a transaction without a statement");
        }
    }

    /** A transaction that may write. */
    public static ClientRequest write(String database, String query, Map<String, Object> parameters) {
        return new ClientRequest(database, true, List.of(), List.of(new Statement(query, parameters)));
    }

    /** A transaction that only reads, on whatever member, once that has what the bookmarks promise. */
    public static ClientRequest read(
            String database, List<String> bookmarks, String query, Map<String, Object> parameters) {
        return new ClientRequest(database, false, bookmarks, List.of(new Statement(query, parameters)));
    }

    /** An administration command. */
    public static ClientRequest admin(String command) {
        return write("system", command, Map.of());
    }
}

package dev.muster.bolt;

import java.util.List;
import java.util.Map;

/** Answers ROUTE (facts/bolt.md 7.1). Called on worker threads; throws {@link BoltFailure}. */
@FunctionalInterface
public interface Router {
    /**
     * The table of a database; {@code database} null asks for the home database of the user, or of the one whose place the
     * user takes ({@code impersonated}, else null).
     */
    Pending<RoutingTable> route(
            String user,
            String impersonated,
            String database,
            List<String> bookmarks,
            Map<String, Object> routingContext);

    /** {@code writers} may be empty while there is no leader; the others have at least one {@code host:port} each. */
    record RoutingTable(
            String database, int ttlSeconds, List<String> writers, List<String> readers, List<String> routers) {}
}

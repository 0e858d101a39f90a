package dev.muster.bolt;

import dev.muster.bolt.handshake.ProtocolVersion;
import dev.muster.bolt.status.ErrorStatus;
import dev.muster.bolt.status.Notification;
import dev.muster.bolt.status.NotificationFilter;
import dev.muster.bolt.status.SummaryStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the answers of one protocol version hold (facts/bolt.md 5). Pure. */
record Answers(ProtocolVersion version) {
    /** What official drivers demand to see before they speak to a server (facts/bolt.md, trap 3). */
    static final String AGENT = "Neo4j/5.26.0";

    /**
     * What a server promises its clients.
     *
     * @param receiveTimeoutSeconds after so long without a byte it may be taken for dead; 0 for no such promise
     * @param serverSideRouting whether every server takes work for every database; drivers then stop asking for the routing
     *     table of the home database (facts/bolt.md 7.1)
     */
    record Promises(int receiveTimeoutSeconds, boolean serverSideRouting) {}

    Map<String, Object> hello(String connectionId, boolean manifest, boolean utcPatch, Promises promises) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("server", AGENT);
        metadata.put("connection_id", connectionId);
        metadata.put("hints", hints(promises));
        if (utcPatch) {
            metadata.put("patch_bolt", List.of("utc"));
        }
        if (manifest) {
            metadata.put("protocol_version", version.toString());
        }
        return metadata;
    }

    private Map<String, Object> hints(Promises promises) {
        Map<String, Object> hints = new LinkedHashMap<>();
        if (promises.receiveTimeoutSeconds() > 0) {
            hints.put("connection.recv_timeout_seconds", (long) promises.receiveTimeoutSeconds());
        }
        if (promises.serverSideRouting() && version.atLeast(5, 8)) {
            hints.put("ssr.enabled", true);
        }
        return hints;
    }

    Map<String, Object> login(boolean credentialsExpired, String advertised) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        if (credentialsExpired) {
            metadata.put("credentials_expired", true);
        }
        if (version.atLeast(5, 8)) {
            metadata.put("advertised_address", advertised);
        }
        return metadata;
    }

    /** From 5.8, who asks for no database must be told which one it got, or it waits for ever (trap 2). */
    Map<String, Object> begun(boolean databaseAsked, String database) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        if (!databaseAsked && version.atLeast(5, 8)) {
            metadata.put("db", database);
        }
        return metadata;
    }

    /**
     * How a result ended.
     *
     * @param columns whether it had any, and {@code rows} likewise
     */
    record Ended(boolean columns, boolean rows, long lastMillis) {}

    /** The end of a result; {@code bookmark} is null inside an explicit transaction. */
    Map<String, Object> finished(
            QueryService.Summary summary, Ended ended, NotificationFilter filter, String bookmark) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("type", summary.type());
        metadata.put("t_last", ended.lastMillis());
        metadata.put("db", summary.database());
        if (!summary.statistics().isEmpty()) {
            metadata.put("stats", summary.statistics());
        }
        metadata.putAll(summary.plan());
        List<Notification> notifications = filter.of(summary.notifications());
        if (version.atLeast(5, 6)) {
            boolean explained = summary.plan().containsKey("plan");
            metadata.put("statuses", SummaryStatus.of(ended.columns() && !explained, ended.rows(), notifications));
        } else if (!notifications.isEmpty()) {
            metadata.put(
                    "notifications",
                    notifications.stream()
                            .map(notification -> notification.legacy(version.atLeast(5, 2)))
                            .toList());
        }
        if (bookmark != null) {
            metadata.put("bookmark", bookmark);
        }
        return metadata;
    }

    Map<String, Object> failure(BoltFailure failure) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        String message = failure.getMessage() == null ? "" : failure.getMessage();
        if (version.atLeast(5, 7)) {
            metadata.put("neo4j_code", failure.code());
            metadata.put("message", message);
            metadata.putAll(ErrorStatus.of(failure.code(), failure.detail()));
        } else {
            metadata.put("code", failure.code());
            metadata.put("message", message);
        }
        return metadata;
    }

    Map<String, Object> routing(Router.RoutingTable table) {
        List<Object> servers = new ArrayList<>();
        role(servers, "WRITE", table.writers());
        role(servers, "READ", table.readers());
        role(servers, "ROUTE", table.routers());
        Map<String, Object> routing = new LinkedHashMap<>();
        routing.put("servers", servers);
        routing.put("ttl", (long) table.ttlSeconds());
        if (version.atLeast(4, 4)) {
            routing.put("db", table.database());
        }
        return Map.of("rt", routing);
    }

    private static void role(List<Object> servers, String role, List<String> addresses) {
        if (!addresses.isEmpty()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("addresses", addresses);
            entry.put("role", role);
            servers.add(entry);
        }
    }
}

package dev.muster.node.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.catalog.DatabaseEntry.RequestedStatus;
import dev.muster.catalog.DatabaseReport;
import dev.muster.catalog.DatabaseReport.CurrentStatus;
import dev.muster.node.hosting.DatabaseHost;
import dev.muster.node.hosting.HostedDatabase;
import dev.muster.node.log.LogFile;
import dev.muster.runtime.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * What became of this server's copies of databases: a line of JSON for each change of a status or a role, with its cause ({@code
 * logs/events.jsonl}). What lasts too short to be noticed has none. From one lane.
 */
final class EventLog {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String DROPPED = CurrentStatus.DROPPED.text();
    private static final String GONE = "it had to go from this server";

    private final String server;
    private final Clock clock;
    private final LogFile file;
    private Map<UUID, DatabaseReport> before = new HashMap<>();

    /** {@code file} is null if nothing is to be written. */
    EventLog(String server, Clock clock, LogFile file) {
        this.server = server;
        this.clock = clock;
        this.file = file;
    }

    /** Writes down what is different from the last time. */
    void note(DatabaseHost host, boolean stopping) {
        if (file == null) {
            return;
        }
        Map<UUID, DatabaseReport> now = new HashMap<>();
        for (HostedDatabase database : host.all()) {
            DatabaseReport report = database.report();
            now.put(report.databaseId(), report);
            RequestedStatus requested = stopping ? null : database.entry().requestedStatus();
            events(before.get(report.databaseId()), report, requested).forEach(this::write);
        }
        before.values().stream()
                .filter(report -> !now.containsKey(report.databaseId()))
                .filter(report -> report.status() != CurrentStatus.DROPPED)
                .forEach(report -> write(event("status", report.status().text(), DROPPED, report, GONE)));
        before = now;
    }

    /**
     * What has happened between two reports on a copy.
     *
     * @param before null if nothing was said of it yet
     * @param requested what the catalog asks for, or null if the server is stopping
     */
    static List<Map<String, Object>> events(DatabaseReport before, DatabaseReport now, RequestedStatus requested) {
        List<Map<String, Object>> events = new ArrayList<>();
        if (before == null
                || before.status() != now.status()
                || !before.message().equals(now.message())) {
            String from = before == null ? null : before.status().text();
            events.add(event("status", from, now.status().text(), now, causeOfStatus(now, requested)));
        }
        if (before == null ? now.role() != DatabaseReport.ReportedRole.NONE : before.role() != now.role()) {
            String from = before == null ? null : text(before.role());
            events.add(event("role", from, text(now.role()), now, leadership(now)));
        }
        return events;
    }

    private static Map<String, Object> event(String kind, String from, String to, DatabaseReport now, String cause) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("database", now.name());
        event.put("databaseId", now.databaseId().toString());
        event.put("event", kind);
        event.put("from", from);
        event.put("to", to);
        event.put("term", now.term());
        event.put("leader", now.raft().leader().isEmpty() ? null : now.raft().leader());
        event.put("cause", cause);
        return event;
    }

    private static String causeOfStatus(DatabaseReport now, RequestedStatus requested) {
        if (!now.message().isEmpty()) {
            return now.message();
        } else if (requested == null) {
            return "the server is stopping";
        }
        return switch (now.status()) {
            case ONLINE -> leadership(now);
            case STORE_COPYING -> "the store is fetched from another server";
            case STOPPING, OFFLINE ->
                requested == RequestedStatus.OFFLINE
                        ? "requested offline"
                        : now.status() == CurrentStatus.STOPPING ? "it has to go from this server" : "not started yet";
            case DROPPED -> GONE;
            default -> "requested " + requested.name().toLowerCase(Locale.ROOT);
        };
    }

    private static String leadership(DatabaseReport now) {
        return now.raft().leader().isEmpty()
                ? "no leader is known"
                : now.raft().leader() + " leads in term " + now.term();
    }

    private static String text(DatabaseReport.ReportedRole role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    private void write(Map<String, Object> event) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("at", Instant.ofEpochMilli(clock.wallMillis()).toString());
        line.put("server", server);
        line.putAll(event);
        try {
            file.add(JSON.writeValueAsString(line));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event holds what is not JSON: " + line.keySet(), e);
        }
    }
}

package dev.muster.bolt.status;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a client is told about a statement that did not fail.
 *
 * @param code Neo4j's, for instance {@code Neo.ClientNotification.Statement.UnknownLabelWarning}
 * @param title what kind of notification it is, in a sentence
 * @param description what it is about here
 * @param gqlStatus its GQLSTATUS, and {@code statusDescription} what that says
 * @param place where in the statement it is, or null
 */
public record Notification(
        String code,
        String title,
        String description,
        String gqlStatus,
        String statusDescription,
        Severity severity,
        Category category,
        Place place) {
    /** How much it matters; the more, the earlier. */
    public enum Severity {
        WARNING,
        INFORMATION
    }

    /** What it is about; since Bolt 5.6 this is called classification. */
    public enum Category {
        HINT,
        UNRECOGNIZED,
        UNSUPPORTED,
        PERFORMANCE,
        DEPRECATION,
        SECURITY,
        TOPOLOGY,
        SCHEMA,
        GENERIC
    }

    /** As it was until Bolt 5.4; {@code withCategory}: since 5.2. */
    public Map<String, Object> legacy(boolean withCategory) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("code", code);
        map.put("title", title);
        map.put("description", description);
        map.put("severity", severity.name());
        if (withCategory) {
            map.put("category", category.name());
        }
        if (place != null) {
            map.put("position", place.asMap());
        }
        return map;
    }

    /** As it is since Bolt 5.6. */
    public Map<String, Object> status() {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("_classification", category.name());
        record.put("_severity", severity.name());
        if (place != null) {
            record.put("_position", place.asMap());
        }
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("gql_status", gqlStatus);
        map.put("status_description", statusDescription);
        map.put("neo4j_code", code);
        map.put("title", title);
        map.put("description", description);
        map.put("diagnostic_record", record);
        return map;
    }
}

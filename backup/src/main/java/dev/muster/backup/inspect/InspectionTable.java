package dev.muster.backup.inspect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.backup.Locations;
import dev.muster.backup.artifact.Artifact;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Artifacts as the pipe-delimited table of facts A.11, or as JSON. Pure. */
public final class InspectionTable {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");

    private InspectionTable() {}

    /** Which of the two documented forms. */
    public enum Form {
        /** {@code database backup --inspect-path}. */
        INSPECT_PATH,
        /** {@code backup inspect}. */
        INSPECT_COMMAND
    }

    /** One header row, cells right-aligned, no separator row. */
    public static String render(List<Artifact> artifacts, Form form) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(new ArrayList<>(List.of(
                "FILE",
                "DATABASE",
                "DATABASE ID",
                form == Form.INSPECT_PATH ? "TIME" : "TIME (UTC)",
                "FULL",
                "COMPRESSED",
                "LOWEST TX",
                "HIGHEST TX")));
        artifacts.forEach(artifact -> rows.add(cells(artifact)));
        if (form == Form.INSPECT_COMMAND) {
            rows.get(0).add("RECOVERED");
            for (int i = 0; i < artifacts.size(); i++) {
                rows.get(i + 1).add(String.valueOf(artifacts.get(i).full()));
            }
        }
        return aligned(rows);
    }

    /** The same facts and more, as a JSON array. */
    public static String json(List<Artifact> artifacts) {
        List<Map<String, Object>> rows =
                artifacts.stream().map(InspectionTable::fields).toList();
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(rows);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write artifacts as JSON", e);
        }
    }

    /** An artifact's facts by name, in the order in which JSON shows them. */
    public static Map<String, Object> fields(Artifact artifact) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("file", uri(artifact.file()));
        fields.put("database", artifact.header().databaseName());
        fields.put("databaseId", artifact.databaseId().toString());
        fields.put("time", time(artifact));
        fields.put("full", artifact.full());
        fields.put("compressed", artifact.header().compressed());
        fields.put("lowestTx", artifact.lowest());
        fields.put("highestTx", artifact.highest());
        fields.put("recovered", artifact.full());
        fields.put("artifactId", artifact.id().toString());
        fields.put("storeId", artifact.header().storeId().toString());
        fields.put(
                "parentArtifactId",
                artifact.header().parentArtifactId() == null
                        ? null
                        : artifact.header().parentArtifactId().toString());
        fields.put("sourceServerId", artifact.header().sourceServerId());
        fields.put("sourceServerName", artifact.header().sourceServerName());
        fields.put("sourceAddress", artifact.header().sourceAddress());
        fields.put("encryptionKeyId", artifact.keyId());
        fields.put(
                "digest",
                artifact.facts().digest().isEmpty() ? null : artifact.facts().digest());
        fields.put("nodes", artifact.facts().nodes());
        fields.put("relationships", artifact.facts().relationships());
        fields.put("transactions", artifact.facts().transactions());
        fields.put("bytes", artifact.bytes());
        fields.put("metadata", artifact.facts().metadata());
        fields.put("formatVersion", artifact.header().formatVersion());
        return fields;
    }

    private static List<String> cells(Artifact artifact) {
        return new ArrayList<>(List.of(
                uri(artifact.file()),
                artifact.header().databaseName(),
                artifact.databaseId().toString(),
                time(artifact),
                String.valueOf(artifact.full()),
                String.valueOf(artifact.header().compressed()),
                String.valueOf(artifact.lowest()),
                String.valueOf(artifact.highest())));
    }

    private static String time(Artifact artifact) {
        return TIME.format(
                LocalDateTime.ofInstant(Instant.ofEpochMilli(artifact.header().startedAtMillis()), ZoneOffset.UTC));
    }

    private static String uri(Path file) {
        return Locations.isObject(file)
                ? Locations.text(file)
                : "file://" + file.toAbsolutePath().normalize();
    }

    private static String aligned(List<List<String>> rows) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        rows.forEach(row -> {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        StringBuilder table = new StringBuilder();
        for (List<String> row : rows) {
            table.append('|');
            for (int i = 0; i < columns; i++) {
                table.append(' ')
                        .append(" ".repeat(widths[i] - row.get(i).length()))
                        .append(row.get(i))
                        .append(" |");
            }
            table.append('\n');
        }
        return table.toString();
    }
}

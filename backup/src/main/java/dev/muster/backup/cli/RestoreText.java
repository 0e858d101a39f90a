package dev.muster.backup.cli;

import dev.muster.backup.restore.RestoreReport;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What was restored or loaded, as people and programs read it. Pure. */
final class RestoreText {
    private RestoreText() {}

    /** Two lines. */
    static String of(RestoreReport report) {
        return "Database '" + report.database() + "' restored up to transaction " + report.lastTransactionId()
                + " from " + report.chain().size()
                + (report.chain().size() == 1 ? " artifact" : " artifacts") + " in " + report.tookMillis()
                + " ms; digest " + report.digest() + ".\n"
                + "If the cluster does not know the database yet, run: CREATE DATABASE `" + report.database() + "`\n";
    }

    /** {@code script} is null if there is none. */
    static Map<String, Object> fields(RestoreReport report, Path script) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("database", report.database());
        fields.put("lastTransactionId", report.lastTransactionId());
        fields.put("digest", report.digest().toString());
        fields.put("storeId", report.identity().storeId().toString());
        fields.put(
                "artifacts",
                report.chain().stream()
                        .map(artifact -> artifact.file().toString())
                        .toList());
        if (script != null) {
            fields.put("metadataScript", script.toString());
        }
        fields.put("tookMillis", report.tookMillis());
        return fields;
    }
}

package dev.muster.backup.cli;

import dev.muster.backup.inspect.InspectionTable;
import dev.muster.backup.online.BackupReport;
import dev.muster.backup.online.DatabaseOutcome;
import dev.muster.backup.online.ServerAnswer;
import dev.muster.backup.online.SourceOutcome;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A backup's report as one JSON document: run, servers, each database with each server. Pure. */
final class ReportJson {
    private ReportJson() {}

    static String of(BackupReport report, int exitCode) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("exitCode", exitCode);
        json.put("verdict", word(report.verdict()));
        json.put("meaning", report.meaning(exitCode));
        json.put("startedAt", Instant.ofEpochMilli(report.startedAtMillis()).toString());
        json.put("tookMillis", report.tookMillis());
        json.put("servers", report.servers().stream().map(ReportJson::server).toList());
        json.put(
                "databases",
                report.databases().stream().map(ReportJson::database).toList());
        return Json.of(json);
    }

    private static Map<String, Object> server(ServerAnswer server) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("address", server.source().toString());
        json.put("answered", server.answered());
        json.put("serverId", server.answered() ? server.server().serverId() : null);
        json.put("name", server.answered() ? server.server().name() : null);
        json.put("reason", server.problem());
        return json;
    }

    private static Map<String, Object> database(DatabaseOutcome outcome) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("database", outcome.database());
        json.put(
                "databaseId",
                outcome.databaseId() == null ? null : outcome.databaseId().toString());
        json.put("state", word(outcome.state()));
        json.put("reason", outcome.reason());
        json.put("nextStep", outcome.hint());
        json.put("tookMillis", outcome.tookMillis());
        json.put("artifact", outcome.artifact() == null ? null : InspectionTable.fields(outcome.artifact()));
        json.put("sources", outcome.sources().stream().map(ReportJson::source).toList());
        return json;
    }

    private static Map<String, Object> source(SourceOutcome source) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("address", source.source());
        json.put("server", source.server());
        json.put("state", word(source.state()));
        json.put("reason", source.reason());
        json.put("bytes", source.bytes());
        json.put("tookMillis", source.tookMillis());
        return json;
    }

    private static String word(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}

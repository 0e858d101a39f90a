package dev.muster.backup.online;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The truth about a run: what every listed server answered, how every requested database ended, and what that means. Pure.
 */
public record BackupReport(
        List<ServerAnswer> servers, List<DatabaseOutcome> databases, long startedAtMillis, long tookMillis) {
    public BackupReport {
        servers = List.copyOf(servers);
        databases = List.copyOf(databases);
        if (databases.isEmpty()) {
            throw new IllegalStateException("a report on no database would look like success");
        }
    }

    /** What it came to. */
    public BackupVerdict verdict() {
        return BackupVerdict.of(servers, databases);
    }

    /**
     * 0 only if every requested database has a new artifact, every listed server answered, and none failed in the middle;
     * else 1 (facts A.4, A.8).
     */
    public int exitCode() {
        return verdict() == BackupVerdict.ALL_SAVED ? 0 : 1;
    }

    /** What the exit code means here, in one sentence. */
    public String meaning() {
        return meaning(exitCode());
    }

    /** The same of another exit code that stands for the verdict. */
    public String meaning(int code) {
        if (verdict() == BackupVerdict.ALL_SAVED) {
            return "exit code " + code + ": " + saved() + ", and every server answered.";
        }
        List<String> parts = new ArrayList<>();
        parts.add(saved());
        List<String> failed = databases.stream()
                .filter(outcome -> !outcome.saved())
                .map(DatabaseOutcome::database)
                .toList();
        if (!failed.isEmpty()) {
            parts.add("no new artifact for " + String.join(", ", failed));
        }
        List<String> silent = servers.stream()
                .filter(server -> !server.answered())
                .map(server -> server.source().toString())
                .toList();
        if (!silent.isEmpty()) {
            parts.add("no answer from " + String.join(", ", silent));
        }
        String troubled = databases.stream()
                .flatMap(outcome -> outcome.sources().stream())
                .filter(source -> source.state() == SourceOutcome.State.FAILED)
                .map(SourceOutcome::source)
                .distinct()
                .collect(Collectors.joining(", "));
        if (!troubled.isEmpty()) {
            parts.add("failed in the middle: " + troubled);
        }
        String unconfirmed = databases.stream()
                .filter(outcome -> outcome.state() == DatabaseOutcome.State.SAVED_UNCONFIRMED)
                .map(DatabaseOutcome::database)
                .collect(Collectors.joining(", "));
        if (!unconfirmed.isEmpty()) {
            parts.add("perhaps not the newest: " + unconfirmed);
        }
        return "exit code " + code + ": " + String.join("; ", parts) + ".";
    }

    private String saved() {
        long saved = databases.stream().filter(DatabaseOutcome::saved).count();
        return saved + " of " + databases.size() + (databases.size() == 1 ? " database" : " databases") + " saved";
    }
}

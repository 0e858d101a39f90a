package dev.muster.backup.cli;

import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.online.BackupReport;
import dev.muster.backup.online.DatabaseOutcome;
import dev.muster.backup.online.ServerAnswer;
import dev.muster.backup.online.SourceOutcome;
import java.util.ArrayList;
import java.util.List;

/** A backup's report as people read it: a table, what was wrong, and what the exit code means. Pure. */
final class ReportText {
    private ReportText() {}

    static String of(BackupReport report, int exitCode) {
        StringBuilder text = new StringBuilder();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("DATABASE", "RESULT", "SOURCE", "TYPE", "TRANSACTIONS", "SIZE", "ARTIFACT OR REASON"));
        report.databases().forEach(outcome -> rows.add(row(outcome)));
        TextTable.render(rows).forEach(line -> text.append(line).append('\n'));
        report.databases().forEach(outcome -> details(outcome, text));
        for (ServerAnswer server : report.servers()) {
            if (!server.answered()) {
                text.append("Server ")
                        .append(server.source())
                        .append(" did not answer: ")
                        .append(server.problem())
                        .append('\n');
            }
        }
        return text.append(report.meaning(exitCode)).append('\n').toString();
    }

    private static List<String> row(DatabaseOutcome outcome) {
        Artifact artifact = outcome.artifact();
        if (artifact == null) {
            return List.of(outcome.database(), outcome.state().text(), "-", "-", "-", "-", outcome.reason());
        }
        return List.of(
                outcome.database(),
                outcome.state().text(),
                outcome.savedFrom(),
                artifact.header().type().name(),
                transactions(artifact),
                Bytes.text(artifact.bytes()),
                artifact.fileName());
    }

    private static String transactions(Artifact artifact) {
        if (artifact.empty()) {
            return "nothing new";
        }
        return artifact.highest() == 0 ? "none yet" : artifact.lowest() + ".." + artifact.highest();
    }

    /** Servers that were asked in vain, or could not be asked; and what to do about a failure. */
    private static void details(DatabaseOutcome outcome, StringBuilder text) {
        for (SourceOutcome source : outcome.sources()) {
            boolean telling = switch (source.state()) {
                case NOT_AVAILABLE, REFUSED, FAILED, OTHER_DATABASE -> true;
                case SAVED, NOT_ASKED, NOT_HOSTED, UNREACHABLE -> false;
            };
            if (telling) {
                text.append("  ")
                        .append(outcome.database())
                        .append(" at ")
                        .append(source.source())
                        .append(source.server().isEmpty() ? "" : " (" + source.server() + ")")
                        .append(": ")
                        .append(source.reason())
                        .append('\n');
            }
        }
        if (!outcome.hint().isEmpty()) {
            text.append("  HINT for ")
                    .append(outcome.database())
                    .append(": ")
                    .append(outcome.hint())
                    .append('\n');
        }
    }
}

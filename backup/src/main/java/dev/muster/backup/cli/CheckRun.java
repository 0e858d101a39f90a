package dev.muster.backup.cli;

import dev.muster.backup.BackupError;
import dev.muster.backup.offline.ConsistencyCheck;
import dev.muster.backup.offline.ConsistencyCheck.Outcome;
import dev.muster.runtime.World;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;

/** One call of a command that checks a database: progress, the outcome, and a report file if anything is wrong (facts B.3). */
final class CheckRun {
    private static final String REPORT_SUFFIX = ".report";
    private static final DateTimeFormatter REPORT_TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd.HH.mm.ss");

    private final AdminCommandLine.Context context;
    private final boolean json;
    private final World world;

    CheckRun(AdminCommandLine.Context context, boolean json) {
        this.context = context;
        this.json = json;
        this.world = context.world().get();
    }

    /** @param reportPath a file if it ends in {@code .report}, else a directory, for the report */
    int run(ConsistencyCheck.Request request, Path reportPath) throws IOException {
        DotProgress dots = new DotProgress(context.err());
        ConsistencyCheck.Listener listener = new ConsistencyCheck.Listener() {
            @Override
            public void log(String line) {
                context.err().println(line);
            }

            @Override
            public void reached(String what, double fraction) {
                dots.reached(what, fraction);
            }
        };
        Outcome outcome = Interruption.during(
                "check", context.err(), brokenOff -> ConsistencyCheck.run(world, request, listener, brokenOff));
        Path report = outcome.isConsistent() ? null : write(outcome, reportPath);
        print(outcome, report);
        return outcome.isConsistent() ? ExitCodes.OK : ExitCodes.FAILED;
    }

    private Path write(Outcome outcome, Path reportPath) {
        LocalDateTime now =
                LocalDateTime.ofInstant(Instant.ofEpochMilli(world.clock().wallMillis()), ZoneId.systemDefault());
        Path path = reportPath.toAbsolutePath().normalize();
        Path file = path.toString().endsWith(REPORT_SUFFIX)
                ? path
                : path.resolve("inconsistencies-" + REPORT_TIME.format(now) + REPORT_SUFFIX);
        String text = heading(outcome) + "\n" + String.join("\n", outcome.problems()) + "\n";
        try {
            world.disk().replace(file, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            outcome.problems().forEach(context.err()::println);
            throw BackupError.REPORT_FAILED.because(e, file, e.getMessage());
        }
        return file;
    }

    private void print(Outcome outcome, Path report) {
        if (report != null) {
            context.err().println("Inconsistencies found. See '" + report + "' for details.");
        }
        if (json) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("exitCode", outcome.isConsistent() ? ExitCodes.OK : ExitCodes.FAILED);
            document.put("subject", outcome.subject());
            document.put("consistent", outcome.isConsistent());
            document.put("lastTransactionId", outcome.lastTransactionId());
            document.put("nodes", outcome.nodes());
            document.put("relationships", outcome.relationships());
            document.put("problems", outcome.problems());
            document.put("report", report == null ? null : report.toString());
            context.out().println(Json.of(document));
        } else {
            context.out().println(heading(outcome));
        }
    }

    private static String heading(Outcome outcome) {
        int count = outcome.problems().size();
        String found = switch (count) {
            case 0 -> "no inconsistencies";
            case 1 -> "1 inconsistency";
            default -> (count < ConsistencyCheck.PROBLEMS_MAX ? "" : "at least ") + count + " inconsistencies";
        };
        return "Checked " + outcome.subject() + ", transaction " + outcome.lastTransactionId() + ", " + outcome.nodes()
                + " nodes, " + outcome.relationships() + " relationships: " + found + ".";
    }
}

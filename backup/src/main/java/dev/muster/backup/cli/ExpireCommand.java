package dev.muster.backup.cli;

import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.chain.Expiry;
import dev.muster.backup.chain.Expiry.Verdict;
import dev.muster.backup.chain.FolderChains;
import dev.muster.runtime.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code backup expire}: removes the chains that a retention does not keep. */
@Command(
        name = "expire",
        description =
                "Removes chains that are neither among the newest nor of the last days. A chain goes as a whole; the"
                        + " newest of a database always stays. Exits with 1 if there are files that belong to no chain; they stay.",
        exitCodeOnInvalidInput = ExitCodes.USAGE,
        exitCodeOnExecutionException = ExitCodes.SOFTWARE)
final class ExpireCommand implements Callable<Integer> {
    private final AdminCommandLine.Context context;

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Parameters(paramLabel = "<folder>", description = "A folder of artifacts.")
    private Path folder;

    @Mixin
    private RetentionOptions keep;

    @Option(names = "--database", paramLabel = "<database>", description = "Only this database.")
    private String database;

    @Option(names = "--dry-run", description = "Only says what would be removed.")
    private boolean dryRun;

    @Option(names = "--json", description = "Prints JSON on stdout, and nothing else there.")
    private boolean json;

    private final List<Verdict> verdicts = new ArrayList<>();
    private final List<Artifact> removed = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    ExpireCommand(AdminCommandLine.Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        return Guard.run(context, common.verbose, json, this::run);
    }

    private int run() throws IOException {
        Expiry.Retention retention = keep.retention(spec.commandLine());
        if (retention == null) {
            throw new ParameterException(spec.commandLine(), "Name what to keep: --keep-full=N, --keep-days=D or both");
        }
        Disk disk = context.world().get().disk();
        long now = context.world().get().clock().wallMillis();
        FolderChains before = FolderChains.read(disk, folder, database);
        problems.addAll(before.problems());
        for (String name : before.databases()) {
            List<Verdict> judged = dryRun
                    ? Expiry.judge(FolderChains.read(disk, folder, name), retention, now)
                    : Expiry.run(disk, folder, name, retention, now);
            verdicts.addAll(judged);
            removed.addAll(Expiry.expired(judged));
        }
        int exitCode = problems.isEmpty() ? ExitCodes.OK : ExitCodes.FAILED;
        if (json) {
            printJson(exitCode, now);
        } else {
            print(exitCode, now);
        }
        problems.forEach(context.err()::println);
        return exitCode;
    }

    private void print(int exitCode, long now) {
        List<String> head = new ArrayList<>(ChainText.HEAD);
        head.addAll(List.of("RESULT", "REASON"));
        List<List<String>> rows = new ArrayList<>(List.of(head));
        for (Verdict verdict : verdicts) {
            List<String> row = new ArrayList<>(ChainText.cells(verdict.chain(), now));
            row.add(result(verdict));
            row.add(verdict.reason());
            rows.add(row);
        }
        TextTable.print(context.out(), rows);
        long bytes = removed.stream().mapToLong(Artifact::bytes).sum();
        context.out()
                .println("exit code " + exitCode + ": " + removed.size()
                        + (removed.size() == 1 ? " artifact of " : " artifacts of ") + Bytes.text(bytes)
                        + (dryRun ? " would be removed." : " removed."));
    }

    private String result(Verdict verdict) {
        if (verdict.kept()) {
            return "kept";
        }
        return dryRun ? "would go" : "removed";
    }

    private void printJson(int exitCode, long now) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("exitCode", exitCode);
        document.put("dryRun", dryRun);
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Verdict verdict : verdicts) {
            Map<String, Object> row = ChainText.fields(verdict.chain(), now);
            row.put("kept", verdict.kept());
            row.put("reason", verdict.reason());
            rows.add(row);
        }
        document.put("chains", rows);
        document.put("removed", removed.stream().map(Artifact::fileName).toList());
        document.put("problems", problems);
        context.out().println(Json.of(document));
    }
}

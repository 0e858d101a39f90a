package dev.muster.backup.cli;

import dev.muster.backup.Locations;
import dev.muster.backup.chain.Verification;
import dev.muster.backup.chain.Verification.Finding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code backup verify}: whether artifacts can be trusted, down to a restore for a test. */
@Command(
        name = "verify",
        description = "Reads artifacts whole: every checksum, the digest of each, and that they form chains."
                + " Exits with 1 if anything is wrong, or if there is nothing to verify.",
        exitCodeOnInvalidInput = ExitCodes.USAGE,
        exitCodeOnExecutionException = ExitCodes.SOFTWARE)
final class VerifyCommand implements Callable<Integer> {
    private final AdminCommandLine.Context context;

    @Mixin
    private CommonOptions common;

    @Mixin
    private EncryptionOptions encryption;

    @Parameters(
            paramLabel = "<backup-path>",
            description = "A folder of artifacts; or an artifact, which is verified with the chain that leads to it.")
    private Path path;

    @Option(names = "--database", paramLabel = "<database>", description = "Only this database of a folder.")
    private String database;

    @Option(
            names = "--restore-test",
            description = "Restores each chain as well, into a directory that is removed again, and checks the store.")
    private boolean restoreTest;

    @Option(
            names = "--temp-path",
            paramLabel = "<path>",
            description =
                    "Where restores are tested; needs room for the largest database. Default: beside the artifacts.")
    private Path tempPath;

    @Option(names = "--json", description = "Prints JSON on stdout, and nothing else there.")
    private boolean json;

    VerifyCommand(AdminCommandLine.Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        return Guard.run(context, common.verbose, json, this::run);
    }

    private int run() throws IOException {
        long begun = context.world().get().clock().monotonicNanos();
        Verification.Request request = new Verification.Request(path, database, scratch(), encryption.key());
        List<Finding> findings = Interruption.during(
                "verification",
                context.err(),
                brokenOff -> Verification.run(context.world().get(), request, brokenOff));
        List<Finding> wrong =
                findings.stream().filter(finding -> !finding.isSound()).toList();
        int exitCode = wrong.isEmpty() ? ExitCodes.OK : ExitCodes.FAILED;
        if (json) {
            long tookMillis = (context.world().get().clock().monotonicNanos() - begun) / 1_000_000;
            printJson(findings, exitCode, tookMillis);
        } else {
            print(findings, wrong, exitCode);
        }
        return exitCode;
    }

    private Path scratch() throws IOException {
        if (!restoreTest) {
            return null;
        }
        if (tempPath != null) {
            return tempPath;
        }
        boolean folder = context.world().get().disk().isDirectory(path);
        return Locations.scratchFor(folder ? path : path.toAbsolutePath().getParent());
    }

    private void print(List<Finding> findings, List<Finding> wrong, int exitCode) {
        List<List<String>> rows = new ArrayList<>(List.of(List.of("FILE", "CHECK", "SIZE", "RESULT")));
        findings.forEach(finding -> rows.add(List.of(
                finding.file().getFileName().toString(),
                check(finding),
                Bytes.text(finding.bytes()),
                finding.isSound() ? "ok" : finding.problem())));
        TextTable.print(context.out(), rows);
        context.out()
                .println("exit code " + exitCode + ": "
                        + (wrong.isEmpty()
                                ? "all " + findings.size() + " checks passed."
                                : wrong.size() + " of " + findings.size() + " checks failed."));
    }

    private static String check(Finding finding) {
        return switch (finding.subject()) {
            case ARTIFACT -> "contents";
            case RESTORE -> "restore";
        };
    }

    private void printJson(List<Finding> findings, int exitCode, long tookMillis) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("exitCode", exitCode);
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Finding finding : findings) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("file", finding.file().toString());
            row.put("check", check(finding));
            row.put("bytes", finding.bytes());
            row.put("ok", finding.isSound());
            row.put("problem", finding.problem());
            rows.add(row);
        }
        document.put("tookMillis", tookMillis);
        document.put("checks", rows);
        context.out().println(Json.of(document));
    }
}

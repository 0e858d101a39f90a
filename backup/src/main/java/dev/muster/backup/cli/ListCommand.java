package dev.muster.backup.cli;

import dev.muster.backup.chain.FolderChains;
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

/** {@code backup list}: the chains of a folder, and up to when each restores. */
@Command(
        name = "list",
        description = "Lists the chains of a folder: how many artifacts and bytes each has, and up to when it restores."
                + " Exits with 1 if there are files that belong to no chain.",
        exitCodeOnInvalidInput = ExitCodes.USAGE,
        exitCodeOnExecutionException = ExitCodes.SOFTWARE)
final class ListCommand implements Callable<Integer> {
    private final AdminCommandLine.Context context;

    @Mixin
    private CommonOptions common;

    @Parameters(paramLabel = "<folder>", description = "A folder of artifacts.")
    private Path folder;

    @Option(names = "--database", paramLabel = "<database>", description = "Only this database.")
    private String database;

    @Option(names = "--json", description = "Prints JSON on stdout, and nothing else there.")
    private boolean json;

    ListCommand(AdminCommandLine.Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        return Guard.run(context, common.verbose, json, this::run);
    }

    private int run() throws IOException {
        FolderChains found = FolderChains.read(context.world().get().disk(), folder, database);
        long now = context.world().get().clock().wallMillis();
        int exitCode = found.isSound() ? ExitCodes.OK : ExitCodes.FAILED;
        if (json) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("exitCode", exitCode);
            document.put(
                    "chains",
                    found.chains().stream()
                            .map(chain -> ChainText.fields(chain, now))
                            .toList());
            document.put("problems", found.problems());
            context.out().println(Json.of(document));
        } else {
            List<List<String>> rows = new ArrayList<>(List.of(ChainText.HEAD));
            found.chains().forEach(chain -> rows.add(ChainText.cells(chain, now)));
            TextTable.print(context.out(), rows);
        }
        found.problems().forEach(context.err()::println);
        return exitCode;
    }
}

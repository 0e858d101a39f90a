package dev.muster.backup.cli;

import dev.muster.backup.offline.StoreInfo;
import dev.muster.runtime.Disk;
import dev.muster.store.engine.Stores;
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

/** {@code database info}: what can be said of the stores of this server (facts B.6). */
@Command(
        name = "info",
        description = "Shows what databases' stores on this server are. Of a database that runs only that it does.",
        exitCodeOnInvalidInput = ExitCodes.USAGE,
        exitCodeOnExecutionException = ExitCodes.SOFTWARE)
final class InfoCommand implements Callable<Integer> {
    private final AdminCommandLine.Context context;

    @Mixin
    private CommonOptions common;

    @Parameters(
            arity = "0..1",
            paramLabel = "<database>",
            defaultValue = "*",
            description = "Name or pattern (* and ?, quoted) of the databases. Default: ${DEFAULT-VALUE}.")
    private String database;

    @Option(
            names = "--from-path",
            paramLabel = "<path>",
            description = "Directory that holds one directory per store, or a data directory. Default: as configured.")
    private Path fromPath;

    @Option(
            names = "--format",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "Default: ${DEFAULT-VALUE}.")
    private Format format;

    @Option(names = "--json", description = "The same as --format=json.")
    private boolean json;

    /** How it is shown; in lower case, as it is typed. */
    enum Format {
        text,
        json
    }

    InfoCommand(AdminCommandLine.Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        return Guard.run(context, common.verbose, asJson(), this::run);
    }

    private boolean asJson() {
        return json || format == Format.json;
    }

    private int run() throws IOException {
        List<StoreInfo> found = find();
        if (asJson()) {
            context.out()
                    .println(Json.of(found.stream().map(InfoCommand::fields).toList()));
        } else {
            print(found);
        }
        found.stream()
                .filter(info -> !info.problem().isEmpty())
                .forEach(info -> context.err()
                        .println("The store of '" + info.database() + "' cannot be read: " + info.problem()));
        return found.stream().allMatch(info -> info.problem().isEmpty()) ? ExitCodes.OK : ExitCodes.FAILED;
    }

    private List<StoreInfo> find() throws IOException {
        Disk disk = context.world().get().disk();
        if (fromPath == null) {
            ServerDirectories server = Configuration.resolve(context, common);
            return StoreInfo.of(disk, server.stores(), server.transactionLogs(), database);
        }
        Path path = fromPath.toAbsolutePath();
        Path stores = disk.isDirectory(path.resolve("databases")) ? path.resolve("databases") : path;
        return StoreInfo.of(disk, stores, stores.resolveSibling("transactions"), database);
    }

    private void print(List<StoreInfo> found) {
        for (int i = 0; i < found.size(); i++) {
            if (i > 0) {
                context.out().println();
            }
            rows(found.get(i)).forEach(row -> context.out().printf("%-32s%s%n", row.get(0) + ":", row.get(1)));
        }
    }

    private static List<List<String>> rows(StoreInfo info) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("Database name", info.database()));
        rows.add(List.of("Database in use", String.valueOf(info.inUse())));
        if (info.isKnown()) {
            rows.add(List.of("Store format version", Stores.FORMAT));
            rows.add(List.of("Store format introduced in", Stores.FORMAT_SINCE));
            rows.add(List.of("Last committed transaction id", String.valueOf(info.lastTransactionId())));
            rows.add(List.of("Store needs recovery", String.valueOf(info.recoveryRequired())));
            rows.add(List.of("Database id", info.identity().databaseId().toString()));
            rows.add(List.of("Store id", info.identity().storeId().toString()));
            rows.add(List.of("Nodes", String.valueOf(info.nodes())));
            rows.add(List.of("Relationships", String.valueOf(info.relationships())));
        }
        return rows;
    }

    private static Map<String, Object> fields(StoreInfo info) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("databaseName", info.database());
        fields.put("inUse", info.inUse());
        if (info.isKnown()) {
            fields.put("storeFormat", Stores.FORMAT);
            fields.put("storeFormatIntroduced", Stores.FORMAT_SINCE);
            fields.put("storeFormatSuperseded", null);
            fields.put("lastCommittedTransaction", info.lastTransactionId());
            fields.put("recoveryRequired", info.recoveryRequired());
            fields.put("databaseId", info.identity().databaseId().toString());
            fields.put("storeId", info.identity().storeId().toString());
            fields.put("nodes", info.nodes());
            fields.put("relationships", info.relationships());
        }
        if (!info.problem().isEmpty()) {
            fields.put("problem", info.problem());
        }
        return fields;
    }
}

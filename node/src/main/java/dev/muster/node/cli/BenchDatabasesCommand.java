package dev.muster.node.cli;

import dev.muster.backup.cli.TextTable;
import dev.muster.node.bench.DatabasesBench;
import dev.muster.node.bench.FloorBench;
import dev.muster.node.bench.Measurement;
import dev.muster.node.cli.console.Console;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code muster bench databases}. */
@Command(description = "What many databases cost: creating them, starting the servers again, and three idle servers.")
final class BenchDatabasesCommand implements Callable<Integer> {
    @Mixin
    private StandardOptions standard;

    @Option(names = "--json", description = "Print the result as one JSON document.")
    private boolean json;

    @Option(names = "--databases", paramLabel = "N", defaultValue = "100", description = "How many (default 100).")
    private int databases;

    @Option(
            names = "--idle-seconds",
            paramLabel = "M",
            defaultValue = "20",
            description = "How long the idle servers are watched (default 20).")
    private int idleSeconds;

    @Option(
            names = "--settle-seconds",
            paramLabel = "S",
            defaultValue = "180",
            description = "How long they rest before, until what is hot is compiled (default 180).")
    private int settleSeconds;

    private final Console console;

    BenchDatabasesCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        List<Measurement> floors = FloorBench.run(Path.of(System.getProperty("java.io.tmpdir")));
        DatabasesBench.Result result =
                DatabasesBench.run(databases, settleSeconds * 1_000L, idleSeconds * 1_000L, console.progress());
        if (json) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("bench", "databases");
            document.put("processors", Runtime.getRuntime().availableProcessors());
            document.put("java", Runtime.version().toString());
            document.put("floor", floors);
            document.put("measured", result.times());
            document.put("settleSeconds", settleSeconds);
            document.put("idle", result.idle());
            console.json(document);
        } else {
            BenchCommands.print(console, floors, result.times());
            print(result.idle());
            console.out().println("Watched for " + idleSeconds + " s, after " + settleSeconds + " s of rest.");
            result.aims().forEach(console.out()::println);
        }
        return 0;
    }

    private void print(List<DatabasesBench.Idle> idle) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("IDLE WITH", "SERVER", "CPU (OF ONE CORE)", "THREADS", "SENT", "FRAMES", "SYNCS"));
        for (DatabasesBench.Idle each : idle) {
            rows.add(List.of(
                    each.databases() + " databases",
                    each.server(),
                    String.format(Locale.ROOT, "%.1f %%", each.cpuPercent()),
                    each.threads() == 0 ? "-" : Integer.toString(each.threads()),
                    String.format(Locale.ROOT, "%.1f KB/s", each.sentBytesPerSecond() / 1e3),
                    String.format(Locale.ROOT, "%.1f/s", each.sentFramesPerSecond()),
                    String.format(Locale.ROOT, "%.1f/s", each.syncsPerSecond())));
        }
        console.out().println();
        TextTable.print(console.out(), rows);
    }
}

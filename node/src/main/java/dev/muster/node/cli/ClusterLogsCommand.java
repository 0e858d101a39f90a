package dev.muster.node.cli;

import dev.muster.node.cli.console.Console;
import dev.muster.node.launcher.ClusterRecord;
import dev.muster.node.launcher.LocalClusters;
import dev.muster.node.launcher.ServerRecord;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what servers wrote. */
@Command(description = "Show the end of the servers' logs.")
final class ClusterLogsCommand implements Callable<Integer> {
    @Mixin
    private StandardOptions standard;

    private static final long FOLLOW_PAUSE_MILLIS = 200;

    @Parameters(index = "0", paramLabel = "NAME", description = "The cluster's name.")
    private String name;

    @Parameters(index = "1", arity = "0..1", paramLabel = "SERVER", description = "Only this server.")
    private String server;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            defaultValue = "40",
            description = "Lines of each file (default 40).")
    private int lines;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what is added, until Ctrl-C.")
    private boolean follow;

    private final Console console;

    ClusterLogsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        ClusterRecord cluster = LocalClusters.open(LocalClusters.defaultHome(), console.progress())
                .recorded(name);
        List<ServerRecord> servers = server == null ? cluster.servers() : List.of(cluster.server(server));
        Map<Path, Long> shownBytes = new LinkedHashMap<>();
        for (Path log : logs(servers)) {
            List<String> all = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            shownBytes.put(log, Files.size(log));
            for (String line : all.subList(Math.max(0, all.size() - lines), all.size())) {
                print(cluster, log, line);
            }
        }
        while (follow) {
            for (Path log : logs(servers)) {
                for (String line : added(log, shownBytes)) {
                    print(cluster, log, line);
                }
            }
            Thread.sleep(FOLLOW_PAUSE_MILLIS);
        }
        return 0;
    }

    private static List<Path> logs(List<ServerRecord> servers) throws IOException {
        List<Path> logs = new ArrayList<>();
        for (ServerRecord each : servers) {
            Path directory = each.directory().resolve("logs");
            if (Files.isDirectory(directory)) {
                try (Stream<Path> files = Files.list(directory)) {
                    files.filter(file -> file.toString().endsWith(".log"))
                            .sorted()
                            .forEach(logs::add);
                }
            }
        }
        return logs;
    }

    /** The whole lines that were added since the last look. */
    private static List<String> added(Path log, Map<Path, Long> shownBytes) throws IOException {
        long from = shownBytes.getOrDefault(log, 0L);
        long size = Files.size(log);
        if (size <= from) {
            shownBytes.put(log, size);
            return List.of();
        }
        byte[] bytes = new byte[Math.toIntExact(Math.min(size - from, 1 << 20))];
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(from);
            file.readFully(bytes);
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        int end = text.lastIndexOf('\n') + 1;
        String whole = text.substring(0, end);
        shownBytes.put(log, from + whole.getBytes(StandardCharsets.UTF_8).length);
        return whole.lines().toList();
    }

    private void print(ClusterRecord cluster, Path log, String line) {
        String from = cluster.directory().relativize(log).getName(0).toString();
        console.out().println(server == null ? from + " | " + line : line);
    }
}

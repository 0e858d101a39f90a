package dev.muster.node.cli;

import dev.muster.backup.cli.TextTable;
import dev.muster.node.bench.BackupBench;
import dev.muster.node.bench.CommitBench;
import dev.muster.node.bench.CypherBench;
import dev.muster.node.bench.FailoverBench;
import dev.muster.node.bench.FloorBench;
import dev.muster.node.bench.Measurement;
import dev.muster.node.bench.QueryBench;
import dev.muster.node.bench.RaftMember;
import dev.muster.node.bench.StartBench;
import dev.muster.node.cli.console.Console;
import dev.muster.node.launcher.Progress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code muster bench}: each measurement with this machine's floors beside it. */
final class BenchCommands {
    private BenchCommands() {}

    /** What the measuring commands have in common: floors first, then the measurement, as a table or JSON. */
    abstract static class Base implements Callable<Integer> {
        @Mixin
        private StandardOptions standard;

        @Option(names = "--json", description = "Print the result as one JSON document.")
        private boolean json;

        private final Console console;
        private final String name;

        Base(Console console, String name) {
            this.console = console;
            this.name = name;
        }

        /** {@code floors} are this run's. */
        abstract List<Measurement> measure(List<Measurement> floors, Progress progress) throws IOException;

        @Override
        public Integer call() throws IOException {
            List<Measurement> floors = FloorBench.run(Path.of(System.getProperty("java.io.tmpdir")));
            List<Measurement> measured = measure(floors, console.progress());
            if (json) {
                Map<String, Object> document = new LinkedHashMap<>();
                document.put("bench", name);
                document.put("processors", Runtime.getRuntime().availableProcessors());
                document.put("java", Runtime.version().toString());
                document.put("floor", floors);
                document.put("measured", measured);
                console.json(document);
            } else {
                print(console, floors, measured);
            }
            return 0;
        }
    }

    /** The measurements, the floors below them, and the machine. */
    static void print(Console console, List<Measurement> floors, List<Measurement> measured) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("MEASURED", "RATE", "P50", "P95", "MAX", "SAMPLES", "AIM", "NOTE"));
        measured.forEach(each -> rows.add(row(each)));
        floors.forEach(each -> rows.add(row(each)));
        TextTable.print(console.out(), rows);
        console.out()
                .println("on " + Runtime.getRuntime().availableProcessors() + " processors, Java " + Runtime.version());
    }

    private static List<String> row(Measurement each) {
        return List.of(
                each.what(),
                each.rate(),
                Measurement.duration(each.p50Micros()),
                Measurement.duration(each.p95Micros()),
                Measurement.duration(each.maxMicros()),
                Long.toString(each.count()),
                each.aim().isEmpty() ? "-" : each.aim(),
                each.note());
    }

    @Command(description = "This machine's floors: fdatasync and loopback.")
    static final class Floor extends Base {
        Floor(Console console) {
            super(console, "floor");
        }

        @Override
        List<Measurement> measure(List<Measurement> floors, Progress progress) {
            return List.of();
        }
    }

    @Command(description = "From the request for a cluster of three to RETURN 1 on each server.")
    static final class Start extends Base {
        @Option(names = "--runs", paramLabel = "N", defaultValue = "10", description = "How often (default 10).")
        private int runs;

        Start(Console console) {
            super(console, "start");
        }

        @Override
        List<Measurement> measure(List<Measurement> floors, Progress progress) throws IOException {
            return StartBench.run(runs, progress);
        }
    }

    @Command(
            description =
                    "Committed writes per second: raw log entries, and Cypher through Bolt; three processes, durable.")
    static final class Commit extends Base {
        @Option(
                names = "--seconds",
                paramLabel = "N",
                defaultValue = "6",
                description = "Load per line, in three rounds (default 6).")
        private int seconds;

        Commit(Console console) {
            super(console, "commit");
        }

        @Override
        List<Measurement> measure(List<Measurement> floors, Progress progress) throws IOException {
            List<Measurement> all = new ArrayList<>(CommitBench.run(seconds * 1_000L, progress));
            all.addAll(CypherBench.run(seconds * 1_000L, progress));
            return all;
        }
    }

    @Command(
            description =
                    "Megabytes per second of a full and a differential backup; writes without a backup and beside one.")
    static final class Backup extends Base {
        @Option(
                names = "--megabytes",
                paramLabel = "N",
                defaultValue = "1024",
                description = "Of properties in the full backup, and as many more in the differential (default 1024, of"
                        + " which a database of 2 GB comes; the disk needs 25 times as much for a while. Of less than"
                        + " 256, what a client's JVM costs until its code is compiled is most of the time).")
        private int megabytes;

        Backup(Console console) {
            super(console, "backup");
        }

        @Override
        List<Measurement> measure(List<Measurement> floors, Progress progress) throws IOException {
            return BackupBench.run(megabytes, progress);
        }
    }

    @Command(description = "Queries through Bolt: import, a lookup by an index beside RETURN 1, a hop from a hub.")
    static final class Query extends Base {
        @Option(
                names = "--seconds",
                paramLabel = "N",
                defaultValue = "10",
                description = "Load per line, after as long a warm-up (default 10).")
        private int seconds;

        Query(Console console) {
            super(console, "query");
        }

        @Override
        List<Measurement> measure(List<Measurement> floors, Progress progress) throws IOException {
            return QueryBench.run(seconds * 1_000L, progress);
        }
    }

    @Command(description = "From the kill of a leader to the next committed write.")
    static final class Failover extends Base {
        @Option(names = "--runs", paramLabel = "N", defaultValue = "50", description = "How often (default 50).")
        private int runs;

        Failover(Console console) {
            super(console, "failover");
        }

        @Override
        List<Measurement> measure(List<Measurement> floors, Progress progress) throws IOException {
            return FailoverBench.run(runs, progress);
        }
    }

    @Command(hidden = true, description = "One of the processes of `bench commit`.")
    static final class Member implements Callable<Integer> {
        @Option(names = "--dir", required = true)
        private Path directory;

        @Option(names = "--name", required = true)
        private String name;

        @Option(names = "--peers", required = true)
        private String peers;

        private final Console console;

        Member(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() throws IOException {
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            RaftMember.run(directory, name, peers, in, console.out());
            return 0;
        }
    }
}

package dev.muster.node.bench;

import dev.muster.node.launcher.Patience;
import dev.muster.node.launcher.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Committed log entries per second: three processes, every entry on a majority's disk (fdatasync) before it counts. The
 * proposals are made in the processes that lead; with 100 groups leadership, and so the load, is spread over all three.
 */
public final class CommitBench {
    private static final int[] IN_FLIGHT = {1, 64, 1024};
    private static final int[] GROUPS = {1, 100};
    private static final long WARM_UP_MILLIS = 2_000;
    private static final Duration ELECTION_LIMIT = Duration.ofSeconds(30);

    private CommitBench() {}

    /**
     * {@code millis} of load per combination, after a warm-up.
     *
     * @param floors of this machine, measured in the same run
     */
    public static List<Measurement> run(long millis, List<Measurement> floors, Progress progress) throws IOException {
        CommitAims aims = new CommitAims(floors);
        List<Measurement> results = new ArrayList<>();
        try (BenchCluster place = new BenchCluster(Progress.SILENT)) {
            for (int groups : GROUPS) {
                Path directory = place.directory().resolve("groups-" + groups);
                try (RaftProcesses processes = RaftProcesses.start(directory)) {
                    progress.at("electing leaders of " + groups + " groups");
                    processes.tellAll("groups " + groups);
                    if (!Patience.until(ELECTION_LIMIT, () -> sum(processes.ledByEach()) == groups)) {
                        throw new IllegalStateException("not all of " + groups + " groups have a leader after "
                                + ELECTION_LIMIT.toSeconds() + " s");
                    }
                    processes.load(64, WARM_UP_MILLIS);
                    for (int inFlight : IN_FLIGHT) {
                        progress.at(groups + " groups, " + inFlight + " in flight");
                        List<ProposalLoad.Result> parts = processes.load(inFlight, millis);
                        results.add(aims.judge(measurement(groups, inFlight, parts), groups, inFlight));
                        results.addAll(profile(parts, processes.tellAll("profile")));
                    }
                }
            }
        }
        return results;
    }

    /** Where the time went in the process that committed most. */
    private static List<Measurement> profile(List<ProposalLoad.Result> parts, List<String> profiles) {
        int most = 0;
        for (int i = 1; i < parts.size(); i++) {
            most = parts.get(i).committed() > parts.get(most).committed() ? i : most;
        }
        return StageRow.parse(profiles.get(most)).stream()
                .map(StageRow::measurement)
                .toList();
    }

    private static int sum(List<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).sum();
    }

    private static Measurement measurement(int groups, int inFlight, List<ProposalLoad.Result> parts) {
        double perSecond = 0;
        long count = 0;
        long failed = 0;
        ProposalLoad.Result largest = parts.get(0);
        for (ProposalLoad.Result part : parts) {
            perSecond += part.seconds() > 0 ? part.committed() / part.seconds() : 0;
            count += part.committed();
            failed += part.failed();
            largest = part.committed() > largest.committed() ? part : largest;
        }
        String note = ProposalLoad.PAYLOAD_BYTES + " B entries, durable on a majority of 3 processes"
                + (failed == 0 ? "" : String.format(Locale.ROOT, ", %d refused", failed));
        return new Measurement(
                "raw entries, " + groups + (groups == 1 ? " database, " : " databases, ") + inFlight + " in flight",
                count,
                perSecond,
                "commits",
                largest.p50Nanos() / 1e3,
                largest.p95Nanos() / 1e3,
                largest.maxNanos() / 1e3,
                note);
    }
}

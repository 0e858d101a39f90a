package dev.muster.node.bench;

import dev.muster.node.launcher.Patience;
import dev.muster.node.launcher.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Committed log entries per second: three processes, every entry on a majority's disk (fdatasync) before it counts. The
 * proposals are made in the processes that lead; with 100 groups leadership, and so the load, is spread over all three.
 *
 * <p>The processes of one group and those of a hundred live side by side and are loaded in turns, so that a machine whose
 * speed wanders treats both alike; those that are not loaded wait. Each line is the middle one of {@value #ROUNDS} rounds.
 */
public final class CommitBench {
    private static final int[] IN_FLIGHT = {1, 64, 1024};
    private static final int[] GROUPS = {1, 100};
    /** As much for each of many groups as a group of its own gets in the middle one: no aim, but what many clients get. */
    private static final int EACH_IN_FLIGHT = 64;

    private static final int ROUNDS = 3;
    private static final Duration ELECTION_LIMIT = Duration.ofSeconds(30);

    private CommitBench() {}

    /** One load: what each process did, and where the time of each went. */
    private record Round(List<ProposalLoad.Result> parts, List<String> profiles) {
        double perSecond() {
            return parts.stream()
                    .filter(part -> part.seconds() > 0)
                    .mapToDouble(part -> part.committed() / part.seconds())
                    .sum();
        }
    }

    /** {@code millis} of load per combination, after a warm-up. */
    public static List<Measurement> run(long millis, Progress progress) throws IOException {
        try (BenchCluster place = new BenchCluster(Progress.SILENT);
                RaftProcesses one = RaftProcesses.start(place.directory().resolve("one"));
                RaftProcesses hundred = RaftProcesses.start(place.directory().resolve("hundred"))) {
            List<RaftProcesses> both = List.of(one, hundred);
            List<Double> warmSeconds = new ArrayList<>();
            for (int i = 0; i < GROUPS.length; i++) {
                elect(both.get(i), GROUPS[i], progress);
            }
            for (int i = 0; i < GROUPS.length; i++) {
                progress.at("warming up with " + GROUPS[i] + " groups");
                warmSeconds.add(WarmUp.run(both.get(i)));
            }
            return measure(both, warmSeconds, millis / ROUNDS, place.directory(), progress);
        }
    }

    private static void elect(RaftProcesses processes, int groups, Progress progress) {
        progress.at("electing leaders of " + groups + " groups");
        processes.tellAll("groups " + groups);
        if (!Patience.until(ELECTION_LIMIT, () -> sum(processes.ledByEach()) == groups)) {
            throw new IllegalStateException(
                    "not all of " + groups + " groups have a leader after " + ELECTION_LIMIT.toSeconds() + " s");
        }
    }

    private static List<Measurement> measure(
            List<RaftProcesses> both, List<Double> warmSeconds, long millis, Path directory, Progress progress)
            throws IOException {
        CommitAims aims = new CommitAims();
        List<List<Measurement>> lines = List.of(new ArrayList<>(), new ArrayList<>());
        for (int inFlight : IN_FLIGHT) {
            List<List<Round>> rounds = List.of(new ArrayList<>(), new ArrayList<>());
            for (int round = 1; round <= ROUNDS; round++) {
                if (inFlight == 1) {
                    aims.floors(FloorBench.run(directory));
                }
                for (int i = 0; i < GROUPS.length; i++) {
                    rounds.get(i).add(load(both.get(i), GROUPS[i], inFlight, round, millis, progress));
                }
            }
            for (int i = 0; i < GROUPS.length; i++) {
                add(lines.get(i), rounds.get(i), aims, GROUPS[i], inFlight, warmSeconds.get(i));
            }
        }
        int last = GROUPS.length - 1;
        int inFlight = GROUPS[last] * EACH_IN_FLIGHT;
        List<Round> rounds = new ArrayList<>();
        for (int round = 1; round <= ROUNDS; round++) {
            rounds.add(load(both.get(last), GROUPS[last], inFlight, round, millis, progress));
        }
        add(lines.get(last), rounds, aims, GROUPS[last], inFlight, warmSeconds.get(last));
        return lines.stream().flatMap(List::stream).toList();
    }

    private static Round load(
            RaftProcesses processes, int groups, int inFlight, int round, long millis, Progress progress) {
        progress.at(groups + " groups, " + inFlight + " in flight, round " + round + " of " + ROUNDS);
        List<ProposalLoad.Result> parts = processes.load(inFlight, millis);
        return new Round(parts, processes.tellAll("profile"));
    }

    private static void add(
            List<Measurement> lines,
            List<Round> rounds,
            CommitAims aims,
            int groups,
            int inFlight,
            double warmSeconds) {
        Round middle = middle(rounds);
        lines.add(aims.judge(measurement(groups, inFlight, middle, warmSeconds), groups, inFlight));
        lines.addAll(profile(middle));
    }

    private static Round middle(List<Round> rounds) {
        return rounds.stream()
                .sorted(Comparator.comparingDouble(Round::perSecond))
                .toList()
                .get(rounds.size() / 2);
    }

    /** Where the time went in the process that committed most. */
    private static List<Measurement> profile(Round round) {
        int most = 0;
        for (int i = 1; i < round.parts().size(); i++) {
            most = round.parts().get(i).committed() > round.parts().get(most).committed() ? i : most;
        }
        return StageRow.parse(round.profiles().get(most)).stream()
                .map(StageRow::measurement)
                .toList();
    }

    private static int sum(List<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).sum();
    }

    private static Measurement measurement(int groups, int inFlight, Round round, double warmSeconds) {
        long count = 0;
        long failed = 0;
        ProposalLoad.Result largest = round.parts().get(0);
        for (ProposalLoad.Result part : round.parts()) {
            count += part.committed();
            failed += part.failed();
            largest = part.committed() > largest.committed() ? part : largest;
        }
        String note = String.format(
                Locale.ROOT,
                "%d B entries, durable on a majority of 3 processes, warm after %.0f s%s",
                ProposalLoad.PAYLOAD_BYTES,
                warmSeconds,
                failed == 0 ? "" : ", " + failed + " refused");
        return new Measurement(
                "raw entries, " + groups + (groups == 1 ? " database, " : " databases, ") + inFlight + " in flight",
                count,
                round.perSecond(),
                "commits",
                largest.p50Nanos() / 1e3,
                largest.p95Nanos() / 1e3,
                largest.maxNanos() / 1e3,
                note);
    }
}

package dev.muster.node.bench;

import dev.muster.raft.Profile;
import dev.muster.raft.StageTimes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** One stage of the way of an entry, as a process of {@link CommitBench} tells it. Times are nanoseconds. */
record StageRow(String what, long count, long p50, long p95, long max) {
    private static final String QUEUE = "of it: queue, proposal to lane";
    private static final String LOG = "of it: log, a turn's records written and synced";
    private static final String NETWORK = "of it: round trip, request to follower's answer";
    private static final String APPLY = "of it: apply one entry";

    /** All stages in one line of text. */
    static String line(Profile profile) {
        return List.of(profile.queue(), profile.log(), profile.roundTrip(), profile.apply()).stream()
                .map(StageRow::numbers)
                .collect(Collectors.joining(" "));
    }

    private static String numbers(StageTimes times) {
        return times.count() + "," + times.percentileNanos(50) + "," + times.percentileNanos(95) + ","
                + times.percentileNanos(100);
    }

    /** The stages of a {@link #line}. */
    static List<StageRow> parse(String line) {
        List<String> names = List.of(QUEUE, LOG, NETWORK, APPLY);
        String[] stages = line.split(" ");
        List<StageRow> rows = new ArrayList<>();
        for (int i = 0; i < stages.length; i++) {
            long[] numbers = Arrays.stream(stages[i].split(","))
                    .mapToLong(Long::parseLong)
                    .toArray();
            rows.add(new StageRow(names.get(i), numbers[0], numbers[1], numbers[2], numbers[3]));
        }
        return rows;
    }

    /** As a line below the measurement it explains. */
    Measurement measurement() {
        return new Measurement(
                "  " + what,
                count,
                0,
                "",
                p50 / 1e3,
                p95 / 1e3,
                max / 1e3,
                what.equals(NETWORK) ? "the follower's log is in it" : "in the process that committed most");
    }
}

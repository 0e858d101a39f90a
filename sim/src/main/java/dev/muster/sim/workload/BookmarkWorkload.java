package dev.muster.sim.workload;

import dev.muster.runtime.sim.SimulatedRandom;
import dev.muster.sim.cluster.ClientAnswer;
import dev.muster.sim.cluster.ClientRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Clients that count up marks and read them all on whatever server, with bookmarks of their own and of each other: a read
 * with a bookmark sees at least what the bookmarked transaction saw and wrote, wherever it is answered.
 */
final class BookmarkWorkload implements Workload {
    private static final int MARKS = 4;
    private static final int CLIENTS = 3;
    private static final int KEPT = 20;
    private static final double READS = 0.6;

    /** A bookmark, and what whoever shows it must see at least. */
    private record Seen(String bookmark, long[] marks) {}

    private final List<Seen> seen = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private long last;

    @Override
    public String name() {
        return "bookmarks";
    }

    /** Shared with the registers, so that a run of everything has no more databases. */
    @Override
    public String database() {
        return "registers";
    }

    @Override
    public List<ClientRequest> setup() {
        return List.of(ClientRequest.write(
                database(),
                "UNWIND range(1, $marks) AS key MERGE (m:Mark {key: key}) ON CREATE SET m.value = 0",
                Map.of("marks", (long) MARKS)));
    }

    @Override
    public int clients() {
        return CLIENTS;
    }

    @Override
    public Attempt next(SimulatedRandom dice) {
        return dice.nextDouble() < READS && !seen.isEmpty()
                ? new Look(seen.get(dice.nextInt(seen.size())))
                : new Count((int) dice.between(1, MARKS), ++last);
    }

    private void note(Seen fact) {
        seen.add(fact);
        if (seen.size() > KEPT) {
            seen.remove(0);
        }
    }

    /** Marks grow only, since whoever writes a smaller value than is there leaves it. */
    private final class Count implements Attempt {
        private final int key;
        private final long value;

        Count(int key, long value) {
            this.key = key;
            this.value = value;
        }

        @Override
        public ClientRequest request() {
            return ClientRequest.write(
                    database(),
                    "MATCH (m:Mark {key: $key}) WHERE m.value < $value SET m.value = $value",
                    Map.of("key", (long) key, "value", value));
        }

        @Override
        public void ended(ClientAnswer answer, long nanos) {
            if (answer.isDone()) {
                long[] marks = new long[MARKS];
                marks[key - 1] = value;
                note(new Seen(answer.bookmark(), marks));
            }
        }
    }

    private final class Look implements Attempt {
        private final Seen promised;

        Look(Seen promised) {
            this.promised = promised;
        }

        @Override
        public ClientRequest request() {
            return ClientRequest.read(
                    database(), List.of(promised.bookmark()), "MATCH (m:Mark) RETURN m.value ORDER BY m.key", Map.of());
        }

        @Override
        public void ended(ClientAnswer answer, long nanos) {
            if (!answer.isDone()) {
                return;
            }
            long[] marks =
                    answer.rows().stream().mapToLong(row -> (Long) row.get(0)).toArray();
            for (int i = 0; i < MARKS; i++) {
                if (i >= marks.length || marks[i] < promised.marks()[i]) {
                    problems.add("bookmarks: " + answer.server() + " showed " + Arrays.toString(marks) + " to "
                            + promised.bookmark() + ", which had seen " + Arrays.toString(promised.marks()));
                    return;
                }
            }
            note(new Seen(answer.bookmark(), marks));
        }
    }

    @Override
    public List<Attempt> finalReads() {
        return seen.isEmpty() ? List.of() : List.of(new Look(seen.get(seen.size() - 1)));
    }

    @Override
    public List<String> judge() {
        return problems.stream().limit(3).toList();
    }
}

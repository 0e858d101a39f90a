package dev.muster.cypher.run;

import dev.muster.cypher.value.NodeRef;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The search from one node through a pattern of several parts, by distance and only as far as somebody asks. What is reached
 * is a node at a place of the pattern: in which part, and how often that has been repeated. All ways that lead there are kept, so
 * that paths can be put together from their ends; a way may use a relationship twice, and whoever puts a path together must leave
 * those out.
 */
final class SearchTree {
    private static final long STOP_BYTES = 150;
    private static final long EDGE_BYTES = 80;
    private static final long VALUE_BYTES = 44;

    /**
     * One way to a stop.
     *
     * @param taken the relationships of a step, and what its variables were; null if only the next part begins
     * @param length how many relationships
     */
    record Edge(Stop from, Object[] taken, int length) {}

    /** A node at a place of the pattern. */
    static final class Stop {
        final NodeRef node;
        final int part;
        final int count;
        final List<Edge> arrivals = new ArrayList<>(2);
        private int distance;
        private boolean passed;
        private boolean left;

        private Stop(NodeRef node, int part, int count, int distance) {
            this.node = node;
            this.part = part;
            this.count = count;
            this.distance = distance;
        }

        /** The length of the shortest way. */
        int distance() {
            return distance;
        }
    }

    private record Place(long node, int part, int count) {}

    private final NodeRef start;
    private final List<SearchPart> parts;
    private final Object[] row;
    private final Run run;
    private final Memory.Account account;
    private final Map<Place, Stop> stops = new HashMap<>();
    /** Those that were reached, by distance, and from which the next part has not been looked at. */
    private final TreeMap<Integer, Deque<Stop>> toPass = new TreeMap<>();

    /** Those from which no step has been made after that. */
    private final TreeMap<Integer, Deque<Stop>> toLeave = new TreeMap<>();

    /** The ends of the pattern that were reached, the nearest first. */
    private final List<Stop> ends = new ArrayList<>();

    private final Stop origin;

    SearchTree(NodeRef start, List<SearchPart> parts, Object[] row, Run run) {
        this.start = start;
        this.parts = parts;
        this.row = row.clone();
        this.run = run;
        this.account = run.memory().account();
        this.origin = reached(start, 0, 0, 0);
    }

    boolean startsAt(NodeRef node) {
        return start.equals(node);
    }

    /** Where all ways begin. */
    Stop origin() {
        return origin;
    }

    /** To be called when it is not asked any more. */
    void close() {
        account.close();
    }

    /** The end of the pattern at this node, or null if no way leads there; searches only as far as needed. */
    Stop end(NodeRef node) {
        Place place = new Place(node.id(), parts.size(), 0);
        while (!stops.containsKey(place) && !isComplete()) {
            goOn();
        }
        return stops.get(place);
    }

    /** All ends of the pattern that a way leads to, the nearest first. */
    List<Stop> ends() {
        searchTo(Integer.MAX_VALUE);
        return ends;
    }

    /** Searches until all ways of this length, and shorter ones, are known. */
    void searchTo(int length) {
        while (nearest(toPass) <= length && !toPass.isEmpty() || nearest(toLeave) < length) {
            goOn();
        }
    }

    /** Whether all ways are known, of whatever length. */
    boolean isComplete() {
        return toPass.isEmpty() && toLeave.isEmpty();
    }

    private static int nearest(TreeMap<Integer, Deque<Stop>> stops) {
        return stops.isEmpty() ? Integer.MAX_VALUE : stops.firstKey();
    }

    /** Takes all that wait at the shortest distance one step further; where a part may end, the next one begins before that. */
    private void goOn() {
        boolean passing = nearest(toPass) <= nearest(toLeave);
        TreeMap<Integer, Deque<Stop>> waiting = passing ? toPass : toLeave;
        int distance = waiting.firstKey();
        Deque<Stop> nearest = waiting.get(distance);
        while (!nearest.isEmpty()) {
            Stop stop = nearest.poll();
            if (stop.distance == distance && stop.part < parts.size()) {
                run.tick();
                if (passing && !stop.passed) {
                    stop.passed = true;
                    pass(stop);
                } else if (!passing && !stop.left) {
                    stop.left = true;
                    leave(stop);
                }
            }
        }
        waiting.remove(distance);
    }

    private void pass(Stop stop) {
        SearchPart part = parts.get(stop.part);
        if (stop.count >= part.min() && part.mayEndAt(stop.node, row, run)) {
            reached(stop.node, stop.part + 1, 0, stop.distance).arrivals.add(new Edge(stop, null, 0));
        }
        if (stop.count < part.max()) {
            toLeave.computeIfAbsent(stop.distance, d -> new ArrayDeque<>()).add(stop);
        }
    }

    private void leave(Stop stop) {
        SearchPart part = parts.get(stop.part);
        int count = part.isUnbounded() ? Math.min(stop.count + 1, part.min()) : stop.count + 1;
        Object[] begun = row.clone();
        begun[part.step().start()] = stop.node;
        RowSource steps = part.step().matching().open(RowSource.of(begun), run);
        for (Object[] step = steps.next(); step != null; step = steps.next()) {
            run.tick();
            Object[] taken = part.taken(step);
            int length = part.step().hops().length;
            account.keep(EDGE_BYTES + VALUE_BYTES * taken.length);
            reached((NodeRef) step[part.step().end()], stop.part, count, stop.distance + length)
                    .arrivals
                    .add(new Edge(stop, taken, length));
        }
    }

    private Stop reached(NodeRef node, int part, int count, int distance) {
        Place place = new Place(node.id(), part, count);
        Stop stop = stops.get(place);
        if (stop == null) {
            account.keep(STOP_BYTES);
            stop = new Stop(node, part, count, distance);
            stops.put(place, stop);
            if (part == parts.size()) {
                ends.add(stop);
            }
        } else if (distance >= stop.distance) {
            return stop;
        }
        stop.distance = distance;
        toPass.computeIfAbsent(distance, d -> new ArrayDeque<>()).add(stop);
        return stop;
    }
}

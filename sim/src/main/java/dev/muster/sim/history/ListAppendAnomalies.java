package dev.muster.sim.history;

import dev.muster.sim.history.Anomaly.Kind;
import dev.muster.sim.history.ListAppendModel.Append;
import dev.muster.sim.history.ListAppendModel.Input;
import dev.muster.sim.history.ListAppendModel.Output;
import dev.muster.sim.history.ListAppendModel.Values;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is wrong with one key's lists, read off the lists themselves (after Elle, Kingsbury and Alvaro 2020, with real time
 * added): linear in the lengths of the lists read. Every anomaly is proof; none is no proof.
 */
final class ListAppendAnomalies {
    private final String key;
    private final List<Operation<Input, Output>> operations;
    private final Set<Long> failed;
    private final Map<Long, Operation<Input, Output>> appends = new HashMap<>();
    private final List<Anomaly> found = new ArrayList<>();

    /** The order of the values: the longest list read. */
    private List<Long> order = List.of();

    private ListAppendAnomalies(String key, List<Operation<Input, Output>> operations, Set<Long> failed) {
        this.key = key;
        this.operations = operations;
        this.failed = failed;
    }

    /** All anomalies of a history, key by key. */
    static List<Anomaly> of(History<Input, Output> history) {
        Map<String, Set<Long>> failed = new HashMap<>();
        for (Input input : history.failed()) {
            if (input instanceof Append append) {
                failed.computeIfAbsent(append.key(), k -> new HashSet<>()).add(append.value());
            }
        }
        List<Anomaly> all = new ArrayList<>();
        Partition.byKey(history.operations(), Input::key)
                .forEach((key, ofKey) ->
                        all.addAll(new ListAppendAnomalies(key, ofKey, failed.getOrDefault(key, Set.of())).find()));
        return all;
    }

    private List<Anomaly> find() {
        List<Operation<Input, Output>> reads = new ArrayList<>();
        for (Operation<Input, Output> operation : operations) {
            if (operation.input() instanceof Append append) {
                appends.put(append.value(), operation);
            } else if (!operation.isUnknown()) {
                reads.add(operation);
            }
        }
        order = ListAppendModel.longestRead(operations);
        reads.stream().filter(read -> valuesOf(read) == order).findFirst().ifPresent(this::checkOrder);
        reads.forEach(this::checkPrefix);
        checkRealTime();
        return found;
    }

    /** Each value of the longest list was appended, once, by an operation that did not fail and had begun. */
    private void checkOrder(Operation<Input, Output> read) {
        Set<Long> before = new HashSet<>();
        for (long value : order) {
            Operation<Input, Output> append = appends.get(value);
            if (!before.add(value)) {
                report(Kind.DUPLICATE, value + " is in the list twice", read);
            } else if (append == null && failed.contains(value)) {
                report(Kind.DIRTY_READ, value + " is in the list, and its append failed", read);
            } else if (append == null) {
                report(Kind.READ_FROM_NOWHERE, value + " is in the list and was never appended", read);
            } else if (read.precedes(append)) {
                report(Kind.READ_FROM_FUTURE, value + " was read before its append began", read, append);
            }
        }
    }

    private void checkPrefix(Operation<Input, Output> read) {
        List<Long> values = valuesOf(read);
        if (!order.subList(0, values.size()).equals(values)) {
            report(Kind.INCOMPATIBLE_READS, "the list is no beginning of the longest list read, " + order, read);
        }
    }

    /** Goes through calls and returns in time, with what every later operation has to reckon with. */
    private void checkRealTime() {
        Map<Long, Integer> places = new HashMap<>();
        for (int i = 0; i < order.size(); i++) {
            places.putIfAbsent(order.get(i), i);
        }
        List<Operation<Input, Output>> byReturn = new ArrayList<>(operations);
        byReturn.sort(Comparator.comparing(Operation::returned));
        Seen seen = new Seen();
        int returned = 0;
        for (Operation<Input, Output> operation : operations) {
            while (byReturn.get(returned).precedes(operation)) {
                seen.add(byReturn.get(returned++), places);
            }
            if (operation.input() instanceof Append append) {
                checkAppend(operation, places.get(append.value()), seen);
            } else if (!operation.isUnknown()) {
                checkRead(operation, seen);
            }
        }
    }

    /** What the operations that have returned so far make certain. */
    private final class Seen {
        /** How long every later read is at least, and who says so. */
        int length;

        Operation<Input, Output> lengthBy;

        /** The first acknowledged append that no read shows, so that none may begin after it. */
        Operation<Input, Output> unread;

        void add(Operation<Input, Output> operation, Map<Long, Integer> places) {
            if (operation.input() instanceof Append append) {
                Integer place = places.get(append.value());
                if (place != null) {
                    raise(place + 1, operation);
                } else if (unread == null) {
                    unread = operation;
                }
            } else {
                raise(valuesOf(operation).size(), operation);
            }
        }

        private void raise(int to, Operation<Input, Output> by) {
            if (to > length) {
                length = to;
                lengthBy = by;
            }
        }
    }

    private void checkRead(Operation<Input, Output> read, Seen seen) {
        if (seen.unread != null) {
            report(Kind.LOST_WRITE, "an append acknowledged before is not in the list", seen.unread, read);
        } else if (valuesOf(read).size() < seen.length) {
            String detail = "the list has " + valuesOf(read).size() + " values where at least " + seen.length
                    + " were there before";
            report(Kind.STALE_READ, detail, seen.lengthBy, read);
        }
    }

    private void checkAppend(Operation<Input, Output> append, Integer place, Seen seen) {
        if (place == null) {
            return;
        }
        if (seen.unread != null) {
            report(Kind.LOST_WRITE, "a later append is in a list, an earlier one is not", seen.unread, append);
        } else if (place < seen.length) {
            report(Kind.REORDERED_WRITES, "place " + (place + 1) + " was taken before", seen.lengthBy, append);
        }
    }

    private static List<Long> valuesOf(Operation<Input, Output> read) {
        return ((Values) read.output()).values();
    }

    private void report(Kind kind, String detail, Operation<?, ?>... operations) {
        found.add(new Anomaly(kind, key, detail, List.of(operations)));
    }
}

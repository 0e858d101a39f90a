package dev.muster.sim.history;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The search for an order of one part of a history: depth first, as by Wing and Gong 1993, with Lowe's memory of
 * {@link Configurations}. At each point the candidates are the operations invoked before the first return that is left.
 *
 * <p>Three things keep it short. (1) An operation that only observes is put in order as soon as it fits, with no other
 * choice tried: to move it forward to there harms nobody. (2) Operations with unknown outcome are candidates for ever, so
 * they are tried last, and searches that use few of them in a row come first. (3) Of unknown ones with equal input the
 * earlier is used first; the later can do nothing that it cannot.
 */
final class Search<S, I, O> {
    /** How many unknown operations in a row may be tried; the next is used only if the one before fell short. */
    private static final int[] UNKNOWN_IN_A_ROW = {1, 3, Integer.MAX_VALUE};

    /** Stands for "nothing was tried at this point yet". */
    private static final int NOTHING = OpenEvents.NONE;

    enum Result {
        ORDER_FOUND,
        NO_ORDER,
        OUT_OF_STEPS
    }

    /** One operation in order, behind its parent's; a choice is a known operation or, from {@code known.size()}, an unknown. */
    private record Placed<S>(
            Placed<S> parent, int choice, boolean forced, S state, int knownInOrder, int unknownInARow) {}

    private final Model<S, I, O> model;
    private final Partition<S, I, O> part;
    private final long stepsMax;
    private final List<Operation<I, O>> known = new ArrayList<>();
    private final boolean[] observes;
    private final List<Operation<I, O>> unknown = new ArrayList<>();
    private final int[] earlierTwin;

    private OpenEvents events;
    private OrderedSet knownInOrder;
    private OrderedSet unknownInOrder;
    private Configurations<S> seen;
    private Placed<S> top;
    private Placed<S> deepest;
    private int unknownInARowMax;
    private boolean rowCutShort;
    private long steps;

    Search(Model<S, I, O> model, Partition<S, I, O> part, long stepsMax) {
        this.model = model;
        this.part = part;
        this.stepsMax = stepsMax;
        for (Operation<I, O> operation : part.operations()) {
            if (!operation.isUnknown()) {
                known.add(operation);
            } else if (!model.observesOnly(operation.input(), null)) {
                unknown.add(operation); // one that observes and was never answered says nothing
            }
        }
        observes = new boolean[known.size()];
        for (int i = 0; i < observes.length; i++) {
            observes[i] = model.observesOnly(known.get(i).input(), known.get(i).output());
        }
        earlierTwin = earlierTwins();
        deepest = new Placed<>(null, NOTHING, true, part.initial(), 0, 0);
    }

    private int[] earlierTwins() {
        int[] twins = new int[unknown.size()];
        Map<I, Integer> last = new HashMap<>();
        for (int i = 0; i < twins.length; i++) {
            Integer before = last.put(unknown.get(i).input(), i);
            twins[i] = before == null ? NOTHING : before;
        }
        return twins;
    }

    Result run() {
        for (int inARowMax : UNKNOWN_IN_A_ROW) {
            unknownInARowMax = inARowMax;
            Result result = descend();
            if (result != Result.NO_ORDER || !rowCutShort) {
                return result;
            }
        }
        return Result.NO_ORDER;
    }

    /** How many times the model was asked. */
    long steps() {
        return steps;
    }

    /** The longest order found (most known operations), first operation first; the states are lost but for the last. */
    Longest<S, I, O> longest() {
        List<Operation<I, O>> order = new ArrayList<>();
        for (Placed<S> at = deepest; at.parent != null; at = at.parent) {
            order.add(at.choice < known.size() ? known.get(at.choice) : unknown.get(at.choice - known.size()));
        }
        Collections.reverse(order);
        return new Longest<>(order, deepest.state);
    }

    /** An order of some operations, and the state it leads to. */
    record Longest<S, I, O>(List<Operation<I, O>> order, S state) {
        int size() {
            return order.size();
        }
    }

    private Result descend() {
        events = new OpenEvents(known);
        knownInOrder = new OrderedSet(known.size());
        unknownInOrder = new OrderedSet(unknown.size());
        seen = new Configurations<>();
        rowCutShort = false;
        top = new Placed<>(null, NOTHING, true, part.initial(), 0, 0);
        int tried = NOTHING;
        while (events.open() > 0) {
            if (steps >= stepsMax) {
                return Result.OUT_OF_STEPS;
            }
            if ((tried == NOTHING && placeObservation()) || placeNext(tried)) {
                tried = NOTHING;
            } else {
                tried = backtrack();
                if (tried == NOTHING) {
                    return Result.NO_ORDER;
                }
            }
        }
        return Result.ORDER_FOUND;
    }

    /** Puts an operation in order that only observes and fits the state, if there is one. */
    private boolean placeObservation() {
        for (int event = events.first(); events.isCall(event); event = events.after(event)) {
            int operation = events.operationOf(event);
            if (observes[operation] && step(known.get(operation)) != null) {
                events.take(operation);
                knownInOrder.add(operation);
                push(new Placed<>(top, operation, true, top.state, top.knownInOrder + 1, 0));
                return true;
            }
        }
        return false;
    }

    /** Puts the next candidate behind the one tried last at this point in order, known ones first; false if none is left. */
    private boolean placeNext(int tried) {
        if (tried < known.size()) {
            int candidate = events.nextCandidate(tried);
            for (; candidate != OpenEvents.NONE; candidate = events.nextCandidate(candidate)) {
                if (placeKnown(candidate)) {
                    return true;
                }
            }
        }
        Moment limit =
                unknown.isEmpty() ? null : known.get(events.firstToReturn()).returned();
        for (int i = Math.max(0, tried - known.size() + 1); i < unknown.size(); i++) {
            if (!unknown.get(i).invoked().isBefore(limit)) {
                return false;
            }
            if (placeUnknown(i)) {
                return true;
            }
        }
        return false;
    }

    private boolean placeKnown(int operation) {
        if (observes[operation]) {
            return false; // did not fit this state, or it would be in order already
        }
        S after = step(known.get(operation));
        if (after == null) {
            return false;
        }
        events.take(operation);
        knownInOrder.add(operation);
        if (!seen.add(knownInOrder, events.firstOperation(), after, unknownInOrder, 0)) {
            events.putBack(operation);
            knownInOrder.remove(operation);
            return false;
        }
        push(new Placed<>(top, operation, false, after, top.knownInOrder + 1, 0));
        return true;
    }

    private boolean placeUnknown(int index) {
        if (unknownInOrder.contains(index) || isAheadOfTwin(index)) {
            return false;
        }
        if (top.unknownInARow >= unknownInARowMax) {
            rowCutShort = true;
            return false;
        }
        S after = step(unknown.get(index));
        if (after == null || after.equals(top.state)) {
            return false; // without effect it had better not have happened: it may still happen later
        }
        unknownInOrder.add(index);
        int inARow = top.unknownInARow + 1;
        if (!seen.add(knownInOrder, events.firstOperation(), after, unknownInOrder, inARow)) {
            unknownInOrder.remove(index);
            return false;
        }
        push(new Placed<>(top, known.size() + index, false, after, top.knownInOrder, inARow));
        return true;
    }

    private boolean isAheadOfTwin(int index) {
        return earlierTwin[index] != NOTHING && !unknownInOrder.contains(earlierTwin[index]);
    }

    private S step(Operation<I, O> operation) {
        steps++;
        return model.step(top.state, operation.input(), operation.output());
    }

    private void push(Placed<S> placed) {
        top = placed;
        if (placed.knownInOrder > deepest.knownInOrder) {
            deepest = placed;
        }
    }

    /** Takes back the last operation for which there was a choice, and all behind it; returns it, or nothing. */
    private int backtrack() {
        while (top.parent != null) {
            Placed<S> last = top;
            top = last.parent;
            if (last.choice < known.size()) {
                events.putBack(last.choice);
                knownInOrder.remove(last.choice);
            } else {
                unknownInOrder.remove(last.choice - known.size());
            }
            if (!last.forced) {
                return last.choice;
            }
        }
        return NOTHING;
    }
}

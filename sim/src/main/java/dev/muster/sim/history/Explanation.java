package dev.muster.sim.history;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Says why a part of a history has no order: how far one goes, and what would have to come next there. */
final class Explanation<S, I, O> {
    /** How many operations of the order are worth reading; the trouble is at its end. */
    private static final int SHOWN_MAX = 10;

    private final Model<S, I, O> model;
    private final Partition<S, I, O> part;
    private final Search.Longest<S, I, O> longest;
    private final List<Operation<I, O>> left;

    Explanation(Model<S, I, O> model, Partition<S, I, O> part, Search.Longest<S, I, O> longest) {
        this.model = model;
        this.part = part;
        this.longest = longest;
        Set<Integer> inOrder = new HashSet<>();
        longest.order().forEach(operation -> inOrder.add(operation.id()));
        this.left = part.operations().stream()
                .filter(operation -> !inOrder.contains(operation.id()))
                .toList();
    }

    Verdict.Illegal illegal() {
        List<Operation<?, ?>> next = cannotFollow();
        return new Verdict.Illegal(part.key(), List.copyOf(longest.order()), next, text(next));
    }

    /** Those that had been invoked when the first of those left returned: one of them would have to be next. */
    private List<Operation<?, ?>> cannotFollow() {
        Moment firstReturn =
                left.stream().map(Operation::returned).min(Moment::compareTo).orElseThrow();
        List<Operation<?, ?>> next = new ArrayList<>();
        for (Operation<I, O> operation : left) {
            if (!operation.isUnknown() && operation.invoked().isBefore(firstReturn)) {
                next.add(operation);
            }
        }
        return next;
    }

    private String text(List<Operation<?, ?>> next) {
        List<Operation<I, O>> order = longest.order();
        StringBuilder text = new StringBuilder(part.key())
                .append(" is not linearizable: ")
                .append(order.size())
                .append(" of ")
                .append(part.operations().size())
                .append(" operations can be put in order; the state is then ")
                .append(model.describe(longest.state()))
                .append(", and none of these can follow:");
        next.forEach(operation -> text.append("\n  ").append(operation));
        appendUnknown(text);
        text.append("\nthe order so far").append(order.size() > SHOWN_MAX ? ", its end:" : ":");
        order.subList(Math.max(0, order.size() - SHOWN_MAX), order.size())
                .forEach(operation -> text.append("\n  ").append(operation));
        return text.toString();
    }

    private void appendUnknown(StringBuilder text) {
        List<Operation<I, O>> unknown =
                left.stream().filter(Operation::isUnknown).toList();
        if (!unknown.isEmpty()) {
            text.append("\nnor does it help that these may have happened:");
            unknown.stream()
                    .limit(SHOWN_MAX)
                    .forEach(operation -> text.append("\n  ").append(operation));
            if (unknown.size() > SHOWN_MAX) {
                text.append("\n  and ").append(unknown.size() - SHOWN_MAX).append(" more");
            }
        }
    }
}

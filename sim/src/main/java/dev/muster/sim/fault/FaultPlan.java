package dev.muster.sim.fault;

import dev.muster.runtime.sim.SimulatedRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** The faults of one run, in the order in which they begin. */
public record FaultPlan(List<PlannedFault> faults) {
    /** Of the kinds that are allowed, each is part of a run with this probability, so that rare combinations occur. */
    private static final double KIND_TAKES_PART = 0.45;

    private static final long MEAN_GAP_MIN_MILLIS = 1_500;
    private static final long MEAN_GAP_MAX_MILLIS = 12_000;

    public FaultPlan {
        faults = List.copyOf(faults);
    }

    /**
     * Draws a plan.
     *
     * @param allowed the kinds it may contain
     * @param lengthMillis no fault begins after that; the last may end later
     * @param pace they begin so many times as often as drawn
     */
    public static FaultPlan draw(SimulatedRandom random, Set<FaultKind> allowed, long lengthMillis, double pace) {
        List<FaultKind> kinds = new ArrayList<>();
        for (FaultKind kind : FaultKind.values()) {
            // Drawn for all, so that switching one kind off leaves the others as they are.
            boolean takesPart = random.nextDouble() < KIND_TAKES_PART;
            if (takesPart && allowed.contains(kind)) {
                kinds.add(kind);
            }
        }
        if (kinds.contains(FaultKind.BIT_ROT) || kinds.contains(FaultKind.LOST_DISK)) {
            kinds.remove(FaultKind.MEMBERSHIP); // the server that loses data may be left with the only copy
        }
        double meanGap = random.between(MEAN_GAP_MIN_MILLIS, MEAN_GAP_MAX_MILLIS) / pace;
        List<PlannedFault> faults = new ArrayList<>();
        long at = 0;
        while (!kinds.isEmpty()) {
            at += Math.max(1, Math.round(-Math.log(1 - random.nextDouble()) * meanGap));
            if (at >= lengthMillis) {
                break;
            }
            FaultKind kind = kinds.get((int) random.between(0, kinds.size() - 1));
            long lasts = random.between(kind.shortestMillis(), kind.longestMillis());
            faults.add(new PlannedFault(faults.size() + 1, kind, at, lasts, random.nextLong()));
        }
        return new FaultPlan(faults);
    }

    /** The same plan with only these faults. */
    public FaultPlan only(Collection<Integer> numbers) {
        return new FaultPlan(faults.stream()
                .filter(fault -> numbers.contains(fault.number()))
                .toList());
    }

    public List<Integer> numbers() {
        return faults.stream().map(PlannedFault::number).toList();
    }

    /** When the last of them has been healed. */
    public long endMillis() {
        return faults.stream()
                .mapToLong(fault -> fault.atMillis() + fault.lastsMillis())
                .max()
                .orElse(0);
    }
}

package dev.muster.sim.fault;

import java.util.Locale;

/**
 * One fault of a plan.
 *
 * @param number its place in the plan as drawn, by which a replay names it
 * @param atMillis virtual time after the cluster has come up
 * @param lastsMillis when it is healed, after its beginning
 * @param dice decides what it hits, independently of all others
 */
public record PlannedFault(int number, FaultKind kind, long atMillis, long lastsMillis, long dice) {
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "#%d %s at %.3f s for %.3f s", number, kind.text(), atMillis / 1e3, lastsMillis / 1e3);
    }
}

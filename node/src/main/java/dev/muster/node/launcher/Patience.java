package dev.muster.node.launcher;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for effects outside this process by looking again and again. */
public final class Patience {
    private static final long PAUSE_MILLIS = 15;

    private Patience() {}

    /** Looks until the condition holds or the time is over; returns whether it held. Gives up at once when interrupted. */
    public static boolean until(Duration limit, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > limit.toNanos()) {
                return false;
            }
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}

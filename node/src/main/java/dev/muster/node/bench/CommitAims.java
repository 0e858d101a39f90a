package dev.muster.node.bench;

import java.util.List;
import java.util.Locale;

/**
 * What {@link CommitBench} aims at: one client's wait against this machine's floors, entries per second of one database, and
 * what a hundred databases reach of it. Sees the measurements in the order in which they are made.
 */
final class CommitAims {
    private static final int SYNCS = 3;
    private static final int ROUND_TRIPS = 2;
    private static final int BUSY_IN_FLIGHT = 1_024;
    private static final double BUSY_PER_SECOND = 60_000;
    private static final double SHARE_OF_ONE = 0.8;

    private final double oneClientMicros;
    private double oneDatabasePerSecond;

    CommitAims(List<Measurement> floors) {
        this.oneClientMicros = SYNCS * p50(floors, FloorBench.SYNC) + ROUND_TRIPS * p50(floors, FloorBench.ROUND_TRIP);
    }

    private static double p50(List<Measurement> floors, String what) {
        return floors.stream()
                .filter(floor -> floor.what().equals(what))
                .mapToDouble(Measurement::p50Micros)
                .findFirst()
                .orElseThrow();
    }

    /** Puts the aim beside a measurement that has one. */
    Measurement judge(Measurement measured, int databases, int inFlight) {
        if (databases == 1 && inFlight == 1) {
            return measured.aimingAt(Measurement.aim(
                    "p50 <= 3 syncs + 2 round trips = " + Measurement.duration(oneClientMicros),
                    measured.p50Micros() <= oneClientMicros));
        }
        if (inFlight != BUSY_IN_FLIGHT) {
            return measured;
        }
        if (databases == 1) {
            oneDatabasePerSecond = measured.perSecond();
            return measured.aimingAt(Measurement.aim(">= 60,000/s", measured.perSecond() >= BUSY_PER_SECOND));
        }
        double share = measured.perSecond() / oneDatabasePerSecond;
        return measured.aimingAt(Measurement.aim(
                String.format(Locale.ROOT, ">= 80 %% of one database (%.0f %%)", 100 * share), share >= SHARE_OF_ONE));
    }
}

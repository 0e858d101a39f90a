package dev.muster.node.bench;

import java.util.ArrayList;
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

    private final List<Double> syncMicros = new ArrayList<>();
    private final List<Double> roundTripMicros = new ArrayList<>();
    private double oneDatabasePerSecond;

    /** What the machine can do just now. The middle of all that are told counts: a disk's speed wanders within seconds. */
    void floors(List<Measurement> floors) {
        syncMicros.add(p50(floors, FloorBench.SYNC));
        roundTripMicros.add(p50(floors, FloorBench.ROUND_TRIP));
    }

    private static double p50(List<Measurement> floors, String what) {
        return floors.stream()
                .filter(floor -> floor.what().equals(what))
                .mapToDouble(Measurement::p50Micros)
                .findFirst()
                .orElseThrow();
    }

    private static double middle(List<Double> numbers) {
        return numbers.stream().sorted().toList().get(numbers.size() / 2);
    }

    private Measurement judgeOneClient(Measurement measured) {
        double sync = middle(syncMicros);
        double roundTrip = middle(roundTripMicros);
        double limit = SYNCS * sync + ROUND_TRIPS * roundTrip;
        String text = String.format(
                Locale.ROOT,
                "p50 <= 3 syncs + 2 round trips, measured between the rounds: 3 × %s + 2 × %s = %s",
                Measurement.duration(sync),
                Measurement.duration(roundTrip),
                Measurement.duration(limit));
        return measured.aimingAt(Measurement.aim(text, measured.p50Micros() <= limit));
    }

    /** Puts the aim beside a measurement that has one. */
    Measurement judge(Measurement measured, int databases, int inFlight) {
        if (databases == 1 && inFlight == 1) {
            return judgeOneClient(measured);
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

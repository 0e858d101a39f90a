package dev.muster.node.bench;

import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * One thing that was measured. {@code perSecond} is 0 where a rate makes no sense; times are microseconds, from {@code
 * count} samples; {@code note} says what the reader must know to compare; {@code aim} says what is aimed at and whether it
 * was reached in this run, empty where there is no aim.
 */
public record Measurement(
        String what,
        long count,
        double perSecond,
        String unit,
        double p50Micros,
        double p95Micros,
        double maxMicros,
        String note,
        String aim) {
    /** Something without an aim. */
    Measurement(
            String what,
            long count,
            double perSecond,
            String unit,
            double p50Micros,
            double p95Micros,
            double maxMicros,
            String note) {
        this(what, count, perSecond, unit, p50Micros, p95Micros, maxMicros, note, "");
    }

    /** The same with what is aimed at. */
    Measurement aimingAt(String newAim) {
        return new Measurement(what, count, perSecond, unit, p50Micros, p95Micros, maxMicros, note, newAim);
    }

    /** The same with more to know about it. */
    Measurement noting(String more) {
        return new Measurement(what, count, perSecond, unit, p50Micros, p95Micros, maxMicros, note + "; " + more, aim);
    }

    /** How an aim is told: the limit, and whether what was measured keeps it. */
    static String aim(String limit, boolean reached) {
        return limit + (reached ? ": reached" : ": MISSED");
    }

    /** From a histogram of nanoseconds. */
    static Measurement of(String what, Histogram nanos, double perSecond, String unit, String note) {
        return new Measurement(
                what,
                nanos.getTotalCount(),
                perSecond,
                unit,
                nanos.getValueAtPercentile(50) / 1e3,
                nanos.getValueAtPercentile(95) / 1e3,
                nanos.getMaxValue() / 1e3,
                note);
    }

    /** A histogram that takes nanoseconds up to ten minutes. */
    static Histogram histogram() {
        return new Histogram(600_000_000_000L, 3);
    }

    /** Microseconds in the unit people would use. */
    public static String duration(double micros) {
        if (micros <= 0) {
            return "-";
        }
        if (micros < 1_000) {
            return String.format(Locale.ROOT, "%.0f µs", micros);
        }
        return micros < 1_000_000
                ? String.format(Locale.ROOT, "%.2f ms", micros / 1e3)
                : String.format(Locale.ROOT, "%.2f s", micros / 1e6);
    }

    /** The rate with its unit. */
    public String rate() {
        return perSecond <= 0 ? "-" : String.format(Locale.ROOT, "%,.0f %s/s", perSecond, unit);
    }
}

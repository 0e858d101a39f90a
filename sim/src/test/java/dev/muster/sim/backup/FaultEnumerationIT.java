package dev.muster.sim.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A fault at the points of backups of three servers with twenty databases: every so manieth one, or all. */
class FaultEnumerationIT {
    private static final boolean ALL = Boolean.getBoolean("muster.points.all");
    private static final int EVERY_OF_ONE = Integer.getInteger("muster.points.one", ALL ? 1 : 3);
    private static final int EVERY_OF_ALL = Integer.getInteger("muster.points.many", ALL ? 1 : 97);
    private static final int AT_LEAST = 1_000;

    @Test
    @Timeout(value = 3, unit = TimeUnit.HOURS)
    void afterAFaultAtAnyPointEveryArtifactRestoresAndTheReportTellsTheTruth() {
        long began = System.nanoTime();
        FaultEnumeration.Result result =
                FaultEnumeration.run(new FaultEnumeration.Plan(1, 20, EVERY_OF_ONE, EVERY_OF_ALL), text -> {});

        System.out.printf(
                "fault enumeration: %d points, %d faults tried, %d violations, %d artifacts restored and compared, saved all the same after %d, %.1f s%n  %s%n",
                result.points(),
                result.faults(),
                result.violations().size(),
                result.artifacts(),
                result.intact(),
                (System.nanoTime() - began) / 1e9,
                result.tried());
        assertThat(result.violations()).isEmpty();
        assertThat(result.faults()).isGreaterThanOrEqualTo(AT_LEAST);
    }
}

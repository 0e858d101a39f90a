package dev.muster.backup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.backup.BackupError;
import dev.muster.backup.online.DatabaseOutcome;
import dev.muster.backup.online.ProgressListener.Progress;
import dev.muster.runtime.Clock;
import dev.muster.runtime.sim.Simulation;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ConsoleProgressTest {
    private static final String CLEARED = "\r\u001B[2K";
    private static final long MIB = 1024 * 1024;

    private final Clock clock = new Simulation(1).server("client").world().clock();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void aTerminalShowsOneLineThatIsRedrawnFiveTimesASecondAndGoesInTheEnd() {
        ConsoleProgress console = console(ConsoleProgress.Style.REDRAWN);

        console.progress(at(0, 0, 0));
        console.progress(at(199, 1, 0.01));
        console.progress(at(1_000, 50, 0.25));
        console.finished(outcome());
        console.progress(at(10, 1, 0.5));

        assertThat(text())
                .isEqualTo(CLEARED + "sales    0%  0 B  0 B/s  from a:6362" + CLEARED
                        + "sales   25%  50.0 MiB  50.0 MiB/s, 3 s left  from a:6362" + CLEARED + CLEARED
                        + "sales   50%  1.0 MiB  100.0 MiB/s, 0 s left  from a:6362");
    }

    @Test
    void aLogHasALineEachHalfMinuteAndNoneOfAShortTransfer() {
        ConsoleProgress console = console(ConsoleProgress.Style.PLAIN);

        for (long second = 0; second < 70; second++) {
            console.progress(at(1_000 * second, 100 * second, second / 120.0));
        }
        console.finished(outcome());
        console.progress(at(29_000, 1, 0.5));

        assertThat(text().lines())
                .containsExactly(
                        "2026-01-01 00:00:00.000+0000 INFO  [d.m.b.o.Backup] sales   25%  2.9 GiB  100.0 MiB/s, 90 s left"
                                + "  from a:6362",
                        "2026-01-01 00:00:00.000+0000 INFO  [d.m.b.o.Backup] sales   50%  5.9 GiB  100.0 MiB/s, 60 s left"
                                + "  from a:6362");
    }

    private ConsoleProgress console(ConsoleProgress.Style style) {
        return new ConsoleProgress(new PrintStream(err, true, StandardCharsets.UTF_8), clock, style);
    }

    private static Progress at(long elapsedMillis, long mebibytes, double fraction) {
        return new Progress("sales", "a:6362", mebibytes * MIB, fraction, elapsedMillis);
    }

    private static DatabaseOutcome outcome() {
        return new DatabaseOutcome(
                "sales",
                new UUID(1, 1),
                DatabaseOutcome.State.FAILED,
                null,
                BackupError.INTERRUPTED,
                "",
                "",
                List.of(),
                1);
    }

    private String text() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
